//! Which subscriptions and management groups a collection is about: those of the lists and of the tree, held against each
//! other and against what was asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::question::Question;

/// A subscription of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) id: Box<str>,
    pub(super) name: Box<str>,
    tenant: Option<Box<str>>,
}

/// What was found of the tenant's structure.
#[derive(Debug, Default)]
pub(super) struct Tenancy {
    /// The subscriptions that the credential sees, in order of id.
    pub(super) listed: BTreeMap<Box<str>, Listed>,
    /// The ids of management groups in the tree.
    pub(super) groups: BTreeSet<Box<str>>,
    /// The subscriptions of the tree, lower-cased, with the management group right above each.
    pub(super) placed: BTreeMap<Box<str>, Box<str>>,
    /// The tenant.
    pub(super) tenant: Option<Box<str>>,
}

/// What is done with one subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// It is read.
    Read,
    /// It is left out, for a reason.
    LeftOut(&'static str),
    /// It is in the tree, and the credential does not see it.
    Unseen,
}

impl Tenancy {
    /// Takes in a row of the list of subscriptions.
    pub(super) fn subscription(&mut self, row: &str) {
        let value: Value = serde_json::from_str(row).unwrap_or_default();
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(Box::<str>::from);
        let id = text("subscriptionId").or_else(|| text("id")?.rsplit('/').next().map(Box::from));
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return;
        };
        let listed = Listed {
            name: text("displayName").unwrap_or_else(|| id.clone()),
            tenant: text("tenantId"),
            id,
        };
        self.listed.entry(listed.id.to_lowercase().into()).or_insert(listed);
    }

    /// Takes in a row of the tree of management groups.
    pub(super) fn group(&mut self, row: &str) {
        let value: Value = serde_json::from_str(row).unwrap_or_default();
        let Some(id) = value.get("id").and_then(Value::as_str) else {
            return;
        };
        self.groups.insert(id.into());
        for (subscription, above) in placed_below(&value) {
            self.placed.insert(subscription, above);
        }
    }

    /// The tenant that most subscriptions are of, where nobody says which one is meant.
    pub(super) fn likely_tenant(&self) -> Option<Box<str>> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for listed in self.listed.values() {
            if let Some(tenant) = &listed.tenant {
                *counts.entry(tenant).or_default() += 1;
            }
        }
        let most = counts
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        most.map(|(tenant, _)| tenant.into())
    }

    /// What is done with each subscription, in order of id.
    pub(super) fn choices(&self, question: &Question) -> BTreeMap<Box<str>, (Box<str>, Choice)> {
        let mut choices = BTreeMap::new();
        for (key, listed) in &self.listed {
            let is_foreign = match (&listed.tenant, &self.tenant) {
                (Some(own), Some(tenant)) => !own.eq_ignore_ascii_case(tenant),
                _ => false,
            };
            let choice = if is_foreign {
                Choice::LeftOut("of another tenant")
            } else if !question.management_groups.is_empty() && !self.placed.contains_key(key) {
                Choice::LeftOut("not below one of --management-group")
            } else {
                question
                    .leaves_out(&listed.id, &listed.name)
                    .map_or(Choice::Read, Choice::LeftOut)
            };
            choices.insert(key.clone(), (listed.id.clone(), choice));
        }
        for key in self.placed.keys() {
            if !choices.contains_key(key) {
                let choice = question.leaves_out(key, key).map_or(Choice::Unseen, Choice::LeftOut);
                choices.insert(key.clone(), (key.clone(), choice));
            }
        }
        choices
    }
}

/// The subscriptions right below a management group, lower-cased, each with the group's name.
pub(super) fn placed_below(group: &Value) -> Vec<(Box<str>, Box<str>)> {
    let name = group.get("name").and_then(Value::as_str).unwrap_or_default();
    let children = group.pointer("/properties/children").and_then(Value::as_array);
    children
        .into_iter()
        .flatten()
        .filter_map(|child| {
            let id = child.get("id")?.as_str()?;
            let subscription = super::call::subscription_of(id)?;
            Some((subscription, name.into()))
        })
        .collect()
}

/// The tenant that a token says it is of; nothing of it is verified, since it only chooses what to ask.
pub(super) fn tenant_of_token(token: &str) -> Option<Box<str>> {
    let claims = token.split('.').nth(1)?;
    let claims = data_encoding::BASE64URL_NOPAD
        .decode(claims.trim_end_matches('=').as_bytes())
        .ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    claims.get("tid")?.as_str().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::{Choice, Question, Tenancy, tenant_of_token};

    fn tenancy() -> Tenancy {
        let mut tenancy = Tenancy::default();
        for (id, name, tenant) in [("S1", "one", "t"), ("s2", "two", "t"), ("s3", "three", "other")] {
            tenancy.subscription(&format!(
                r#"{{"id":"/subscriptions/{id}","subscriptionId":"{id}","displayName":"{name}","tenantId":"{tenant}"}}"#
            ));
        }
        tenancy.group(r#"{"id":"/providers/Microsoft.Management/managementGroups/t","name":"t","properties":{"children":[{"id":"/subscriptions/s1"},{"id":"/subscriptions/GHOST"}]}}"#);
        tenancy.tenant = tenancy.likely_tenant();
        tenancy
    }

    #[test]
    fn the_list_and_the_tree_are_held_against_each_other() {
        let choices = tenancy().choices(&Question::default());
        let said: Vec<(&str, &Choice)> = choices.iter().map(|(key, (_, choice))| (&**key, choice)).collect();
        assert_eq!(
            said,
            [
                ("ghost", &Choice::Unseen),
                ("s1", &Choice::Read),
                ("s2", &Choice::Read),
                ("s3", &Choice::LeftOut("of another tenant")),
            ]
        );
    }

    #[test]
    fn subscriptions_are_named_by_id_or_name() {
        let question = Question {
            subscriptions: vec!["ONE".into(), "/subscriptions/s2".into()],
            exclude: vec!["two".into()],
            ..Question::default()
        };
        let choices = tenancy().choices(&question);
        assert_eq!(choices["s1"].1, Choice::Read);
        assert_eq!(choices["s2"].1, Choice::LeftOut("left out by --exclude"));
        assert_eq!(choices["ghost"].1, Choice::LeftOut("not one of --subscription"));
    }

    #[test]
    fn a_token_names_its_tenant() {
        let claims = data_encoding::BASE64URL_NOPAD.encode(br#"{"tid":"T"}"#);
        assert_eq!(tenant_of_token(&format!("e.{claims}.s")).as_deref(), Some("T"));
        assert_eq!(tenant_of_token("no token"), None);
    }
}
