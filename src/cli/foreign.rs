//! How the command line says in which way policies without metadata are read.

use std::path::PathBuf;

use clap::Args;

use crate::policy::{Dialect, Foreign, Namespaces};

use super::run::complain;

/// Options for policies that were written for conftest.
#[derive(Debug, Args)]
#[command(next_help_heading = "Policies without metadata")]
pub(super) struct ForeignArguments {
    /// The packages that judge; `*` and `?` stand for any text and any character; may be repeated
    #[arg(
        long,
        value_name = "PACKAGE",
        default_value = "main",
        conflicts_with = "all_namespaces"
    )]
    namespace: Vec<Box<str>>,
    /// Every package judges that has a rule which says something
    #[arg(long)]
    all_namespaces: bool,
    /// Policies are Rego of before v1, unless their `.manifest` says otherwise
    #[arg(long)]
    rego_v0: bool,
    /// A file of data, or a folder of YAML and JSON, that policies find below `data`; may be repeated
    #[arg(long, value_name = "PATH")]
    data: Vec<PathBuf>,
}

impl ForeignArguments {
    /// The same, as the policies' loader takes it.
    pub(super) fn foreign(&self) -> Foreign {
        Foreign {
            namespaces: if self.all_namespaces {
                Namespaces::All
            } else {
                Namespaces::Matching(self.namespace.clone())
            },
            dialect: if self.rego_v0 { Dialect::V0 } else { Dialect::V1 },
            data: self.data.clone(),
        }
    }
}

/// Says which packages were passed over, since nobody would miss their findings.
pub(super) fn tell_unheard(packages: &[Box<str>]) {
    if packages.is_empty() {
        return;
    }
    let named: Vec<String> = packages.iter().map(|package| format!("`{package}`")).collect();
    complain(&format!(
        "not judged, since no --namespace names them: the packages {}",
        named.join(", ")
    ));
}
