//! How two records compare, field by field.

use rapidfuzz::distance::jaro_winkler;

use crate::corpus::{Corpus, EmailRow, NONE, Row, Symbol, Table};
use crate::marks::{Common, Kind};
use crate::shape::{self, CLOSE};

/// The fields that are compared, in the order in which evidence is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Given = 0,
    Family = 1,
    Middle = 2,
    Generation = 3,
    Email = 4,
    Phone = 5,
    Link = 6,
    Handle = 7,
    Employer = 8,
    School = 9,
    City = 10,
    Country = 11,
    Skills = 12,
    Title = 13,
    Birth = 14,
    Number = 15,
    Street = 16,
    Career = 17,
}

/// How many fields there are.
pub(crate) const N_FIELDS: usize = 18;

/// Records below which a set is judged as if it were larger: rarity in a handful says nothing.
pub(crate) const FLOOR: f32 = 10_000.0;

/// The share of records that hold a name which only its initials tell.
const ALIAS_SHARE: f32 = 0.01;

/// How many figures the interaction layer sees besides the levels and weights.
pub(crate) const N_FIGURES: usize = 30;

/// The outcome of comparing two records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Comparison {
    /// Level of each field; 0 says nothing. What the others mean is in [`crate::weights`].
    pub(crate) levels: [u8; N_FIELDS],
    /// Share of records that hold the agreeing value, where a level is weighed by it; 0 where it is not.
    pub(crate) shares: [f32; N_FIELDS],
    /// Figures for the interaction layer; -1 is unknown.
    pub(crate) figures: [f32; N_FIGURES],
    /// Values of left and right that the level rests on, as symbols of the field's table.
    pub(crate) swapped: bool,
}

/// Levels of a name part, ascending in likeness.
pub(crate) mod name {
    pub(crate) const DIFFERENT: u8 = 1;
    pub(crate) const INITIAL: u8 = 2;
    pub(crate) const SIMILAR: u8 = 3;
    pub(crate) const SOUND: u8 = 4;
    pub(crate) const RELATED: u8 = 5;
    pub(crate) const EXACT: u8 = 6;
}

/// How much two words are alike.
#[derive(Debug, Clone, Copy, Default)]
struct Likeness {
    /// By Jaro and Winkler.
    close: bool,
    /// But for one slip of the keys.
    slip: bool,
}

impl Corpus {
    /// Compares two rows.
    pub(crate) fn compare(&self, left: usize, right: usize) -> Comparison {
        let (left, right) = (&self.rows[left], &self.rows[right]);
        let mut outcome = Comparison { levels: [0; N_FIELDS], shares: [0.0; N_FIELDS], figures: [-1.0; N_FIGURES], swapped: false };
        self.compare_names(left, right, &mut outcome);
        self.compare_others(left, right, outcome)
    }

    /// Compares the names of two rows.
    pub(crate) fn compare_names_of(&self, left: u32, right: u32) -> Comparison {
        let mut outcome = Comparison { levels: [0; N_FIELDS], shares: [0.0; N_FIELDS], figures: [-1.0; N_FIGURES], swapped: false };
        self.compare_names(&self.rows[left as usize], &self.rows[right as usize], &mut outcome);
        outcome
    }

    /// Compares two rows whose names were compared.
    pub(crate) fn compare_rest(&self, left: u32, right: u32, names: Comparison) -> Comparison {
        self.compare_others(&self.rows[left as usize], &self.rows[right as usize], names)
    }

    /// How rare the one value is that two rows have in common besides the name, in bits.
    pub(crate) fn rarity(&self, common: Common) -> f32 {
        let (table, symbol) = match common.other() {
            Some((Kind::City, symbol)) => (Table::City, symbol),
            Some((Kind::Employer, symbol)) => (Table::EmployerCore, symbol),
            Some((Kind::School, symbol)) => (Table::SchoolCore, symbol),
            _ => return -ALIAS_SHARE.log2(),
        };
        -self.share(table, symbol).log2()
    }

    /// Compares all but the names.
    fn compare_others(&self, left: &Row, right: &Row, mut outcome: Comparison) -> Comparison {
        self.compare_emails(left, right, &mut outcome);
        self.compare_phones(left, right, &mut outcome);
        self.compare_links(left, right, &mut outcome);
        self.compare_jobs(left, right, &mut outcome);
        self.compare_studies(left, right, &mut outcome);
        self.compare_places(left, right, &mut outcome);
        self.compare_skills(left, right, &mut outcome);
        self.compare_numbers(left, right, &mut outcome);
        outcome
    }

