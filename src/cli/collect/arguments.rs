//! What `meshgov collect` takes.

use std::path::PathBuf;

use clap::Args;

use crate::collect::Unfinished;
use crate::snapshot::Kind;

use super::connection::ConnectionArguments;

const CREDENTIALS: &str =
    "Credentials, from the environment (--credential chooses; `auto` takes the first that is there):
  environment        AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or
                     AZURE_CLIENT_CERTIFICATE_PATH (PEM: certificate and RSA key)
  workload-identity  AZURE_TENANT_ID, AZURE_CLIENT_ID and a token of the workload: a
                     GitHub job with `id-token: write`, an Azure DevOps task of a
                     service connection, or AZURE_FEDERATED_TOKEN_FILE
  managed-identity   the identity of the machine or service
  azure-cli          whoever is logged in to `az`
  token              MESHGOV_AZURE_TOKEN, as it stands

The credential needs Reader at the management group above the mesh; nothing is ever written to Azure.

Exit codes:
  0  everything that was asked for was read
  2  the command line or the credential is wrong; nothing was read
  3  something could not be read: snapshot.json says what, and `check` does not take it for clean";

/// What to read, and where to put it.
#[derive(Debug, Args)]
#[command(after_help = CREDENTIALS)]
pub(in crate::cli) struct Collect {
    /// The folder of the snapshot; a snapshot that is there is replaced when the new one is whole
    #[arg(long, short, value_name = "DIR", required_unless_present_any = ["dry_run", "check_access"])]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) question: QuestionArguments,
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    #[command(flatten)]
    pub(super) unfinished: UnfinishedArguments,
    /// Say what would be asked and how long it would take, and read only the lists of scopes for it
    #[arg(long, conflicts_with_all = ["resume", "restart", "check_access"])]
    pub(super) dry_run: bool,
    /// Say what the credential can read and what not, in a few calls
    #[arg(long, conflicts_with_all = ["resume", "restart"])]
    pub(super) check_access: bool,
}

/// Which part of a tenant.
#[derive(Debug, Args)]
pub(in crate::cli) struct QuestionArguments {
    /// The tenant [default: that of the credential]
    #[arg(long, value_name = "ID")]
    pub(super) tenant: Option<String>,
    /// Only what is below this management group; may be repeated
    #[arg(long, value_name = "ID")]
    pub(super) management_group: Vec<String>,
    /// Only this subscription, by id or name; may be repeated
    #[arg(long, value_name = "ID")]
    pub(super) subscription: Vec<String>,
    /// Not this subscription, by id or name; may be repeated
    #[arg(long, value_name = "ID")]
    pub(super) exclude: Vec<String>,
    /// Only this kind of thing; may be repeated. Rules that need others then cannot be evaluated
    #[arg(long, value_name = "KIND", value_parser = kind, conflicts_with = "skip")]
    pub(super) only: Vec<Kind>,
    /// Not this kind of thing; may be repeated
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(super) skip: Vec<Kind>,
}

/// What to do with a collection that did not end.
#[derive(Debug, Args)]
pub(in crate::cli) struct UnfinishedArguments {
    /// Go on with a collection that did not end; begin where there is none
    #[arg(long)]
    resume: bool,
    /// Throw away a collection that did not end
    #[arg(long, conflicts_with = "resume")]
    restart: bool,
}

impl UnfinishedArguments {
    pub(super) const fn unfinished(&self) -> Unfinished {
        match (self.resume, self.restart) {
            (true, _) => Unfinished::Resume,
            (false, true) => Unfinished::Discard,
            (false, false) => Unfinished::Refuse,
        }
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    let kinds = crate::collect::Question::kinds();
    Kind::from_name(name)
        .filter(|kind| kinds.contains(kind))
        .ok_or_else(|| {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            format!("the kinds that are collected are {}", names.join(", "))
        })
}
