//! The files of an earlier commit, straight from the objects of a git repository. No work tree, index or hook is touched, and
//! nothing is fetched.

use std::ffi::OsStr;
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

/// The files of a commit that may be a part of a mesh, in a folder of their own that is gone once this is.
#[derive(Debug)]
pub struct GitTree {
    folder: tempfile::TempDir,
    /// The commit, in full.
    pub commit: Box<str>,
}

/// Why the files of a commit cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// There is no git.
    #[error("git could not be started: {0}; install it, or give a folder with the base")]
    NoGit(Box<str>),
    /// The working directory is in no repository.
    #[error("the working directory is in no git repository; run meshgov inside of one, or give a folder with the base")]
    NoRepository,
    /// The repository has no commit yet.
    #[error("the repository has no commit yet, so that nothing can be compared with; commit first")]
    NoCommit,
    /// There is no such commit, branch or tag here.
    #[error("`{reference}` is no commit, branch or tag of this repository; fetch it with `git fetch {}`", fetched(.reference))]
    NoReference {
        /// What was asked for.
        reference: Box<str>,
    },
    /// The clone is shallow and ends before the merge base.
    #[error(
        "this clone is shallow and does not reach back to where the change left `{reference}`; \
         fetch the rest with `git fetch --unshallow {}`",
        fetched(.reference)
    )]
    Shallow {
        /// What was asked for.
        reference: Box<str>,
    },
    /// The two have no commit in common.
    #[error(
        "the change and `{reference}` have no commit in common; name the branch that the change will be merged into"
    )]
    Unrelated {
        /// What was asked for.
        reference: Box<str>,
    },
    /// The commit has no such folder.
    #[error("commit {commit} has no folder `{folder}`; name one that it has, relative to the top of the repository")]
    NoFolder {
        /// The commit.
        commit: Box<str>,
        /// The folder.
        folder: Box<str>,
    },
    /// Git said something else.
    #[error("git could not read {what}: {said}")]
    Failed {
        /// What was to be read.
        what: Box<str>,
        /// What it said.
        said: Box<str>,
    },
}

/// The arguments with which `git fetch` brings a reference.
fn fetched(reference: &str) -> String {
    match reference.split_once('/') {
        Some((remote, branch)) if !remote.is_empty() && !branch.is_empty() && remote != "refs" => {
            format!("{remote} {branch}")
        }
        _ => format!("origin {reference}"),
    }
}

impl GitTree {
    /// The files below a folder of the merge base of `HEAD` and a reference: that is where a change left the branch. Without a
    /// folder (relative to the top of the repository) it is the one that corresponds to `directory`.
    pub fn at_merge_base(directory: &Path, reference: &str, folder: Option<&str>) -> Result<Self, GitError> {
        let git = Git { directory };
        let no_reference = || GitError::NoReference {
            reference: reference.into(),
        };
        let prefix = git
            .line(&["rev-parse", "--show-prefix"])
            .map_err(|failed| match failed {
                GitError::Failed { .. } => GitError::NoRepository,
                other => other,
            })?;
        let commit_of = |name: &str| {
            git.line(&[
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &format!("{name}^{{commit}}"),
            ])
        };
        let head = commit_of("HEAD").map_err(|_| GitError::NoCommit)?;
        // A reference is no option, whatever it looks like.
        if reference.is_empty() || reference.starts_with('-') {
            return Err(no_reference());
        }
        let other = commit_of(reference).map_err(|_| no_reference())?;
        let commit = git.line(&["merge-base", &head, &other]).map_err(|_| {
            let reference = reference.into();
            match git.line(&["rev-parse", "--is-shallow-repository"]).as_deref() {
                Ok("true") => GitError::Shallow { reference },
                _ => GitError::Unrelated { reference },
            }
        })?;
        let folder = folder.unwrap_or(&prefix).trim_matches('/');
        let files = Self {
            folder: tempfile::tempdir().map_err(|error| failed("a temporary folder", &error))?,
            commit: commit.as_str().into(),
        };
        files.fill(&git, folder)?;
        Ok(files)
    }

