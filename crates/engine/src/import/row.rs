//! Rows of a file, each made into a profile.

use std::io::{BufRead, Read};

use serde_json::Value;
use sha2::Digest;
use vitae_model::{CountryCode, Profile};

use super::clean;
use super::csv;
use super::mapping::{Mapping, unfold};

/// Most bytes of a file that holds one JSON value.
const LARGEST_JSON: u64 = 256 << 20;
/// Longest line of JSON lines.
const LONGEST_LINE: usize = 4 << 20;

/// What a file of persons is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// A table with a header: comma-, semicolon- or tab-separated.
    Csv,
    /// One JSON Resume, or an array of them or of flat objects.
    Json,
    /// One JSON object a line.
    JsonLines,
}

/// A person of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// Its place in the file, counted from 1: the line it began on, or its number in an array.
    pub line: usize,
    /// Its identifier in the import: the same person has the same the next time.
    pub id: String,
    /// What it says.
    pub profile: Profile,
    /// Its tags.
    pub tags: Vec<String>,
    /// Values that could not be used, and why.
    pub notes: Vec<String>,
}

/// Why a row cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ImportFault {
    /// Its place in the file, counted from 1.
    pub line: usize,
    /// Why, in words.
    pub reason: String,
}

/// The rows of a file, read one by one.
pub struct Rows<'i> {
    source: Source<'i>,
    mapping: Mapping,
    region: Option<CountryCode>,
}

enum Source<'i> {
    Table { reader: csv::Reader<Box<dyn BufRead + 'i>>, columns: Vec<Option<&'static str>> },
    Values { values: std::vec::IntoIter<Value>, line: usize },
    Lines { input: Box<dyn BufRead + 'i>, line: usize },
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("mapping", &self.mapping).finish_non_exhaustive()
    }
}

impl<'i> Rows<'i> {
    /// Begins to read. `region` is the country of numbers without one.
    ///
    /// A table without a header, a mapped column that is not there, and a file that is no JSON are faults of the first line.
    pub fn open(
        input: Box<dyn BufRead + 'i>,
        format: ImportFormat,
        mapping: Mapping,
        region: Option<CountryCode>,
    ) -> Result<Self, ImportFault> {
        let fault = |reason: String| ImportFault { line: 1, reason };
        let source = match format {
            ImportFormat::Csv => {
                let (reader, header) = csv::Reader::new(input).map_err(fault)?;
                if let Some(column) = mapping.missing(&header.cells).next() {
                    return Err(fault(format!("there is no column `{column}`; there are {}", header.cells.join(", "))));
                }
                let columns = mapping.of_header(&header.cells);
                if columns.iter().flatten().all(|field| matches!(*field, "id" | "ignore")) {
                    return Err(fault(format!("no column is known: map some of {}", header.cells.join(", "))));
                }
                Source::Table { reader, columns }
            }
            ImportFormat::Json => {
                let mut text = Vec::new();
                input.take(LARGEST_JSON).read_to_end(&mut text).map_err(|error| fault(error.to_string()))?;
                let values = match serde_json::from_slice(&text).map_err(|error| fault(error.to_string()))? {
                    Value::Array(values) => values,
                    value => vec![value],
                };
                Source::Values { values: values.into_iter(), line: 0 }
            }
            ImportFormat::JsonLines => Source::Lines { input, line: 0 },
        };
        Ok(Self { source, mapping, region })
    }

    fn row_of_value(&self, line: usize, value: Value) -> Result<ImportRow, String> {
        let Value::Object(mut object) = value else { return Err("it is no JSON object".to_owned()) };
        if object.get("basics").is_some_and(Value::is_object) && self.mapping.is_empty() {
            let id = ["id", "record_id", "_id"].iter().find_map(|name| match object.remove(*name)? {
                Value::String(id) => Some(id),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            });
            let tags = object.remove("tags").and_then(|tags| serde_json::from_value(tags).ok()).unwrap_or_default();
            return self.row(line, id, Value::Object(object), tags);
        }
        let flat = unfold(&self.mapping.of_object(&object));
        self.row(line, flat.id, flat.profile, flat.tags)
    }

    fn row(&self, line: usize, id: Option<String>, value: Value, tags: Vec<String>) -> Result<ImportRow, String> {
        let (profile, notes) = clean::profile(value, self.region)?;
        let basics = &profile.basics;
        if basics.name.is_none() && basics.emails.is_empty() && basics.phones.is_empty() && basics.profiles.is_empty() {
            return Err("it has neither a name nor an address, number or network profile that can be used".to_owned());
        }
        let id = id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).unwrap_or_else(|| own_id(&profile));
        Ok(ImportRow { line, id, profile, tags, notes })
    }
}

/// What a row without an identifier goes by: its first e-mail address, else a digest of all it says.
fn own_id(profile: &Profile) -> String {
    if let Some(email) = &profile.basics.email {
        return email.as_str().to_owned();
    }
    let digest = sha2::Sha256::digest(serde_json::to_vec(profile).unwrap_or_default());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Iterator for Rows<'_> {
    type Item = Result<ImportRow, ImportFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let (line, row) = match &mut self.source {
            Source::Table { reader, columns } => {
                let (line, cells) = reader.next()?;
                let named =
                    |cells: csv::Cells| columns.iter().zip(cells.cells).filter_map(|(field, cell)| Some(((*field)?, cell))).collect();
                let values: Result<Vec<_>, String> = cells.map(named);
                let row = values.and_then(|values| {
                    let flat = unfold(&values);
                    self.row(line, flat.id, flat.profile, flat.tags)
                });
                (line, row)
            }
            Source::Values { values, line } => {
                *line += 1;
                let (line, value) = (*line, values.next()?);
                (line, self.row_of_value(line, value))
            }
            Source::Lines { input, line } => {
                let (number, text) = next_line(input, line)?;
                let value = text.and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()));
                (number, value.and_then(|value| self.row_of_value(number, value)))
            }
        };
        Some(row.map_err(|reason| ImportFault { line, reason }))
    }
}

/// The next line that is not blank, with its number.
fn next_line(input: &mut dyn BufRead, line: &mut usize) -> Option<(usize, Result<Vec<u8>, String>)> {
    loop {
        let mut text = Vec::new();
        let read = input.read_until(b'\n', &mut text);
        *line += 1;
        match read {
            Ok(0) => return None,
            Ok(length) if length > LONGEST_LINE => return Some((*line, Err(format!("it has {length} bytes, more than {LONGEST_LINE}")))),
            Ok(_) if text.iter().all(u8::is_ascii_whitespace) => {}
            Ok(_) => return Some((*line, Ok(text))),
            Err(error) => return Some((*line, Err(error.to_string()))),
        }
    }
}
