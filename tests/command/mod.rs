//! The binary as a stranger runs it: a folder of files, arguments, and what comes back.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot write its files or run the command should fail loudly"
)]
#![expect(unreachable_pub, reason = "the module belongs to each test file that names it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A contract without fault but for the owner that it lacks.
pub const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: 9cf30553-beda-57f5-98ab-b5f5387ced39
name: Prices
version: 1.0.0
status: active
domain: sales
";

/// A product whose owner nobody named: the planted violation.
pub const PRODUCT: &str = "\
apiVersion: v1.0.0
kind: DataProduct
id: 10e001b1-0f1f-5cbc-b58d-20441789f25a
name: Price list
version: 1.0.0
status: active
domain: sales
outputPorts:
  - name: prices
    version: 1.0.0
    contractId: 9cf30553-beda-57f5-98ab-b5f5387ced39
";

/// The metadata of a policy about products.
pub const HEAD: &str = "\
# METADATA
# scope: package
# title: A rule of a test
# description: It is here to be tried.
# custom:
#   subject: product
#   severity: low
#   class: default
#   levels: deny
#   remediation: Mend {name}.
";

/// A folder to run in.
pub struct Mesh {
    folder: TempDir,
}

/// How a run ended.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Mesh {
    /// An empty folder.
    pub fn empty() -> Self {
        Self {
            folder: TempDir::new().expect("a folder can be made"),
        }
    }

    /// A folder `mesh` with the product that violates, and its contract.
    pub fn planted() -> Self {
        let mesh = Self::empty();
        mesh.write("mesh/contract.yaml", CONTRACT);
        mesh.write("mesh/product.yaml", PRODUCT);
        mesh
    }

    /// A copy of the clean fixture as `mesh`.
    pub fn fabrikam() -> Self {
        let mesh = Self::empty();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fabrikam");
        copy(&fixture, &mesh.path().join("mesh"));
        mesh
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("the file can be read")
    }

    /// Writes a policy `mesh.acme.<name>` into the folder `policies`.
    pub fn policy(&self, name: &str, head: &str, body: &str) {
        let text = format!("{head}package mesh.acme.{name}\n\n{body}\n");
        self.write(&format!("policies/acme/{name}/{name}.rego"), text);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meshgov"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&self.command(arguments).output().expect("the command runs"))
    }

    /// The exit code and the JSON report of a check.
    pub fn check(&self, arguments: &[&str]) -> (i32, Value) {
        let mut all = vec!["check", "--output", "json"];
        all.extend(arguments);
        let run = self.run(&all);
        assert_eq!(run.stderr, "", "a check that ends says nothing on standard error");
        let report = serde_json::from_str(&run.stdout).expect("standard output is the report");
        (run.code, report)
    }
}

impl Run {
    pub fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8"),
        }
    }

    /// Asserts that the command line or a policy was refused, and that standard error says all of these.
    pub fn refused(&self, words: &[&str]) {
        assert_eq!(self.code, 2, "{}", self.stderr);
        assert_eq!(self.stdout, "", "nothing but reports goes to standard output");
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is missing in:\n{}", self.stderr);
        }
    }
}

/// Whether a report has the planted violation: nobody is accountable for the product.
pub fn has_planted(report: &Value) -> bool {
    findings(report).any(|finding| {
        finding["policy"] == "mesh.ownership.accountable_owner"
            && finding["subject"]["name"] == "Price list"
            && finding["outcome"] == "violation"
            && finding["location"]["file"] == "mesh/product.yaml"
            && finding["location"]["line"] == 3
    })
}

pub fn findings(report: &Value) -> impl Iterator<Item = &Value> {
    report["findings"].as_array().into_iter().flatten()
}

pub fn problems(report: &Value) -> impl Iterator<Item = &Value> {
    report["problems"].as_array().into_iter().flatten()
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the fixture can be listed") {
        let path = entry.expect("an entry can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).expect("a file can be copied");
        }
    }
}
