//! The cross-reference table: as written (tables, streams, hybrids, updates), or rebuilt by scanning for objects.

use std::cell::{Cell, OnceCell};

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::file::File;
use super::super::lexer;
use super::super::value::Value;
use super::lazy::{Lazy, ObjectStream};

/// More updates than anybody makes; a chain of that length is a loop or an attack.
const MAX_SECTIONS: usize = 256;

/// Bytes of an object that are looked at for what it is.
const HEAD: usize = 400;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nowhere.
    Free,
    /// At this offset of the file.
    At(u32),
    /// The `index`th of the object stream in `slot`.
    In { slot: u32, index: u32 },
}

/// An object stream that the table refers to.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) id: u32,
    pub(super) is_busy: Cell<bool>,
    pub(super) content: OnceCell<ObjectStream>,
}

/// Where all objects are.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// By object number; `None` where no section has spoken yet.
    entries: Vec<Option<Entry>>,
    pub(super) slots: Vec<Slot>,
    slot_of: FxHashMap<u32, u32>,
    /// Offsets of trailer dictionaries, the newest first.
    pub(super) trailers: Vec<usize>,
    /// The catalogue that a scan came across, where no trailer names one.
    pub(super) catalogue: Option<u32>,
    /// Made by scanning.
    pub(super) is_rebuilt: bool,
    /// Page objects that a scan came across, for files whose page tree is lost.
    pub(super) pages: Vec<u32>,
}

impl Table {
    /// Where the object `id` is.
    pub(super) fn entry(&self, id: u32) -> Entry {
        self.entries.get(id as usize).copied().flatten().unwrap_or(Entry::Free)
    }

    /// Reads the table as written; rebuilt where it cannot be read.
    pub(super) fn read(lazy: &Lazy<'_>, file: &File<'_>) -> Self {
        let mut table = Self::default();
        let mut queue: Vec<usize> = start(lazy.bytes()).into_iter().collect();
        let mut seen: Vec<usize> = Vec::new();
        while let Some(offset) = queue.pop() {
            if seen.contains(&offset) || seen.len() == MAX_SECTIONS {
                continue;
            }
            seen.push(offset);
            let Some(trailer) = table.read_section(lazy, file, offset) else { continue };
            table.trailers.push(trailer);
            let linked =
                |key: &[u8]| Value::new(file, lazy.from(trailer), 0).get_direct(key).and_then(Value::number).map(|number| number as usize);
            // A hybrid file's stream stands before older sections.
            queue.extend(linked(b"Prev"));
            queue.extend(linked(b"XRefStm"));
        }
        let has_root = table.trailers.iter().any(|offset| Value::new(file, lazy.from(*offset), 0).get_direct(b"Root").is_some());
        if has_root { table } else { Self::rebuild(lazy, file) }
    }

    /// Reads the section at `offset`; returns where its trailer dictionary stands.
    fn read_section(&mut self, lazy: &Lazy<'_>, file: &File<'_>, offset: usize) -> Option<usize> {
        let bytes = lazy.bytes();
        let at = lexer::skip_space(bytes, offset);
        if bytes.get(at..)?.starts_with(b"xref") {
            return self.read_rows(lazy, file, at + 4);
        }
        let (id, _) = lexer::integer(bytes, at)?;
        let value = lazy.value_at(file, at, u32::try_from(id).ok()?)?;
        self.read_stream(file, value)?;
        Some(bytes.len() - value.raw().len())
    }