    /// The folder that holds them.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn fill(&self, git: &Git<'_>, folder: &str) -> Result<(), GitError> {
        let tree = if folder.is_empty() {
            format!("{}^{{tree}}", self.commit)
        } else {
            format!("{}:{folder}", self.commit)
        };
        let listed = git
            .output(&["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", &tree])
            .map_err(|error| match error {
                GitError::Failed { .. } if !folder.is_empty() => GitError::NoFolder {
                    commit: self.commit.clone(),
                    folder: folder.into(),
                },
                other => other,
            })?;
        let wanted: Vec<(String, PathBuf)> = listed.split(|byte| *byte == 0).filter_map(entry).collect();
        self.write(git, &wanted)
    }

    /// Writes the blobs of these objects to their paths.
    fn write(&self, git: &Git<'_>, wanted: &[(String, PathBuf)]) -> Result<(), GitError> {
        let mut child = git
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| GitError::NoGit(error.kind().to_string().into()))?;
        let (Some(mut asking), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed("the objects", &"it has no input or output"));
        };
        let names: String = wanted.iter().flat_map(|(object, _)| [object, "\n"]).collect();
        // Git answers while it is asked; whoever only asks would wait for ever once its answers fill the pipe.
        let asked = std::thread::spawn(move || asking.write_all(names.as_bytes()));
        let mut answers = BufReader::new(answers);
        for (object, path) in wanted {
            let bytes = blob(&mut answers).map_err(|error| failed(object, &error))?;
            let path = self.path().join(path);
            let written = path
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::write(&path, bytes));
            written.map_err(|error| failed("a temporary folder", &error))?;
        }
        let _ = asked.join();
        let _ = child.wait();
        Ok(())
    }
}

/// One answer of `git cat-file --batch`: a line with the size, the bytes, a line feed.
fn blob(answers: &mut impl std::io::BufRead) -> std::io::Result<Vec<u8>> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let mut words = head.split_whitespace();
    let size = match (words.next(), words.next(), words.next()) {
        (Some(_), Some("blob"), Some(size)) => size.parse::<u64>().ok(),
        _ => None,
    };
    let Some(size) = size else {
        let said = format!("the object is missing here ({})", head.trim());
        return Err(std::io::Error::new(std::io::ErrorKind::NotFound, said));
    };
    let mut bytes = Vec::new();
    answers.by_ref().take(size).read_to_end(&mut bytes)?;
    let mut end = [0_u8];
    answers.read_exact(&mut end)?;
    if bytes.len() as u64 == size {
        Ok(bytes)
    } else {
        Err(std::io::ErrorKind::UnexpectedEof.into())
    }
}

/// The object and the path of an entry of `git ls-tree -z`: a file, and no link or module, that may be a part of a mesh.
fn entry(line: &[u8]) -> Option<(String, PathBuf)> {
    let line = std::str::from_utf8(line).ok()?;
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    let path = Path::new(path);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let is_file = kind == "blob" && mode.starts_with("100");
    (is_file && is_plain && is_wanted(path)).then(|| (object.to_owned(), path.to_owned()))
}

/// Files of a mesh or of a snapshot, and those that say which of them are left out.
fn is_wanted(path: &Path) -> bool {
    let is = |known: &[&str], found: Option<&OsStr>| {
        let found = found.and_then(OsStr::to_str);
        found.is_some_and(|found| known.iter().any(|known| found.eq_ignore_ascii_case(known)))
    };
    is(&["yaml", "yml", "json", "ndjson", "zst"], path.extension()) || is(&[".gitignore", ".ignore"], path.file_name())
}

fn failed(what: &str, said: &dyn std::fmt::Display) -> GitError {
    GitError::Failed {
        what: what.into(),
        said: said.to_string().into(),
    }
}

/// The git of this machine, in a directory.
struct Git<'a> {
    directory: &'a Path,
}

impl Git<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(self.directory)
            // Nothing that a repository says may start a program or reach out.
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
            .args(["-c", "protocol.allow=never", "-c", "core.quotePath=false"])
            .args(arguments)
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .stdin(Stdio::null());
        command
    }

    fn output(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self
            .command(arguments)
            .output()
            .map_err(|error| GitError::NoGit(error.kind().to_string().into()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(failed("the repository", &said.lines().next().unwrap_or_default()))
    }

    fn line(&self, arguments: &[&str]) -> Result<String, GitError> {
        let output = self.output(arguments)?;
        Ok(String::from_utf8_lossy(&output).trim_end_matches('\n').to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{entry, fetched};

    #[test]
    fn only_plain_files_of_a_mesh_are_taken() {
        let found = |line: &str| entry(line.as_bytes()).map(|(_, path)| path);
        assert_eq!(found("100644 blob abc\ta/b.yaml"), Some(PathBuf::from("a/b.yaml")));
        assert_eq!(found("100755 blob abc\t.gitignore"), Some(PathBuf::from(".gitignore")));
        for line in [
            "120000 blob abc\ta/link.yaml",
            "160000 commit abc\ta/module.yaml",
            "100644 blob abc\t../out.yaml",
            "100644 blob abc\t/etc/out.yaml",
            "100644 blob abc\ta/main.rs",
            "",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn what_to_fetch_is_a_remote_and_a_branch() {
        assert_eq!(fetched("origin/main"), "origin main");
        assert_eq!(fetched("main"), "origin main");
    }
}
