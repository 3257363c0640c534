use std::time::{Duration, Instant};

use serde_json::json;

use super::{errors, judge, policy};
use crate::policy::{Fault, Judged};

/// Runs a policy that turns hostile on some subjects, and shows that it still judges the next one.
fn turned(rules: &str) -> Fault {
    let module = format!(
        "package main\n\ndeny contains \"quiet\" if not input.hostile\n\ndeny contains \"loud\" if {{\n\tinput.hostile\n\t{rules}\n}}\n"
    );
    let mut judge = judge(&policy(&[("p.rego", &module)]));
    let begun = Instant::now();
    let fault = match judge.evaluate(&json!({"hostile": true, "n": 1_000_000_000, "none": []})) {
        Err(fault) => fault,
        Ok(judged) => panic!("{rules}: {judged:?}"),
    };
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{rules}: {:?}",
        begun.elapsed()
    );
    assert!(
        matches!(judge.evaluate(&json!({})), Ok(Judged::Violations(_))),
        "{rules}"
    );
    fault
}

#[test]
fn panics_are_caught() {
    assert!(matches!(
        turned("object.subset([1], input.none)"),
        Fault::Panicked { .. }
    ));
}

#[test]
fn endless_work_is_stopped() {
    for rules in [
        "r := numbers.range(1, 3000); count([1 | some a in r; some b in r; a == b + 7000]) == 0",
        "r := numbers.range(1, 20000); count([x | some a in r; some b in r; x := a * b]) >= 0",
    ] {
        assert_eq!(turned(rules), Fault::OutOfTime { milliseconds: 300 }, "{rules}");
    }
}

#[test]
fn builtins_that_blow_up_are_stopped() {
    for rules in [
        "count(numbers.range(1, input.n)) > 0",
        "count(numbers.range_step(1, input.n, 2)) > 0",
        "sprintf(\"%1000000000d\", [1]) != \"\"",
        "sprintf(\"%s%99999999999s\", [\"a\", \"b\"]) != \"\"",
        "a := concat(\"\", [\"0123456789\" | some _ in numbers.range(1, 10000)]); replace(a, \"0\", a) != \"\"",
        "a := concat(\"\", [\"0123456789\" | some _ in numbers.range(1, 10000)]); strings.replace_n({\"0\": a}, a) != \"\"",
        "a := concat(\"\", [\"0123456789\" | some _ in numbers.range(1, 10000)]); regex.replace(a, \"0\", a) != \"\"",
        "a := concat(\"\", [\"0123456789\" | some _ in numbers.range(1, 10000)]); concat(a, [a | some _ in numbers.range(1, 1000)]) != \"\"",
        "a := numbers.range(1, 50000); b := array.concat(a, a); c := array.concat(b, b); d := array.concat(c, c); count(array.concat(d, d)) > 0",
        "bits.lsh(1, input.n) > 0",
        "count(net.cidr_expand(\"::/0\")) > 0",
        "count(net.cidr_expand(\"10.0.0.0/8\")) > 0",
    ] {
        assert_eq!(turned(rules), Fault::OutOfMemory { mebibytes: 8 }, "{rules}");
    }
}

#[test]
fn small_values_that_are_large_when_walked_are_stopped() {
    let mut doubled = "x0 := [\"a\"]".to_owned();
    for level in 1..40 {
        doubled += &[
            "\n\tx",
            &level.to_string(),
            " := [x",
            &(level - 1).to_string(),
            ", x",
            &(level - 1).to_string(),
            "]",
        ]
        .concat();
    }
    for last in [
        "json.marshal(x39) != \"\"",
        "sprintf(\"%v\", [x39]) != \"\"",
        "count(sort([x39, x39])) > 0",
    ] {
        assert_eq!(
            turned(&format!("{doubled}\n\t{last}")),
            Fault::OutOfMemory { mebibytes: 8 },
            "{last}"
        );
    }
}

#[test]
fn patterns_take_linear_time_and_bounded_space() {
    let text = "concat(\"\", [\"a\" | some _ in numbers.range(1, 3000)])";
    for pattern in ["(a+)+$b", "(x{1000}){1000}", "((a{0,100}){0,100}){0,100}"] {
        let rules = format!("t := {text}; not regex.match(\"{pattern}\", t); numbers.range(1, input.n)");
        assert!(
            matches!(turned(&rules), Fault::OutOfMemory { .. } | Fault::Failed { .. }),
            "{pattern}"
        );
    }
}

#[test]
fn rules_that_rest_on_themselves_are_faults() {
    let module = "package main\ndeny contains \"x\" if a\na if b\nb if a\n";
    let judged = judge(&policy(&[("p.rego", module)])).evaluate(&json!({}));
    assert!(matches!(judged, Err(Fault::Failed { .. })), "{judged:?}");
}

#[test]
fn functions_that_call_themselves_are_refused() {
    let module = "package main\ndeny contains \"x\" if f(1) > 0\nf(x) := f(x + 1)\n";
    assert_eq!(
        errors(&[("p.rego", module)]),
        ["p.rego:3:1 functions must not call themselves: main.f -> main.f"]
    );
}

#[test]
fn what_depends_on_the_world_is_refused() {
    let refused = |call: &str| errors(&[("p.rego", &format!("package main\ndeny contains \"x\" if {call}\n"))]);
    for (call, name) in [
        ("http.send({\"url\": \"http://x\"}).status_code == 200", "http.send"),
        ("net.lookup_ip_addr(\"x\") == {\"y\"}", "net.lookup_ip_addr"),
        ("opa.runtime().env.HOME == \"x\"", "opa.runtime"),
        ("rand.intn(\"x\", 3) == 1", "rand.intn"),
        ("uuid.rfc4122(\"x\") == \"x\"", "uuid.rfc4122"),
        ("count([1]) == 2 with count as rand.intn", "rand.intn"),
    ] {
        let told = refused(call);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told.concat().ends_with(&format!("`{name}` must not be called")),
            "{told:?}"
        );
    }
    assert_eq!(
        refused("strings.rendr(\"x\") == 1"),
        ["p.rego:2:22 `strings.rendr` is no function"]
    );
    assert_eq!(refused("nothing(1)"), ["p.rego:2:22 `nothing` is no function"]);
}

#[test]
fn what_the_stack_might_not_hold_is_refused() {
    let chain = |length: usize| {
        let mut module = format!("package main\ndeny contains \"x\" if r{length} > 0\nf(x) := x\nr0 := 1\n");
        for level in 1..=length {
            let nested = (0..6).fold(format!("f(r{})", level - 1), |text, _| format!("[y | y := {text}][0]"));
            module += &["r", &level.to_string(), " := ", &nested, "\n"].concat();
        }
        module
    };
    let long = super::pack(&[("p.rego", &chain(60))]);
    assert!(
        long.errors
            .first()
            .unwrap()
            .message()
            .starts_with("rules and functions nest ")
    );
    let longest = (1..60)
        .rev()
        .find_map(|length| super::pack(&[("p.rego", &chain(length))]).policies.first().cloned())
        .unwrap();
    // A thread of the test harness has the stack of any other.
    assert!(matches!(
        judge(&longest).evaluate(&json!({})),
        Ok(Judged::Violations(_))
    ));
}
