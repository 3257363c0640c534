//! `meshgov subjects`.

use std::io::Write as _;

use crate::facts::{Facts, Fields, SubjectRef};
use crate::snapshot::Kind;

use super::arguments::Subjects;
use super::exit::Exit;
use super::mesh::load;
use super::run::as_of;

pub(super) fn run(arguments: &Subjects) -> Result<Exit, String> {
    let loaded = load(&arguments.mesh)?;
    let facts = Facts::derive(&loaded.mesh, loaded.earlier(), as_of(&arguments.mesh));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match print(arguments, &facts, &mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("the subjects could not be written: {error}"))
        }
        _ => Ok(Exit::Clean),
    }
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
