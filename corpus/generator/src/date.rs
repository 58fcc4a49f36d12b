//! Months and stretches of time, and the many ways they are printed.

use crate::locale::Locale;

/// A month of a year, counted from year 0 so that it can be stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub usize);

impl Month {
    /// The month `month` (1 to 12) of `year`.
    #[must_use]
    pub fn new(year: usize, month: usize) -> Self {
        Self(year * 12 + month - 1)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> usize {
        self.0 / 12
    }

    /// 1 to 12.
    #[must_use]
    pub fn month(self) -> usize {
        self.0 % 12 + 1
    }

    /// The month `count` months earlier.
    #[must_use]
    pub fn back(self, count: usize) -> Self {
        Self(self.0.saturating_sub(count))
    }
}

/// When something lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Nothing is said.
    None,
    /// One point in time: a graduation.
    On(Month),
    /// A graduation still to come.
    Expected(Month),
    /// From and to.
    Closed(Month, Month),
    /// From, and not over.
    Open(Month),
}

/// How much of a date is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Year and month.
    Month,
    /// The year alone, also where a season or a quarter stands beside it.
    Year,
}

/// A way of printing months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `Jan 2020`
    Short,
    /// `January 2020`
    Long,
    /// `JAN 2020`
    Capital,
    /// `01/2020`
    Slash,
    /// `01.2020`
    Dot,
    /// `1/2020`
    Bare,
    /// `2020-01`
    Iso,
    /// `2020/01`
    YearSlash,
    /// `Jan '20`
    Apostrophe,
    /// `03/19`
    TwoDigit,
    /// `2020`
    Year,
    /// `1 March 2019`, or `01.03.2019` where a language has no such form here
    Day,
    /// `01/03/2019` or `01.03.2019`
    DayNumber,
    /// `Spring 2019`
    Season,
    /// `Q1 2020`
    Quarter,
}

/// Every style; the frequent ones more than once.
pub const STYLES: &[Style] = &[
    Style::Short,
    Style::Short,
    Style::Short,
    Style::Long,
    Style::Long,
    Style::Capital,
    Style::Slash,
    Style::Slash,
    Style::Slash,
    Style::Dot,
    Style::Dot,
    Style::Bare,
    Style::Iso,
    Style::YearSlash,
    Style::Apostrophe,
    Style::TwoDigit,
    Style::Year,
    Style::Year,
    Style::Year,
    Style::Day,
    Style::DayNumber,
    Style::Season,
    Style::Quarter,
];

/// How a stretch joins its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// `a – b`, with this text between
    Between(&'static str),
    /// `from a to b` in the words of the language
    Words,
}

/// Every way to join; the frequent ones more than once.
pub const JOINS: &[Join] = &[
    Join::Between(" – "),
    Join::Between(" – "),
    Join::Between(" - "),
    Join::Between(" - "),
    Join::Between("–"),
    Join::Between("-"),
    Join::Between(" — "),
    Join::Words,
    Join::Between(" → "),
    Join::Between(" / "),
];

/// Everything that decides how one document prints its dates.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    /// The style of one month.
    pub style: Style,
    /// What stands between two.
    pub join: Join,
    /// Open stretches as `since 03/2020` where the language has the word.
    pub since: bool,
    /// Open stretches end after the dash, with no word for the present.
    pub silent: bool,
    /// The length in brackets behind the dates.
    pub duration: bool,
    /// Within one year the year stands once: `March – June 2019`.
    pub once: bool,
    /// Chooses among the words of the language.
    pub variant: usize,
    /// Until when open stretches are counted.
    pub today: Month,
}

impl Printer {
    /// Prints `stretch`; the empty string when there is nothing to say.
    #[must_use]
    pub fn print(&self, stretch: Stretch, locale: &Locale) -> String {
        match stretch {
            Stretch::None => String::new(),
            Stretch::On(month) => self.on(month, locale),
            Stretch::Expected(month) => self.worded("expected", month, locale),
            Stretch::Closed(start, end) => self.closed(start, end, locale),
            Stretch::Open(start) => self.open(start, locale),
        }
    }

    /// Prints one month in `style`, with no word beside it.
    #[must_use]
    pub fn single(&self, month: Month, style: Style, locale: &Locale) -> String {
        Self { style, ..*self }.month(month, false, locale)
    }

