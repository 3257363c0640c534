//! The physical identity of a table, a topic, a path or an address, in a normal form.

use std::borrow::Cow;
use std::fmt;

use super::expression::Known;
use super::family::{Family, Shape};
use super::host::{host, is_local, is_placeholder, path};
use super::identifier;
use super::reason::Reason;
use super::storage;

/// Where an object is: two spellings of one object have equal identities.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) struct Identity {
    /// The family of connectors that reach it.
    pub(in crate::facts) family: Family,
    /// Host, account, project or bucket; never empty.
    pub(in crate::facts) store: Box<str>,
    /// Database, catalog or container; empty where the family has none.
    pub(in crate::facts) space: Box<str>,
    /// `schema.table`, topic or path; empty for the store as a whole.
    pub(in crate::facts) object: Box<str>,
}

/// What a place says about an object, before it is brought to a normal form. What nobody states is none.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct Parts<'a> {
    /// Host, account, project.
    pub(in crate::facts) host: Option<Known<'a>>,
    /// Port.
    pub(in crate::facts) port: Option<Known<'a>>,
    /// Database, catalog or container.
    pub(in crate::facts) space: Option<Known<'a>>,
    /// Schema.
    pub(in crate::facts) schema: Option<Known<'a>>,
    /// A whole URL, or the path or prefix of a store.
    pub(in crate::facts) url: Option<Known<'a>>,
    /// Table, topic, folder and file, address below the URL.
    pub(in crate::facts) object: Option<Known<'a>>,
}

impl Identity {
    /// The identity that the parts come to.
    pub(in crate::facts) fn of(family: Family, parts: Parts<'_>) -> Result<Self, Reason> {
        match family.shape() {
            Shape::Tables(default_schema) => Self::table(family, parts, default_schema),
            Shape::TwoLevels => Self::two_levels(family, &parts),
            Shape::Catalog => Self::catalog(family, &parts),
            Shape::Storage => Self::storage(parts),
            Shape::Bucket => Self::bucket(family, parts),
            Shape::Web => Self::web(parts),
            Shape::Files => Self::files(family, parts),
            Shape::Topics | Shape::Objects => Self::plain(family, parts),
            Shape::Local => Err(Reason::Local),
        }
    }

    fn table(family: Family, parts: Parts<'_>, default_schema: Option<&str>) -> Result<Self, Reason> {
        let store = store(&family, &parts)?;
        let database = stated(parts.space)?;
        let schema = stated(parts.schema)?;
        let parts = identifier::parts(&needed(parts.object)?);
        let (named_database, named_schema, table) = match parts.as_slice() {
            [.., database, schema, table] => (Some(database.clone()), Some(schema.clone()), table.clone()),
            [schema, table] => (None, Some(schema.clone()), table.clone()),
            [table] => (None, None, table.clone()),
            [] => return Err(Reason::Missing),
        };
        if table.is_empty() {
            return Err(Reason::Missing);
        }
        let space = match (named_database.filter(|name| !name.is_empty()), database) {
            (Some(named), _) => named,
            (None, Some(database)) => identifier::parts(&database).concat(),
            (None, None) => return Err(Reason::Missing),
        };
        let schema = named_schema
            .filter(|name| !name.is_empty())
            .or_else(|| schema.and_then(|schema| identifier::parts(&schema).pop()))
            .or_else(|| default_schema.map(str::to_owned));
        let object = match schema {
            Some(schema) => format!("{schema}.{table}"),
            None => table,
        };
        Self::new(family, store, &space, &object)
    }

    fn two_levels(family: Family, parts: &Parts<'_>) -> Result<Self, Reason> {
        let database = stated(parts.space.clone())?.or(stated(parts.schema.clone())?);
        let names = identifier::parts(&needed(parts.object.clone())?);
        let space = match names.as_slice() {
            [.., space, _] if !space.is_empty() => space.clone(),
            _ => identifier::parts(&database.ok_or(Reason::Missing)?)
                .pop()
                .unwrap_or_default(),
        };
        let table = names.last().filter(|name| !name.is_empty()).ok_or(Reason::Missing)?;
        let store = store(&family, parts)?;
        Self::new(family, store, &space, table)
    }

