//! Whom to ask, as the command line and the environment say.

use clap::Args;

use crate::collect::{Addresses, Cloud, Connection, Patience, Question, Rates, VARIABLES, Variables, Way};

use super::arguments::QuestionArguments;

/// Which Azure, and with which credential.
#[derive(Debug, Args)]
pub(in crate::cli) struct ConnectionArguments {
    /// Which Azure: public, us-government or china
    #[arg(long, value_name = "CLOUD", default_value = "public", value_parser = cloud)]
    cloud: Cloud,
    /// Another address of Azure Resource Manager; plain http only on this machine
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Whom tokens for --endpoint are made out to [default: the endpoint]
    #[arg(long, value_name = "URL", requires = "endpoint")]
    audience: Option<String>,
    /// Another issuer of tokens [default: that of the cloud]
    #[arg(long, value_name = "URL")]
    authority: Option<String>,
    /// The credential: auto, environment, workload-identity, managed-identity, azure-cli or token
    #[arg(long, value_name = "WAY", default_value = "auto", value_parser = way)]
    credential: Way,
    /// The most requests under way at once; fewer where the service is slow
    #[arg(long, value_name = "N", default_value_t = 48, value_parser = clap::value_parser!(u16).range(1..=512))]
    concurrency: u16,
}

impl ConnectionArguments {
    /// Reads the environment and puts the connection together; nothing is asked yet.
    pub(in crate::cli) fn connection(&self) -> Result<Connection, String> {
        let addresses = Addresses::of(
            self.cloud,
            self.endpoint.as_deref(),
            self.audience.as_deref(),
            self.authority.as_deref(),
        );
        let variables: Variables = VARIABLES
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
            .collect();
        Ok(Connection {
            addresses: addresses.map_err(|error| error.to_string())?,
            way: self.credential,
            variables,
            rates: Rates::default(),
            patience: Patience::default(),
            concurrency: self.concurrency,
        })
    }
}

impl QuestionArguments {
    /// What is asked.
    pub(in crate::cli) fn question(&self) -> Question {
        let question = Question {
            tenant: self.tenant.clone(),
            management_groups: self.management_group.clone(),
            subscriptions: self.subscription.clone(),
            exclude: self.exclude.clone(),
            skipped: self.skip.iter().copied().collect(),
        };
        question.only(&self.only.iter().copied().collect())
    }
}

fn cloud(name: &str) -> Result<Cloud, String> {
    Cloud::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Cloud::ALL.iter().map(|cloud| cloud.name()).collect();
        format!("the clouds are {}", names.join(", "))
    })
}

fn way(name: &str) -> Result<Way, String> {
    Way::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Way::ALL.iter().map(|way| way.name()).collect();
        format!("the credentials are {}", names.join(", "))
    })
}