    /// The precision of what [`Printer::print`] writes.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match self.style {
            Style::Year | Style::Season | Style::Quarter => Precision::Year,
            _ => Precision::Month,
        }
    }

    fn on(&self, month: Month, locale: &Locale) -> String {
        if self.variant % 7 == 3 { self.worded("graduated", month, locale) } else { self.month(month, false, locale) }
    }

    fn worded(&self, key: &str, month: Month, locale: &Locale) -> String {
        let printed = self.month(month, false, locale);
        let pattern = locale.nth(key, self.variant);
        if pattern.is_empty() { printed } else { pattern.replace("{}", &printed) }
    }

    fn closed(&self, start: Month, end: Month, locale: &Locale) -> String {
        if start == end || (self.precision() == Precision::Year && self.month(start, false, locale) == self.month(end, false, locale)) {
            return self.month(end, false, locale);
        }
        if self.once && start.year() == end.year() && matches!(self.style, Style::Short | Style::Long) && locale.first("my") == "{m} {y}" {
            let key = if self.style == Style::Short { "mon" } else { "month" };
            return format!("{}–{}", locale.nth(key, start.month() - 1), self.month(end, true, locale));
        }
        let printed = self.joined(&self.month(start, false, locale), &self.month(end, true, locale), locale);
        self.with_duration(printed, start, end, locale)
    }

    fn open(&self, start: Month, locale: &Locale) -> String {
        let first = self.month(start, false, locale);
        let since = locale.nth("since", self.variant);
        let printed = if self.since && !since.is_empty() {
            since.replace("{}", &first)
        } else if let (true, Join::Between(dash)) = (self.silent, self.join) {
            format!("{first}{dash}").trim_end().to_owned()
        } else {
            let mut word = locale.nth("present", self.variant).to_owned();
            if self.style == Style::Capital {
                word = word.to_uppercase();
            }
            self.joined(&first, &word, locale)
        };
        self.with_duration(printed, start, self.today, locale)
    }

    fn joined(&self, first: &str, last: &str, locale: &Locale) -> String {
        match self.join {
            Join::Between(dash) => {
                // A dash between numbers that hold dashes, or a slash between slashes, needs room to be read.
                let tight = !dash.starts_with(' ') && (first.contains(['-', '/', ' ']) || last.contains(['-', '/', ' ']));
                let slashed = dash.contains('/') && first.contains('/');
                let dash = if slashed {
                    " - "
                } else if tight && first.contains('-') {
                    " – "
                } else {
                    dash
                };
                format!("{first}{dash}{last}")
            }
            Join::Words => {
                let pattern = locale.nth("range", self.variant);
                if pattern.is_empty() { format!("{first} – {last}") } else { pattern.replacen("{}", first, 1).replacen("{}", last, 1) }
            }
        }
    }

    fn with_duration(&self, printed: String, start: Month, end: Month, locale: &Locale) -> String {
        let (years, months) = (locale.list("years"), locale.list("months"));
        if !self.duration || years.len() < 2 || months.len() < 2 || end < start {
            return printed;
        }
        let count = end.0 - start.0 + 1;
        let part = |count: usize, words: &[String]| format!("{count} {}", if count == 1 { &words[0] } else { &words[1] });
        let text = match (count / 12, count % 12) {
            (0, rest) => part(rest, months),
            (whole, 0) => part(whole, years),
            (whole, rest) => format!("{} {}", part(whole, years), part(rest, months)),
        };
        format!("{printed} ({text})")
    }

    fn month(&self, month: Month, is_end: bool, locale: &Locale) -> String {
        let (y, m) = (month.year(), month.month());
        let day = if is_end { last_day(y, m) } else { 1 + (y + m + self.variant) % 3 * 14 };
        let named = |key: &str| locale.first("my").replace("{m}", locale.nth(key, m - 1)).replace("{y}", &y.to_string());
        let short = || {
            let pattern = locale.nth("my_short", self.variant);
            let pattern = if pattern.is_empty() { locale.first("my") } else { pattern };
            pattern.replace("{m}", locale.nth("mon", m - 1)).replace("{y}", &y.to_string())
        };
        match self.style {
            Style::Short => short(),
            Style::Long => {
                let pattern = locale.nth("my_long", self.variant);
                let pattern = if pattern.is_empty() { locale.first("my") } else { pattern };
                pattern.replace("{m}", locale.nth("month", m - 1)).replace("{y}", &y.to_string())
            }
            Style::Capital => named("mon").to_uppercase(),
            Style::Slash => format!("{m:02}/{y}"),
            Style::Dot => format!("{m:02}.{y}"),
            Style::Bare => format!("{m}/{y}"),
            Style::Iso => format!("{y}-{m:02}"),
            Style::YearSlash => format!("{y}/{m:02}"),
            Style::Apostrophe => format!("{} ’{:02}", locale.nth("mon", m - 1).trim_end_matches('.'), y % 100),
            Style::TwoDigit => format!("{m:02}/{:02}", y % 100),
            Style::Year => y.to_string(),
            Style::Day if !locale.first("dmy").is_empty() => locale
                .first("dmy")
                .replace("{d}", &day.to_string())
                .replace("{m}", locale.nth("month", m - 1))
                .replace("{y}", &y.to_string()),
            Style::Day | Style::DayNumber => day_number(locale.first("daymark"), day, m, y),
            Style::Season => format!("{} {y}", locale.nth("season", (m % 12) / 3)),
            Style::Quarter => format!("Q{} {y}", (m - 1) / 3 + 1),
        }
    }
}