    fn read_rows(&mut self, lazy: &Lazy<'_>, file: &File<'_>, mut at: usize) -> Option<usize> {
        let bytes = lazy.bytes();
        let mut free = Vec::new();
        loop {
            at = lexer::skip_space(bytes, at);
            let Some((mut first, end)) = lexer::integer(bytes, at) else { break };
            let (count, end) = lexer::integer(bytes, lexer::skip_space(bytes, end))?;
            at = end;
            for row in 0..count {
                let Some((offset, generation, kind, end)) = read_row(bytes, at) else { break };
                at = end;
                // A common mistake: a table that begins at 1 with the row that belongs to object 0.
                if row == 0 && first == 1 && kind == b'f' && generation == 65535 && offset == 0 {
                    first = 0;
                }
                let id = first.saturating_add(row);
                if kind == b'n' {
                    self.set(file, id, Entry::At(u32::try_from(offset).ok()?));
                } else {
                    free.push(id);
                }
            }
        }
        let rest = bytes.get(at..)?;
        let dictionary = lexer::skip_space(bytes, at + rest.strip_prefix(b"trailer").map(|_| 7)?);
        // A hybrid file calls free what only its stream knows (7.5.8.4).
        let hidden = Value::new(file, lazy.from(dictionary), 0).get_direct(b"XRefStm").and_then(Value::number);
        hidden.and_then(|offset| self.read_hidden(lazy, file, offset as usize));
        free.into_iter().for_each(|id| self.set(file, id, Entry::Free));
        Some(dictionary)
    }

    /// Reads the stream of a hybrid file.
    fn read_hidden(&mut self, lazy: &Lazy<'_>, file: &File<'_>, offset: usize) -> Option<()> {
        let at = lexer::skip_space(lazy.bytes(), offset);
        let (id, _) = lexer::integer(lazy.bytes(), at)?;
        self.read_stream(file, lazy.value_at(file, at, u32::try_from(id).ok()?)?)
    }

    fn read_stream(&mut self, file: &File<'_>, value: Value<'_>) -> Option<()> {
        let widths = value.get_direct(b"W")?.numbers::<3>()?.map(|width| (width as usize).min(8));
        let size = value.get_direct(b"Size")?.number()? as u64;
        let mut data = Vec::new();
        file.decode(value, &mut data)?;
        let index: Vec<u64> = match value.get_direct(b"Index") {
            Some(index) => index.elements_direct().map(|number| number.number().unwrap_or(0.0) as u64).collect(),
            None => vec![0, size],
        };
        let mut rows = data.chunks_exact(widths.iter().sum::<usize>().max(1));
        for range in index.chunks_exact(2) {
            for id in range[0]..range[0].saturating_add(range[1]) {
                let Some(row) = rows.next() else { return Some(()) };
                let entry = self.stream_entry(row, widths);
                self.set(file, id, entry);
            }
        }
        Some(())
    }

    fn stream_entry(&mut self, row: &[u8], [kind, second, third]: [usize; 3]) -> Entry {
        let field = |from: usize, width: usize| row[from..from + width].iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        let kind_value = if kind == 0 { 1 } else { field(0, kind) };
        let (place, index) = (field(kind, second), field(kind + second, third));
        match (kind_value, u32::try_from(place), u32::try_from(index)) {
            (1, Ok(offset), _) => Entry::At(offset),
            (2, Ok(stream), Ok(index)) => Entry::In { slot: self.slot(stream), index },
            _ => Entry::Free,
        }
    }

