//! Many records at once: reading lines, bringing them into normal form, grouping them by their keys.

use std::io::{BufRead, Read as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::block::{Blocks, Keys};
use crate::compare::Comparison;
use crate::corpus::Corpus;
use crate::desk::{Memo, Place};
use crate::features::Form;
use crate::keys;
use crate::raw::Raw;
use crate::sheet::{Sheet, Translation};
use crate::twins::Twins;
use crate::wire::Line;
use crate::{Features, Frequencies};

/// Bytes of lines that are read before they are brought into normal form together.
const CHUNK: usize = 8 << 20;
/// Bytes of lines that one thread takes at a time.
const PORTION: usize = 64 << 10;
/// Lines whose texts are asked for together.
const TOGETHER: usize = 8;
/// Threads that remember what they saw, each on its own; more share.
const MOST_DESKS: usize = 64;
/// Longest line; a longer one is noted and left out.
const LONGEST_LINE: usize = 4 << 20;
/// Most notes that are kept; the rest is counted.
const MOST_NOTES: usize = 1000;

/// Something in the input that was worked around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Line, counted from 1.
    pub line: usize,
    /// What was wrong with it.
    pub message: String,
}

/// The records of one or two inputs.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) corpus: Corpus,
    ids: String,
    id_ends: Vec<u32>,
    keys: Keys,
    /// The row of each record in the order of reading, and the other way round.
    pub(crate) places: Vec<u32>,
    pub(crate) origins: Vec<u32>,
    pub(crate) notes: Vec<Note>,
    pub(crate) n_notes: usize,
}

/// Some lines on their way into the corpus.
#[derive(Debug, Default)]
struct Portion {
    sheet: Sheet,
    /// The number of the memo that the sheet was written with.
    memo: usize,
    /// Where the identifiers of the rows end in `id_text`, where they have one, and the lines they were on, counted within the portion.
    ids: Vec<(Option<usize>, usize)>,
    id_text: String,
    keys: Vec<u64>,
    key_ends: Vec<u32>,
    notes: Vec<(usize, String)>,
    lines: usize,
}

/// Two records and the weight of evidence that they are one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) bits: f32,
    /// Whether a rule forbids to merge the two.
    pub(crate) vetoed: bool,
}

impl Batch {
    /// Reads JSON lines to the end. Blank lines are skipped, crooked ones noted and left out.
    pub(crate) fn read(&mut self, input: &mut dyn BufRead) -> std::io::Result<()> {
        let mut buffer = Vec::with_capacity(CHUNK + (2 << 20));
        let mut first_line = 1;
        let desks = Desks::default();
        let mut translations: Vec<Translation> = Vec::new();
        // Kept, so that they are written where memory was asked for before.
        let mut portions: Vec<Portion> = Vec::new();
        loop {
            let ended = fill(input, &mut buffer)?;
            // The beginning of a line waits for its end.
            let whole = if ended { buffer.len() } else { memchr::memrchr(b'\n', &buffer).map_or(0, |end| end + 1) };
            if whole == 0 && !ended {
                // So long a line is left out, whatever else it has.
                buffer.truncate(LONGEST_LINE + 1);
                continue;
            }
            let lines = cut(&buffer[..whole]);
            portions.resize_with(portions.len().max(lines.len()), Portion::default);
            let filled = &mut portions[..lines.len()];
            lines.into_par_iter().zip(&mut *filled).for_each(|(lines, portion)| desks.work(lines, portion));
            let memos = desks.all();
            translations.resize_with(memos.len(), Translation::default);
            for portion in filled {
                let lines = portion.lines;
                self.push(first_line, portion, &mut translations, &memos);
                first_line += lines;
            }
            if ended {
                translations.iter_mut().zip(&memos).for_each(|(translation, memo)| self.corpus.hold(translation, memo));
                return Ok(());
            }
            buffer.drain(..whole);
        }
    }

    fn note(&mut self, line: usize, message: String) {
        self.n_notes += 1;
        if self.notes.len() < MOST_NOTES {
            self.notes.push(Note { line, message });
        }
    }

