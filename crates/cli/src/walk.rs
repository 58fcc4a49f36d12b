//! Which files the user means.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::printer::Printer;

/// Endings of files that may hold a résumé, in lower case. Pictures are among them: their outcome tells what to do.
const ENDINGS: &[&str] = &[
    "pdf", "docx", "docm", "dotx", "doc", "dot", "odt", "ott", "rtf", "html", "htm", "xhtml", "mht", "mhtml", "txt", "text", "md",
    "markdown", "pages", "wps", "png", "jpg", "jpeg", "tif", "tiff", "gif", "webp", "bmp", "heic",
];

/// Stands for the document on standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// First bytes by which a document is known whatever its name.
const SIGNATURES: &[&[u8]] = &[b"%PDF-", b"{\\rtf", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];

/// What was found under the paths that the user named.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The documents, in the order of the arguments and sorted within a folder.
    pub(crate) documents: Vec<PathBuf>,
    /// What could not be looked at, and why.
    pub(crate) failures: Vec<String>,
    /// Number of files left out because they are no documents, by ending.
    pub(crate) skipped: BTreeMap<String, usize>,
}

impl Found {
    /// Tells what could not be looked at and what was left out.
    pub(crate) fn tell(&self, printer: &Printer) {
        for failure in &self.failures {
            printer.error(failure);
        }
        if let Some(sentence) = self.skipped_sentence() {
            printer.say(&sentence);
        }
    }

    /// What was left out, in one sentence.
    fn skipped_sentence(&self) -> Option<String> {
        let total: usize = self.skipped.values().sum();
        let kinds: Vec<String> = self.skipped.iter().map(|(ending, count)| format!("{count} .{ending}")).collect();
        let noun = if total == 1 { "file that is no document" } else { "files that are no documents" };
        (total > 0).then(|| format!("left out {total} {noun} ({})", kinds.join(", ")))
    }
}

/// Finds the documents under `paths`.
///
/// A file that is named is always taken; in a folder, at any depth, those whose ending or first bytes are a document's, and those without
/// an ending. Hidden files and folders are left out.
pub(crate) fn documents(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match path.metadata() {
            _ if path == Path::new(STANDARD_INPUT) => found.documents.push(path.clone()),
            Ok(metadata) if metadata.is_dir() => folder(path, &mut found),
            Ok(_) => found.documents.push(path.clone()),
            Err(error) => found.failures.push(format!("cannot read {}: {}", path.display(), reason(&error))),
        }
    }
    found
}

/// What an I/O error says, without the number of the operating system.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn folder(path: &Path, found: &mut Found) {
    let visible = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if is_file(&entry) => file(entry.into_path(), found),
            Ok(_) => {}
            Err(error) => found.failures.push(format!("cannot look into {error}")),
        }
    }
}

/// Whether `entry` is a regular file, or a link to one.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_file() || (entry.file_type().is_symlink() && entry.path().is_file())
}

fn file(path: PathBuf, found: &mut Found) {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending {
        Some(ending) if !ENDINGS.contains(&ending.as_str()) && !has_signature(&path) => *found.skipped.entry(ending).or_default() += 1,
        _ => found.documents.push(path),
    }
}

fn has_signature(path: &Path) -> bool {
    let mut start = Vec::with_capacity(8);
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut start));
    read.is_ok() && SIGNATURES.iter().any(|signature| start.starts_with(signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_documents_sorted_and_counts_the_rest() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let write = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("has a parent")).expect("a folder can be made");
            std::fs::write(path, content).expect("a file can be written");
        };
        write("b.PDF", b"");
        write("a/z.docx", b"");
        write("a/noending", b"");
        write("scan.bak", b"%PDF-1.4");
        write("table.csv", b"a,b");
        write(".hidden.pdf", b"");
        write(".git/cv.pdf", b"");
        let found = documents(&[folder.path().to_owned(), folder.path().join("table.csv"), folder.path().join("gone.pdf")]);
        let names: Vec<_> =
            found.documents.iter().map(|path| path.strip_prefix(folder.path()).expect("inside").to_string_lossy()).collect();
        assert_eq!(names, ["a/noending", "a/z.docx", "b.PDF", "scan.bak", "table.csv"]);
        assert_eq!(found.skipped_sentence().as_deref(), Some("left out 1 file that is no document (1 .csv)"));
        assert_eq!(found.failures.len(), 1);
        assert!(found.failures[0].ends_with("gone.pdf: no such file or folder"), "{}", found.failures[0]);
    }
}
