//! The parameters of a policy on their way from its author down to a party.

use std::collections::BTreeMap;

use serde_json::Value;

use super::policy_set::{Rule, Setting};
use super::strictness::{tightens, tightest};

/// The parameters on their way from the author down to a party.
pub(super) struct ValuesSoFar<'r> {
    rule: &'r Rule,
    pub(super) values: BTreeMap<Box<str>, Value>,
    pub(super) why: BTreeMap<Box<str>, Box<str>>,
}

impl<'r> ValuesSoFar<'r> {
    pub(super) fn new(rule: &'r Rule) -> Self {
        let parameters = &rule.policy.metadata.parameters;
        Self {
            rule,
            values: parameters
                .iter()
                .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
                .collect(),
            why: BTreeMap::new(),
        }
    }

    pub(super) fn set_by_owner(&mut self, group: &[&Setting]) {
        for (name, parameter) in &self.rule.policy.metadata.parameters {
            let saying = group.iter().filter(|setting| setting.parameters.contains_key(name));
            let Some(most) = saying.clone().map(|setting| setting.rank()).max() else {
                continue;
            };
            let close = saying.filter(|setting| setting.rank() == most);
            let says = close.filter_map(|setting| Some((setting.parameters.get(name)?.clone(), &*setting.by)));
            let set = says.reduce(|(one, by), (other, _)| (tightest(parameter, &one, &other), by));
            if let Some((value, by)) = set.filter(|(value, _)| parameter.admits(value)) {
                self.put(name, value, &format!("set by {by}"));
            }
        }
    }

    pub(super) fn set_below(&mut self, group: &[&Setting]) {
        for (name, parameter) in &self.rule.policy.metadata.parameters {
            let Some(above) = self.values.get(name).cloned() else {
                continue;
            };
            for setting in group {
                let Some(to) = setting.parameters.get(name) else {
                    continue;
                };
                // What is looser than the scopes above have it takes no effect.
                if !parameter.admits(to) || !tightens(parameter, &above, to) {
                    continue;
                }
                let so_far = self.values.get(name).unwrap_or(&above);
                let value = tightest(parameter, so_far, to);
                if value != *so_far {
                    self.put(name, value, &format!("tightened by {}", setting.by));
                }
            }
        }
    }

    fn put(&mut self, name: &str, value: Value, step: &str) {
        let before = self
            .why
            .get(name)
            .map_or_else(|| self.rule.author(), ToString::to_string);
        self.why.insert(name.into(), format!("{before}, {step}").into());
        self.values.insert(name.into(), value);
    }
}
