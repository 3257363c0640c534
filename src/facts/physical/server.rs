//! The objects that a contract describes, as its servers and its schema place them.

use std::borrow::Cow;

use crate::snapshot::{Contract, SchemaObject, Server, SystemServer};

use super::expression::{Known, plain};
use super::family::{Family, Shape};
use super::host::path;
use super::identity::{Identity, Parts, store};
use super::reason::Reason;
use super::storage;

/// The identity of every schema object at one server. A contract without schema stands for what the server names.
pub(in crate::facts) fn identities<'a>(
    contract: &'a Contract,
    server: &'a Server,
) -> impl Iterator<Item = (Option<&'a SchemaObject>, Result<Identity, Reason>)> {
    let family = family(server);
    let objects: Vec<Option<&SchemaObject>> = if contract.schema.is_empty() {
        vec![None]
    } else {
        contract.schema.iter().map(Some).collect()
    };
    objects
        .into_iter()
        .map(move |object| (object, identity(&family, server, object)))
}

/// The store, the database and the path at which a source system says it is reached; the latter two may be open.
pub(in crate::facts) fn store_of(server: &SystemServer) -> Result<(Family, String, Option<String>, String), Reason> {
    let family = Family::of(&server.kind);
    let host = plain(&server.host)?;
    let space = server.database.as_ref().map(plain).transpose()?;
    let lower = space.as_ref().map(|space| space.trim().to_lowercase());
    Ok(match family.shape() {
        Shape::Storage => (family, storage::account(&host), lower, String::new()),
        Shape::Bucket => {
            let place = storage::bucket(&host);
            (family, place.container.ok_or(Reason::Missing)?, None, place.path)
        }
        Shape::Web | Shape::Files => {
            let parts = Parts {
                url: Some(Ok(host)),
                ..Parts::default()
            };
            let identity = Identity::of(family, parts)?;
            (identity.family, identity.store.into(), None, identity.object.into())
        }
        Shape::Local => return Err(Reason::Local),
        Shape::Tables(_) | Shape::TwoLevels | Shape::Catalog | Shape::Topics | Shape::Objects => {
            let parts = Parts {
                host: Some(Ok(host)),
                ..Parts::default()
            };
            let store = store(&family, &parts)?;
            (family, store, lower, String::new())
        }
    })
}

fn family(server: &Server) -> Family {
    let kind = server.kind.as_deref().unwrap_or("");
    let custom = ["customType", "driver", "dialect"];
    let kind = if kind.eq_ignore_ascii_case("custom") {
        custom
            .iter()
            .find_map(|key| server.settings.get(*key).and_then(|setting| setting.literal()))
            .unwrap_or(kind)
    } else {
        kind
    };
    Family::of(kind)
}

fn identity(family: &Family, server: &Server, object: Option<&SchemaObject>) -> Result<Identity, Reason> {
    let name = object.and_then(|object| object.physical_name.as_deref().or(object.name.as_deref()));
    let setting = |keys: &[&str]| keys.iter().find_map(|key| server.settings.get(*key).map(plain));
    let host = || setting(&["host", "account", "server", "hostname", "endpoint", "endpointUrl"]);
    let named = || name.map(|name| Ok(Cow::Borrowed(name)));
    let parts = match family.shape() {
        Shape::Tables(_) | Shape::Catalog | Shape::Objects => Parts {
            host: host(),
            port: setting(&["port"]),
            space: setting(&["database", "catalog", "serviceName", "sid"]),
            schema: setting(&["schema"]),
            url: setting(&["location", "url"]),
            object: named(),
        },
        Shape::TwoLevels => Parts {
            host: setting(&["project", "host", "account", "catalog", "regionName", "endpoint"]),
            port: setting(&["port"]),
            space: setting(&["dataset", "database", "schema"]),
            object: named(),
            ..Parts::default()
        },
        Shape::Topics => Parts {
            host: setting(&["host", "bootstrapServers", "bootstrap_servers", "project", "region"]),
            port: setting(&["port"]),
            object: setting(&["topic", "stream"]).or_else(named),
            ..Parts::default()
        },
        Shape::Storage | Shape::Bucket | Shape::Web | Shape::Files => Parts {
            host: setting(&["storageAccount", "account", "host"]),
            port: setting(&["port"]),
            space: setting(&["container", "bucket"]),
            url: place(setting(&["location", "url", "baseUrl", "path"]), name),
            ..Parts::default()
        },
        Shape::Local => return Err(Reason::Local),
    };
    Identity::of(family.clone(), parts)
}

/// A location together with the object in it: the object stands in for a placeholder such as `{model}`, or is the last
/// part of the location already, or lies below it. A location that is a file or a pattern of files is the object.
fn place<'a>(location: Option<Known<'a>>, name: Option<&'a str>) -> Option<Known<'a>> {
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    if let Some(name) = name.filter(|name| name.contains("://")) {
        return Some(Ok(Cow::Borrowed(name)));
    }
    let (location, name) = match (location?, name) {
        (Ok(location), Some(name)) => (location, name),
        (location, _) => return Some(location),
    };
    for placeholder in ["{model}", "{schema}", "{object}", "{table}"] {
        if location.contains(placeholder) {
            return Some(Ok(Cow::Owned(location.replace(placeholder, name))));
        }
    }
    let below = location.split_once("://").map_or(&*location, |(_, rest)| rest);
    let last = below.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let is_host = last.len() == below.trim_end_matches('/').len();
    let name = path(name);
    let is_object = !is_host && (last.contains(['.', '*', '?']) || last.eq_ignore_ascii_case(&name));
    Some(Ok(if is_object || name.is_empty() {
        location
    } else {
        Cow::Owned(format!("{}/{name}", location.trim_end_matches('/')))
    }))
}
