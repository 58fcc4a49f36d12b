//! One PDF file: finds objects by number, lazily, and decodes streams within limits.

use std::cell::{Cell, OnceCell, RefCell};

use memchr::memmem;

use super::crypt::Cipher;
use super::filter::{self, Inflater};
use super::lexer;
use super::value::Value;
use super::xref::{Entry, Table};
use crate::Fault;
use crate::reading::Bounds;

/// A file and what has been learnt of it. Nothing is parsed before it is asked for.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    pub(super) bounds: Bounds<'a>,
    table: OnceCell<Table>,
    /// The table rebuilt by scanning, once the written one has been caught lying.
    rebuilt: OnceCell<Table>,
    use_rebuilt: Cell<bool>,
    /// Stands in while a table is being read, when a stream's length may refer to an object that nobody can find yet.
    nothing: Table,
    is_reading: Cell<bool>,
    inflater: RefCell<Inflater>,
    inflated: Cell<usize>,
    hit_limit: Cell<bool>,
    cipher: OnceCell<Cipher>,
}

/// Object streams are inflated once each; the objects in them are views into this.
#[derive(Debug, Default)]
pub(super) struct ObjectStream {
    data: Vec<u8>,
    /// Number and place of each object in `data`.
    members: Vec<(u32, usize)>,
}

impl<'a> File<'a> {
    /// Opens the file; the cross-reference table is read at the first question.
    pub(super) fn new(bytes: &'a [u8], bounds: Bounds<'a>, inflater: Inflater) -> Self {
        Self {
            bytes,
            bounds,
            table: OnceCell::new(),
            rebuilt: OnceCell::new(),
            use_rebuilt: Cell::new(false),
            nothing: Table::default(),
            is_reading: Cell::new(false),
            inflater: RefCell::new(inflater),
            inflated: Cell::new(0),
            hit_limit: Cell::new(false),
            cipher: OnceCell::new(),
        }
    }

    /// Finds the cipher of an encrypted file; from now on strings and streams are deciphered.
    pub(super) fn unlock(&'a self) -> Result<(), Fault> {
        // Searching the bytes spares most files a look at their trailers.
        if memmem::find(self.bytes, b"/Encrypt").is_none() {
            return Ok(());
        }
        let Some(dictionary) = self.trailer(b"Encrypt").filter(|dictionary| dictionary.is_dictionary()) else { return Ok(()) };
        let cipher = Cipher::open(self, dictionary)?;
        self.cipher.get_or_init(|| cipher);
        Ok(())
    }

    /// What strings and streams are enciphered with.
    pub(super) fn cipher(&self) -> Option<&Cipher> {
        self.cipher.get()
    }

