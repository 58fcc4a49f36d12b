//! The fast path: objects are looked at where they lie in the file, found through its cross-reference table, and only when asked for.

use std::cell::{Cell, OnceCell};

use super::super::file::File;
use super::super::lexer;
use super::super::value::Value;
use super::xref::{Entry, Table};
use super::{Found, ObjectModel};

/// A file's bytes and what has been learnt of where its objects are. Nothing is parsed before it is asked for.
#[derive(Debug)]
pub(in crate::pdf) struct Lazy<'a> {
    bytes: &'a [u8],
    /// Read at the first question.
    table: OnceCell<Table>,
    /// The table rebuilt by scanning, once the written one has been caught lying.
    rebuilt: OnceCell<Table>,
    use_rebuilt: Cell<bool>,
    /// Stands in while a table is being read, when a stream's length may refer to an object that nobody can find yet.
    nothing: Table,
    is_reading: Cell<bool>,
}

/// Object streams are inflated once each; the objects in them are views into this.
#[derive(Debug, Default)]
pub(super) struct ObjectStream {
    data: Vec<u8>,
    /// Number and place of each object in `data`.
    members: Vec<(u32, usize)>,
}

impl ObjectModel for Lazy<'_> {
    fn find<'m>(&'m self, file: &File<'_>, id: u32) -> Option<Found<'m>> {
        match self.table(file).entry(id) {
            Entry::Free => None,
            Entry::At(offset) => match self.indirect_at(offset as usize, id) {
                Some(found) => Some(found),
                // The table lies: from now on the scan's table is asked.
                None if self.rebuild() => self.find(file, id),
                None => None,
            },
            Entry::In { slot, index } => self.compressed(file, id, slot as usize, index as usize),
        }
    }

    fn trailer<'m>(&'m self, file: &File<'_>, index: usize) -> Option<&'m [u8]> {
        self.table(file).trailers.get(index).map(|offset| self.from(*offset))
    }

    fn catalogue(&self, file: &File<'_>) -> Option<u32> {
        self.table(file).catalogue
    }

    fn pages(&self, file: &File<'_>) -> &[u32] {
        &self.table(file).pages
    }

    fn rebuild(&self) -> bool {
        !self.use_rebuilt.replace(true)
    }

    fn is_rebuilt(&self) -> bool {
        self.use_rebuilt.get() || self.table.get().is_some_and(|table| table.is_rebuilt)
    }
}

impl<'a> Lazy<'a> {
    pub(in crate::pdf) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            table: OnceCell::new(),
            rebuilt: OnceCell::new(),
            use_rebuilt: Cell::new(false),
            nothing: Table::default(),
            is_reading: Cell::new(false),
        }
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The file from `offset` on; empty behind its end.
    pub(super) fn from(&self, offset: usize) -> &'a [u8] {
        self.bytes.get(offset..).unwrap_or_default()
    }

    fn table(&self, file: &File<'_>) -> &Table {
        let (cell, make): (_, fn(&Self, &File<'_>) -> Table) =
            if self.use_rebuilt.get() { (&self.rebuilt, Table::rebuild) } else { (&self.table, Table::read) };
        if let Some(table) = cell.get() {
            return table;
        }
        if self.is_reading.replace(true) {
            return &self.nothing;
        }
        let table = make(self, file);
        self.is_reading.set(false);
        cell.get_or_init(|| table)
    }

    /// The object behind `id G obj` at `offset`.
    pub(super) fn indirect_at(&self, offset: usize, id: u32) -> Option<Found<'a>> {
        let at = lexer::skip_space(self.bytes, offset);
        let (number, end) = lexer::integer(self.bytes, at)?;
        let at = lexer::skip_space(self.bytes, end);
        let (generation, end) = lexer::integer(self.bytes, at)?;
        let at = lexer::skip_space(self.bytes, end);
        let bytes = self.bytes.get(at..)?.strip_prefix(b"obj")?;
        (number == u64::from(id)).then_some(Found { bytes, generation: Some(generation as u16) })
    }

    /// The same as a value of `file`.
    pub(super) fn value_at<'f>(&'f self, file: &'f File<'f>, offset: usize, id: u32) -> Option<Value<'f>> {
        self.indirect_at(offset, id).map(|found| Value::found(file, found, id))
    }

    fn compressed(&self, file: &File<'_>, id: u32, slot: usize, index: usize) -> Option<Found<'_>> {
        let slot = self.table(file).slots.get(slot)?;
        let stream = match slot.content.get() {
            Some(stream) => stream,
            None => {
                // A stream whose own dictionary refers into itself must not be entered twice.
                if slot.is_busy.replace(true) {
                    return None;
                }
                let stream = self.load_object_stream(file, slot.id).unwrap_or_default();
                slot.content.get_or_init(|| stream)
            }
        };
        let at_index = stream.members.get(index).filter(|(number, _)| *number == id);
        let (_, offset) = at_index.or_else(|| stream.members.iter().find(|(number, _)| *number == id))?;
        Some(Found { bytes: stream.data.get(*offset..)?, generation: None })
    }

    fn load_object_stream(&self, file: &File<'_>, id: u32) -> Option<ObjectStream> {
        let Entry::At(offset) = self.table(file).entry(id) else { return None };
        ObjectStream::load(self.value_at(file, offset as usize, id)?)
    }
}

impl ObjectStream {
    /// Inflates an object stream and reads what it says of its objects.
    pub(super) fn load(stream: Value<'_>) -> Option<Self> {
        let file = stream.file();
        let most = file.bounds.limits.objects;
        let count = stream.get(b"N").and_then(Value::integer).and_then(|count| usize::try_from(count).ok()).unwrap_or(most).min(most);
        let first = usize::try_from(stream.get(b"First")?.integer()?).ok()?;
        let mut data = Vec::new();
        file.decode(stream, &mut data)?;
        let mut members = Vec::with_capacity(count.min(data.len()));
        let mut at = 0;
        while members.len() < count && at < first {
            let Some((number, end)) = lexer::integer(&data, lexer::skip_space(&data, at)) else { break };
            let Some((offset, end)) = lexer::integer(&data, lexer::skip_space(&data, end)) else { break };
            members.push((u32::try_from(number).unwrap_or(0), first.saturating_add(usize::try_from(offset).unwrap_or(usize::MAX))));
            at = end;
        }
        Some(Self { data, members })
    }

    /// Number and bytes of each object, up to where the next begins.
    pub(super) fn objects(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let ends = self.members.iter().skip(1).map(|(_, end)| *end).chain(std::iter::once(self.data.len()));
        self.members.iter().zip(ends).map(|((id, start), end)| (*id, self.data.get(*start..end).unwrap_or_default()))
    }
}
