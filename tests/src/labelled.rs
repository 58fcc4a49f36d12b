//! A folder of documents, read by the parser of this workspace.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use vitae_parse::{ParseOptions, Source, examine, in_windows};

use crate::score::{Prediction, predictions};

/// A document on the disk.
#[derive(Debug, Clone)]
pub struct File(pub PathBuf);

impl Source for File {
    fn name(&self) -> Cow<'_, str> {
        Path::to_string_lossy(&self.0)
    }

    #[expect(clippy::disallowed_methods, reason = "labelled documents lie in files")]
    fn bytes(&self, limit: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        std::fs::File::open(&self.0)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Reads `documents` and hands back what the parser says of each, by the file's name without ending.
///
/// # Errors
/// Which file could not be read, and why.
pub fn read(documents: Vec<PathBuf>) -> Result<BTreeMap<String, Prediction>, String> {
    read_with(documents, &ParseOptions::default())
}

/// Does what [`read`] does, under other options.
///
/// # Errors
/// Which file could not be read, and why.
pub fn read_with(documents: Vec<PathBuf>, options: &ParseOptions) -> Result<BTreeMap<String, Prediction>, String> {
    let files: Vec<File> = documents.into_iter().map(File).collect();
    let (mut lines, mut producers, mut fault) = (String::new(), Vec::new(), None);
    in_windows(
        &files,
        |scratch, file| {
            let bytes = file.bytes(options.limits.bytes).map_err(|error| format!("{}: {error}", file.name()))?;
            let (extraction, document) = examine(&file.name(), &bytes, options, scratch);
            let line = serde_json::to_string(&extraction).map_err(|error| format!("{}: {error}", file.name()))?;
            let producer = document.metadata.producer.or(document.metadata.creator).unwrap_or_default();
            Ok::<_, String>((line, without_version(&producer)))
        },
        |files, answers| {
            for (file, answer) in files.iter().zip(answers) {
                match answer {
                    Ok((line, producer)) => {
                        lines.push_str(&line);
                        lines.push('\n');
                        producers.push((file.0.file_stem().unwrap_or_default().to_string_lossy().into_owned(), producer));
                    }
                    Err(error) => fault = Some(error),
                }
            }
        },
    );
    if let Some(error) = fault {
        return Err(error);
    }
    let mut found = predictions(&lines)?;
    for (name, producer) in producers {
        if let Some(prediction) = found.get_mut(&name) {
            prediction.producer = producer;
        }
    }
    Ok(found)
}

/// The name of a program without its version: `pdfTeX-1.40.24` is pdfTeX, `LibreOffice 7.4` LibreOffice.
fn without_version(producer: &str) -> String {
    let end = producer.find(|symbol: char| symbol.is_ascii_digit() || matches!(symbol, '/' | '(' | ';' | ',')).unwrap_or(producer.len());
    let name = producer[..end].trim_end_matches(|symbol: char| !symbol.is_alphanumeric());
    name.trim_end_matches(" version").trim_end_matches(" v").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_no_part_of_a_name() {
        let cases = [
            ("pdfTeX-1.40.24", "pdfTeX"),
            ("LibreOffice 7.4", "LibreOffice"),
            ("xdvipdfmx (20211117)", "xdvipdfmx"),
            ("ReportLab PDF Library - (opensource)", "ReportLab PDF Library"),
            ("gropdf version 1.22.4", "gropdf"),
            ("Skia/PDF m156", "Skia"),
            ("", ""),
        ];
        for (raw, expected) in cases {
            assert_eq!(without_version(raw), expected, "{raw}");
        }
    }
}
