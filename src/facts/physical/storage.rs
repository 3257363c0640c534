//! The many spellings of a place in Azure storage, and of a bucket elsewhere.

use super::host::{host, path, percent_decoded};

/// Account, container and path, as far as a text states them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The storage account.
    pub account: Option<String>,
    /// The container, file system or bucket.
    pub container: Option<String>,
    /// The path within; its case matters.
    pub path: String,
}

/// Reads `https://`, `abfss://`, `wasbs://`, `az://` and scheme-less addresses of blob and data lake storage.
/// None where the text is no such address.
pub(super) fn parse(text: &str) -> Option<Place> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").map_or((String::new(), text), |(scheme, rest)| {
        (scheme.to_ascii_lowercase(), rest)
    });
    let rest = rest.split(['?', '#']).next().unwrap_or("");
    let (authority, below) = rest.split_once('/').unwrap_or((rest, ""));
    match scheme.as_str() {
        "abfs" | "abfss" | "wasb" | "wasbs" | "az" | "azure" | "adls" | "" => {
            if let Some((container, store)) = authority.split_once('@') {
                return Some(Place {
                    account: Some(account(store)),
                    container: Some(container.to_ascii_lowercase()),
                    path: path(below),
                });
            }
            if is_storage_host(authority) {
                return Some(in_account(authority, below));
            }
            // Without an account only the container is known; without a scheme it is no address at all.
            (!scheme.is_empty()).then(|| Place {
                account: None,
                container: Some(authority.to_ascii_lowercase()).filter(|container| !container.is_empty()),
                path: path(below),
            })
        }
        "http" | "https" if is_storage_host(authority) => Some(in_account(authority, &percent_decoded(below))),
        _ => None,
    }
}

/// Reads a path that starts at no account: `container/path`.
pub(super) fn relative(text: &str) -> Place {
    let whole = path(text);
    let (container, below) = whole.split_once('/').unwrap_or((&whole, ""));
    Place {
        account: None,
        container: Some(container.to_ascii_lowercase()).filter(|container| !container.is_empty()),
        path: below.to_owned(),
    }
}

/// The account in `acct`, `acct.dfs.core.windows.net` or `https://acct.blob.core.windows.net/`.
pub(super) fn account(text: &str) -> String {
    let store = host(text, Some("443")).unwrap_or_default();
    if is_storage_host(&store) {
        store.split('.').next().unwrap_or_default().to_owned()
    } else {
        store
    }
}

/// Reads `s3://bucket/path`, `gs://bucket/path` and their kin.
pub(super) fn bucket(text: &str) -> Place {
    let (authority, below) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => {
            let rest = rest.split('?').next().unwrap_or("");
            let (authority, below) = rest.split_once('/').unwrap_or((rest, ""));
            match authority
                .split_once(".s3")
                .filter(|(_, domain)| domain.contains("amazonaws.com"))
            {
                Some((bucket, _)) => (bucket, below),
                None => below.split_once('/').unwrap_or((below, "")),
            }
        }
        Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
        None => {
            let text = text.trim_start_matches('/');
            text.split_once('/').unwrap_or((text, ""))
        }
    };
    Place {
        account: None,
        container: Some(authority.to_ascii_lowercase()).filter(|bucket| !bucket.is_empty()),
        path: path(below),
    }
}

fn in_account(authority: &str, below: &str) -> Place {
    Place {
        account: Some(account(authority)),
        ..relative(below)
    }
}

/// Whether a host is a blob or data lake endpoint: of a public or sovereign cloud, or of Fabric's `OneLake`.
fn is_storage_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let host = host.split(':').next().unwrap_or("");
    let mut labels = host.trim_end_matches('.').splitn(3, '.').skip(1);
    let (service, domain) = (labels.next(), labels.next().unwrap_or(""));
    matches!(service, Some("blob" | "dfs"))
        && (domain.starts_with("core.") || domain == "fabric.microsoft.com" || domain == "storage.azure.net")
}
