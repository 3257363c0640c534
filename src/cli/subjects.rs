//! `meshgov subjects`.

use std::io::Write as _;

use crate::facts::{Facts, Fields, SubjectRef};
use crate::federation::{InForce, in_force};
use crate::policy::{Point, Shipped, load as load_policies};
use crate::snapshot::Kind;

use super::arguments::Subjects;
use super::exit::Exit;
use super::mesh::{Loaded, load};
use super::run::as_of;

pub(super) fn run(arguments: &Subjects) -> Result<Exit, String> {
    let loaded = load(&arguments.mesh)?;
    let facts = resolved(
        Facts::derive(&loaded.mesh, loaded.earlier(), as_of(&arguments.mesh)),
        &loaded,
    );
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match print(arguments, &facts, &mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("the subjects could not be written: {error}"))
        }
        _ => Ok(Exit::Clean),
    }
}

/// The facts with what became of the files that govern the mesh, by the policies that come with meshgov; where there is none,
/// nobody needs to load those.
fn resolved<'s>(facts: Facts<'s>, loaded: &'s Loaded) -> Facts<'s> {
    let is_governed = [Kind::Authority, Kind::PolicySet, Kind::Exemption, Kind::Approval]
        .iter()
        .any(|kind| facts.count(*kind) > 0);
    if !is_governed {
        return facts;
    }
    let pack = load_policies(&[], Shipped::Include);
    let as_of = facts.as_of();
    let InForce { standings, .. } = in_force(loaded.earlier(), &pack.policies, &facts, Point::Gate, as_of);
    facts.with_standings(standings)
}

fn print(arguments: &Subjects, facts: &Facts<'_>, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let wanted = |kind: &&Kind| match arguments.kind.as_slice() {
        // The mesh is all other subjects at once; it is printed only where it is asked for.
        [] => **kind != Kind::Mesh,
        kinds => kinds.contains(kind),
    };
    for kind in Kind::ALL.iter().filter(wanted) {
        for index in 0..facts.count(*kind) {
            let subject = SubjectRef { kind: *kind, index };
            let id = facts.key(subject).id;
            if arguments.id.is_empty() || arguments.id.iter().any(|wanted| wanted.eq_ignore_ascii_case(&id)) {
                serde_json::to_writer(&mut *out, &facts.subject(subject, &Fields::All))?;
                out.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}
