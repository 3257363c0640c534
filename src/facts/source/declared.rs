//! `sourceSystem` and `sourceObject` in custom properties.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::facts::physical::{Reason, is_placeholder};
use crate::snapshot::Located;

/// Custom properties.
pub(super) type Custom = BTreeMap<Box<str>, Located<Value>>;

/// What custom properties say about the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Statement<'a> {
    /// The source system.
    pub(super) system: Option<&'a str>,
    /// The objects in it.
    pub(super) objects: Vec<&'a str>,
    /// Why a value that is there says nothing.
    pub(super) reason: Option<Reason>,
}

impl<'a> Statement<'a> {
    /// Reads them. `sourceObject` may be one name or a list of names.
    pub(super) fn of(custom: &'a Custom) -> Self {
        let mut statement = Self::default();
        if custom.is_empty() {
            return statement;
        }
        if let Some(system) = custom.get("sourceSystem").and_then(|system| system.value.as_str()) {
            statement.system = statement.known(system);
        }
        match custom.get("sourceObject").map(|object| &object.value) {
            Some(Value::String(object)) => {
                let object = statement.known(object);
                statement.objects.extend(object);
            }
            Some(Value::Array(objects)) => {
                for object in objects.iter().filter_map(Value::as_str) {
                    let object = statement.known(object);
                    statement.objects.extend(object);
                }
            }
            _ => {}
        }
        statement
    }

    fn known(&mut self, text: &'a str) -> Option<&'a str> {
        let text = text.trim();
        if is_placeholder(text) {
            self.reason = Some(Reason::Variable);
            return None;
        }
        (!text.is_empty()).then_some(text)
    }
}
