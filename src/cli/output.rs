//! Where reports go.

use std::fmt::Display;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::finding::Assessment;
use crate::report::{Format, Style};

/// One report: a format, and a file or standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file name is expected after `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = Format::from_name(name).ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
            format!("the formats are {}", names.join(", "))
        })?;
        Ok(Self { format, file })
    }
}

impl Output {
    /// Writes the report. A closed pipe, such as that of `head`, is no error.
    pub(super) fn write(&self, assessment: &Assessment, style: Style) -> Result<(), String> {
        let written = target(self.file.as_deref()).and_then(|target| {
            let mut out = BufWriter::new(target);
            self.format.write(assessment, style, &mut out)?;
            out.flush()
        });
        told(written, &self.format, self.file.as_deref())
    }
}

/// A file, or standard output where none is named.
pub(super) fn target(file: Option<&Path>) -> std::io::Result<Box<dyn std::io::Write>> {
    Ok(match file {
        Some(file) => Box::new(std::fs::File::create(file)?),
        None => Box::new(std::io::stdout().lock()),
    })
}

/// What to say where a report could not be written.
pub(super) fn told(written: std::io::Result<()>, format: &dyn Display, file: Option<&Path>) -> Result<(), String> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let target = file.map_or_else(|| "standard output".to_owned(), |file| file.display().to_string());
            Err(format!(
                "the {format} report could not be written to {target}: {}; name a file in a folder that exists and can be written to",
                error.kind()
            ))
        }
        _ => Ok(()),
    }
}
