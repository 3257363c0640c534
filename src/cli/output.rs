//! Where reports go.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
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
        let written = match &self.file {
            Some(file) => std::fs::File::create(file).and_then(|file| {
                let mut out = BufWriter::new(file);
                self.format.write(assessment, style, &mut out)?;
                out.flush()
            }),
            None => {
                let mut out = BufWriter::new(std::io::stdout().lock());
                self.format
                    .write(assessment, style, &mut out)
                    .and_then(|()| out.flush())
            }
        };
        match written {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                let target = self
                    .file
                    .as_ref()
                    .map_or_else(|| "standard output".to_owned(), |file| file.display().to_string());
                Err(format!(
                    "the {} report could not be written to {target}: {error}",
                    self.format
                ))
            }
            _ => Ok(()),
        }
    }
}
