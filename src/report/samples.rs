//! Assessments that every format is tested on.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::engine::Counts;
use crate::facts::SubjectKey;
use crate::finding::{Assessment, Finding, Outcome, Related, RulingCounts, Summary, Verdict};
use crate::policy::{Class, Level, Levels, Metadata, Point, PolicyId, PolicyOrigin, Severity};
use crate::snapshot::{Coverage, Kind, Location, Problem, ProblemCode, Status};
use crate::text::{Pointer, Source, Span};

const PRODUCT: &str = "apiVersion: v1.0.0
kind: DataProduct
id: orders
name: Orders
domain: finance
status: active
inputPorts:
  - name: erp-orders
    version: 1.0.0
    customProperties:
      - property: sourceSystem
        value: erp
";

/// Every sample.
pub(super) fn all() -> Vec<Assessment> {
    vec![mesh(), clean(), untrusted(), hostile(), excepted()]
}

/// A run with one violation that an exception covers, and one that none does.
pub(super) fn excepted() -> Assessment {
    let mut assessment = mesh();
    assessment.findings.truncate(2);
    if let Some(finding) = assessment.findings.last_mut() {
        finding.outcome = Outcome::Exempt;
        finding.exception = Some("data.main.exception[_][_] == \"required_tags\"".into());
    }
    assessment.summary.exempt = 1;
    assessment
}

/// A mesh with something of everything.
pub(super) fn mesh() -> Assessment {
    let finance = Arc::new(Source::new("domains/finance/orders.odps.yaml", PRODUCT));
    let sales = Arc::new(Source::new(
        "domains/sales/orders.odps.yaml",
        PRODUCT.replace("finance", "sales"),
    ));
    let (problems, coverage) = (problems(&finance), coverages());
    Assessment {
        verdict: Verdict::Violations,
        summary: Summary {
            subjects: 1_234,
            judgements: 2_345,
            pass: 2_300,
            violation: 9,
            exempt: 0,
            not_applicable: 1,
            cannot_evaluate: 33,
            fault: 2,
            documents: 84,
            problems: 2,
            ratchet: None,
            collisions: 0,
            distrust: vec!["mesh.service_level.declared broke on 2 subjects".into()],
        },
        findings: findings(&finance, &sales),
        problems,
        coverage,
        sources: vec![finance, sales],
        ..clean()
    }
}

fn findings(finance: &Source, sales: &Source) -> Vec<Finding> {
    let mut findings = vec![Finding {
        parties: vec!["finance".into(), "sales".into()],
        actual: Some(json!(2)),
        expected: Some(json!(1)),
        related: vec![Related {
            location: within(sales, "erp-orders", "/inputPorts/0/name"),
            message: "sales reads it here".into(),
        }],
        why: vec!["deny: mesh@1".into()],
        ..finding(
            "mesh.ingestion.one_domain_per_source",
            Level::Deny,
            (Kind::Source, "src:erp/orders", "erp.orders"),
            Some("finance"),
            "erp.orders is ingested by finance, sales",
            "read an output port of Orders (sales) instead, or ask sales to publish one",
            Some(within(finance, "erp-orders", "/inputPorts/0/name")),
        )
    }];
    for number in 1..=8 {
        let group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-sales";
        let id = format!("{group}/providers/Microsoft.Storage/storageAccounts/stsales{number}");
        findings.push(finding(
            "mesh.cost.required_tags",
            Level::Warn,
            (Kind::Resource, &id, &format!("stsales{number}")),
            Some("sales"),
            "the tags costCenter and owner are missing",
            "set the tags on the resource, or on its resource group if the mesh lets tags be inherited",
            Some(Location::Azure { id: id.as_str().into() }),
        ));
    }
    findings.push(Finding {
        outcome: Outcome::CannotEvaluate,
        subjects: 33,
        ..finding(
            "mesh.access.few_owners",
            Level::Deny,
            (Kind::Node, "/subscriptions/s1/resourceGroups/rg-a", "rg-a"),
            None,
            "role_assignment was not collected",
            "collect the tenant again with a reader role",
            None,
        )
    });
    findings.push(Finding {
        outcome: Outcome::Fault,
        subjects: 2,
        ..finding(
            "mesh.service_level.declared",
            Level::Warn,
            (Kind::Product, "orders", "Orders"),
            Some("finance"),
            "type error in line 12: sum of a string",
            "mend the policy",
            Some(within(finance, "orders", "/id")),
        )
    });
    findings
}

fn problems(finance: &Source) -> Vec<Problem> {
    vec![
        Problem {
            location: within(finance, "active", "/status"),
            code: ProblemCode::BreaksStandard,
            message: "status is not a word that the standard knows".into(),
            help: Some("write one of proposed, draft, active, deprecated, retired".into()),
            kind: None,
        },
        Problem {
            location: Location::File {
                file: "domains/broken.yaml".into(),
                place: None,
                pointer: None,
            },
            code: ProblemCode::NotUtf8,
            message: "the file is not UTF-8".into(),
            help: None,
            kind: Some(Kind::Contract),
        },
    ]
}

fn coverages() -> Vec<Coverage> {
    vec![
        coverage("/subscriptions/s1", Kind::Resource, Status::Complete, ""),
        coverage(
            "/subscriptions/s1",
            Kind::RoleAssignment,
            Status::Denied,
            "Microsoft.Authorization/roleAssignments/read is missing",
        ),
        coverage(
            "tenant",
            Kind::Lock,
            Status::NotCollected,
            "the snapshot holds no such table",
        ),
    ]
}

