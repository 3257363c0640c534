//! `meshgov check`.

use std::io::IsTerminal as _;

use crate::engine::Progress;
use crate::facts::Facts;
use crate::federation::{Governance, InForce, in_force};
use crate::finding::{self, Assessment, Exemptions, Judged, JudgedBase, OldDebt, Strictness, judge_base};
use crate::policy::JudgeLimits;
use crate::report::Style;

use super::arguments::Check;
use super::exit::Exit;
use super::foreign::tell_unheard;
use super::judging::{judge, refuse_misplaced};
use super::mesh::load;
use super::run::as_of;

pub(super) fn run(arguments: &Check) -> Result<Exit, String> {
    let pack = arguments
        .pack
        .load_with(&arguments.foreign.foreign(), "nothing was judged")?;
    tell_unheard(&pack.unheard);
    let loaded = load(&arguments.mesh)?;
    let (snapshot, base) = (&loaded.mesh, loaded.earlier());
    let (point, as_of) = (arguments.point.into(), as_of(&arguments.mesh));
    refuse_misplaced(&Governance::of(base.unwrap_or(snapshot)), &pack)?;
    let facts = Facts::derive(snapshot, base, as_of);
    let InForce { policies, standings } = in_force(base, &pack.policies, &facts, point, as_of);
    let exemptions = if arguments.no_exemptions {
        Exemptions::Ignored
    } else {
        Exemptions::Heeded
    };
    let plan = exemptions.plan(policies);
    let (facts, judgements) = judge(facts, standings, &plan, &limits(arguments));
    let judged = Judged {
        facts: &facts,
        plan: &plan,
        judgements: &judgements,
    };
    let earlier = loaded.base.as_ref().map(|base| {
        let state = (&base.snapshot, &base.changes);
        let how = (exemptions, &limits(arguments));
        judge_base(state, &pack.policies, judged, how, &Progress::default())
    });
    let strictness = Strictness {
        point,
        fail_on: arguments.fail_on.into(),
        old_debt: if arguments.strict {
            OldDebt::Counted
        } else {
            OldDebt::Tolerated
        },
    };
    let assessment =
        finding::assess(judged, earlier.as_ref().map(JudgedBase::against), strictness).shown_as(&loaded.shown());
    report(arguments, &assessment)?;
    let exit = assessment.verdict.into();
    // The process ends here; to take a large mesh apart piece by piece would only delay that.
    std::mem::forget((assessment, earlier, judgements, facts));
    std::mem::forget(loaded);
    Ok(exit)
}

fn limits(arguments: &Check) -> JudgeLimits {
    JudgeLimits {
        time: arguments.policy_timeout,
        memory: arguments.policy_memory << 20,
    }
}

fn report(arguments: &Check, assessment: &Assessment) -> Result<(), String> {
    for output in &arguments.output {
        output.write(assessment, style(output.file.is_none()))?;
    }
    Ok(())
}

/// How a report may look where it goes: colour only on a terminal that wants it.
pub(super) fn style(to_terminal: bool) -> Style {
    let terminal = to_terminal && std::io::stdout().is_terminal();
    let colour = match anstream::AutoStream::choice(&std::io::stdout()) {
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => to_terminal,
        anstream::ColorChoice::Auto => terminal,
    };
    Style {
        color: colour,
        ..Style::default()
    }
}