    /// The share of records that hold a value; in a small set leaning on what is usual for its kind.
    fn share(&self, table: Table, symbol: Symbol) -> f32 {
        let usual = match table {
            Table::Employer => 0.002,
            Table::EmployerCore | Table::School | Table::SchoolCore => 0.004,
            Table::City => 0.01,
            Table::Country => 0.15,
            Table::Skill => 0.03,
            _ => 1e-4,
        };
        self.lean(self.tables[table as usize].count[symbol as usize], usual)
    }

    fn lean(&self, count: u32, usual: f32) -> f32 {
        const WEIGHT: f32 = 1000.0;
        (count as f32 + usual * WEIGHT) / (self.total + WEIGHT)
    }

    /// The chance that two persons share a contact that so many names and records hold.
    fn chance(&self, table: usize, symbol: Symbol) -> (f32, f32, f32) {
        let names = f32::from(self.names[table].get(symbol as usize).copied().unwrap_or(1));
        let kind = [Table::Email, Table::Phone, Table::Link][table];
        let held = self.tables[kind as usize].count[symbol as usize] as f32;
        let share = (names - 0.95).max(0.05) / self.total.max(FLOOR);
        (share, names, held)
    }

    fn word_text(&self, symbol: Symbol) -> &str {
        self.tables[Table::Name as usize].text(symbol)
    }

    fn compare_names(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let straight = (self.compare_given(self.given(left), left.given, self.given(right), right.given), self.compare_family(left, right));
        let mut given = straight.0;
        let mut family = straight.1;
        if given.0 <= name::SIMILAR && family.0 <= name::SIMILAR {
            let first = self.compare_parts(self.given(left), left.given, self.family(right), right.family, false);
            let second = self.compare_parts(self.family(left), left.family, self.given(right), right.given, true);
            let likeness = |level: u8| u16::from(level.saturating_sub(name::INITIAL));
            if likeness(first.0) + likeness(second.0) > likeness(given.0) + likeness(family.0) && first.0.min(second.0) >= name::SIMILAR {
                given = first;
                family = second;
                outcome.swapped = true;
            }
        }
        outcome.levels[Field::Given as usize] = given.0;
        outcome.levels[Field::Family as usize] = family.0;
        outcome.shares[Field::Given as usize] = given.1;
        outcome.shares[Field::Family as usize] = family.1;
        self.compare_middle(left, right, outcome);
        if left.generation != 0 || right.generation != 0 {
            let level = match (left.generation, right.generation) {
                (0, _) | (_, 0) => 2,
                (one, other) if one == other => 3,
                _ => 1,
            };
            outcome.levels[Field::Generation as usize] = level;
        }
    }

    fn given_share(&self, symbol: Symbol) -> f32 {
        self.lean(self.words[symbol as usize].as_given, 0.003)
    }

    fn family_share(&self, symbol: Symbol) -> f32 {
        self.lean(self.words[symbol as usize].as_family, 0.0007)
    }

    fn compare_given(&self, left: &[Symbol], left_joined: Symbol, right: &[Symbol], right_joined: Symbol) -> (u8, f32) {
        self.compare_parts(left, left_joined, right, right_joined, false)
    }

    fn compare_family(&self, left: &Row, right: &Row) -> (u8, f32) {
        self.compare_parts(self.family(left), left.family, self.family(right), right.family, true)
    }

