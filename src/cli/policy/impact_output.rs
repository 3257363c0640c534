//! Where comparisons of policies go.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::str::FromStr;

use crate::cli::output::{target, told};
use crate::finding::Impact;
use crate::report::{ImpactFormat, Style};

/// One report: a format, and a file or standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImpactOutput {
    pub(super) format: ImpactFormat,
    pub(super) file: Option<PathBuf>,
}

impl FromStr for ImpactOutput {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file name is expected after `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = ImpactFormat::from_name(name).ok_or_else(|| {
            let names: Vec<&str> = ImpactFormat::ALL.iter().map(|format| format.name()).collect();
            format!("the formats are {}", names.join(", "))
        })?;
        Ok(Self { format, file })
    }
}

impl ImpactOutput {
    /// Writes the report. A closed pipe, such as that of `head`, is no error.
    pub(super) fn write(&self, impact: &Impact, style: Style) -> Result<(), String> {
        let written = target(self.file.as_deref()).and_then(|target| {
            let mut out = BufWriter::new(target);
            self.format.write(impact, style, &mut out)?;
            out.flush()
        });
        told(written, &self.format, self.file.as_deref())
    }
}
