//! Data Factory and Synapse objects: from a git folder, or from rows of the tenant, in one shape.

use std::collections::BTreeMap;

use crate::text::Pointer;

use super::located::DocumentIndex;
use super::setting::Setting;

/// Where a factory object comes from, which is also the scope in which its references resolve.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factory {
    /// A git folder: the folder that holds `pipeline/`, `dataset/`, `linkedService/`, relative to the working directory.
    Folder(Box<str>),
    /// A factory or workspace of the tenant, by its lower-cased Azure id.
    Azure(Box<str>),
}

/// A linked service: a connection to a store.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedService {
    /// The document that declares it; for an observed one none.
    pub document: Option<DocumentIndex>,
    /// Its factory.
    pub factory: Factory,
    /// `name`.
    pub name: Box<str>,
    /// `properties.type`, as Azure spells it, such as `AzureSqlDatabase`.
    pub kind: Box<str>,
    /// Every setting of `typeProperties` by key; parts of a connection string under `connectionString.<part>` in
    /// lower case. Passwords, keys and tokens are left out.
    pub settings: BTreeMap<Box<str>, Setting>,
    /// Default values of its parameters.
    pub parameters: BTreeMap<Box<str>, Setting>,
}

/// A dataset: a shape at a linked service.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineDataset {
    /// The document that declares it; for an observed one none.
    pub document: Option<DocumentIndex>,
    /// Its factory.
    pub factory: Factory,
    /// `name`.
    pub name: Box<str>,
    /// `properties.type`, such as `DelimitedText` or `AzureSqlTable`.
    pub kind: Box<str>,
    /// The linked service that it names, with the parameters that it passes.
    pub linked_service: Option<DatasetReference>,
    /// Every setting of `typeProperties`, those of `location` included, by key.
    pub settings: BTreeMap<Box<str>, Setting>,
    /// Default values of its parameters.
    pub parameters: BTreeMap<Box<str>, Setting>,
}

/// A pipeline and every copy in it, however deeply nested.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// The document that declares it; for an observed one none.
    pub document: Option<DocumentIndex>,
    /// Its factory.
    pub factory: Factory,
    /// `name`.
    pub name: Box<str>,
    /// Its copies.
    pub copies: Vec<Copy>,
    /// Default values of its parameters.
    pub parameters: BTreeMap<Box<str>, Setting>,
}

/// A Copy activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The activity's name.
    pub name: Box<str>,
    /// `typeProperties.source.type`, such as `AzureSqlSource`.
    pub source_kind: Option<Box<str>>,
    /// `typeProperties.sink.type`.
    pub sink_kind: Option<Box<str>>,
    /// Settings of the source that may name another object than the dataset: `query`, `sqlReaderQuery`, `relativeUrl`, ...
    pub source_settings: BTreeMap<Box<str>, Setting>,
    /// Datasets that it reads.
    pub inputs: Vec<DatasetReference>,
    /// Datasets that it writes.
    pub outputs: Vec<DatasetReference>,
    /// Where the activity is, in the pipeline's document.
    pub pointer: Pointer,
}

/// A reference by name, with the arguments that it passes.
#[derive(Clone, Debug, PartialEq)]
pub struct DatasetReference {
    /// `referenceName`.
    pub name: Box<str>,
    /// `parameters` passed.
    pub arguments: BTreeMap<Box<str>, Setting>,
    /// Where the reference is, in its document.
    pub pointer: Pointer,
}
