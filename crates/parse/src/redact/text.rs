//! Prose without what identifies: the person's name, addresses, numbers, and cues of gender and age.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use vitae_model::Profile;

use super::cue;
use super::name::{OwnName, Token};
use super::other::Others;

/// What stands for a name, an address or a number that was taken out.
pub(super) const NAME: &str = "[name]";
const EMAIL: &str = "[email]";
const PHONE: &str = "[phone]";
const LINK: &str = "[link]";

static EMAILS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[\p{L}\p{N}._%+'-]+\s?@\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+"));
static LINKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        \b (?: https?:// | ftp:// | www\. ) [^\s<>()\[\]]+ |
        \b [\p{L}\p{N}-]+ (?: \. [\p{L}\p{N}-]+ )* \. [a-z]{2,24} / [^\s<>()\[\],;]+ |
        (?: ^ | [\s(,;:|•] ) @ [\p{L}\p{N}_.-]{3,}",
    )
});
/// An international number; national ones are known by the person's own.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\+\d[\d\s().\-/‐‑–]{6,20}\d"));
static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[+(]?\d(?:[\s().\-/‐‑–+]{0,3}\d){5,18}"));

/// A year or a range of years, with the words that lead to it and brackets around it.
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)[(\[]?\b(?:(?:class of|graduated(?: in)?|in|im Jahr) )?['’]?(?:19|20)\d\d(?: ?[-–/] ?(?:(?:19|20)?\d\d\b))?[)\]]?")
});

/// `text` without years, and how many there were.
pub(super) fn without_years(text: &str) -> (String, usize) {
    let times = YEARS.find_iter(text).count();
    (tidy(&YEARS.replace_all(text, "")), times)
}

pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is well formed")
}

/// What must not stand in the prose of one profile.
#[derive(Debug)]
pub(super) struct Scrubber {
    name: OwnName,
    others: Others,
    /// Digits of the person's numbers, without country code and trunk prefix.
    phones: Vec<String>,
    /// The person's addresses and user names, in lower case without scheme.
    links: Vec<String>,
    language: String,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The name of an organisation, a place or a thing, in which words of gender and age are none.
    Name,
    /// What a referee is asked about, or says.
    Reference,
    Prose,
}

impl Kind {
    pub(super) fn of(field: &str) -> Self {
        match field {
            "name" | "institution" | "publisher" | "location" | "entity" | "issuer" | "awarder" | "countryCode" | "institutionDomain" => {
                Self::Name
            }
            "reference" => Self::Reference,
            _ => Self::Prose,
        }
    }
}

/// How often each kind was found.
pub(super) type Found = BTreeMap<&'static str, usize>;

impl Scrubber {
    pub(super) fn new(profile: &Profile) -> Self {
        let basics = &profile.basics;
        let numbers = basics.phone.iter().cloned().chain(basics.phones.iter().map(ToString::to_string));
        let phones = numbers.map(|number| significant(&digits(&number))).filter(|number| number.len() >= 6).collect();
        let mut links: Vec<String> = basics.url.iter().map(|url| bare(url)).collect();
        for profile in &basics.profiles {
            links.extend(profile.url.iter().map(|url| bare(url)));
            links.extend(profile.username.iter().map(|user| user.trim_start_matches('@').to_lowercase()));
        }
        for email in basics.emails.iter().chain(&basics.email) {
            links.push(email.as_str().to_lowercase());
            // It may be a user's name elsewhere; `info` and the like are nobody's.
            links.extend(email.as_str().split('@').next().filter(|local| local.len() >= 6 || local.contains('.')).map(str::to_lowercase));
        }
        links.retain(|link| link.chars().count() >= 4);
        links.sort_by_key(|link| std::cmp::Reverse(link.len()));
        links.dedup();
        let language = profile.meta.language.clone().unwrap_or_default();
        let others = Others::of(profile, &language);
        Self { name: OwnName::of(basics, &language), others, phones, links, language }
    }

    /// `text` without what identifies, and what was found in it.
    pub(super) fn scrub(&self, text: &str, kind: Kind) -> (String, Found) {
        let mut found = Found::new();
        let mut clean = if kind == Kind::Name { text.to_owned() } else { cue::without(text, &self.language, &mut found) };
        clean = self.without_addresses(&clean, &mut found);
        clean = self.without_numbers(&clean, &mut found);
        clean = self.without_name(&clean, &mut found);
        if kind != Kind::Name {
            clean = self.others.without(&clean, kind == Kind::Reference, &mut found);
        }
        (tidy(&clean), found)
    }

    fn without_addresses(&self, text: &str, found: &mut Found) -> String {
        let mut clean = replace(&EMAILS, text, EMAIL, "email", found);
        clean = replace(&LINKS, &clean, LINK, "link", found);
        for link in &self.links {
            clean = replace_word(&clean, link, LINK, found);
        }
        clean
    }