    /// Compares given with given or family with family; the level, and the share of the agreeing word.
    fn compare_parts(&self, left: &[Symbol], left_joined: Symbol, right: &[Symbol], right_joined: Symbol, family: bool) -> (u8, f32) {
        let (Some(&left_first), Some(&right_first)) = (left.first(), right.first()) else { return (0, 0.0) };
        let share = |symbol: Symbol| if family { self.family_share(symbol) } else { self.given_share(symbol) };
        if left_joined == right_joined {
            return (name::EXACT, share(left_joined));
        }
        let shape = |word: Symbol| &self.words[word as usize].shape;
        if !family && left_first == right_first && shape(left_first).length() > 1 {
            return (name::EXACT, share(left_first));
        }
        let common =
            left.iter().filter(|word| right.contains(word) && shape(**word).length() > 1).map(|&word| share(word)).reduce(f32::min);
        if let Some(common) = common {
            return (name::RELATED, common);
        }
        let wider = |one: Symbol, other: Symbol| share(one).max(share(other));
        if !family && self.related(left_first, right_first) {
            return (name::RELATED, wider(left_first, right_first));
        }
        let (left_shape, right_shape) = (shape(left_first), shape(right_first));
        if (left_shape.length() == 1 || right_shape.length() == 1) && left_shape.first() == right_shape.first() {
            return (name::INITIAL, 0.04);
        }
        let sounds = |one: Symbol, other: Symbol| self.words[one as usize].skeleton == self.words[other as usize].skeleton;
        let likeness = self.words_resemble(left_joined, right_joined);
        if likeness.close && sounds(left_joined, right_joined) {
            return (name::SOUND, wider(left_joined, right_joined));
        }
        if likeness.close || likeness.slip {
            return (name::SIMILAR, wider(left_joined, right_joined));
        }
        if sounds(left_first, right_first) && left_shape.length() > 3 && right_shape.length() > 2 {
            return (name::SIMILAR, wider(left_first, right_first));
        }
        let slip = |one: Symbol, other: Symbol| {
            self.words[one as usize].shape.may_slip(&self.words[other as usize].shape)
                && one_slip(self.word_text(one), self.word_text(other))
        };
        if (left.len() > 1 || right.len() > 1) && left.iter().any(|&one| right.iter().any(|&other| slip(one, other))) {
            return (name::SIMILAR, wider(left_first, right_first));
        }
        (name::DIFFERENT, 0.0)
    }

    /// How much two words are alike; their texts are looked at only where their shapes leave it open.
    fn words_resemble(&self, left: Symbol, right: Symbol) -> Likeness {
        let (one, other) = (&self.words[left as usize].shape, &self.words[right as usize].shape);
        let (may_resemble, may_slip) = (one.may_resemble(other), one.may_slip(other));
        if !may_resemble && !may_slip {
            return Likeness::default();
        }
        let (left, right) = (self.word_text(left), self.word_text(right));
        let close = may_resemble && left.len() > 2 && right.len() > 2 && resemble(left, right, CLOSE);
        Likeness { close, slip: may_slip && one_slip(left, right) }
    }

    /// Whether two given names are forms of one another, by the tables or as a beginning of three letters and more.
    fn related(&self, left: Symbol, right: Symbol) -> bool {
        let (left_word, right_word) = (&self.words[left as usize], &self.words[right as usize]);
        if left_word.groups.iter().any(|group| right_word.groups.contains(group)) {
            return true;
        }
        if !left_word.shape.may_begin(&right_word.shape) {
            return false;
        }
        let (left_text, right_text) = (self.word_text(left), self.word_text(right));
        let shorter = left_text.len().min(right_text.len());
        shorter >= 3 && left_text.as_bytes()[..shorter] == right_text.as_bytes()[..shorter]
    }

    fn compare_middle(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let (left_given, right_given) = (self.given(left), self.given(right));
        if left_given.len() < 2 || right_given.len() < 2 || left_given[0] != right_given[0] {
            return;
        }
        let (left_text, right_text) = (self.word_text(left_given[1]), self.word_text(right_given[1]));
        let level = if left_text == right_text && left_text.len() > 1 {
            3
        } else if left_text.as_bytes()[0] == right_text.as_bytes()[0] {
            2
        } else {
            1
        };
        outcome.levels[Field::Middle as usize] = level;
    }

    fn compare_emails(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let field = Field::Email as usize;
        let mut personal = [0_u8; 2];
        for left_email in self.emails(left) {
            for right_email in self.emails(right) {
                let (level, share) = self.compare_email(&left_email, &right_email);
                let better =
                    level > outcome.levels[field] || (level == outcome.levels[field] && level == 5 && share < outcome.shares[field]);
                if better {
                    outcome.levels[field] = level;
                    outcome.shares[field] = share;
                    if level == 5 {
                        (_, outcome.figures[0], outcome.figures[1]) = self.chance(0, left_email.address);
                    }
                }
                personal[0] = personal[0].max(u8::from(left_email.domain == right_email.domain));
            }
        }
        outcome.figures[2] = f32::from(personal[0]);
        let forth = self.handle_fits(left, right);
        let back = self.handle_fits(right, left);
        let best = forth.max(back);
        outcome.levels[Field::Handle as usize] = best;
        outcome.figures[3] = f32::from(forth.min(back));
    }