fn day_number(mark: &str, day: usize, month: usize, year: usize) -> String {
    match mark {
        "us" => format!("{month:02}/{day:02}/{year}"),
        "-" => format!("{day:02}-{month:02}-{year}"),
        "iso" => format!("{year}-{month:02}-{day:02}"),
        "hu" => format!("{year}.{month:02}.{day:02}."),
        "." => format!("{day:02}.{month:02}.{year}"),
        _ => format!("{day:02}/{month:02}/{year}"),
    }
}

fn last_day(year: usize, month: usize) -> usize {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locales;

    fn printed(language: &str, style: Style, join: Join, stretch: Stretch, change: impl Fn(&mut Printer)) -> String {
        let locales = Locales::load();
        let locale = locales.all().iter().find(|locale| locale.language == language).expect("a language of the data files");
        let today = Month::new(2022, 6);
        let mut printer = Printer { style, join, since: false, silent: false, duration: false, once: false, variant: 0, today };
        change(&mut printer);
        printer.print(stretch, locale)
    }

    #[test]
    fn a_stretch_reads_as_people_write_it() {
        let (start, end) = (Month::new(2020, 3), Month::new(2021, 11));
        let dash = Join::Between(" – ");
        for (language, style, join, stretch, expected) in [
            ("en", Style::Short, dash, Stretch::Closed(start, end), "Mar 2020 – Nov 2021"),
            ("en", Style::Long, Join::Words, Stretch::Closed(start, end), "March 2020 to November 2021"),
            ("en", Style::Day, dash, Stretch::Closed(start, end), "March 15, 2020 – November 30, 2021"),
            ("en", Style::Season, dash, Stretch::Closed(start, end), "Spring 2020 – Fall 2021"),
            ("de", Style::Dot, dash, Stretch::Open(start), "03.2020 – heute"),
            ("de", Style::DayNumber, dash, Stretch::Closed(start, end), "15.03.2020 – 30.11.2021"),
            ("hu", Style::Long, dash, Stretch::Closed(start, end), "2020. március – 2021. november"),
            ("fr", Style::Iso, Join::Between("-"), Stretch::Closed(start, end), "2020-03 – 2021-11"),
            ("es", Style::Year, Join::Between("–"), Stretch::Closed(start, end), "2020–2021"),
            ("pl", Style::Quarter, dash, Stretch::Closed(start, end), "Q1 2020 – Q4 2021"),
            ("en", Style::Year, dash, Stretch::Expected(end), "Expected 2021"),
            ("en", Style::Year, dash, Stretch::None, ""),
        ] {
            assert_eq!(printed(language, style, join, stretch, |_| {}), expected);
        }
    }

    #[test]
    fn open_stretches_have_their_own_forms() {
        let open = Stretch::Open(Month::new(2020, 3));
        let dash = Join::Between(" – ");
        assert_eq!(printed("en", Style::Slash, dash, open, |printer| printer.since = true), "Since 03/2020");
        assert_eq!(printed("en", Style::Slash, dash, open, |printer| printer.silent = true), "03/2020 –");
        assert_eq!(printed("en", Style::Slash, dash, open, |printer| printer.duration = true), "03/2020 – Present (2 yrs 4 mos)");
    }

    #[test]
    fn a_year_may_stand_once() {
        let stretch = Stretch::Closed(Month::new(2020, 3), Month::new(2020, 6));
        assert_eq!(printed("en", Style::Short, Join::Between(" – "), stretch, |printer| printer.once = true), "Mar–Jun 2020");
    }
}
