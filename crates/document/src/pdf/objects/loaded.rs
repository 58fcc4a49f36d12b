//! The second chance: lopdf reads the whole file, with repairs and ciphers of its own, and its objects are written to memory once.
//!
//! What it writes is no file: a buffer of objects behind one another with an index by number, in the clear. `Value` looks at them as it does at
//! those of a file, so that there is one interpreter, and no second cross-reference table to be read.

use lopdf::{Dictionary, Document, LoadOptions, Object};
use vitae_model::Outcome;

use super::super::file::File;
use super::super::lexer;
use super::{Found, ObjectModel};
use crate::Fault;
use crate::reading::Bounds;

/// Larger files are not tried: lopdf reads everything at once.
const MAX_BYTES: usize = 8 << 20;

/// The objects of a file as lopdf understands it.
#[derive(Debug)]
pub(in crate::pdf) struct Loaded {
    buffer: Vec<u8>,
    /// Where each object starts, by its number.
    places: Vec<Option<usize>>,
    trailer: usize,
    catalogue: Option<u32>,
    pages: Vec<u32>,
    is_rebuilt: bool,
}

impl ObjectModel for Loaded {
    fn find<'m>(&'m self, _: &File<'_>, id: u32) -> Option<Found<'m>> {
        let place = self.places.get(id as usize).copied().flatten()?;
        Some(Found { bytes: self.buffer.get(place..)?, generation: None })
    }

    fn trailer<'m>(&'m self, _: &File<'_>, index: usize) -> Option<&'m [u8]> {
        if index == 0 { self.buffer.get(self.trailer..) } else { None }
    }

    fn catalogue(&self, _: &File<'_>) -> Option<u32> {
        self.catalogue
    }

    fn pages(&self, _: &File<'_>) -> &[u32] {
        &self.pages
    }

    /// lopdf has looked for what it could not find.
    fn rebuild(&self) -> bool {
        false
    }

    fn is_rebuilt(&self) -> bool {
        self.is_rebuilt
    }
}

impl Loaded {
    /// Has lopdf read a file.
    pub(in crate::pdf) fn load(bytes: &[u8], bounds: Bounds<'_>) -> Result<Self, Fault> {
        let damaged = |what: String| Fault::new(Outcome::Damaged, format!("the PDF is damaged ({what}); save or export it again"));
        if bytes.len() > MAX_BYTES {
            return Err(damaged("no page can be found".to_owned()));
        }
        let mut options = LoadOptions::with_password("");
        options.max_decompressed_size = Some(bounds.limits.stream_bytes);
        let document = Document::load_mem_with_options(bytes, options).map_err(|error| damaged(error.to_string().to_lowercase()))?;
        Ok(Self::of(document, bytes.len(), bounds.limits.objects))
    }

    /// Writes the objects down, and frees each when it is written.
    fn of(document: Document, size: usize, limit: usize) -> Self {
        let is_rebuilt = document.xref_recovery.is_some();
        let mut model =
            Self { buffer: Vec::with_capacity(size), places: Vec::new(), trailer: 0, catalogue: None, pages: Vec::new(), is_rebuilt };
        let Document { objects, trailer, .. } = document;
        // Of several generations of an object the last counts.
        for ((id, _), object) in objects.into_iter().filter(|((id, _), _)| (*id as usize) < limit) {
            model.add(id, &object);
        }
        model.trailer = model.buffer.len();
        write(&mut model.buffer, &Object::Dictionary(trailer));
        model
    }

    fn add(&mut self, id: u32, object: &Object) {
        let kind = object.as_dict().ok().and_then(|dictionary| dictionary.get(b"Type").ok()?.as_name().ok());
        match kind {
            Some(b"Catalog") => self.catalogue = Some(id),
            Some(b"Page") => self.pages.push(id),
            _ => {}
        }
        let index = id as usize;
        if index >= self.places.len() {
            self.places.resize(index + 1, None);
        }
        self.places[index] = Some(self.buffer.len());
        write(&mut self.buffer, object);
        self.buffer.push(b'\n');
    }
}

