//! Fills the slots of a pattern: `#` a digit, `{n}` a number, `{city}`, `{employer}`, `{last}` and the like.

use crate::date::Month;
use crate::locale::Locale;
use crate::rng::Rng;

/// What patterns are filled from.
pub struct Fill<'a> {
    /// The words.
    pub locale: &'a Locale,
    /// The choices.
    pub rng: &'a mut Rng,
    /// Which forms of names and titles are taken.
    pub female: bool,
    /// No year after this one is named.
    pub today: Month,
}

impl Fill<'_> {
    /// Fills every slot of `pattern`; slots of filled-in words are filled too, three deep.
    pub fn text(&mut self, pattern: &str) -> String {
        let mut text = pattern.to_owned();
        for _ in 0..3 {
            if !text.contains(['{', '#']) {
                break;
            }
            text = self.once(&text);
        }
        text
    }

    fn once(&mut self, pattern: &str) -> String {
        let mut text = String::new();
        let mut rest = pattern;
        while let Some(at) = rest.find(['{', '#']) {
            text.push_str(&rest[..at]);
            if rest[at..].starts_with('#') {
                // A first digit of zero would read as another kind of number.
                let low = usize::from(!text.ends_with(|letter: char| letter.is_ascii_digit()));
                text.push_str(&self.rng.between(low, 9).to_string());
                rest = &rest[at + 1..];
                continue;
            }
            let close = rest[at..].find('}').map_or(rest.len(), |end| at + end);
            text.push_str(&self.slot(rest.get(at + 1..close).unwrap_or_default()));
            rest = rest.get(close + 1..).unwrap_or_default();
        }
        text.push_str(rest);
        text
    }

    fn slot(&mut self, name: &str) -> String {
        match name {
            "n" => self.rng.between(2, 12).to_string(),
            "nn" => self.rng.between(13, 240).to_string(),
            "pct" => self.rng.between(5, 48).to_string(),
            "year" => (self.today.year() - self.rng.between(1, 9)).to_string(),
            "month" => {
                let month = self.rng.below(12);
                self.locale.nth("month", month).to_owned()
            }
            "city" => {
                let city = self.locale.any("city", self.rng);
                city.split('|').next().unwrap_or_default().to_owned()
            }
            "title" => {
                let title = self.locale.any("title", self.rng);
                self.form(title)
            }
            "last" => {
                let last = self.locale.any("last", self.rng);
                last.split('|').next().unwrap_or_default().to_owned()
            }
            "first" => {
                let key = if self.rng.chance(50) { "first_m" } else { "first_f" };
                self.locale.any(key, self.rng).to_owned()
            }
            "given" => {
                let key = if self.female { "first_f" } else { "first_m" };
                self.locale.any(key, self.rng).to_owned()
            }
            key => self.locale.any(key, self.rng).to_owned(),
        }
    }

    fn form(&self, text: &str) -> String {
        let mut forms = text.split('|');
        let first = forms.next().unwrap_or_default();
        if self.female { forms.next().unwrap_or(first).to_owned() } else { first.to_owned() }
    }
}