    /// 5 equal, 4 equal but for a slip, 3 one user at two providers, 2 the same letters with other digits, 1 different.
    fn compare_email(&self, left: &EmailRow, right: &EmailRow) -> (u8, f32) {
        if left.address == right.address {
            return (5, self.chance(0, left.address).0);
        }
        if left.role || right.role || left.user == NONE || right.user == NONE {
            return (1, 0.0);
        }
        let users = &self.tables[Table::User as usize];
        if left.user == right.user && left.digits == right.digits {
            let domains = &self.tables[Table::Domain as usize];
            let slip = one_slip(domains.text(left.domain), domains.text(right.domain));
            let held = self.lean(users.count[left.user as usize], 2e-5);
            let length = users.text(left.user).len();
            return if slip {
                (4, held)
            } else if length >= 4 {
                (3, held)
            } else {
                (1, 0.0)
            };
        }
        if left.user == right.user && users.text(left.user).len() >= 5 {
            return (2, self.lean(users.count[left.user as usize], 2e-5));
        }
        if left.domain == right.domain && left.digits == right.digits {
            let (left_text, right_text) = (users.text(left.user), users.text(right.user));
            if left_text.len() >= 6 && one_slip(left_text, right_text) {
                return (4, self.lean(users.count[left.user as usize].max(users.count[right.user as usize]), 2e-5));
            }
        }
        (1, 0.0)
    }

    /// Whether an address of `from` spells the name of `to`: 3 given and family, 2 initial and family, 1 neither, 0 unknown.
    fn handle_fits(&self, from: &Row, to: &Row) -> u8 {
        let mut best = 0;
        let Some(&given) = self.given(to).first() else { return 0 };
        for email in self.emails(from).filter(|email| !email.role && email.user != NONE) {
            let users = &self.tables[Table::User as usize];
            // Most addresses lack a letter of either name; to see that takes no text.
            let within = |word: Symbol| self.words[word as usize].shape.letters & !email.letters == 0;
            if !within(given) && !self.family(to).iter().any(|&word| within(word)) {
                let long = users.length(email.user) >= 4;
                best = best.max(u8::from(long && !self.family(to).is_empty()));
                continue;
            }
            let (user, given) = (users.text(email.user).as_bytes(), self.word_text(given).as_bytes());
            if user.len() < 4 || given.is_empty() {
                continue;
            }
            let fits = self.family(to).iter().map(|&word| spells(user, given, self.word_text(word).as_bytes())).max().unwrap_or(0);
            best = best.max(fits);
        }
        best
    }

    fn compare_phones(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let field = Field::Phone as usize;
        for left_phone in self.phones(left) {
            for right_phone in self.phones(right) {
                if left_phone.symbol == right_phone.symbol {
                    let (share, names, held) = self.chance(1, left_phone.symbol);
                    if outcome.levels[field] < 3 || share < outcome.shares[field] {
                        outcome.figures[4] = names;
                        outcome.figures[5] = held;
                        outcome.levels[field] = 3;
                        outcome.shares[field] = share;
                    }
                } else if outcome.levels[field] < 2 {
                    let phones = &self.tables[Table::Phone as usize];
                    let slip = shape::numbers_may_slip(left_phone.digits, right_phone.digits)
                        && one_slip(phones.text(left_phone.symbol), phones.text(right_phone.symbol));
                    outcome.levels[field] = if slip { 2 } else { 1 };
                }
            }
        }
    }

    fn compare_links(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let field = Field::Link as usize;
        let mut conflict = false;
        for (left_network, left_link) in self.links(left) {
            for (right_network, right_link) in self.links(right) {
                if left_link == right_link {
                    let (share, names, held) = self.chance(2, left_link);
                    outcome.levels[field] = 2;
                    outcome.shares[field] = share;
                    outcome.figures[6] = names;
                    outcome.figures[29] = held;
                } else if left_network == right_network && left_network != NONE {
                    conflict = true;
                }
            }
        }
        if outcome.levels[field] == 0 && conflict {
            outcome.levels[field] = 1;
        }
        outcome.figures[7] = f32::from(u8::from(conflict));
    }