    /// A name in a catalog of Databricks is the same from every workspace, but for catalogs that every workspace has.
    fn catalog(family: Family, parts: &Parts<'_>) -> Result<Self, Reason> {
        let names = identifier::parts(&needed(parts.object.clone())?);
        let table = names.last().filter(|name| !name.is_empty()).ok_or(Reason::Missing)?;
        let schema = match names.as_slice() {
            [.., schema, _] => Some(schema.clone()),
            _ => stated(parts.schema.clone())?.and_then(|schema| identifier::parts(&schema).pop()),
        };
        let catalog = match names.as_slice() {
            [.., catalog, _, _] => Some(catalog.clone()),
            _ => stated(parts.space.clone())?.map(|catalog| identifier::parts(&catalog).concat()),
        };
        let catalog = catalog.unwrap_or_else(|| "hive_metastore".to_owned());
        let is_everywhere = matches!(
            catalog.as_str(),
            "hive_metastore" | "spark_catalog" | "main" | "workspace" | "samples" | "system"
        );
        let store = if is_everywhere {
            store(&family, parts)?
        } else {
            "unity".to_owned()
        };
        let object = format!("{}.{table}", schema.as_deref().unwrap_or("default"));
        Self::new(family, store, &catalog, &object)
    }

    fn storage(parts: Parts<'_>) -> Result<Self, Reason> {
        let url = stated(parts.url)?;
        let mut place = match &url {
            Some(url) if is_placeholder(url) => return Err(Reason::Variable),
            Some(url) => storage::parse(url).unwrap_or_else(|| storage::relative(url)),
            None => storage::Place::default(),
        };
        if place.account.is_none() {
            place.account = Some(storage::account(&needed(parts.host)?)).filter(|account| !account.is_empty());
        }
        let mut below = String::new();
        for part in [parts.space, parts.object].into_iter().flatten() {
            below.push('/');
            below.push_str(&part?);
        }
        if place.container.is_none() {
            let rest = path(&below);
            let (container, rest) = rest.split_once('/').unwrap_or((&rest, ""));
            place.container = Some(container.to_ascii_lowercase()).filter(|container| !container.is_empty());
            rest.clone_into(&mut place.path);
        } else {
            place.path = path(&format!("{}/{below}", place.path));
        }
        let (Some(account), Some(container)) = (place.account, place.container) else {
            return Err(Reason::Missing);
        };
        Self::new(Family::of("azure"), account, &container, &place.path)
    }

    fn bucket(family: Family, parts: Parts<'_>) -> Result<Self, Reason> {
        let url = stated(parts.url)?;
        let place = url.as_deref().map(storage::bucket).unwrap_or_default();
        let mut below = place.path;
        let bucket = match place.container {
            Some(bucket) => bucket,
            None => needed(parts.space)?.trim_matches('/').to_ascii_lowercase(),
        };
        if let Some(object) = parts.object {
            below.push('/');
            below.push_str(&object?);
        }
        Self::new(family, bucket, "", &path(&below))
    }

    /// An address of the web: which connector calls it, and with which scheme, makes no difference.
    pub(super) fn web(parts: Parts<'_>) -> Result<Self, Reason> {
        let family = Family::of("http");
        let base = match stated(parts.url)? {
            Some(url) => url,
            None => needed(parts.host)?,
        };
        let relative = stated(parts.object)?.unwrap_or_default();
        let whole = if relative.contains("://") {
            relative.into_owned()
        } else if relative.is_empty() || relative.starts_with('?') {
            format!("{}{relative}", base.trim_end_matches('/'))
        } else {
            format!("{}/{}", base.trim_end_matches('/'), relative.trim_start_matches('/'))
        };
        if is_placeholder(&whole) {
            return Err(Reason::Variable);
        }
        if let Some(place) = storage::parse(&whole).filter(|place| place.account.is_some() && place.container.is_some())
        {
            let (account, container) = (place.account.unwrap_or_default(), place.container.unwrap_or_default());
            return Self::new(Family::of("azure"), account, &container, &place.path);
        }
        let whole = whole.split_once("://").map_or(whole.as_str(), |(_, rest)| rest);
        let whole = whole.split('#').next().unwrap_or("");
        let (address, query) = whole
            .split_once('?')
            .map_or((whole, ""), |(address, query)| (address, query));
        let (authority, rest) = address.split_once('/').unwrap_or((address, ""));
        let store = host(authority.strip_suffix(":80").unwrap_or(authority), family.port())?;
        let mut object = path(rest);
        if !query.is_empty() {
            object.push('?');
            object.push_str(query);
        }
        Self::new(family, store, "", &object)
    }