    fn push(&mut self, first_line: usize, portion: &mut Portion, translations: &mut [Translation], memos: &[MutexGuard<'_, Memo>]) {
        let mut start = 0;
        for (row, &end) in (self.corpus.rows.len() as u32..).zip(&portion.key_ends) {
            portion.keys[start..end as usize].iter().for_each(|&key| self.keys.push(key, row));
            start = end as usize;
        }
        self.corpus.absorb(&mut portion.sheet, &mut translations[portion.memo], &memos[portion.memo]);
        let mut from = 0;
        for &(end, line) in &portion.ids {
            match end {
                Some(end) => self.ids.push_str(&portion.id_text[std::mem::replace(&mut from, end)..end]),
                None => self.ids.push_str(&format!("line-{}", first_line + line)),
            }
            self.id_ends.push(u32::try_from(self.ids.len()).expect("identifiers take less than four gigabytes"));
        }
        portion.notes.drain(..).for_each(|(line, message)| self.note(first_line + line, message));
    }

    /// A record's identifier.
    pub(crate) fn id(&self, row: u32) -> &str {
        self.id_read(self.origins[row as usize] as usize)
    }

    /// Each row and its identifier, in the order of reading, in which identifiers lie side by side.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (u32, &str)> + Clone {
        (0..).zip(&self.places).map(|(origin, &row)| (row, self.id_read(origin)))
    }

    /// The identifier of a record by its place in the order of reading.
    fn id_read(&self, origin: usize) -> &str {
        let start = if origin == 0 { 0 } else { self.id_ends[origin - 1] as usize };
        &self.ids[start..self.id_ends[origin] as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.corpus.rows.len()
    }

    /// Ends reading, and groups the records by their keys.
    pub(crate) fn block(&mut self) -> Blocks {
        self.arrange();
        self.group(None)
    }

    /// Puts records in an order of its own; afterwards nothing more can be read, and rows can be named.
    pub(crate) fn arrange(&mut self) {
        self.places = self.corpus.arrange();
        self.origins = vec![0; self.places.len()];
        for (origin, &place) in (0..).zip(&self.places) {
            self.origins[place as usize] = origin;
        }
        self.corpus.seal();
    }

    /// Groups the records by their keys, once; of twins only the first.
    pub(crate) fn group(&mut self, twins: Option<&Twins>) -> Blocks {
        let keys = std::mem::take(&mut self.keys);
        match twins {
            Some(twins) => {
                let firsts: Vec<u32> = self.places.iter().map(|&row| twins.first(row)).collect();
                Blocks::of(keys, &firsts, &self.corpus)
            }
            None => Blocks::of(keys, &self.places, &self.corpus),
        }
    }

    /// A few records, in their order, that are part of the whole that `frequencies` tells of.
    pub(crate) fn within(records: &[&Features], frequencies: &Frequencies) -> Self {
        Self { corpus: Corpus::within(records.iter().copied(), frequencies), ..Self::default() }
    }

    /// Compares two rows field by field.
    pub(crate) fn compare(&self, left: u32, right: u32) -> Comparison {
        self.corpus.compare(left as usize, right as usize)
    }
}

/// Adds [`CHUNK`] bytes to `buffer`, or what is left; whether the input has ended.
fn fill(input: &mut dyn BufRead, buffer: &mut Vec<u8>) -> std::io::Result<bool> {
    // Past the input's own buffer, where it has one, so that nothing is copied twice.
    Ok(input.take(CHUNK as u64).read_to_end(buffer)? < CHUNK)
}

/// Cuts lines into portions that one thread takes at a time.
fn cut(mut lines: &[u8]) -> Vec<&[u8]> {
    let mut portions = Vec::new();
    while !lines.is_empty() {
        let least = PORTION.min(lines.len());
        let end = memchr::memchr(b'\n', &lines[least..]).map_or(lines.len(), |place| least + place + 1);
        let (portion, rest) = lines.split_at(end);
        portions.push(portion);
        lines = rest;
    }
    portions
}

/// The memos of all threads: each is used by one at a time, and kept from portion to portion.
#[derive(Debug)]
struct Desks {
    memos: Vec<Mutex<Memo>>,
}

impl Default for Desks {
    fn default() -> Self {
        Self { memos: (0..MOST_DESKS).map(|_| Mutex::default()).collect() }
    }
}

impl Desks {
    /// Brings lines into normal form with a memo that nobody else uses, in place of what the portion held.
    fn work(&self, lines: &[u8], portion: &mut Portion) {
        let free = self.memos.iter().enumerate().find_map(|(number, memo)| Some((number, memo.try_lock().ok()?)));
        let (number, mut memo) = free.unwrap_or_else(|| (0, self.memos[0].lock().unwrap_or_else(PoisonError::into_inner)));
        portion.clear();
        portion.memo = number;
        let mut form = Form::default();
        let mut group: [(usize, Line<'_>); TOGETHER] = Default::default();
        let mut rest = lines;
        while !rest.is_empty() {
            let n_read = portion.read(&mut rest, &mut group);
            let told: Vec<_> = group[..n_read].iter().map(|(_, line)| line.raw()).collect();
            memo.fetch(told.iter().map(|(raw, _)| raw));
            for ((number, line), (raw, crooked)) in group.iter().zip(told) {
                portion.add((*number, line.id()), &raw, crooked, &mut form, &mut memo);
            }
        }
        // A line that could not be read was noted before others of its group.
        portion.notes.sort_by_key(|&(line, _)| line);
    }

    /// All memos, while nobody works.
    fn all(&self) -> Vec<MutexGuard<'_, Memo>> {
        self.memos.iter().map(|memo| memo.lock().unwrap_or_else(PoisonError::into_inner)).collect()
    }
}

impl Portion {
    /// Back to no lines; the memory stays.
    fn clear(&mut self) {
        let Self { sheet, memo: _, ids, id_text, keys, key_ends, notes, lines } = self;
        sheet.clear();
        ids.clear();
        id_text.clear();
        keys.clear();
        key_ends.clear();
        notes.clear();
        *lines = 0;
    }

