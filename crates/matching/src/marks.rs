//! The values that records may share, side by side: what can be said of a pair without comparing it field by field.

use crate::corpus::{Corpus, NONE, Row, Symbol, Table};

/// What a mark stands for. The order does not matter, but the number takes the four highest bits of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    City = 0,
    Employer = 1,
    School = 2,
    Acronym = 3,
    Birth = 4,
    Street = 5,
    Postcode = 6,
    User = 7,
    Email = 8,
    Phone = 9,
    Link = 10,
    Number = 11,
    Name = 12,
}

/// Bits of a mark that tell the value.
const VALUE: u32 = 28;

/// What belongs to one person, as a rule.
const CONTACT: u32 = set(&[Kind::Birth, Kind::Street, Kind::Postcode, Kind::User, Kind::Email, Kind::Phone, Kind::Link, Kind::Number]);
/// By what records of a too common key are told apart.
const REFINING: u32 = set(&[Kind::City, Kind::Street, Kind::Postcode, Kind::Birth, Kind::Name, Kind::User, Kind::Employer, Kind::School]);
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

/// Follows the last mark of a row.
const END: u32 = u32::MAX;

/// For each row the values it holds and another row holds too, ascending.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// The marks of all rows, row by row, each with an [`END`].
    cells: Vec<u32>,
    heads: Vec<Head>,
}

/// What is asked first of a row: most pairs end here, so that it lies side by side in half a line of a processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Head {
    /// A bit, out of so many, for each value that would support a pair: rows without a common bit share none.
    gist: [u64; 3],
    /// Where its marks start.
    start: u32,
    /// A number for the two parts of the name, in either order: rows with other numbers are no namesakes.
    name: u32,
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
        let mut marks = Self { cells: Vec::new(), heads: Vec::with_capacity(corpus.rows.len()) };
        for row in &corpus.rows {
            let start = marks.cells.len();
            values(corpus, row, &mut |kind, table, symbol| {
                if symbol != NONE && corpus.tables[table as usize].count[symbol as usize] > 1 {
                    marks.cells.push((kind as u32) << VALUE | symbol & ((1 << VALUE) - 1));
                }
            });
            let own = &mut marks.cells[start..];
            own.sort_unstable();
            marks.heads.push(Head { gist: gist(own), start: start as u32, name: name(row) });
            marks.cells.push(END);
        }
        marks.cells.shrink_to_fit();
        marks
    }

    /// The marks of a row, and whatever follows their [`END`].
    fn from(&self, row: u32) -> &[u32] {
        &self.cells[self.heads[row as usize].start as usize..]
    }

    /// The values by which records of a too common key are told apart.
    pub(crate) fn refining(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        self.from(row).iter().copied().take_while(|&mark| mark != END).filter(|mark| REFINING >> (mark >> VALUE) & 1 == 1)
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
        let (left, right) = (self.from(left), self.from(right));
        let (mut at, mut other) = (0, 0);
        let mut common = Common::default();
        while let (Some(&one), Some(&two)) = (left.get(at), right.get(other)) {
            // Names come last and are compared word by word anyway: where one row has only they left, or its end, nothing more is shared.
            if one.max(two) >> VALUE >= Kind::Name as u32 {
                break;
            }
            let (equal, kind) = (u32::from(one == two), one >> VALUE);
            common.kinds |= equal << kind;
            if equal == 1 && kind < Kind::Acronym as u32 {
                (common.others, common.other) = (common.others + 1, one);
            }
            at += usize::from(one <= two);
            other += usize::from(two <= one);
        }
        common
    }

    /// Asks memory for what is asked of some pairs at once: one by one, each would be waited for. The left rows are at hand.
    pub(crate) fn fetch(&self, pairs: &[(u32, u32)]) {
        std::hint::black_box(pairs.iter().fold(0, |all, &(_, right)| all ^ self.heads[right as usize].start));
        let near = pairs.iter().filter(|&&(left, right)| self.may_support(left, right));
        let cells = near.map(|&(_, right)| self.cells.get(self.heads[right as usize].start as usize));
        std::hint::black_box(cells.flatten().fold(0, |all, &mark| all ^ mark));
    }
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
fn name(row: &Row) -> u32 {
    let mixed = |word: Symbol| {
        let word = word.wrapping_mul(0x9e37_79b1);
        (word ^ word >> 15).wrapping_mul(0x85eb_ca6b)
    };
    mixed(row.given).wrapping_add(mixed(row.family))
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
