//! ZIP archives in memory: entries by name, inflated within limits.
//!
//! Nothing an archive claims about sizes is believed: an entry inflates until its own stream ends or a limit is reached.
//! The central directory is walked, never copied, so that a directory of a million entries costs no memory. An archive that was cut
//! off has no directory; then the local headers are walked instead. Source: APPNOTE.TXT 6.3.10.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;
use vitae_model::Outcome;

use crate::reading::Bounds;
use crate::{Fault, Limits};

/// Inflated at most this often its compressed size, an entry below one MiB is nothing to worry about.
const HARMLESS: usize = 1 << 20;

/// Inflaters that wait for the next entry: each has a window as large as a small document.
pub(crate) type Spare = Rc<RefCell<Vec<Decompress>>>;

/// The entries of an archive and what is left of the budget.
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    directory: Directory<'a>,
    limits: &'a Limits,
    /// Bytes that all entries together may still inflate to.
    budget: Rc<Cell<usize>>,
    spare: Spare,
}

/// Where the entries are listed.
#[derive(Debug, Clone, Copy)]
enum Directory<'a> {
    Central(&'a [u8]),
    /// Only local headers, each in front of its data.
    Local,
}

#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    name: &'a [u8],
    flags: u16,
    method: u16,
    /// Compressed size, 0 where a local header leaves it open.
    compressed: usize,
    /// Offset of the local header.
    header: usize,
}

/// An entry that inflates as far as it is asked for.
#[derive(Debug)]
pub(crate) struct Stream<'a> {
    entry: Entry<'a>,
    data: &'a [u8],
    /// Taken from the spare ones when the first byte is asked for.
    inflater: Option<Decompress>,
    spare: Spare,
    limits: &'a Limits,
    budget: Rc<Cell<usize>>,
    /// Most bytes it may have.
    cap: usize,
    /// Bytes it gave.
    given: usize,
    is_done: bool,
    fault: Option<Fault>,
}

/// One entry's content, as far as it could be inflated.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    /// Why it is not complete.
    pub(crate) fault: Option<Fault>,
}

impl<'a> Archive<'a> {
    /// Finds the directory of the archive in `bytes`.
    pub(crate) fn open(bytes: &'a [u8], bounds: Bounds<'a>, spare: &Spare) -> Result<Self, Fault> {
        let directory = match central_directory(bytes) {
            Some((directory, entries)) if entries > bounds.limits.objects => {
                let message = format!("the archive has {entries} entries, more than the limit of {}", bounds.limits.objects);
                let _ = directory;
                return Err(Fault::new(Outcome::TooLarge, message));
            }
            Some((directory, _)) => Directory::Central(directory),
            None => Directory::Local,
        };
        let budget = Rc::new(Cell::new(bounds.limits.inflated_bytes));
        Ok(Self { bytes, directory, limits: bounds.limits, budget, spare: Rc::clone(spare) })
    }

    /// Whether the archive lost its directory: it was cut off.
    pub(crate) fn is_cut_off(&self) -> bool {
        matches!(self.directory, Directory::Local)
    }

    /// The first entry whose name `is_wanted`.
    pub(crate) fn find_name(&self, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
        let entry = self.find(|name| std::str::from_utf8(name).is_ok_and(&is_wanted))?;
        std::str::from_utf8(entry.name).ok().map(str::to_owned)
    }

    /// Inflates the entry called `name`; upper and lower case are the same, as they are to the programs that write such files.
    pub(crate) fn read(&self, name: &str) -> Option<Content> {
        let mut stream = self.stream(name)?;
        let bytes = stream.rest();
        Some(Content { bytes, fault: stream.fault.take() })
    }