    /// Gives the inflater back for the next file.
    pub(super) fn into_inflater(self) -> Inflater {
        self.inflater.into_inner()
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether a stream was cut at a limit.
    pub(super) fn hit_limit(&self) -> bool {
        self.hit_limit.get()
    }

    fn table(&'a self) -> &'a Table {
        let (cell, make): (_, fn(&File<'a>) -> Table) =
            if self.use_rebuilt.get() { (&self.rebuilt, |file| Table::rebuild(file)) } else { (&self.table, |file| Table::read(file)) };
        if let Some(table) = cell.get() {
            return table;
        }
        if self.is_reading.replace(true) {
            return &self.nothing;
        }
        let table = make(self);
        self.is_reading.set(false);
        cell.get_or_init(|| table)
    }

    /// Scans the file for its objects and trusts the written table no longer. `false` where that was done before.
    pub(super) fn rebuild(&self) -> bool {
        !self.use_rebuilt.replace(true)
    }

    /// Whether the written table was of no use.
    pub(super) fn is_rebuilt(&self) -> bool {
        self.use_rebuilt.get() || self.table.get().is_some_and(|table| table.is_rebuilt)
    }

    /// The entry `key` of the newest trailer that has it.
    pub(super) fn trailer(&'a self, key: &[u8]) -> Option<Value<'a>> {
        let trailers = self.table().trailers.iter();
        trailers.filter_map(|offset| self.at(*offset).get(key)).next()
    }

    /// The value at `offset`, as a direct object.
    pub(super) fn at(&'a self, offset: usize) -> Value<'a> {
        Value::new(self, self.bytes.get(offset..).unwrap_or_default(), 0)
    }

    /// A direct object that the file lacks, made of `raw`.
    pub(super) fn made(&'a self, raw: &'static [u8]) -> Value<'a> {
        Value::new(self, raw, 0)
    }

    /// Page objects that a scan came across, in the file's order; empty where the written table was good enough.
    pub(super) fn scanned_pages(&'a self) -> impl Iterator<Item = Value<'a>> {
        self.table().pages.iter().filter_map(|id| self.object(*id))
    }

    /// The document catalogue.
    pub(super) fn root(&'a self) -> Option<Value<'a>> {
        let named = self.trailer(b"Root").filter(|root| root.is_dictionary());
        named.or_else(|| self.object(self.table().catalogue?).filter(|root| root.is_dictionary()))
    }

    /// The object numbered `id`.
    pub(super) fn object(&'a self, id: u32) -> Option<Value<'a>> {
        match self.table().entry(id) {
            Entry::Free => None,
            Entry::At(offset) => match self.indirect_at(offset as usize, id) {
                Some(value) => Some(value),
                // The table lies: from now on the scan's table is asked.
                None if self.rebuild() => self.object(id),
                None => None,
            },
            Entry::In { slot, index } => self.compressed(id, slot as usize, index as usize),
        }
    }

    /// The object behind `id G obj` at `offset`.
    pub(super) fn indirect_at(&'a self, offset: usize, id: u32) -> Option<Value<'a>> {
        let at = lexer::skip_space(self.bytes, offset);
        let (number, end) = lexer::integer(self.bytes, at)?;
        let at = lexer::skip_space(self.bytes, end);
        let (generation, end) = lexer::integer(self.bytes, at)?;
        let at = lexer::skip_space(self.bytes, end);
        let rest = self.bytes.get(at..)?.strip_prefix(b"obj")?;
        (number == u64::from(id)).then(|| Value::indirect(self, rest, id, generation as u16))
    }

    fn compressed(&'a self, id: u32, slot: usize, index: usize) -> Option<Value<'a>> {
        let slot = self.table().slots.get(slot)?;
        let stream = match slot.content.get() {
            Some(stream) => stream,
            None => {
                // A stream whose own dictionary refers into itself must not be entered twice.
                if slot.is_busy.replace(true) {
                    return None;
                }
                let stream = self.load_object_stream(slot.id).unwrap_or_default();
                slot.content.get_or_init(|| stream)
            }
        };
        let at_index = stream.members.get(index).filter(|(number, _)| *number == id);
        let (_, offset) = at_index.or_else(|| stream.members.iter().find(|(number, _)| *number == id))?;
        Some(Value::new(self, stream.data.get(*offset..)?, id))
    }

    fn load_object_stream(&'a self, id: u32) -> Option<ObjectStream> {
        let Entry::At(offset) = self.table().entry(id) else { return None };
        let value = self.indirect_at(offset as usize, id)?;
        let count = usize::try_from(value.get(b"N")?.integer()?).ok()?.min(self.bounds.limits.objects);
        let first = usize::try_from(value.get(b"First")?.integer()?).ok()?;
        let mut data = Vec::new();
        self.decode(value, &mut data)?;
        let mut members = Vec::with_capacity(count.min(data.len()));
        let mut at = 0;
        for _ in 0..count {
            let Some((number, end)) = lexer::integer(&data, lexer::skip_space(&data, at)) else { break };
            let Some((offset, end)) = lexer::integer(&data, lexer::skip_space(&data, end)) else { break };
            members.push((u32::try_from(number).unwrap_or(0), first.saturating_add(usize::try_from(offset).unwrap_or(usize::MAX))));
            at = end;
        }
        Some(ObjectStream { data, members })
    }

    /// The numbers of the objects in the object stream `id`, for rebuilding.
    pub(super) fn members_of(&'a self, value: Value<'a>) -> Vec<u32> {
        let Some(first) = value.get(b"First").and_then(Value::integer).and_then(|first| usize::try_from(first).ok()) else {
            return Vec::new();
        };
        let mut data = Vec::new();
        if self.decode(value, &mut data).is_none() {
            return Vec::new();
        }
        data.truncate(first);
        let numbers = data.split(|byte| lexer::is_space(*byte)).filter(|token| !token.is_empty());
        numbers.step_by(2).map(|token| lexer::integer(token, 0).and_then(|(number, _)| u32::try_from(number).ok()).unwrap_or(0)).collect()
    }

    /// Appends a stream's decoded data to `out`. `None` where it is no stream, or one of a kind that holds no text.
    pub(super) fn decode(&self, stream: Value<'_>, out: &mut Vec<u8>) -> Option<()> {
        let limits = self.bounds.limits;
        let limit = limits.stream_bytes.min(limits.inflated_bytes.saturating_sub(self.inflated.get()));
        let length = self.decode_up_to(stream, limit, out)?;
        if length >= limit {
            self.hit_limit.set(true);
        }
        Some(())
    }

    /// Appends the first `limit` bytes of a stream's decoded data.
    pub(super) fn decode_head(&self, stream: Value<'_>, limit: usize, out: &mut Vec<u8>) -> Option<()> {
        self.decode_up_to(stream, limit, out).map(|_| ())
    }

    fn decode_up_to(&self, stream: Value<'_>, limit: usize, out: &mut Vec<u8>) -> Option<usize> {
        let data = self.data_of(stream)?;
        let before = out.len();
        let deciphered = self.deciphered(stream, data);
        let data = deciphered.as_deref().unwrap_or(data);
        let mut inflater = self.inflater.take();
        let result = filter::decode(stream, data, &mut inflater, limit, out);
        self.inflater.replace(inflater);
        let length = out.len() - before;
        self.inflated.set(self.inflated.get() + length);
        result.map(|()| length)
    }

    /// A stream's data in the clear; `None` where it is so already.
    fn deciphered(&self, stream: Value<'_>, data: &[u8]) -> Option<Vec<u8>> {
        let (id @ 1.., generation) = stream.owner() else { return None };
        let cipher = self.cipher()?;
        let is_exempt = stream.get_direct(b"Type").and_then(Value::name) == Some(b"XRef");
        if is_exempt { None } else { cipher.decipher_stream(data, id, generation) }
    }

    /// A stream's data as stored.
    fn data_of<'s>(&self, stream: Value<'s>) -> Option<&'s [u8]> {
        if !stream.is_dictionary() {
            return None;
        }
        let raw = stream.raw();
        let at = lexer::skip_space(raw, lexer::skip_object(raw, 0));
        let rest = raw.get(at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r")).unwrap_or(rest);
        let length = stream.get(b"Length").and_then(Value::integer).and_then(|length| usize::try_from(length).ok());
        if let Some(length) = length {
            let behind = lexer::skip_space(rest, length);
            if rest.get(behind..).is_some_and(|rest| rest.starts_with(b"endstream")) {
                return rest.get(..length);
            }
        }
        // No length, or a wrong one: the keyword tells.
        let end = memmem::find(rest, b"endstream").or_else(|| memmem::find(rest, b"endobj")).unwrap_or(rest.len());
        Some(rest.get(..end).unwrap_or(rest))
    }
}
