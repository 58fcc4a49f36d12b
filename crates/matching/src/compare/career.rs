//! How employers, schools and skills compare.

use super::{ALIAS_SHARE, Comparison, Field};
use crate::corpus::{Corpus, NONE, Row, Symbol, Table};

/// Into how many parts a bit is divided, where bits are summed.
const PARTS: f32 = 1_048_576.0;

impl Corpus {
    pub(super) fn compare_jobs(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
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

    pub(super) fn compare_studies(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
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
    pub(super) fn compare_careers(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
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

    pub(super) fn compare_skills(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let (left_skills, right_skills) = (self.skills(left), self.skills(right));
        if left_skills.is_empty() || right_skills.is_empty() {
            return;
        }
        // Whole numbers, for a sum of these is the same in any order.
        let (mut parts, mut common, mut place) = (0_u64, 0_usize, 0);
        for &skill in left_skills {
            while place < right_skills.len() && right_skills[place] < skill {
                place += 1;
            }
            if right_skills.get(place) == Some(&skill) {
                common += 1;
                parts += (-self.share(Table::Skill, skill).log2() * PARTS) as u64;
            }
        }
        let all = left_skills.len() + right_skills.len() - common;
        let likeness = common as f32 / all as f32;
        outcome.figures[20] = likeness;
        outcome.figures[21] = parts as f32 / PARTS;
        outcome.figures[22] = left_skills.len().min(right_skills.len()) as f32;
        outcome.levels[Field::Skills as usize] = match likeness {
            likeness if likeness >= 0.5 => 4,
            likeness if likeness >= 0.25 => 3,
            likeness if likeness > 0.0 => 2,
            _ => 1,
        };
    }
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
