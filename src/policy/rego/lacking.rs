//! Builtins that OPA has and this engine has not.

/// Builtins of OPA that this engine lacks, and what to do instead. A name that ends in `.` or `_` stands for all that begin so.
const LACKING: &[(&str, &str)] = &[
    (
        "rego.metadata.",
        "meshgov adds id, title, severity and remediation to every violation itself: leave them out, or write them as constants",
    ),
    ("rego.parse_module", "policies do not read policies"),
    (
        "net.cidr_contains_matches",
        "call `net.cidr_contains` for each pair: `some a in ones; some b in others; net.cidr_contains(a, b)`",
    ),
    (
        "net.cidr_intersects",
        "two ranges overlap where one contains the other: `net.cidr_contains(a, b)` or `net.cidr_contains(b, a)`",
    ),
    (
        "net.cidr_overlap",
        "two ranges overlap where one contains the other: `net.cidr_contains(a, b)` or `net.cidr_contains(b, a)`",
    ),
    (
        "net.cidr_merge",
        "keep the ranges apart and ask `net.cidr_contains` of each",
    ),
    (
        "io.jwt.",
        "policies hold no keys: verify tokens before, and give what they say as data",
    ),
    (
        "crypto.",
        "compare the values themselves, or give their digests as data",
    ),
    ("graphql.", "give what the schema says as data"),
    (
        "providers.",
        "policies have no network: what they need must be a fact or a parameter",
    ),
    (
        "json.match_schema",
        "write the policy as a JSON Schema, `<rule>.schema.json`",
    ),
    (
        "json.verify_schema",
        "write the policy as a JSON Schema, `<rule>.schema.json`",
    ),
    (
        "json.patch",
        "build the object that is wanted, or use `object.union` and `object.remove`",
    ),
    (
        "yaml.",
        "subjects are parsed already; `json.marshal` and `json.unmarshal` are there for texts",
    ),
    ("internal.template_string", "use `sprintf`"),
    ("strings.render_template", "use `sprintf`"),
    ("regex.globs_match", "use `glob.match` on each"),
    ("uuid.parse", "use `regex.match` with the form of a UUID"),
    ("uri.", "use `split` or `regex.find_all_string_submatch_n`"),
    (
        "array.flatten",
        "use a comprehension: `[x | some list in lists; some x in list]`",
    ),
    ("all", "use `every`"),
    ("any", "use `some`, or `true in collection`"),
    ("cast_", "ask for the type with `is_string`, `is_number` and their like"),
    ("re_match", "use `regex.match`"),
    ("set_diff", "use `-` between the sets"),
    ("strings.split_n", "use `split`, and `concat` for the rest"),
];

/// What to do in place of a builtin that only OPA has.
pub(super) fn instead(name: &str) -> Option<&'static str> {
    LACKING
        .iter()
        .find(|(lacking, _)| {
            let is_family = lacking.ends_with(['.', '_']);
            name == *lacking || is_family && name.starts_with(lacking)
        })
        .map(|(_, instead)| *instead)
}

#[cfg(test)]
mod tests {
    use crate::policy::rego::{Refusal, refuse};

    /// The builtins of OPA 1.22 (`opa capabilities --current`) that are called by name and that this engine does not have.
    const ONLY_IN_OPA: &[&str] = &[
        "all",
        "any",
        "array.flatten",
        "cast_array",
        "cast_boolean",
        "cast_null",
        "cast_object",
        "cast_set",
        "cast_string",
        "crypto.hmac.equal",
        "crypto.hmac.md5",
        "crypto.hmac.sha1",
        "crypto.hmac.sha256",
        "crypto.hmac.sha512",
        "crypto.md5",
        "crypto.parse_private_keys",
        "crypto.sha1",
        "crypto.sha256",
        "crypto.x509.parse_and_verify_certificates",
        "crypto.x509.parse_and_verify_certificates_with_options",
        "crypto.x509.parse_certificate_request",
        "crypto.x509.parse_certificates",
        "crypto.x509.parse_keypair",
        "crypto.x509.parse_rsa_private_key",
        "graphql.is_valid",
        "graphql.parse",
        "graphql.parse_and_verify",
        "graphql.parse_query",
        "graphql.parse_schema",
        "graphql.schema_is_valid",
        "http.send",
        "internal.template_string",
        "io.jwt.decode",
        "io.jwt.decode_verify",
        "io.jwt.encode_sign",
        "io.jwt.encode_sign_raw",
        "io.jwt.verify_eddsa",
        "io.jwt.verify_es256",
        "io.jwt.verify_es384",
        "io.jwt.verify_es512",
        "io.jwt.verify_hs256",
        "io.jwt.verify_hs384",
        "io.jwt.verify_hs512",
        "io.jwt.verify_ps256",
        "io.jwt.verify_ps384",
        "io.jwt.verify_ps512",
        "io.jwt.verify_rs256",
        "io.jwt.verify_rs384",
        "io.jwt.verify_rs512",
        "json.match_schema",
        "json.patch",
        "json.verify_schema",
        "net.cidr_contains_matches",
        "net.cidr_intersects",
        "net.cidr_merge",
        "net.cidr_overlap",
        "net.lookup_ip_addr",
        "opa.runtime",
        "providers.aws.sign_req",
        "rand.intn",
        "re_match",
        "regex.globs_match",
        "rego.metadata.chain",
        "rego.metadata.rule",
        "rego.parse_module",
        "set_diff",
        "strings.render_template",
        "strings.split_n",
        "uri.is_valid",
        "uri.parse",
        "uuid.parse",
        "uuid.rfc4122",
        "yaml.is_valid",
        "yaml.marshal",
        "yaml.unmarshal",
    ];

    #[test]
    fn every_builtin_that_only_opa_has_is_told_with_an_alternative() {
        for name in ONLY_IN_OPA {
            let refusal = refuse(name);
            assert!(
                matches!(refusal, Some(Refusal::Lacking(_) | Refusal::Forbidden(_))),
                "{name}: {refusal:?}"
            );
        }
    }
}
