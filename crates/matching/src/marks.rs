//! The values that records may share, side by side: what can be said of a pair without comparing it field by field.

use crate::corpus::{Corpus, NONE, Row, Symbol, Table};

/// What a mark stands for; the number takes the four highest bits of a mark. First comes what tells records of a too common key apart, and
/// of that first what many persons share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    City = 0,
    Employer = 1,
    School = 2,
    Birth = 3,
    Street = 4,
    Postcode = 5,
    User = 6,
    Acronym = 7,
    Email = 8,
    Phone = 9,
    Link = 10,
    Number = 11,
    Name = 12,
}

/// The last kind of value that many persons share.
const LAST_OTHER: u32 = Kind::School as u32;
/// The last kind by which records of a too common key are told apart; names, which come last, tell them apart too.
const LAST_REFINING: u32 = Kind::User as u32;

/// Bits of a mark that tell the value.
const VALUE: u32 = 28;

/// What belongs to one person, as a rule.
const CONTACT: u32 = set(&[Kind::Birth, Kind::Street, Kind::Postcode, Kind::User, Kind::Email, Kind::Phone, Kind::Link, Kind::Number]);
/// What supports a pair. Initials come with a name of their own, so that they count for nothing beside it.
const SUPPORT: u32 = CONTACT | set(&[Kind::City, Kind::Employer, Kind::School, Kind::Acronym]);

/// What a job or a study may agree in.
const CAREER: u32 = set(&[Kind::Employer, Kind::School, Kind::Acronym]);

const fn set(kinds: &[Kind]) -> u32 {
    let (mut bits, mut at) = (0, 0);
    while at < kinds.len() {
        bits |= 1 << kinds[at] as u32;
        at += 1;
    }
    bits
}

/// Fills the last chunk of a row's marks. Its kind is none, so that two of them have nothing in common.
const NOTHING: u32 = u32::MAX;

/// Marks that are compared at once.
type Chunk = [u32; LANES];
const LANES: usize = 4;

/// For each row the values it holds and another row holds too, each once and ascending.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// The marks of all rows, row by row: first those that pairs may share, then names, each filled up to whole chunks.
    chunks: Vec<Chunk>,
    heads: Vec<Head>,
}

/// What is asked first of a row: most pairs end here, so that it lies side by side in half a line of a processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Head {
    /// A bit, out of so many, for each value that would support a pair: rows without a common bit share none.
    gist: [u64; 3],
    /// Where its chunks start.
    start: u32,
    /// A number for the two parts of the name, in either order: rows with other numbers are no namesakes.
    name: u16,
    /// How many chunks hold what pairs may share, and how many there are with those of names.
    n_shared: u8,
    n_all: u8,
}

/// What two rows have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Common {
    kinds: u32,
    /// How many values that many persons share: cities, employers, schools.
    others: u32,
    /// The last of them.
    other: u32,
}

impl Common {
    /// Whether anything supports the pair besides the name.
    pub(crate) fn supports(self) -> bool {
        self.kinds & SUPPORT != 0
    }

    /// A value that many persons share, where there is one.
    pub(crate) fn other(self) -> Option<(Kind, Symbol)> {
        let kind = match self.other >> VALUE {
            _ if self.others == 0 => return None,
            0 => Kind::City,
            1 => Kind::Employer,
            _ => Kind::School,
        };
        Some((kind, self.other & ((1 << VALUE) - 1)))
    }

    /// Whether the two share an employer or a school, were it in short.
    pub(crate) fn has_career(self) -> bool {
        self.kinds & CAREER != 0
    }

    /// Whether the two share what belongs to one person, or two other values.
    pub(crate) fn is_much(self) -> bool {
        self.kinds & CONTACT != 0 || self.others > 1
    }
}