    fn without_numbers(&self, text: &str, found: &mut Found) -> String {
        let clean = replace(&NUMBERS, text, PHONE, "phone", found);
        let mut out = String::with_capacity(clean.len());
        let mut last = 0;
        for stretch in DIGITS.find_iter(&clean) {
            let number = digits(stretch.as_str());
            if self.phones.iter().any(|own| number.contains(own.as_str())) {
                out.push_str(&clean[last..stretch.start()]);
                out.push_str(PHONE);
                last = stretch.end();
                *found.entry("phone").or_default() += 1;
            }
        }
        out.push_str(&clean[last..]);
        out
    }

    fn without_name(&self, text: &str, found: &mut Found) -> String {
        let mut out = String::with_capacity(text.len());
        let mut last = 0;
        let handles = handles(text).filter(|token| self.name.is_in(token.text)).map(|token| (token.start, token.end));
        let mut stretches: Vec<(usize, usize)> = self.name.stretches(text, &tokens(text)).into_iter().chain(handles).collect();
        for word in self.name.unspaced() {
            stretches.extend(text.match_indices(word).map(|(start, _)| (start, start + word.len())));
        }
        stretches.sort_unstable();
        for (start, end) in stretches {
            if start < last {
                last = last.max(end);
                continue;
            }
            out.push_str(&text[last..start]);
            out.push_str(NAME);
            last = end;
            *found.entry("name").or_default() += 1;
        }
        out.push_str(&text[last..]);
        out
    }
}

fn replace(pattern: &Regex, text: &str, by: &str, what: &'static str, found: &mut Found) -> String {
    let times = pattern.find_iter(text).count();
    if times == 0 {
        return text.to_owned();
    }
    *found.entry(what).or_default() += times;
    let lead =
        |stretch: &str| stretch.chars().next().filter(|symbol| !symbol.is_alphanumeric() && !matches!(symbol, '@' | '+' | '.' | '_'));
    pattern
        .replace_all(text, |captures: &regex::Captures<'_>| {
            // The mark before a handle stays.
            let stretch = &captures[0];
            lead(stretch).map_or_else(|| by.to_owned(), |symbol| format!("{symbol}{by}"))
        })
        .into_owned()
}

/// Replaces `word` where it stands alone, whatever its case.
fn replace_word(text: &str, word: &str, by: &str, found: &mut Found) -> String {
    let lower = text.to_lowercase();
    // Lower case may have another length (İ): then places would not fit.
    if lower.len() != text.len() || !lower.contains(word) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    for (start, _) in lower.match_indices(word) {
        let end = start + word.len();
        let touches = |symbol: Option<char>| symbol.is_some_and(|symbol| symbol.is_alphanumeric() || symbol == '_');
        if start < last || touches(lower[..start].chars().next_back()) || touches(lower[end..].chars().next()) {
            continue;
        }
        out.push_str(&text[last..start]);
        out.push_str(by);
        last = end;
        *found.entry("link").or_default() += 1;
    }
    out.push_str(&text[last..]);
    out
}

/// The words of `text`: letters and digits without a mark between them.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (place, symbol) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        let inside = symbol.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&symbol);
        match (inside, start) {
            (true, None) => start = Some(place),
            (false, Some(first)) => {
                found.push(Token { start: first, end: place, text: &text[first..place] });
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The words of `text` that look like user names, domains or file names.
fn handles(text: &str) -> impl Iterator<Item = Token<'_>> {
    text.split_whitespace().filter_map(|word| {
        let word = word.trim_matches(|symbol: char| !symbol.is_alphanumeric());
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let marked = word.contains(['_', '.', '@', '/']) || word.contains(|symbol: char| symbol.is_ascii_digit());
        let low_hyphen = word.contains('-') && word.chars().all(|symbol| !symbol.is_uppercase());
        (marked || low_hyphen).then(|| Token { start, end: start + word.len(), text: word })
    })
}

/// `text` with single blanks, no blank before a comma, no comma at an end.
fn tidy(text: &str) -> String {
    let mut out = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (from, to) in
        [(" ,", ","), (" .", "."), (" ;", ";"), (",;", ";"), ("( ", "("), (" )", ")"), ("()", ""), (",,", ","), ("[name] [name]", NAME)]
    {
        while out.contains(from) {
            out = out.replace(from, to);
        }
    }
    // Two stops are left of a sentence that went; three are an ellipsis.
    if !out.contains("...") {
        out = out.replace("..", ".");
    }
    out.trim_matches(|symbol: char| symbol.is_whitespace() || matches!(symbol, ',' | ';' | '|' | '•' | '·' | '–')).to_owned()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The last digits of a number, enough to know it by: national and international forms end alike.
fn significant(number: &str) -> String {
    let bare = number.trim_start_matches('0');
    bare[bare.len().saturating_sub(7)..].to_owned()
}

/// An address without scheme, `www.` and trailing slash, in lower case.
fn bare(url: &str) -> String {
    let lower = url.to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}
