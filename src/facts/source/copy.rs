//! What the copies of Data Factory and Synapse pipelines read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::facts::physical::{Family, Identity, Known, Parts, Reason, Scope, Shape};
use crate::snapshot::{Copy, DatasetReference, Factory, LinkedService, Pipeline, PipelineDataset, Setting};

use super::query::only_table;

type Settings = BTreeMap<Box<str>, Setting>;

/// Datasets and linked services of all factories, by the names that references use, which compare without case.
#[derive(Debug, Default)]
pub(super) struct Factories<'f> {
    datasets: BTreeMap<(&'f Factory, String), &'f PipelineDataset>,
    linked_services: BTreeMap<(&'f Factory, String), &'f LinkedService>,
}

impl<'f> Factories<'f> {
    /// Indexes them; of two with one name the first counts.
    pub(super) fn of(
        datasets: impl IntoIterator<Item = &'f PipelineDataset>,
        linked_services: impl IntoIterator<Item = &'f LinkedService>,
    ) -> Self {
        let mut factories = Self::default();
        for dataset in datasets {
            let key = (&dataset.factory, dataset.name.to_lowercase());
            factories.datasets.entry(key).or_insert(dataset);
        }
        for linked_service in linked_services {
            let key = (&linked_service.factory, linked_service.name.to_lowercase());
            factories.linked_services.entry(key).or_insert(linked_service);
        }
        factories
    }

    /// The identity of what a copy reads through one of its inputs.
    pub(super) fn source(
        &self,
        pipeline: &Pipeline,
        copy: &Copy,
        input: &DatasetReference,
    ) -> Result<Identity, Reason> {
        self.identity(pipeline, input, Some(&copy.source_settings), Depth::File)
    }

    /// The identity of what a copy writes through one of its outputs: the folder where only a run names the file.
    pub(super) fn sink(&self, pipeline: &Pipeline, output: &DatasetReference) -> Result<Identity, Reason> {
        self.identity(pipeline, output, None, Depth::File)
            .or_else(|_| self.folder(pipeline, output))
    }

    /// The folder, or the other place, that a dataset means where no file is asked for.
    pub(super) fn folder(&self, pipeline: &Pipeline, reference: &DatasetReference) -> Result<Identity, Reason> {
        self.identity(pipeline, reference, None, Depth::Folder)
    }

    fn identity(
        &self,
        pipeline: &Pipeline,
        reference: &DatasetReference,
        copy: Option<&Settings>,
        depth: Depth,
    ) -> Result<Identity, Reason> {
        let dataset_key = (&pipeline.factory, reference.name.to_lowercase());
        let dataset = self.datasets.get(&dataset_key).ok_or(Reason::Missing)?;
        let link = dataset.linked_service.as_ref().ok_or(Reason::Missing)?;
        let linked_key = (&dataset.factory, link.name.to_lowercase());
        let linked_service = self.linked_services.get(&linked_key).ok_or(Reason::Missing)?;
        let of_pipeline = Scope {
            name: "pipeline",
            arguments: None,
            defaults: &pipeline.parameters,
            outer: None,
        };
        let of_dataset = Scope {
            name: "dataset",
            arguments: Some(&reference.arguments),
            defaults: &dataset.parameters,
            outer: Some(&of_pipeline),
        };
        let of_linked_service = Scope {
            name: "linkedService",
            arguments: Some(&link.arguments),
            defaults: &linked_service.parameters,
            outer: Some(&of_dataset),
        };
        let none = Settings::new();
        let places = Places {
            copy: View(copy.unwrap_or(&none), of_pipeline),
            dataset: View(&dataset.settings, of_dataset),
            linked_service: View(&linked_service.settings, of_linked_service),
        };
        places.identity(&linked_service.kind, depth)
    }
}

/// How far a path is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// To the file or the pattern of files.
    File,
    /// To the folder.
    Folder,
}

/// Settings, and the scope that their expressions see.
struct View<'a>(&'a Settings, Scope<'a>);

impl<'a> View<'a> {
    /// The first of these settings that is there.
    fn first(&self, keys: &[&str]) -> Option<Known<'a>> {
        keys.iter()
            .find_map(|key| self.0.get(*key))
            .map(|setting| self.1.resolve(setting))
    }
}

/// The three places that together say what is read, the innermost first.
struct Places<'a> {
    copy: View<'a>,
    dataset: View<'a>,
    linked_service: View<'a>,
}