    fn compare_jobs(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let mut best = (0_u8, 1.0_f32);
        let (mut shared, mut dated, mut clashes) = (0_u8, 0_u8, 0_u8);
        let mut gap = -1.0_f32;
        let mut same_title = false;
        for left_job in self.jobs(left) {
            for right_job in self.jobs(right) {
                same_title |= left_job.title == right_job.title && left_job.title != NONE;
                let exact = left_job.name == right_job.name && left_job.name != NONE;
                let alias = !exact && alike(left_job.core, right_job.core, left_job.acronym, right_job.acronym);
                let starts =
                    if left_job.start != 0 && right_job.start != 0 { f32::from(left_job.start.abs_diff(right_job.start)) } else { -1.0 };
                if exact || alias {
                    shared += 1;
                    let close = (0.0..=8.0).contains(&starts);
                    dated += u8::from(close);
                    let share = if exact {
                        self.share(Table::Employer, left_job.name)
                    } else if left_job.core == right_job.core {
                        self.share(Table::EmployerCore, left_job.core)
                    } else {
                        ALIAS_SHARE
                    };
                    let level = match (exact, close, starts < 0.0) {
                        (true, true, _) => 5,
                        (true, false, true) => 4,
                        (true, false, false) => 3,
                        (false, true, _) => 3,
                        (false, false, _) => 2,
                    };
                    if level > best.0 || (level == best.0 && share < best.1) {
                        best = (level, share);
                    }
                    if starts >= 0.0 && (gap < 0.0 || starts < gap) {
                        gap = starts;
                    }
                } else if overlap(left_job.start, left_job.end, right_job.start, right_job.end) > 6 {
                    clashes += 1;
                }
            }
        }
        let (left_jobs, right_jobs) = (self.jobs(left).count(), self.jobs(right).count());
        if left_jobs > 0 && right_jobs > 0 {
            let field = Field::Employer as usize;
            outcome.levels[field] = best.0.max(1);
            outcome.shares[field] = if best.0 == 0 { 0.0 } else { best.1 };
            outcome.figures[8] = f32::from(shared);
            outcome.figures[9] = f32::from(dated);
            outcome.figures[10] = f32::from(clashes);
            outcome.figures[11] = gap;
            outcome.figures[12] = left_jobs.min(right_jobs) as f32;
            outcome.figures[13] = earliest(self.jobs(left).map(|job| job.start))
                .zip(earliest(self.jobs(right).map(|job| job.start)))
                .map_or(-1.0, |(one, other)| f32::from(one.abs_diff(other)));
        }
        let label = left.label == right.label && left.label != NONE
            || self.jobs(left).any(|job| job.title == right.label && job.title != NONE)
            || self.jobs(right).any(|job| job.title == left.label && job.title != NONE);
        let titled = |row: &Row, n_jobs: usize| row.label != NONE || n_jobs > 0;
        if titled(left, left_jobs) && titled(right, right_jobs) {
            outcome.levels[Field::Title as usize] = if same_title || label { 2 } else { 1 };
        }
    }

    fn compare_studies(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let mut best = (0_u8, 1.0_f32);
        let (mut shared, mut gap) = (0_u8, -1.0_f32);
        let mut same_area = false;
        for left_study in self.studies(left) {
            for right_study in self.studies(right) {
                same_area |= left_study.area == right_study.area && left_study.area != NONE;
                let exact = left_study.name == right_study.name && left_study.name != NONE;
                let alias = !exact && alike(left_study.core, right_study.core, left_study.acronym, right_study.acronym);
                let years =
                    if left_study.end != 0 && right_study.end != 0 { f32::from(left_study.end.abs_diff(right_study.end)) } else { -1.0 };
                if left_study.degree == right_study.degree && left_study.degree != 0 && years >= 0.0 && (gap < 0.0 || years < gap) {
                    gap = years;
                }
                if exact || alias {
                    shared += 1;
                    let close = (0.0..=1.0).contains(&years);
                    let share = if exact {
                        self.share(Table::School, left_study.name)
                    } else if left_study.core == right_study.core {
                        self.share(Table::SchoolCore, left_study.core)
                    } else {
                        ALIAS_SHARE
                    };
                    let level = match (exact, close, years < 0.0) {
                        (true, true, _) => 5,
                        (false, true, _) => 4,
                        (true, false, true) => 4,
                        (false, false, true) => 3,
                        (_, false, false) => 2,
                    };
                    if level > best.0 || (level == best.0 && share < best.1) {
                        best = (level, share);
                    }
                }
            }
        }
        if self.studies(left).next().is_some() && self.studies(right).next().is_some() {
            let field = Field::School as usize;
            outcome.levels[field] = best.0.max(1);
            outcome.shares[field] = if best.0 == 0 { 0.0 } else { best.1 };
            outcome.figures[14] = f32::from(shared);
            outcome.figures[15] = gap;
            outcome.figures[16] = f32::from(u8::from(same_area));
            outcome.figures[17] = earliest(self.studies(left).map(|study| study.end))
                .zip(earliest(self.studies(right).map(|study| study.end)))
                .map_or(-1.0, |(one, other)| f32::from(one.abs_diff(other)));
            outcome.figures[18] = self.studies(left).count().min(self.studies(right).count()) as f32;
        }
        self.compare_careers(left, right, outcome);
    }

