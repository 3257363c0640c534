//! The builtins of OPA that are not here, and what to write instead.

const KEYS: &str = "policies handle no keys, tokens or certificates: judge what a fact says of them";
const YAML: &str = "files are parsed already: read `input`, or give the text as a file";
const GRAPHQL: &str = "GraphQL is not read: give what the policy needs as JSON";

/// The builtins of OPA that are not here, each with what to do instead.
pub(super) const MISSING: &[(&str, &str)] = &[
    ("and", "write `a & b`"),
    ("assign", "write `a := b`"),
    ("crypto.hmac.equal", KEYS),
    ("crypto.hmac.md5", KEYS),
    ("crypto.hmac.sha1", KEYS),
    ("crypto.hmac.sha256", KEYS),
    ("crypto.hmac.sha512", KEYS),
    ("crypto.md5", "use `crypto.sha256`"),
    ("crypto.parse_private_keys", KEYS),
    ("crypto.sha1", "use `crypto.sha256`"),
    ("crypto.x509.parse_and_verify_certificates", KEYS),
    ("crypto.x509.parse_and_verify_certificates_with_options", KEYS),
    ("crypto.x509.parse_certificate_request", KEYS),
    ("crypto.x509.parse_certificates", KEYS),
    ("crypto.x509.parse_keypair", KEYS),
    ("crypto.x509.parse_rsa_private_key", KEYS),
    ("div", "write `a / b`"),
    ("eq", "write `a = b`"),
    ("equal", "write `a == b`"),
    ("graphql.is_valid", GRAPHQL),
    ("graphql.parse", GRAPHQL),
    ("graphql.parse_and_verify", GRAPHQL),
    ("graphql.parse_query", GRAPHQL),
    ("graphql.parse_schema", GRAPHQL),
    ("graphql.schema_is_valid", GRAPHQL),
    ("gt", "write `a > b`"),
    ("gte", "write `a >= b`"),
    ("io.jwt.decode", KEYS),
    ("io.jwt.decode_verify", KEYS),
    ("io.jwt.encode_sign", KEYS),
    ("io.jwt.encode_sign_raw", KEYS),
    ("io.jwt.verify_eddsa", KEYS),
    ("io.jwt.verify_es256", KEYS),
    ("io.jwt.verify_es384", KEYS),
    ("io.jwt.verify_es512", KEYS),
    ("io.jwt.verify_hs256", KEYS),
    ("io.jwt.verify_hs384", KEYS),
    ("io.jwt.verify_hs512", KEYS),
    ("io.jwt.verify_ps256", KEYS),
    ("io.jwt.verify_ps384", KEYS),
    ("io.jwt.verify_ps512", KEYS),
    ("io.jwt.verify_rs256", KEYS),
    ("io.jwt.verify_rs384", KEYS),
    ("io.jwt.verify_rs512", KEYS),
    (
        "json.match_schema",
        "write the policy as a JSON Schema, in `<rule>.schema.json`",
    ),
    ("json.patch", "build the object with `object.union` and `object.remove`"),
    (
        "json.verify_schema",
        "write the policy as a JSON Schema, in `<rule>.schema.json`",
    ),
    ("lt", "write `a < b`"),
    ("lte", "write `a <= b`"),
    ("minus", "write `a - b`"),
    ("mul", "write `a * b`"),
    ("neq", "write `a != b`"),
    ("or", "write `a | b`"),
    ("plus", "write `a + b`"),
    ("providers.aws.sign_req", KEYS),
    ("regex.globs_match", "match each text by `regex.match` or `glob.match`"),
    ("rego.parse_module", "policies do not read policies"),
    ("rem", "write `a % b`"),
    ("strings.render_template", "use `sprintf`"),
    ("uri.is_valid", "take the text apart with `split` or `regex.find_n`"),
    ("uri.parse", "take the text apart with `split` or `regex.find_n`"),
    ("uuid.parse", "match the text with `regex.match`"),
    ("yaml.is_valid", YAML),
    ("yaml.marshal", YAML),
    ("yaml.unmarshal", YAML),
];

/// The builtins of OPA that policies cannot call, in order of name, each with what to do instead. Those that they must not call,
/// such as `http.send`, are not among them.
pub const fn missing_builtins() -> &'static [(&'static str, &'static str)] {
    MISSING
}

/// What to do instead of calling a builtin of OPA that is not here.
pub(in crate::policy::rego) fn alternative(name: &str) -> Option<&'static str> {
    MISSING
        .iter()
        .find(|(missing, _)| *missing == name)
        .map(|(_, alternative)| *alternative)
}
