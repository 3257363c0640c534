//! A mesh of any size: declared files, a snapshot of its tenant, and a known number of violations of each rule.
//!
//! The same size and seed give the same bytes. Everything is well formed: what a check finds is what was planted.

mod declared;
mod item;
mod observed;
mod planted;
mod seed;
mod size;
mod writer;

use std::io;
use std::path::Path;

pub(crate) use planted::Planted;
pub(crate) use size::{Form, Size};

/// Writes a mesh into a folder, which is made if need be: `snapshot/`, and with [`Form::Files`] also `mesh/`.
pub(crate) fn generate(size: Size, form: Form, folder: &Path) -> io::Result<Planted> {
    let snapshot = folder.join("snapshot");
    std::fs::create_dir_all(&snapshot)?;
    let mut planted = Planted::default();
    observed::write(&size, &snapshot, &mut planted)?;
    declared::write(&size, form, folder, &mut planted)?;
    Ok(planted)
}