    /// Whether the end of one's first study fits the start of the other's first job: years between, where one lacks the other part.
    fn compare_careers(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let studied = |row: &Row| earliest(self.studies(row).map(|study| study.end));
        let worked = |row: &Row| earliest(self.jobs(row).map(|job| job.start)).map(|month| month / 12 + 1900);
        let between = |end: Option<u16>, start: Option<u16>| end.zip(start).map(|(end, start)| f32::from(start) - f32::from(end));
        let gaps = [between(studied(left), worked(right)), between(studied(right), worked(left))];
        let worst = gaps.into_iter().flatten().map(|gap| if gap < -1.0 { -gap + 10.0 } else { gap.abs() }).reduce(f32::max);
        outcome.figures[19] = worst.unwrap_or(-1.0);
        if let Some(worst) = worst {
            outcome.levels[Field::Career as usize] = if worst > 12.0 { 1 } else { 2 };
        }
    }

    fn compare_places(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        if left.city != NONE && right.city != NONE {
            let field = Field::City as usize;
            if left.city == right.city {
                outcome.levels[field] = 3;
                outcome.shares[field] = self.share(Table::City, left.city);
            } else {
                let cities = &self.tables[Table::City as usize];
                outcome.levels[field] = if one_slip(cities.text(left.city), cities.text(right.city)) { 2 } else { 1 };
            }
        }
        if left.country != NONE && right.country != NONE {
            let field = Field::Country as usize;
            outcome.levels[field] = if left.country == right.country { 2 } else { 1 };
            outcome.shares[field] = if left.country == right.country { self.share(Table::Country, left.country) } else { 0.0 };
        }
        if left.street != NONE && right.street != NONE {
            let streets = &self.tables[Table::Street as usize];
            let near = resemble(streets.text(left.street), streets.text(right.street), 0.9);
            let code = left.postcode == right.postcode && left.postcode != NONE;
            let field = Field::Street as usize;
            outcome.levels[field] = if left.street == right.street {
                3
            } else if near || code {
                2
            } else {
                1
            };
            if left.street == right.street {
                outcome.shares[field] = self.share(Table::Street, left.street);
            }
        }
    }

    fn compare_skills(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let (left_skills, right_skills) = (self.skills(left), self.skills(right));
        if left_skills.is_empty() || right_skills.is_empty() {
            return;
        }
        let (mut bits, mut common, mut place) = (0.0_f32, 0_usize, 0);
        for &skill in left_skills {
            while place < right_skills.len() && right_skills[place] < skill {
                place += 1;
            }
            if right_skills.get(place) == Some(&skill) {
                common += 1;
                bits -= self.share(Table::Skill, skill).log2();
            }
        }
        let all = left_skills.len() + right_skills.len() - common;
        let likeness = common as f32 / all as f32;
        outcome.figures[20] = likeness;
        outcome.figures[21] = bits;
        outcome.figures[22] = left_skills.len().min(right_skills.len()) as f32;
        outcome.levels[Field::Skills as usize] = match likeness {
            likeness if likeness >= 0.5 => 4,
            likeness if likeness >= 0.25 => 3,
            likeness if likeness > 0.0 => 2,
            _ => 1,
        };
    }

    fn compare_numbers(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let mut level = 0;
        for left_number in self.numbers(left) {
            for right_number in self.numbers(right) {
                let numbers = &self.tables[Table::Number as usize];
                let here = if left_number == right_number {
                    3
                } else if one_slip(numbers.text(*left_number), numbers.text(*right_number)) {
                    2
                } else {
                    1
                };
                if here > level {
                    level = here;
                    outcome.shares[Field::Number as usize] = if here == 3 { self.share(Table::Number, *left_number) } else { 0.0 };
                }
            }
        }
        outcome.levels[Field::Number as usize] = level;
        if left.birth != NONE && right.birth != NONE {
            let births = &self.tables[Table::Birth as usize];
            let field = Field::Birth as usize;
            outcome.levels[field] = if left.birth == right.birth {
                outcome.shares[field] = self.share(Table::Birth, left.birth);
                3
            } else if dates_resemble(births.text(left.birth), births.text(right.birth)) {
                2
            } else {
                1
            };
        }
    }
}