impl<'a> Places<'a> {
    fn identity(&self, connector: &str, depth: Depth) -> Result<Identity, Reason> {
        let family = Family::of(connector);
        let parts = match family.shape() {
            Shape::Storage | Shape::Bucket => Parts {
                host: self.account(),
                url: self
                    .linked_service
                    .first(&["url", "serviceEndpoint", "serviceUri"])
                    .filter(|_| matches!(family.shape(), Shape::Storage)),
                space: self.dataset.first(&["fileSystem", "container", "bucketName"]),
                object: self.file(depth)?,
                ..Parts::default()
            },
            Shape::Files => Parts {
                host: self
                    .linked_service
                    .first(&["host", "dataLakeStoreUri", "connectionString", "url"]),
                port: self.linked_service.first(&["port"]),
                space: self.linked_service.first(&["fileShare"]),
                object: self.file(depth)?,
                ..Parts::default()
            },
            Shape::Web => Parts {
                url: self.linked_service.first(&["url", "baseUrl", "host"]),
                object: self
                    .copy
                    .first(&["relativeUrl"])
                    .or_else(|| self.dataset.first(&["relativeUrl", "path"])),
                ..Parts::default()
            },
            Shape::Tables(_) | Shape::TwoLevels | Shape::Catalog => Parts {
                host: self.host(),
                port: self.linked_service.first(&["port", "connectionString.port"]),
                space: self
                    .dataset
                    .first(&["database", "databaseName"])
                    .or_else(|| self.database()),
                schema: self.dataset.first(&["schema"]),
                object: self.table()?,
                ..Parts::default()
            },
            Shape::Topics | Shape::Objects => Parts {
                host: self.host(),
                port: self.linked_service.first(&["port"]),
                space: self.dataset.first(&["database"]).or_else(|| self.database()),
                object: self.object()?,
                ..Parts::default()
            },
            Shape::Local => Parts::default(),
        };
        Identity::of(family, parts)
    }

    fn account(&self) -> Option<Known<'a>> {
        self.linked_service.first(&[
            "accountName",
            "connectionString.accountname",
            "connectionString.blobendpoint",
            "connectionString",
            "sasUri",
        ])
    }

    fn host(&self) -> Option<Known<'a>> {
        self.linked_service.first(&[
            "server",
            "connectionString.server",
            "connectionString.data source",
            "connectionString.datasource",
            "connectionString.addr",
            "connectionString.address",
            "connectionString.network address",
            "connectionString.host",
            "connectionString.hostname",
            "connectionString.servername",
            "connectionString.servernode",
            "connectionString.accountendpoint",
            "connectionString.url",
            "connectionString",
            "accountEndpoint",
            "accountIdentifier",
            "host",
            "hostName",
            "domain",
            "environmentUrl",
            "serviceUri",
            "organizationName",
            "siteUrl",
            "endpoint",
            "url",
            "project",
            "projectId",
        ])
    }

    fn database(&self) -> Option<Known<'a>> {
        self.linked_service.first(&[
            "database",
            "databaseName",
            "connectionString.initial catalog",
            "connectionString.database",
            "connectionString.databasename",
            "connectionString.db",
            "connectionString.servicename",
            "connectionString.service name",
            "connectionString.sid",
            "serviceName",
            "catalog",
        ])
    }

    /// Folder and file, where a copy may put patterns in their stead.
    fn file(&self, depth: Depth) -> Result<Option<Known<'a>>, Reason> {
        if self.copy.first(&["fileListPath"]).is_some() {
            return Err(Reason::Query);
        }
        let folder = self.copy.first(&["wildcardFolderPath"]);
        let name = self.copy.first(&["wildcardFileName", "prefix"]);
        let folder = folder.or_else(|| self.dataset.first(&["folderPath", "key"]));
        let name = name.or_else(|| self.dataset.first(&["fileName", "wildcardFileName"]));
        let mut path = String::new();
        let name = name.filter(|_| depth == Depth::File);
        for part in [folder, name].into_iter().flatten() {
            path.push('/');
            path.push_str(&part?);
        }
        Ok((!path.is_empty()).then_some(Ok(Cow::Owned(path))))
    }

    fn table(&self) -> Result<Option<Known<'a>>, Reason> {
        if self
            .copy
            .first(&["sqlReaderStoredProcedureName", "storedProcedureName"])
            .is_some()
        {
            return Err(Reason::Query);
        }
        let query = self.copy.first(&["sqlReaderQuery", "oracleReaderQuery", "query"]);
        if let Some(query) = query.transpose()?.filter(|query| !query.trim().is_empty()) {
            let table = only_table(&query).ok_or(Reason::Query)?;
            return Ok(Some(Ok(Cow::Owned(table.to_owned()))));
        }
        Ok(self.dataset.first(&["table", "tableName"]))
    }

    fn object(&self) -> Result<Option<Known<'a>>, Reason> {
        if self.copy.first(&["query", "SOQLQuery", "soqlQuery"]).is_some() {
            return Err(Reason::Query);
        }
        Ok(self.dataset.first(&[
            "objectApiName",
            "entityName",
            "collectionName",
            "collection",
            "containerName",
            "tableName",
            "table",
            "listName",
            "openHubDestinationName",
            "objectName",
            "path",
        ]))
    }
}