    fn files(family: Family, parts: Parts<'_>) -> Result<Self, Reason> {
        let place = match stated(parts.url)? {
            Some(url) => url.into_owned(),
            None => needed(parts.host.clone())?.into_owned(),
        };
        let place = place.replace('\\', "/");
        let place = place.split_once("://").map_or(place.as_str(), |(_, rest)| rest);
        let (authority, rest) = place
            .trim_start_matches('/')
            .split_once('/')
            .unwrap_or((place.trim_matches('/'), ""));
        let authority = with_port(authority, parts.port)?;
        let store = host(&authority, family.port())?;
        let mut below = rest.to_owned();
        for part in [parts.space, parts.object].into_iter().flatten() {
            below.push('/');
            below.push_str(&part?);
        }
        Self::new(family, store, "", &path(&below))
    }

    fn plain(family: Family, parts: Parts<'_>) -> Result<Self, Reason> {
        let store = store(&family, &parts)?;
        let space = stated(parts.space)?.unwrap_or_default().trim().to_lowercase();
        let object = needed(parts.object)?;
        let object = match family.shape() {
            // Topics are told apart by case.
            Shape::Topics => object.trim().to_owned(),
            _ => object.trim().to_lowercase(),
        };
        Self::new(family, store, &space, &object)
    }

    fn new(family: Family, store: String, space: &str, object: &str) -> Result<Self, Reason> {
        if is_placeholder(space) || is_placeholder(object) {
            return Err(Reason::Variable);
        }
        if is_local(&store) {
            return Err(Reason::Local);
        }
        if store.is_empty() {
            return Err(Reason::Missing);
        }
        Ok(Self {
            family,
            store: store.into(),
            space: space.into(),
            object: object.into(),
        })
    }

    /// The fingerprint: equal for two places that are one.
    pub(in crate::facts) fn id(&self) -> String {
        let family = self.family.name();
        let length = family.len() + self.store.len() + self.space.len() + self.object.len();
        let mut id = String::with_capacity(length + "://".len() + "//".len());
        id.push_str(family);
        id.push_str("://");
        self.push_path(&mut id);
        id
    }

    /// The name for people: without the family.
    pub(in crate::facts) fn name(&self) -> String {
        let mut name = String::new();
        self.push_path(&mut name);
        name
    }

    fn push_path(&self, text: &mut String) {
        text.push_str(&self.store);
        for part in [&self.space, &self.object] {
            if !part.is_empty() {
                text.push('/');
                text.push_str(part);
            }
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id())
    }
}

/// The host or account in the family's normal form.
pub(super) fn store(family: &Family, parts: &Parts<'_>) -> Result<String, Reason> {
    let host_or_url = stated(parts.host.clone())?.or(stated(parts.url.clone())?);
    let Some(text) = host_or_url else {
        return Err(Reason::Missing);
    };
    let text = with_port(&text, parts.port.clone())?;
    let store = host(&text, family.port())?;
    Ok(match family.name() {
        "snowflake" => store
            .strip_suffix(".snowflakecomputing.com")
            .map(str::to_owned)
            .unwrap_or(store),
        "cosmosdb" => store
            .strip_suffix(".documents.azure.com")
            .map(str::to_owned)
            .unwrap_or(store),
        _ => store,
    })
}

fn with_port(host: &str, port: Option<Known<'_>>) -> Result<String, Reason> {
    let has_port = host
        .rsplit_once([':', ','])
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    match stated(port)? {
        Some(port) if !has_port && port.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(format!("{}:{}", host.trim_end_matches('/'), port.trim()))
        }
        _ => Ok(host.to_owned()),
    }
}

/// A part that must be there.
fn needed(part: Option<Known<'_>>) -> Known<'_> {
    stated(part)?.ok_or(Reason::Missing)
}

/// A part that may be absent, but not hidden.
fn stated(part: Option<Known<'_>>) -> Result<Option<Cow<'_, str>>, Reason> {
    match part.transpose()?.filter(|text| !text.trim().is_empty()) {
        Some(text) if is_placeholder(text.trim()) => Err(Reason::Variable),
        text => Ok(text),
    }
}