impl Marks {
    /// Notes for each row the values that another row holds too.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut marks = Self { chunks: Vec::new(), heads: Vec::with_capacity(corpus.rows.len()) };
        let mut own = Vec::new();
        for row in &corpus.rows {
            own.clear();
            values(corpus, row, &mut |kind, table, symbol| {
                if symbol != NONE && corpus.tables[table as usize].count[symbol as usize] > 1 {
                    own.push((kind as u32) << VALUE | symbol & ((1 << VALUE) - 1));
                }
            });
            own.sort_unstable();
            own.dedup();
            let (shared, names) = own.split_at(own.partition_point(|mark| mark >> VALUE < Kind::Name as u32));
            let start = marks.chunks.len();
            let [n_shared, n_all] = [shared, names].map(|part| {
                marks.chunks.extend(part.chunks(LANES).map(chunk));
                // A record has a dozen values of a kind, and few words of a name.
                (marks.chunks.len() - start).min(usize::from(u8::MAX)) as u8
            });
            marks.heads.push(Head { gist: gist(shared), start: start as u32, name: name(row), n_shared, n_all });
        }
        marks.chunks.shrink_to_fit();
        marks
    }

    /// What pairs may share of a row.
    fn shared(&self, row: u32) -> &[Chunk] {
        let head = &self.heads[row as usize];
        &self.chunks[head.start as usize..head.start as usize + usize::from(head.n_shared)]
    }

    /// The values by which records of a too common key are told apart.
    pub(crate) fn refining(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        let Head { start, n_shared, n_all, .. } = self.heads[row as usize];
        let names = &self.chunks[start as usize + usize::from(n_shared)..start as usize + usize::from(n_all)];
        let shared = self.shared(row).as_flattened().iter().take_while(|&mark| mark >> VALUE <= LAST_REFINING);
        shared.chain(names.as_flattened().iter().take_while(|&&mark| mark != NOTHING)).copied()
    }

    /// Whether two rows may share a value that supports them; where not, they share none.
    pub(crate) fn may_support(&self, left: u32, right: u32) -> bool {
        let (left, right) = (&self.heads[left as usize].gist, &self.heads[right as usize].gist);
        left.iter().zip(right).fold(0, |common, (one, other)| common | one & other) != 0
    }

    /// Whether two rows may have one name, in either order.
    pub(crate) fn may_be_namesakes(&self, left: u32, right: u32) -> bool {
        self.heads[left as usize].name == self.heads[right as usize].name
    }

    /// What two rows have in common besides the name.
    pub(crate) fn common(&self, left: u32, right: u32) -> Common {
        let (left, right) = (self.shared(left), self.shared(right));
        let mut common = Common::default();
        // Each with each: so few are compared sooner than brought in step, and without a branch.
        for marks in right {
            let found = marks_among(left, marks);
            for (&mark, found) in marks.iter().zip(found) {
                let kind = mark >> VALUE;
                let is_other = found & u32::from(kind <= LAST_OTHER);
                common.kinds |= found << kind;
                common.others += is_other;
                common.other = if is_other == 1 { mark } else { common.other };
            }
        }
        common
    }

    /// Asks memory for what is asked first of some rows, at once: one by one, each would be waited for.
    pub(crate) fn fetch_heads(&self, rows: impl Iterator<Item = u32>) {
        std::hint::black_box(rows.fold(0, |all, row| all ^ self.heads[row as usize].start));
    }

    /// Asks memory for the marks of some rows at once.
    pub(crate) fn fetch_marks(&self, rows: impl Iterator<Item = u32>) {
        let ends = rows.flat_map(|row| [self.shared(row).first(), self.shared(row).last()]);
        std::hint::black_box(ends.flatten().fold(0, |all, chunk| all ^ chunk[0]));
    }
}

/// Which marks of a chunk are among some others: 1 or 0 each. A chunk is compared with another in as many turns as it has lanes.
fn marks_among(others: &[Chunk], marks: &Chunk) -> Chunk {
    let mut found = [0; LANES];
    for other in others {
        for turn in 0..LANES {
            found = std::array::from_fn(|lane| found[lane] | u32::from(marks[lane] == other[(lane + turn) % LANES]));
        }
    }
    found
}

/// Up to a chunk of marks as a whole one.
fn chunk(marks: &[u32]) -> Chunk {
    std::array::from_fn(|lane| marks.get(lane).copied().unwrap_or(NOTHING))
}

/// A bit for each value that would support a pair.
fn gist(marks: &[u32]) -> [u64; 3] {
    let mut gist = [0; 3];
    for mark in marks {
        let place = (u64::from(mark.wrapping_mul(0x9e37_79b1)) * 192) >> 32;
        gist[(place / 64) as usize] |= u64::from(SUPPORT >> (mark >> VALUE) & 1) << (place % 64);
    }
    gist
}

/// A number for the two parts of a name, in either order.
fn name(row: &Row) -> u16 {
    let mixed = |word: Symbol| {
        let word = word.wrapping_mul(0x9e37_79b1);
        (word ^ word >> 15).wrapping_mul(0x85eb_ca6b)
    };
    (mixed(row.given).wrapping_add(mixed(row.family)) >> 16) as u16
}

fn values(corpus: &Corpus, row: &Row, give: &mut impl FnMut(Kind, Table, Symbol)) {
    give(Kind::City, Table::City, row.city);
    give(Kind::Birth, Table::Birth, row.birth);
    give(Kind::Street, Table::Street, row.street);
    give(Kind::Postcode, Table::Postcode, row.postcode);
    corpus.given(row).iter().chain(corpus.family(row)).for_each(|&word| give(Kind::Name, Table::Name, word));
    for email in corpus.emails(row) {
        give(Kind::Email, Table::Email, email.address);
        give(Kind::User, Table::User, email.user);
    }
    corpus.phones(row).for_each(|phone| give(Kind::Phone, Table::Phone, phone.symbol));
    corpus.links(row).for_each(|(_, address)| give(Kind::Link, Table::Link, address));
    corpus.numbers(row).iter().for_each(|&number| give(Kind::Number, Table::Number, number));
    for job in corpus.jobs(row) {
        give(Kind::Employer, Table::EmployerCore, job.core);
        give(Kind::Acronym, Table::Acronym, job.acronym);
    }
    for study in corpus.studies(row) {
        give(Kind::School, Table::SchoolCore, study.core);
        give(Kind::Acronym, Table::Acronym, study.acronym);
    }
}
