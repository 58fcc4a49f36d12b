//! What follows from a profile and is searched by number: years, months, levels, the place on the map.

use vitae_model::{Profile, Work};

use crate::analysis;
use crate::lexicon::{City, level_of};
use crate::query::Facet;
use crate::values;

/// The year of what goes on: later than any that is asked for.
pub(crate) const OPEN: i32 = 9999;
/// Years in which people work; what is printed outside of them is a slip.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// When a profile was true: months since year 0, of the person's last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AsOf(pub(crate) i32);

impl AsOf {
    /// Of seconds since 1970. Source: the usual conversion of days to the Gregorian calendar, in years that start in March.
    pub(crate) fn of(seconds: i64) -> Self {
        let days = seconds.div_euclid(86_400) + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day_of_year + 2) / 153;
        // March is month 0 here.
        Self(i32::try_from((era * 400 + year) * 12 + month + 2).unwrap_or(i32::MAX / 2))
    }

    fn year(self) -> i32 {
        self.0.div_euclid(12)
    }
}

/// Seconds since 1970 of the first moment of a day.
pub(crate) fn seconds(year: i32, month: u8, day: u8) -> i64 {
    let (year, month) = if month > 2 { (i64::from(year), i64::from(month) - 3) } else { (i64::from(year) - 1, i64::from(month) + 9) };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    (era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468) * 86_400
}

/// The years in which somebody had a job, ascending; [`OPEN`] is one of them where it goes on.
pub(crate) fn years(job: &Work, as_of: AsOf) -> Vec<i32> {
    let start = job.start_date.map(|date| i32::from(date.year()));
    let end = job.end_date.map(|date| i32::from(date.year()));
    let last = if job.current { Some(as_of.year().max(start.unwrap_or(i32::MIN))) } else { end.or(start) };
    let mut years: Vec<i32> = match (start.or(last), last) {
        (Some(first), Some(last)) => (first.max(*YEARS.start())..=last.min(*YEARS.end())).collect(),
        _ => Vec::new(),
    };
    if job.current {
        years.push(OPEN);
    }
    years
}

/// First month and the month after the last one of a job.
fn months(job: &Work, as_of: AsOf) -> Option<(i32, i32)> {
    let start = job.start_date?.first_month();
    let end = match job.end_date {
        _ if job.current => as_of.0 + 1,
        Some(end) => end.first_month() + i32::from(end.month().is_some()),
        None => return None,
    };
    (end > start).then_some((start, end))
}

/// Months that are covered, overlaps counted once.
fn covered(mut spans: Vec<(i32, i32)>) -> i64 {
    spans.sort_unstable();
    let (mut sum, mut reached) = (0, i32::MIN);
    for (start, end) in spans {
        sum += i64::from((end - start.max(reached)).max(0));
        reached = reached.max(end);
    }
    sum
}

/// Months of experience: as the profile says, else as its jobs add up; `None` where neither is known.
pub(crate) fn experience(profile: &Profile, as_of: AsOf) -> Option<i64> {
    let told = profile.meta.months_of_experience.map(i64::from);
    told.or_else(|| Some(covered(profile.work.iter().filter_map(|job| months(job, as_of)).collect())).filter(|&months| months > 0))
}

/// Years in which a study ended, ascending, each once.
pub(crate) fn graduated(profile: &Profile) -> Vec<i64> {
    let ends = profile.education.iter().filter(|study| !study.current).filter_map(|study| study.end_date);
    let mut years: Vec<i64> = ends.map(|date| i64::from(date.year())).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The highest level of education, ISCED 2011.
pub(crate) fn level(profile: &Profile) -> Option<i64> {
    profile.education.iter().filter_map(|study| study.level).map(|level| i64::from(level.number())).max()
}

/// The city where the person lives.
pub(crate) fn city(profile: &Profile) -> Option<City> {
    let place = profile.basics.location.as_ref()?;
    let country = place.country_code.as_ref().map(vitae_model::CountryCode::as_str);
    City::find(place.city.as_deref()?, country)
}

/// Months in jobs that tell of a skill, for each skill that the profile lists and a dated job tells of.
pub(crate) fn skills(profile: &Profile, as_of: AsOf) -> Vec<(String, i64)> {
    let dated: Vec<(String, (i32, i32))> = profile.work.iter().filter_map(|job| Some((told(job), months(job, as_of)?))).collect();
    if dated.is_empty() {
        return Vec::new();
    }
    let mut needle = String::new();
    let listed = values::facet(profile, Facet::Skill).into_iter().map(analysis::whole);
    let counted = listed.map(|skill| {
        needle.clear();
        needle.extend([" ", &skill, " "]);
        let months = covered(dated.iter().filter(|(text, _)| text.contains(&needle)).map(|(_, span)| *span).collect());
        (skill, months)
    });
    counted.filter(|(_, months)| *months > 0).collect()
}

/// Everything a job tells of what was done, folded, between spaces.
fn told(job: &Work) -> String {
    let mut text = String::from(" ");
    let texts = [&job.position, &job.summary, &job.description].into_iter().flatten().chain(&job.highlights);
    for part in texts {
        text.push_str(&analysis::whole(part));
        text.push(' ');
    }
    text
}

/// Languages as printed, folded, with their level; 0 where none is known.
pub(crate) fn tongues(profile: &Profile) -> Vec<(String, i64)> {
    let known = profile.languages.iter().filter_map(|language| {
        let name = analysis::whole(language.language.as_deref()?);
        Some((name, language.cefr.as_deref().and_then(level_of).unwrap_or(0)))
    });
    known.filter(|(name, _)| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_agree() {
        for (year, month, day) in [(1970, 1, 1), (2000, 2, 29), (2024, 12, 31), (1999, 3, 1)] {
            assert_eq!(AsOf::of(seconds(year, month, day)), AsOf(year * 12 + i32::from(month) - 1), "{year}-{month}-{day}");
        }
        assert_eq!(seconds(1970, 1, 2), 86_400);
    }

    #[test]
    fn months_in_a_skill_are_those_of_the_jobs_that_tell_of_it() {
        let profile: Profile = serde_json::from_str(
            r#"{"basics": {}, "skills": [{"name": "Rust"}, {"name": "Machine Learning"}, {"name": "Excel"}], "work": [
            {"position": "Rust Developer", "startDate": "2019-01", "endDate": "2019-12"},
            {"position": "Engineer", "highlights": ["Machine learning in Rust."], "startDate": "2019-07", "current": true}]}"#,
        )
        .expect("a profile");
        let as_of = AsOf::of(seconds(2020, 6, 15));
        assert_eq!(skills(&profile, as_of), [("rust".to_owned(), 18), ("machine learning".to_owned(), 12)]);
        assert_eq!(experience(&profile, as_of), Some(18));
        assert_eq!(years(&profile.work[1], as_of), [2019, 2020, OPEN]);
    }
}
