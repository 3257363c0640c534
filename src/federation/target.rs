//! Which policies a setting is for.

use crate::adapter::nearest;
use crate::facts::Refusal;
use crate::snapshot::{Override, Scope};

use super::authorities::is_below;
use super::policy_set::Rule;
use super::refused::refusal;
use super::tree::Tree;

/// The policies of a setting.
pub(super) struct Target {
    /// The indexes of the rules.
    pub(super) rules: Vec<usize>,
    /// How closely it names them.
    pub(super) closeness: usize,
    /// Whether it names one policy, and not all of an area or all.
    pub(super) is_one: bool,
}

/// Naming a policy is closer than any area, which are as close as they are long.
const ONE: usize = usize::MAX;

/// The policies that a setting of a scope is for: one by name; else all of an area, or all, that scopes own whose settings
/// reach this one.
pub(super) fn target(
    setting: &Override,
    scope: &Scope,
    home: Option<&str>,
    rules: &[Rule],
    tree: &Tree,
) -> Result<Target, Refusal> {
    let may_set = |rule: &Rule| tree.reaches(&rule.owner, scope, home);
    if let Some(named) = &setting.policy {
        let Some(index) = rules.iter().position(|rule| rule.is_called(&named.value)) else {
            let ids = rules.iter().map(|rule| &*rule.policy.metadata.id.0);
            let codes = rules.iter().filter_map(|rule| rule.policy.metadata.code.as_deref());
            let help = match nearest(&named.value, ids.chain(codes)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`meshgov policy list` names them all".to_owned(),
            };
            let text = format!("there is no policy `{}`", named.value);
            return Err(refusal(&named.pointer, "target", text, help));
        };
        if let Some(rule) = rules.get(index).filter(|rule| !may_set(rule)) {
            let text = format!(
                "`{}` is a policy of {}, which {scope} is no part of",
                named.value, rule.owner
            );
            let help = "a scope sets its own policies, and those of the scopes above it";
            return Err(refusal(&named.pointer, "target", text, help));
        }
        return Ok(Target {
            rules: vec![index],
            closeness: ONE,
            is_one: true,
        });
    }
    let area = setting.area.as_ref();
    let wanted = area.map(|area| area.value.trim_end_matches(".*").trim_end_matches('.'));
    let is_meant =
        |rule: &Rule| wanted.is_none_or(|wanted| wanted == "*" || is_below(&rule.policy.metadata.id.0, wanted));
    let meant: Vec<usize> = (0..rules.len())
        .filter(|index| rules.get(*index).is_some_and(|rule| is_meant(rule) && may_set(rule)))
        .collect();
    if let (Some(area), true) = (area, meant.is_empty()) {
        let areas = rules
            .iter()
            .filter_map(|rule| Some(rule.policy.metadata.id.0.rsplit_once('.')?.0));
        let help = match nearest(&area.value, areas) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`meshgov policy list` names them all".to_owned(),
        };
        let text = format!("`{}` finds no policy that {scope} may set", area.value);
        return Err(refusal(&area.pointer, "target", text, help));
    }
    Ok(Target {
        rules: meant,
        closeness: wanted.map_or(0, |wanted| wanted.split('.').count()),
        is_one: false,
    })
}
