//! `meshgov exempt`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::facts::{Facts, SubjectKey};
use crate::federation::{self, Governance, InForce, in_force};
use crate::finding::{Assessment, Exemptions, Finding, Judged, OldDebt, Outcome, Strictness, assess};
use crate::policy::{JudgeLimits, Level, Pack, Point};
use crate::report::ExemptionDraft;
use crate::snapshot::Scope;

use super::arguments::{MeshArguments, PointArgument, date};
use super::exit::Exit;
use super::judging::{judge, refuse_misplaced};
use super::mesh::load;
use super::pack::PackArguments;
use super::policy::select;
use super::run::{as_of, complain, print};

/// The fewest characters of a fingerprint that name a finding.
const SHORTEST: usize = 6;

#[derive(Debug, Args)]
pub(super) struct Exempt {
    /// The fingerprint of a finding, or how it begins, as `check --output json` tells it; with --subject, the id or code of
    /// the policy
    #[arg(value_name = "FINDING")]
    finding: String,
    /// The id or the name of the subject that breaks the policy
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    #[command(flatten)]
    pack: PackArguments,
    /// The enforcement point at which the finding was met
    #[arg(long, value_enum, default_value_t = PointArgument::Gate)]
    point: PointArgument,
    /// Who asks for it [default: `user.email` of git]
    #[arg(long, value_name = "ACCOUNT")]
    requested_by: Option<String>,
    /// Where it was discussed
    #[arg(long, value_name = "LINK")]
    ticket: Option<String>,
    /// The last day on which it should hold [default: as long as the mesh and the policy allow]
    #[arg(long, value_name = "DATE", value_parser = date)]
    expires: Option<jiff::civil::Date>,
    /// Where the file is written [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Exempt) -> Result<Exit, String> {
    let pack = arguments.pack.load("nothing was judged")?;
    let loaded = load(&arguments.mesh)?;
    let governance = Governance::of(&loaded.mesh);
    refuse_misplaced(&governance, &pack)?;
    let (point, today) = (Point::from(arguments.point), as_of(&arguments.mesh));
    let facts = Facts::derive(&loaded.mesh, loaded.earlier(), today);
    let InForce { policies, standings } = in_force(loaded.earlier(), &pack.policies, &facts, point, today);
    let plan = Exemptions::Heeded.plan(policies);
    let (facts, judgements) = judge(facts, standings, &plan, &JudgeLimits::default());
    let judged = Judged {
        facts: &facts,
        plan: &plan,
        judgements: &judgements,
    };
    let strictness = Strictness {
        point,
        fail_on: Level::Deny,
        old_debt: OldDebt::default(),
    };
    let assessment = assess(judged, None, strictness);
    let finding = named(&assessment, &pack, arguments)?;
    let policy = pack
        .find(&finding.policy.0)
        .ok_or_else(|| format!("there is no policy `{}`", finding.policy))?;
    let longest = policy
        .metadata
        .exemption_days
        .unwrap_or(governance.terms.exemption_days);
    let latest = today
        .checked_add(jiff::Span::new().days(i64::from(longest)))
        .map_err(|error| format!("the last day cannot be reckoned: {error}"))?;
    if let Some(expires) = arguments
        .expires
        .filter(|expires| *expires > latest || *expires < today)
    {
        return Err(format!(
            "an exemption from {} holds for at most {longest} days from {today}, which is until {latest}; {expires} is not among them",
            policy.metadata.id
        ));
    }
    let requested_by = arguments.requested_by.clone().or_else(account);
    let draft = ExemptionDraft {
        finding,
        policy: &policy.metadata,
        requested_by: requested_by.as_deref(),
        ticket: arguments.ticket.as_deref(),
        expires: arguments.expires.unwrap_or(latest),
    };
    write(arguments, &draft)?;
    tell(arguments, &governance, &draft);
    Ok(Exit::Clean)
}

/// The violation with this fingerprint, or of this policy and subject. An exemption is about a subject, so that any of several
/// violations of the two will do.
fn named<'a>(assessment: &'a Assessment, pack: &Pack, arguments: &Exempt) -> Result<&'a Finding, String> {
    let name = &*arguments.finding;
    let told = || {
        let all = assessment.findings.iter();
        all.filter(|finding| matches!(finding.outcome, Outcome::Violation | Outcome::Exempt))
    };
    let found: Vec<&Finding> = match &arguments.subject {
        Some(subject) => {
            let policy = select::policy(pack, name)?;
            let is_meant =
                |key: &SubjectKey| key.id.eq_ignore_ascii_case(subject) || key.name.eq_ignore_ascii_case(subject);
            told()
                .filter(|finding| finding.policy == policy.metadata.id)
                .filter(|finding| finding.subject.as_ref().is_some_and(is_meant))
                .collect()
        }
        None if name.len() >= SHORTEST => told().filter(|finding| finding.fingerprint.starts_with(name)).collect(),
        None => Vec::new(),
    };
    let subjects: BTreeSet<Option<&SubjectKey>> = found.iter().map(|finding| finding.subject.as_ref()).collect();
    match (found.first(), subjects.len()) {
        (Some(first), 1) => match &first.exemption {
            Some(exemption) => Err(format!(
                "it is exempt already, by {} until {}",
                exemption.name, exemption.expires
            )),
            None => Ok(first),
        },
        (None, _) => Err(format!(
            "no violation is meant by {}; `meshgov check --output json` lists them with their fingerprints, of which {SHORTEST} characters are enough",
            asked(arguments)
        )),
        (Some(_), _) => {
            let names: Vec<String> = found
                .iter()
                .map(|finding| format!("{} ({})", finding.fingerprint, finding.message))
                .collect();
            Err(format!(
                "{} may mean several violations: {}",
                asked(arguments),
                names.join("; ")
            ))
        }
    }
}

fn asked(arguments: &Exempt) -> String {
    match &arguments.subject {
        Some(subject) => format!("`{}` on `{subject}`", arguments.finding),
        None => format!("`{}`", arguments.finding),
    }
}

fn write(arguments: &Exempt, draft: &ExemptionDraft<'_>) -> Result<(), String> {
    let Some(file) = &arguments.output else {
        return print(&draft.render());
    };
    if file.exists() {
        return Err(format!("{} exists; name another file", file.display()));
    }
    std::fs::write(file, draft.render()).map_err(|error| {
        format!(
            "{} could not be written: {}; name a file in a folder that exists and can be written to",
            file.display(),
            error.kind()
        )
    })
}

/// What is left to do.
fn tell(arguments: &Exempt, governance: &Governance<'_>, draft: &ExemptionDraft<'_>) {
    if let Some(file) = &arguments.output {
        complain(&format!("wrote {}", file.display()));
    }
    let owner = &draft.policy.owner;
    let scope = owner
        .strip_prefix("domain.")
        .map_or(Scope::Mesh, |domain| Scope::Domain(domain.into()));
    match federation::authority_of(governance, &scope) {
        Some(authority) => complain(&format!(
            "fill in the reason; it counts once {} has approved it and it lies in {}",
            authority.signers(),
            authority.folder()
        )),
        None => complain(&format!(
            "no authority governs {owner}, so that nobody can approve it yet: declare one in a file of kind Authority"
        )),
    }
}

/// The account of whoever uses git here.
fn account() -> Option<String> {
    let output = std::process::Command::new("git")
        .args(["config", "user.email"])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