/// What is still to be written.
enum Step<'o> {
    Object(&'o Object),
    Key(&'o [u8]),
    Data(&'o [u8]),
    Mark(&'static [u8]),
}

/// Writes an object as it would stand in a file, however deep it is.
fn write(out: &mut Vec<u8>, object: &Object) {
    let mut steps = vec![Step::Object(object)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Mark(mark) => out.extend_from_slice(mark),
            Step::Key(name) => write_name(out, name),
            Step::Data(data) => write_data(out, data),
            Step::Object(Object::Array(elements)) => {
                out.push(b'[');
                steps.push(Step::Mark(b"]"));
                steps.extend(elements.iter().rev().map(Step::Object));
            }
            Step::Object(Object::Dictionary(dictionary)) => {
                out.extend_from_slice(b"<<");
                push_entries(&mut steps, dictionary);
            }
            Step::Object(Object::Stream(stream)) => {
                // The length that lopdf read is the one that was written, right or wrong. Of two the first counts.
                out.extend_from_slice(format!("<</Length {}", stream.content.len()).as_bytes());
                steps.push(Step::Data(&stream.content));
                push_entries(&mut steps, &stream.dict);
            }
            Step::Object(atom) => write_atom(out, atom),
        }
    }
}

fn push_entries<'o>(steps: &mut Vec<Step<'o>>, dictionary: &'o Dictionary) {
    steps.push(Step::Mark(b">>"));
    for (key, value) in dictionary.iter().rev() {
        steps.extend([Step::Object(value), Step::Key(key)]);
    }
}

fn write_data(out: &mut Vec<u8>, data: &[u8]) {
    out.extend_from_slice(b"stream\n");
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
}

fn write_atom(out: &mut Vec<u8>, atom: &Object) {
    let text = match atom {
        Object::Name(name) => return write_name(out, name),
        Object::String(bytes, _) => return write_string(out, bytes),
        Object::Boolean(value) => value.to_string(),
        Object::Integer(value) => value.to_string(),
        Object::Real(value) => value.to_string(),
        Object::Reference((id, generation)) => format!("{id} {generation} R"),
        _ => "null".to_owned(),
    };
    out.push(b' ');
    out.extend_from_slice(text.as_bytes());
}

/// Writes a name, with escapes for what would end it or begin one.
fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if lexer::is_regular(*byte) && *byte != b'#' {
            out.push(*byte);
        } else {
            out.push(b'#');
            out.extend_from_slice(&hexadecimal(*byte));
        }
    }
}

/// Writes a string in hexadecimal, which needs no escapes.
fn write_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'<');
    out.extend(bytes.iter().flat_map(|byte| hexadecimal(*byte)));
    out.push(b'>');
}

fn hexadecimal(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 15].map(|digit| b"0123456789ABCDEF"[usize::from(digit)])
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, StringFormat, dictionary};

    use super::*;

    #[track_caller]
    fn check(object: Object, expected: &str) {
        let mut out = Vec::new();
        write(&mut out, &object);
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    #[test]
    fn objects_are_written_as_files_hold_them() {
        check(Object::Array(vec![1.into(), (-2.5).into(), Object::Null, true.into(), (7, 0).into()]), "[ 1 -2.5 null true 7 0 R]");
        check(Object::Name(b"A B#(".to_vec()), "/A#20B#23#28");
        check(Object::String(b"(\xff)".to_vec(), StringFormat::Literal), "<28FF29>");
        check(Object::Array(vec![dictionary! { "K" => dictionary! {} }.into()]), "[<</K<<>>>>]");
        let mut stream = Stream::new(dictionary! { "N" => 1 }, b"ab".to_vec());
        stream.dict.set("Length", 99);
        check(stream.into(), "<</Length 2/N 1/Length 99>>stream\nab\nendstream");
    }

    #[test]
    fn depth_costs_no_stack() {
        let mut object = Object::Null;
        for _ in 0..1000 {
            object = Object::Array(vec![object]);
        }
        let mut out = Vec::new();
        write(&mut out, &object);
        assert_eq!(out.len(), 2 * 1000 + " null".len());
    }
}