    /// The slot of the object stream `id`.
    fn slot(&mut self, id: u32) -> u32 {
        *self.slot_of.entry(id).or_insert_with(|| {
            self.slots.push(Slot { id, is_busy: Cell::new(false), content: OnceCell::new() });
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// Sets an entry that no newer section has set.
    fn set(&mut self, file: &File<'_>, id: u64, entry: Entry) {
        // An object takes at least a few bytes: higher numbers are lies.
        let Some(id) = usize::try_from(id).ok().filter(|id| *id < file.bounds.limits.objects) else { return };
        if id >= self.entries.len() {
            self.entries.resize(id + 1, None);
        }
        self.entries[id].get_or_insert(entry);
    }

    /// Finds objects by scanning the file for `N G obj`. Of several with one number the last counts.
    pub(super) fn rebuild(lazy: &Lazy<'_>, file: &File<'_>) -> Self {
        let bytes = lazy.bytes();
        let mut table = Self { is_rebuilt: true, ..Self::default() };
        let mut object_streams = Vec::new();
        for at in memmem::find_iter(bytes, b"obj") {
            let Some((id, start)) = header_before(bytes, at) else { continue };
            if (id as usize) >= file.bounds.limits.objects {
                continue;
            }
            if id as usize >= table.entries.len() {
                table.entries.resize(id as usize + 1, None);
            }
            table.entries[id as usize] = u32::try_from(start).ok().map(Entry::At);
            let body = lexer::skip_space(bytes, at + 3);
            let head = bytes.get(body..(body + HEAD).min(bytes.len())).unwrap_or_default();
            let head = &head[..memmem::find(head, b"stream").unwrap_or(head.len())];
            let head = &head[..memmem::find(head, b"endobj").unwrap_or(head.len())];
            if memmem::find(head, b"/ObjStm").is_some() {
                object_streams.push((id, start));
            } else if memmem::find(head, b"/Catalog").is_some() {
                table.catalogue = Some(id);
            } else if is_page(head) {
                table.pages.push(id);
            } else if memmem::find(head, b"/Root").is_some() && memmem::find(head, b"/XRef").is_some() {
                table.trailers.push(body);
            }
        }
        table.add_members(lazy, file, &object_streams);
        let mut seen = FxHashSet::default();
        table.pages.retain(|id| seen.insert(*id));
        for at in memmem::find_iter(bytes, b"trailer") {
            table.trailers.push(lexer::skip_space(bytes, at + 7));
        }
        table.trailers.retain(|offset| Value::new(file, lazy.from(*offset), 0).get_direct(b"Root").is_some());
        table.trailers.sort_unstable_by(|one, other| other.cmp(one));
        table
    }

    /// Enters what object streams hold, and the pages and the catalogue among it.
    fn add_members(&mut self, lazy: &Lazy<'_>, file: &File<'_>, object_streams: &[(u32, usize)]) {
        let mut pages = Vec::new();
        for &(id, start) in object_streams.iter().rev() {
            if file.bounds.deadline.has_passed() {
                break;
            }
            let Some(stream) = lazy.value_at(file, start, id).and_then(ObjectStream::load) else { continue };
            let slot = self.slot(id);
            let known = pages.len();
            for ((member, object), index) in stream.objects().zip(0..) {
                self.set(file, u64::from(member), Entry::In { slot, index });
                let head = object.get(..HEAD).unwrap_or(object);
                if memmem::find(head, b"/Catalog").is_some() {
                    self.catalogue.get_or_insert(member);
                } else if is_page(head) {
                    pages.push(member);
                }
            }
            pages[known..].reverse();
        }
        self.pages.extend(pages.into_iter().rev());
    }
}

/// Whether the start of an object reads like a page's dictionary.
fn is_page(head: &[u8]) -> bool {
    let behind = memmem::find_iter(head, b"/Page").map(|at| head.get(at + 5).copied().unwrap_or(b' '));
    behind.into_iter().any(|byte| !lexer::is_regular(byte)) && memmem::find(head, b"/Type").is_some()
}

/// Where the newest section starts.
fn start(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.len().saturating_sub(2048);
    let keyword = memmem::rfind(&bytes[tail..], b"startxref").map(|at| at + tail).or_else(|| memmem::rfind(bytes, b"startxref"))?;
    let (offset, _) = lexer::integer(bytes, lexer::skip_space(bytes, keyword + 9))?;
    usize::try_from(offset).ok()
}

fn read_row(bytes: &[u8], at: usize) -> Option<(u64, u64, u8, usize)> {
    let (offset, end) = lexer::integer(bytes, lexer::skip_space(bytes, at))?;
    let (generation, end) = lexer::integer(bytes, lexer::skip_space(bytes, end))?;
    let at = lexer::skip_space(bytes, end);
    let kind = *bytes.get(at).filter(|kind| matches!(kind, b'n' | b'f'))?;
    Some((offset, generation, kind, at + 1))
}

/// The number in front of an `obj` keyword at `at`, and where it starts.
fn header_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let back = |mut at: usize, wanted: fn(u8) -> bool| {
        while at > 0 && wanted(bytes[at - 1]) {
            at -= 1;
        }
        at
    };
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let generation_end = back(at, lexer::is_space);
    let generation = back(generation_end, is_digit);
    let number_end = back(generation, lexer::is_space);
    let number = back(number_end, is_digit);
    if generation == generation_end || number == number_end || number_end == generation {
        return None;
    }
    let (id, _) = lexer::integer(bytes, number)?;
    Some((u32::try_from(id).ok()?, number))
}
