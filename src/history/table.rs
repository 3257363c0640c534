//! Parquet, column by column: a table is written whole and read whole.

use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;

/// The version of the tables' columns; a new version of the tool only adds some.
pub(super) const VERSION: &str = "1";

/// The values of a column, one for each row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Values {
    /// Text, or none.
    Text(Vec<Option<Box<str>>>),
    /// Whole numbers.
    Number(Vec<i64>),
    /// Numbers, or none.
    Share(Vec<Option<f64>>),
    /// Days since 1970.
    Date(Vec<Option<i32>>),
    /// Microseconds since 1970, UTC.
    Time(Vec<i64>),
}

/// A named column.
pub(super) type Column = (&'static str, Values);

impl Values {
    fn declaration(&self, name: &str) -> String {
        match self {
            Self::Text(_) => format!("OPTIONAL BYTE_ARRAY {name} (UTF8);"),
            Self::Number(_) => format!("REQUIRED INT64 {name};"),
            Self::Share(_) => format!("OPTIONAL DOUBLE {name};"),
            Self::Date(_) => format!("OPTIONAL INT32 {name} (DATE);"),
            Self::Time(_) => format!("REQUIRED INT64 {name} (TIMESTAMP(MICROS,true));"),
        }
    }

    fn write(&self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Self::Text(values) => {
                let (levels, values) = defined(values.iter().map(Option::as_deref));
                let bytes: Vec<ByteArray> = values.into_iter().map(ByteArray::from).collect();
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&bytes, Some(&levels), None)?;
            }
            Self::Number(values) | Self::Time(values) => {
                column.typed::<Int64Type>().write_batch(values, None, None)?;
            }
            Self::Share(values) => {
                let (levels, values) = defined(values.iter().copied());
                column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
            }
            Self::Date(values) => {
                let (levels, values) = defined(values.iter().copied());
                column.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
            }
        }
        Ok(())
    }
}

/// Which values are there, and those that are.
fn defined<T>(values: impl Iterator<Item = Option<T>>) -> (Vec<i16>, Vec<T>) {
    let mut levels = Vec::new();
    let mut there = Vec::new();
    for value in values {
        levels.push(i16::from(value.is_some()));
        there.extend(value);
    }
    (levels, there)
}

/// Writes a table.
pub(super) fn write(name: &str, columns: &[Column]) -> Result<Vec<u8>, ParquetError> {
    let declarations: Vec<String> = columns.iter().map(|(name, values)| values.declaration(name)).collect();
    let schema = parse_message_type(&format!("message {name} {{ {} }}", declarations.join(" ")))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("meshgov ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "meshgov.version".to_owned(),
            VERSION.to_owned(),
        )]))
        .build();
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (_, values) in columns {
        if let Some(mut column) = group.next_column()? {
            values.write(&mut column)?;
            column.close()?;
        }
    }
    group.close()?;
    file.close()?;
    Ok(bytes)
}

/// One row that is read.
#[derive(Debug)]
pub(super) struct Row(Vec<(String, Field)>);

impl Row {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.field(name)? {
            Field::Str(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.field(name)? {
            Field::Long(number) | Field::TimestampMicros(number) => Some(*number),
            Field::Int(number) | Field::Date(number) => Some(i64::from(*number)),
            _ => None,
        }
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, field)| field)
    }
}

/// Reads the rows of a table.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Row>, ParquetError> {
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes))?;
    reader
        .get_row_iter(None)?
        .map(|row| Ok(Row(row?.into_columns())))
        .collect()
}

/// Days since 1970.
pub(super) fn days(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The day so many days after the first of 1970.
pub(super) fn date(days: i64) -> Option<jiff::civil::Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok()
}
