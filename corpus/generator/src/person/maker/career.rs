//! Jobs and studies, one after the other.

use super::Maker;
use crate::date::{Month, Stretch};
use crate::person::{Job, Role, Study};
use crate::vary;

impl Maker<'_> {
    pub(super) fn title(&mut self, field: usize) -> String {
        let titles = self.locale.list("title");
        // Neighbours in the list are of one walk of life: most careers stay there.
        let index = if self.rng.chance(86) { (field + self.rng.below(5)) % titles.len() } else { self.rng.below(titles.len()) };
        let title = self.gendered(&titles[index]);
        let ranked = ["Junior", "Senior", "Head", "Sous", "Staff", "Lead", "Assistant"].iter().any(|rank| title.starts_with(rank));
        if self.rng.chance(14) && !ranked {
            let modifier = self.any("modifier");
            let modifier = self.fill(&modifier);
            return if modifier.ends_with('_') {
                format!("{} {title}", modifier.trim_end_matches('_'))
            } else {
                format!("{title}{}{modifier}", if modifier.starts_with(',') { "" } else { " " })
            };
        }
        title
    }

    pub(super) fn career(&mut self) -> (Vec<Job>, usize) {
        let field = self.rng.below(self.locale.list("title").len());
        let count = *self.rng.pick(&[0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8]);
        let mut cursor = if self.rng.chance(65) { self.today } else { self.today.back(self.rng.between(1, 20)) };
        let current = cursor == self.today;
        let dates = !self.rng.chance(3);
        let depth = self.rng.below(5);
        let jobs = (0..count)
            .map(|nth| {
                let employer = self.any("employer");
                let employer = self.fill(&employer);
                let employer = vary::employer(employer, &mut self.filler());
                let mut place = self.work_place();
                if employer.contains(&place) && self.rng.chance(50) {
                    place = String::new();
                }
                let roles = if self.rng.chance(14) { self.rng.between(2, 3) } else { 1 };
                let roles = (0..roles).map(|role| self.role(field, &mut cursor, current && nth == 0 && role == 0, dates, depth)).collect();
                cursor = match self.rng.below(10) {
                    0 => Month(cursor.0 + 3).min(self.today),
                    1 => cursor.back(self.rng.between(4, 16)),
                    2..=4 => cursor.back(1),
                    _ => cursor,
                };
                Job { employer, place, roles }
            })
            .collect();
        (jobs, field)
    }

    fn role(&mut self, field: usize, cursor: &mut Month, current: bool, dates: bool, depth: usize) -> Role {
        let end = *cursor;
        let length = *self.rng.pick(&[2, 3, 5, 8, 11, 14, 19, 23, 26, 31, 37, 44, 52, 66, 90]);
        let start = end.back(length);
        *cursor = start.back(usize::from(self.rng.chance(50)));
        let stretch = match (dates, current) {
            (false, _) => Stretch::None,
            (true, true) => Stretch::Open(start),
            (true, false) => Stretch::Closed(start, end),
        };
        let count = match depth {
            0 => 0,
            1 => self.rng.below(2),
            2 | 3 => self.rng.between(1, 4),
            _ => self.rng.between(3, 6),
        };
        let bullets = self.sentences(count);
        let title = self.title(field);
        Role { title: vary::title(title, &mut self.filler()), stretch, bullets }
    }

    fn sentences(&mut self, count: usize) -> Vec<String> {
        let patterns = self.rng.some(self.locale.list("bullet"), count);
        patterns.iter().map(|pattern| self.fill(pattern)).collect()
    }

    pub(super) fn studies(&mut self, first_job: Option<&Job>, least: usize) -> Vec<Study> {
        let count = (*self.rng.pick(&[0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4])).max(least);
        let begun = first_job.and_then(|job| match job.roles.last().map(|role| role.stretch) {
            Some(Stretch::Closed(start, _) | Stretch::Open(start)) => Some(start),
            _ => None,
        });
        let running = begun.is_none() || self.rng.chance(7);
        let mut cursor = begun.unwrap_or(self.today).back(self.rng.below(6));
        let dates = !self.rng.chance(4);
        let shape = self.rng.below(10);
        // Highest first: university, vocation, school.
        let mut levels: Vec<&str> = (0..count).map(|_| *self.rng.pick(&["u", "u", "u", "v", "v", "h"])).collect();
        levels.sort_by_key(|level| match *level {
            "u" => 0,
            "v" => 1,
            _ => 2,
        });
        let mut seen_school = false;
        levels.retain(|level| *level != "h" || !std::mem::replace(&mut seen_school, true));
        let mut studies: Vec<Study> = Vec::new();
        for (nth, level) in levels.into_iter().enumerate() {
            let study = self.study(level, nth == 0 && running, &mut cursor, dates, shape, &studies);
            studies.push(study);
        }
        studies
    }

    /// A degree that is not among `before`, if three tries find one.
    fn new_degree(&mut self, level: &str, before: &[Study]) -> (String, String) {
        let mut degree = self.degree(level);
        for _ in 0..3 {
            if before.iter().all(|study| study.degree != degree.0) {
                break;
            }
            degree = self.degree(level);
        }
        degree
    }

    fn study(&mut self, level: &str, running: bool, cursor: &mut Month, dates: bool, shape: usize, before: &[Study]) -> Study {
        let (degree, area) = self.new_degree(level, before);
        let school = self.of_level("school", level);
        let school = self.fill(school.split('|').next().unwrap_or_default());
        let school = vary::school(school, level, &mut self.filler());
        let june = Month::new(cursor.year(), 6).back(0);
        let end = if june > *cursor { june.back(12) } else { june };
        let start = end.back(*self.rng.pick(&[9, 21, 33, 33, 45, 57]));
        *cursor = start.back(2);
        let stretch = match (dates, running, shape) {
            (false, ..) => Stretch::None,
            (true, true, 0..=4) => Stretch::Expected(Month(self.today.0 + self.rng.between(3, 20))),
            (true, true, _) => Stretch::Open(start),
            (true, false, 0..=3) => Stretch::On(end),
            (true, false, _) => Stretch::Closed(start, end),
        };
        let grade = if self.rng.chance(20) {
            let grade = self.of_level("grade", level);
            self.fill(grade.split('|').next().unwrap_or_default())
        } else {
            String::new()
        };
        let note = if level == "u" && self.rng.chance(18) {
            let note = self.any("thesis");
            self.fill(&note)
        } else {
            String::new()
        };
        let place = if school.chars().count() < 60 { self.place().city } else { String::new() };
        let place = if school.contains(&place) { String::new() } else { place };
        Study { school, degree, area, place, stretch, grade, note }
    }

    /// An item under `key` whose last field names `level`, or any where none does.
    fn of_level(&mut self, key: &str, level: &str) -> String {
        let fitting: Vec<&String> = self.locale.list(key).iter().filter(|item| item.rsplit('|').next() == Some(level)).collect();
        if fitting.is_empty() { String::new() } else { (*self.rng.pick(&fitting)).clone() }
    }

    fn degree(&mut self, level: &str) -> (String, String) {
        let item = self.of_level("degree", level);
        let parts: Vec<&str> = item.split('|').collect();
        match parts.as_slice() {
            [degree, areas, _] => {
                let areas: Vec<&str> = areas.split('/').collect();
                ((*degree).to_owned(), (*self.rng.pick(&areas)).to_owned())
            }
            [degree, _] => ((*degree).to_owned(), String::new()),
            _ => (item, String::new()),
        }
    }
}