    /// Begins to inflate the entry called `name`.
    pub(crate) fn stream(&self, name: &str) -> Option<Stream<'a>> {
        let name = name.trim_start_matches('/').as_bytes();
        let entry = self.find(|candidate| candidate == name).or_else(|| self.find(|candidate| candidate.eq_ignore_ascii_case(name)))?;
        let data = self.data_of(entry);
        let fault = if entry.flags & 1 != 0 {
            Some(Fault::new(Outcome::Encrypted, "the archive is protected by a password; ask for a copy without one"))
        } else if data.is_none() {
            Some(damaged(entry.name, "has no data"))
        } else if !matches!(entry.method, 0 | 8) {
            Some(damaged(entry.name, &format!("is compressed by method {}, which no word processor uses", entry.method)))
        } else {
            None
        };
        Some(Stream {
            entry,
            data: data.unwrap_or_default(),
            inflater: None,
            spare: Rc::clone(&self.spare),
            limits: self.limits,
            budget: Rc::clone(&self.budget),
            cap: self.limits.stream_bytes.min(self.budget.get()),
            given: 0,
            is_done: fault.is_some(),
            fault,
        })
    }

    fn find(&self, is_wanted: impl Fn(&[u8]) -> bool) -> Option<Entry<'a>> {
        match self.directory {
            Directory::Central(directory) => CentralEntries { rest: directory }.find(|entry| is_wanted(entry.name)),
            Directory::Local => LocalEntries { bytes: self.bytes, at: 0, left: self.limits.objects }.find(|entry| is_wanted(entry.name)),
        }
    }

    /// The compressed bytes, which may go on with what follows the entry.
    fn data_of(&self, entry: Entry<'a>) -> Option<&'a [u8]> {
        let header = self.bytes.get(entry.header..)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let skip = 30 + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        header.get(skip..)
    }
}

impl Stream<'_> {
    /// Whether there is no more to come.
    pub(crate) fn is_done(&self) -> bool {
        self.is_done
    }

    /// All bytes that are to come.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.rest()
    }

    fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.more(&mut bytes, first_guess(self.entry.compressed.min(self.data.len()), self.cap));
        while !self.is_done() {
            let step = bytes.len().max(4096);
            self.more(&mut bytes, step);
        }
        bytes
    }

    /// Appends about `step` more bytes to `out`.
    pub(crate) fn more(&mut self, out: &mut Vec<u8>, step: usize) {
        if self.is_done {
            return;
        }
        let before = out.len();
        if self.entry.method == 0 {
            self.copy(out)
        } else {
            self.inflate(out, step)
        }
        let added = out.len() - before;
        self.given += added;
        self.budget.set(self.budget.get().saturating_sub(added));
    }

    fn copy(&mut self, out: &mut Vec<u8>) {
        let length = self.entry.compressed.min(self.cap);
        out.extend_from_slice(self.data.get(..length).unwrap_or(self.data));
        let is_short = self.data.len() < length || length < self.entry.compressed;
        self.finish(is_short.then(|| damaged(self.entry.name, "is cut off")));
    }

    fn inflate(&mut self, out: &mut Vec<u8>, step: usize) {
        // One byte beyond the limit tells what is too long from what just fits.
        out.reserve(step.min((self.cap + 1).saturating_sub(self.given)).max(1));
        let inflater = self.inflater.get_or_insert_with(|| {
            let mut inflater = self.spare.borrow_mut().pop().unwrap_or_else(|| Decompress::new(false));
            inflater.reset(false);
            inflater
        });
        let (consumed, length) = (inflater.total_in() as usize, out.len());
        let status = inflater.decompress_vec(self.data.get(consumed..).unwrap_or_default(), out, FlushDecompress::None);
        let used = inflater.total_in() as usize;
        let given = self.given + out.len() - length;
        match status {
            Ok(Status::StreamEnd) => self.finish(None),
            Err(_) => self.finish(Some(damaged(self.entry.name, &format!("cannot be inflated beyond byte {given}")))),
            Ok(_) if given >= self.cap => self.finish(Some(self.too_large())),
            Ok(_) if given > HARMLESS && given / used.max(1) > self.limits.ratio => self.finish(Some(self.ratio_exceeded())),
            Ok(_) if used == consumed && out.len() == length => self.finish(Some(damaged(self.entry.name, "is cut off"))),
            Ok(_) => {}
        }
    }

    fn finish(&mut self, fault: Option<Fault>) {
        self.is_done = true;
        self.fault = fault;
    }

    fn too_large(&self) -> Fault {
        let name = String::from_utf8_lossy(self.entry.name);
        Fault::new(Outcome::TooLarge, format!("{name} inflates to more than {} bytes; raise the limit or make the file smaller", self.cap))
    }

    fn ratio_exceeded(&self) -> Fault {
        let name = String::from_utf8_lossy(self.entry.name);
        Fault::new(Outcome::TooLarge, format!("{name} inflates to more than {} times its size, as archive bombs do", self.limits.ratio))
    }
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.spare.borrow_mut().extend(self.inflater.take());
    }
}