/// A run without a finding.
pub(super) fn clean() -> Assessment {
    Assessment {
        as_of: jiff::civil::date(2026, 11, 23),
        point: Point::Gate,
        old_debt: crate::finding::OldDebt::Tolerated,
        fixed: Vec::new(),
        old_problems: std::collections::BTreeSet::new(),
        verdict: Verdict::Clean,
        summary: Summary {
            subjects: 1,
            judgements: 1,
            pass: 1,
            documents: 1,
            ..Summary::default()
        },
        policies: policies(),
        findings: Vec::new(),
        problems: Vec::new(),
        coverage: Vec::new(),
        sources: Vec::new(),
    }
}

/// A run over nothing.
pub(super) fn untrusted() -> Assessment {
    Assessment {
        verdict: Verdict::Untrusted,
        summary: Summary {
            distrust: vec!["nothing was evaluated: no document of a known format was found".into()],
            ..Summary::default()
        },
        policies: Vec::new(),
        ..clean()
    }
}

/// What a mesh full of traps gives: escapes, long lines, wide letters, names that a URI must encode, no place at all.
pub(super) fn hostile() -> Assessment {
    let long = format!("{{\"{}\": \"né𝄞\u{1b}[31m\", \"tab\":\t1}}\n", "k".repeat(5_000));
    let source = Arc::new(Source::new("a b/100% #é.json", long));
    let rule = "mesh.discovery.described";
    Assessment {
        verdict: Verdict::Violations,
        findings: vec![
            finding(
                rule,
                Level::Note,
                (Kind::Contract, "c\u{202e}1", "\u{1b}]0;evil\u{7}"),
                None,
                "first line\nsecond line \u{1b}[2J.",
                "",
                Some(within(&source, "né𝄞", "/k")),
            ),
            finding(
                rule,
                Level::Note,
                (Kind::Mesh, "mesh", "mesh"),
                None,
                &"word ".repeat(2_000),
                "",
                None,
            ),
            finding(
                rule,
                Level::Deny,
                (Kind::Document, "gone.yaml", "gone.yaml"),
                None,
                "its text is not among the sources",
                "",
                Some(Location::File {
                    file: "gone.yaml".into(),
                    place: Some(source.place(Span::new(0, 1))),
                    pointer: Some(Pointer::root()),
                }),
            ),
        ],
        sources: vec![source],
        ..clean()
    }
}

/// A finding with nothing but what is asked of every one.
pub(super) fn finding(
    policy: &str,
    level: Level,
    (kind, id, name): (Kind, &str, &str),
    domain: Option<&str>,
    message: &str,
    remediation: &str,
    location: Option<Location>,
) -> Finding {
    Finding {
        baseline: None,
        exemption: None,
        fingerprint: format!("{policy}|{id}").into(),
        policy: PolicyId(policy.into()),
        outcome: Outcome::Violation,
        level,
        severity: Severity::High,
        subject: Some(SubjectKey {
            kind,
            id: id.into(),
            name: name.into(),
        }),
        domain: domain.map(Into::into),
        message: message.into(),
        remediation: remediation.into(),
        parties: Vec::new(),
        actual: None,
        expected: None,
        location,
        related: Vec::new(),
        subjects: 1,
        exception: None,
        why: Vec::new(),
    }
}

fn within(source: &Source, needle: &str, pointer: &str) -> Location {
    let start = source
        .text()
        .find(needle)
        .map_or(0, |at| u32::try_from(at).unwrap_or(0));
    let end = start + u32::try_from(needle.len()).unwrap_or(0);
    Location::File {
        file: source.name().into(),
        place: Some(source.place(Span::new(start, end))),
        pointer: Some(Pointer::from_text(pointer)),
    }
}

fn coverage(scope: &str, kind: Kind, status: Status, detail: &str) -> Coverage {
    Coverage {
        scope: scope.into(),
        kind,
        part: None,
        status,
        detail: detail.into(),
    }
}

fn policies() -> Vec<RulingCounts> {
    [
        ("mesh.access.few_owners", "ACC-001", "Few owners", Level::Deny),
        (
            "mesh.cost.required_tags",
            "CST-001",
            "Nodes and resources carry the tags that bills need",
            Level::Warn,
        ),
        (
            "mesh.discovery.described",
            "DSC-001",
            "Products say what they are for",
            Level::Off,
        ),
        (
            "mesh.ingestion.one_domain_per_source",
            "ING-001",
            "One domain ingests a source",
            Level::Deny,
        ),
        (
            "mesh.service_level.declared",
            "SLA-001",
            "Active ports promise a service level",
            Level::Note,
        ),
    ]
    .into_iter()
    .map(|(id, code, title, level)| RulingCounts {
        missing_consent: None,
        policy: Arc::new(Metadata {
            id: PolicyId(id.into()),
            code: Some(code.into()),
            title: title.into(),
            description: "Two domains that read the same table make two truths.".into(),
            related_resources: vec!["https://example.org/why".into()],
            owner: "mesh".into(),
            subjects: vec![Kind::Source],
            severity: Severity::High,
            class: Class::Mandatory,
            floor: None,
            version: None,
            exemption_days: None,
            origin: PolicyOrigin::Folder,
            levels: Levels {
                gate: vec![(None, level)],
                audit: vec![(None, Level::Warn)],
            },
            parameters: BTreeMap::new(),
            requires: vec![Kind::Product],
            remediation: "Read the output port of {primary_product} instead.".into(),
        }),
        level,
        counts: Counts {
            pass: 9,
            violation: 1,
            ..Counts::default()
        },
    })
    .collect()
}