/// Whether two texts are at least so much alike, by Jaro and Winkler.
fn resemble(left: &str, right: &str, least: f64) -> bool {
    jaro_winkler::similarity_with_args(left.bytes(), right.bytes(), &jaro_winkler::Args::default().score_cutoff(least)).is_some()
}

/// Whether two dates of digits differ by a slip, or in one of year, month and day, or have month and day exchanged.
fn dates_resemble(left: &str, right: &str) -> bool {
    let parts = |date: &str| Some([date.get(..4)?.to_owned(), date.get(4..6)?.to_owned(), date.get(6..8)?.to_owned()]);
    let parted = parts(left).zip(parts(right)).is_some_and(|(left, right)| {
        let equal = (0..3).filter(|&part| left[part] == right[part]).count();
        equal == 2 || left[0] == right[0] && left[1] == right[2] && left[2] == right[1]
    });
    parted || one_slip(left, right)
}

/// Whether two organisations go by one name in short.
fn alike(left_core: Symbol, right_core: Symbol, left_acronym: Symbol, right_acronym: Symbol) -> bool {
    (left_core == right_core && left_core != NONE) || (left_acronym == right_acronym && left_acronym != NONE)
}

fn earliest(dates: impl Iterator<Item = u16>) -> Option<u16> {
    dates.filter(|&date| date != 0).min()
}

/// Months that two jobs have in common; an open end lasts.
fn overlap(left_start: u16, left_end: u16, right_start: u16, right_end: u16) -> u16 {
    if left_start == 0 || right_start == 0 {
        return 0;
    }
    let end = |start: u16, end: u16| if end == 0 { start.saturating_add(12) } else { end };
    end(left_start, left_end).min(end(right_start, right_end)).saturating_sub(left_start.max(right_start))
}

/// Whether two words of four letters and more differ by one slip of the keys: a letter too many, too few, another, or two exchanged.
pub(crate) fn one_slip(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() { (left.as_bytes(), right.as_bytes()) } else { (right.as_bytes(), left.as_bytes()) };
    if short.len() < 4 || long.len() > short.len() + 1 {
        return false;
    }
    let Some(at) = short.iter().zip(long).position(|(one, other)| one != other) else { return true };
    if short.len() < long.len() {
        return short[at..] == long[at + 1..];
    }
    short[at + 1..] == long[at + 1..]
        || (at + 1 < short.len() && short[at] == long[at + 1] && short[at + 1] == long[at] && short[at + 2..] == long[at + 2..])
}

/// How well the letters of an address spell a name: 3 given and family, 2 initial and family, 1 not.
fn spells(user: &[u8], given: &[u8], family: &[u8]) -> u8 {
    if family.len() < 2 {
        return 1;
    }
    let Some(place) = memfind(user, family) else {
        // `j.king` and `jamesk` name a family by its initial.
        return if given.len() >= 4 && user.starts_with(given) && user.len() <= given.len() + 1 { 2 } else { 1 };
    };
    let (before, after) = (&user[..place], &user[place + family.len()..]);
    let whole = |rest: &[u8]| given.len() >= 2 && memfind(rest, given).is_some();
    let initial = |rest: &[u8]| rest.first() == Some(&given[0]) && rest.len() <= 2;
    if whole(before) || whole(after) {
        3
    } else if initial(before) || initial(after) {
        2
    } else {
        1
    }
}

fn memfind(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_an_edit_or_an_exchange() {
        for (left, right, expected) in [
            ("example", "example", true),
            ("example", "exmaple", true),
            ("example", "exampl", true),
            ("example", "eexample", true),
            ("example", "examble", true),
            ("example", "exbmple", true),
            ("example", "xaemple", false),
            ("example", "exapmel", false),
            ("example", "exam", false),
            ("exam", "exma", true),
            ("abc", "abd", false),
        ] {
            assert_eq!(one_slip(left, right), expected, "{left} {right}");
            assert_eq!(one_slip(right, left), expected, "{right} {left}");
        }
    }
}