/// Text inflates to some six times its size; buffers grow where that is too little.
fn first_guess(compressed: usize, cap: usize) -> usize {
    (compressed.saturating_mul(6) + 1024).min(cap).min(4 << 20)
}

fn damaged(name: &[u8], what: &str) -> Fault {
    let name = String::from_utf8_lossy(name);
    Fault::new(Outcome::Damaged, format!("{name} {what}; ask for the file again or save it anew"))
}

/// The central directory and the number of entries it claims.
fn central_directory(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let tail_start = bytes.len().saturating_sub(22 + 65_535);
    let end = tail_start + memmem::rfind(&bytes[tail_start..], b"PK\x05\x06")?;
    let record = &bytes[end..];
    let entries = usize::from(u16_at(record, 10)?);
    let (size, offset) = (u32_at(record, 12)? as usize, u32_at(record, 16)? as usize);
    // Junk in front of the archive shifts all offsets; the directory itself lies right before its end record.
    let directory = bytes.get(offset..).filter(|directory| directory.starts_with(b"PK\x01\x02"));
    let directory =
        directory.or_else(|| bytes.get(end.checked_sub(size)?..end).filter(|directory| directory.starts_with(b"PK\x01\x02")))?;
    Some((directory, entries))
}

struct CentralEntries<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for CentralEntries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let record = self.rest;
        if !record.starts_with(b"PK\x01\x02") {
            return None;
        }
        let (name, extra, comment) = (usize::from(u16_at(record, 28)?), usize::from(u16_at(record, 30)?), usize::from(u16_at(record, 32)?));
        self.rest = record.get(46 + name + extra + comment..).unwrap_or_default();
        let mut entry = Entry {
            name: record.get(46..46 + name)?,
            flags: u16_at(record, 8)?,
            method: u16_at(record, 10)?,
            compressed: u32_at(record, 20)? as usize,
            header: u32_at(record, 42)? as usize,
        };
        if entry.compressed == 0xFFFF_FFFF || entry.header == 0xFFFF_FFFF {
            widen(&mut entry, record.get(46 + name..46 + name + extra)?, u32_at(record, 24)? == u32::MAX);
        }
        Some(entry)
    }
}

/// Takes sizes from the ZIP64 extra field: in this order, each only where its 32-bit field is full.
fn widen(entry: &mut Entry<'_>, extra: &[u8], has_size: bool) {
    let mut rest = extra;
    while let (Some(kind), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let Some(body) = rest.get(4..4 + usize::from(length)) else { return };
        if kind == 1 {
            let mut numbers =
                body.chunks_exact(8).map(|chunk| chunk.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte)));
            if has_size {
                numbers.next();
            }
            if entry.compressed == 0xFFFF_FFFF {
                entry.compressed = numbers.next().and_then(|number| usize::try_from(number).ok()).unwrap_or(entry.compressed);
            }
            if entry.header == 0xFFFF_FFFF {
                entry.header = numbers.next().and_then(|number| usize::try_from(number).ok()).unwrap_or(entry.header);
            }
            return;
        }
        rest = &rest[4 + usize::from(length)..];
    }
}

struct LocalEntries<'a> {
    bytes: &'a [u8],
    at: usize,
    left: usize,
}

impl<'a> Iterator for LocalEntries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        self.left = self.left.checked_sub(1)?;
        let header = self.at + memmem::find(self.bytes.get(self.at..)?, b"PK\x03\x04")?;
        let record = &self.bytes[header..];
        let name = usize::from(u16_at(record, 26)?);
        let compressed = u32_at(record, 18)? as usize;
        // The size may be missing or a lie, so the next header is searched for, from the data on.
        self.at = header + 30 + name;
        Some(Entry { name: record.get(30..30 + name)?, flags: u16_at(record, 6)?, method: u16_at(record, 8)?, compressed, header })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
