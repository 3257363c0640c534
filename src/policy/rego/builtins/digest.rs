//! The digest that policies make keys of.

use std::fmt::Write as _;

use regorus::Value;
use sha2::{Digest as _, Sha256};

use super::{Builtin, builtin};

pub(super) const BUILTINS: &[Builtin] = &[builtin("crypto.sha256", 1, sha256)];

fn sha256(args: &[Value]) -> Option<Value> {
    let [Value::String(text)] = args else { return None };
    let digest = Sha256::digest(text.as_bytes());
    let hex = digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Some(hex.into())
}