    /// Reads lines until all places of a group are taken; how many are. Blank lines and crooked ones take none.
    fn read<'a>(&mut self, lines: &mut &'a [u8], group: &mut [(usize, Line<'a>)]) -> usize {
        let mut n_read = 0;
        while let Some((number, read)) = group.get_mut(n_read)
            && !lines.is_empty()
        {
            let end = memchr::memchr(b'\n', lines).unwrap_or(lines.len());
            let line = &lines[..end];
            *lines = lines.get(end + 1..).unwrap_or_default();
            *number = self.lines;
            self.lines += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let parsed =
                if line.len() > LONGEST_LINE { Err(format!("the line has more than {LONGEST_LINE} bytes")) } else { read.parse(line) };
            match parsed {
                Ok(()) => n_read += 1,
                Err(message) => self.notes.push((*number, message)),
            }
        }
        n_read
    }

    /// Brings the record of a line into normal form.
    fn add(&mut self, (number, id): (usize, Option<&str>), raw: &Raw<'_>, crooked: Vec<String>, form: &mut Form<Place>, memo: &mut Memo) {
        form.fill(memo, raw);
        self.sheet.push(memo, form);
        // The lowest bits tell the rule, by which blocks are capped, and the side.
        keys::of(memo, form, &mut |rule, key| self.keys.push(key & !keys::RULE_AND_SIDE | rule as u64));
        memo.tidy();
        self.key_ends.push(u32::try_from(self.keys.len()).expect("a portion has few megabytes of lines"));
        self.notes.extend(crooked.into_iter().map(|message| (number, message)));
        if id.is_none() {
            self.notes.push((number, "the record has no `record_id`; it goes by its line".to_owned()));
        }
        self.id_text.push_str(id.unwrap_or_default());
        self.ids.push((id.map(|_| self.id_text.len()), number));
    }
}
