//! Other people in prose: referees, supervisors, whoever is named with a form of address.

use std::sync::LazyLock;

use regex::Regex;
use vitae_model::{Basics, Profile};

use super::name::{self, OwnName};
use super::text::{Found, NAME, pattern, tokens};
use crate::lexicon::{self, Class, fold};

/// A capitalised word, and names of two to four of them with particles between.
macro_rules! name {
    ($least:literal) => {
        concat!(
            r"(?:\p{Lu}\.[ ]?)*\p{Lu}[\p{L}'’-]+(?:[ ](?:(?:von|van|de|der|den|di|da|dos|del|della|la|le|al|bin)[ ])*(?:\p{Lu}\.[ ]?)?\p{Lu}[\p{L}'’-]+){",
            $least,
            ",3}"
        )
    };
}

/// With a form of address before it: `Frau Dr. Keller`.
static ADDRESSED: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"[Dd]on|[Dd]oña|Dña\.|Herrn?|Frau|Mr\.?|Mrs\.?|Ms\.?|Mme|Mlle|Monsieur|Madame|Sra?\.|Srta\.|Señora?|Sig\.(?:ra|na)?|Signora?|Dott\.(?:ssa)?|Dhr\.|Mevr\.|Mevrouw|Fru|Dr\.?|Prof\.?";
    pattern(&format!(r"\b(?:{forms})[ ](?:(?:Dr|Prof|Ing|med|rer|nat|phil)\.[ ]?)*{}", name!("0")))
});

/// Behind words that lead to one: `supervised by Jane Roe`.
static LED: LazyLock<Regex> = LazyLock::new(|| {
    let leads = "supervised by|supervisors?:?|advisors?:?|reporting to|reported to|mentored by|under (?:the )?(?:supervision|guidance|direction) of|\
        referees?:?|references?:?|references? (?:available )?from|recommended by|betreut (?:von|durch)|betreuer(?:in)?:?|ansprechpartner(?:in)?:?|referenz(?:en)?:?|\
        empfohlen von|sous la direction de|encadrée? par|maître de stage ?:?|référence ?:?|dirigid[oa] por|tutora?:?|supervisad[oa] por|referencias?:?|\
        coordinat[oa] da|diretto da|diretta da|seguit[oa] da|relatore:?|relatrice:?|supervisore:?|sotto la (?:guida|supervisione) di|orientad[oa] por|orientadora?:?|promotor(?:ka)?:?|pod kierunkiem|\
        handledare:?|veileder:?|vejleder:?|begeleider:?";
    pattern(&format!(r"\b(?i:{leads})[ ]((?:(?:Dr|Prof|Ing)\.[ ]?)*{})", name!("1")))
});

/// Anywhere.
static ANY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"\b{}", name!("1"))));

/// The names of those who vouch for the person, and the document's language.
#[derive(Debug, Default)]
pub(super) struct Others(Vec<OwnName>, String);

/// Words of a referee's name; behind them stands what the referee is.
const MOST_WORDS: usize = 4;

impl Others {
    pub(super) fn of(profile: &Profile, language: &str) -> Self {
        let names = profile.references.iter().filter_map(|reference| reference.name.as_deref());
        let names = names.map(|name| name.split([',', '(', '–', '|']).next().unwrap_or(name).trim());
        let names = names.filter(|name| name.split_whitespace().count() <= MOST_WORDS && !names_other(name));
        let names = names.map(|name| OwnName::of(&Basics { name: Some(name.to_owned()), ..Basics::default() }, language));
        Self(names.collect(), language.to_owned())
    }

    /// `text` without them, and without others whom it names as such; `vouches` says that it is what a referee is asked about.
    pub(super) fn without(&self, text: &str, vouches: bool, found: &mut Found) -> String {
        let mut places: Vec<(usize, usize)> = Vec::new();
        let own = tokens(text);
        places.extend(self.0.iter().flat_map(|name| name.stretches(text, &own)));
        places.extend(ADDRESSED.find_iter(text).map(|hit| (hit.start(), hit.end())).filter(|&(start, end)| !is_product(&text[start..end])));
        places.extend(
            LED.captures_iter(text)
                .filter_map(|captures| captures.get(1))
                .map(|hit| (hit.start(), hit.end()))
                .filter(|&(start, end)| !names_other(&text[start..end])),
        );
        places.extend(name::full_names(text, &own, &self.1).into_iter().filter(|&(start, end)| !names_other(&text[start..end])));
        if vouches {
            places.extend(ANY.find_iter(text).map(|hit| (hit.start(), hit.end())).filter(|&(start, end)| !names_other(&text[start..end])));
        }
        places.sort_unstable_by_key(|&(start, end)| (start, std::cmp::Reverse(end)));
        let (mut clean, mut last) = (String::with_capacity(text.len()), 0);
        for (start, end) in places {
            if start < last {
                continue;
            }
            clean.push_str(&text[last..start]);
            clean.push_str(NAME);
            last = end;
            *found.entry("referee").or_default() += 1;
        }
        clean.push_str(&text[last..]);
        clean
    }
}

/// `MS Office` in another spelling.
fn is_product(text: &str) -> bool {
    const NAMES: [&str; 12] =
        ["Office", "Excel", "Word", "Project", "Teams", "Dynamics", "Access", "Windows", "Azure", "Power", "Outlook", "Visio"];
    text.starts_with("Ms ") && text.split(' ').nth(1).is_some_and(|word| NAMES.iter().any(|name| word.starts_with(name)))
}

/// Whether capitalised words name something else: a position, an organisation, a place.
fn names_other(text: &str) -> bool {
    let folded = fold(text);
    let says = |word: &str| {
        let facts = lexicon::word(word);
        [Class::Title, Class::Organisation, Class::Legal, Class::Institution, Class::Degree, Class::Modifier]
            .into_iter()
            .any(|class| facts.cue(class) >= 2)
    };
    lexicon::city(&folded).is_some() || lexicon::country(&folded).is_some() || folded.split(' ').any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_people_are_taken_out() {
        let others = Others(vec![OwnName::of(&Basics { name: Some("Ines Roth".to_owned()), ..Basics::default() }, "de")], "de".to_owned());
        for (text, vouches, left) in [
            ("Frau Dr. Keller lobte den Bericht", false, "[name] lobte den Bericht"),
            ("Thesis supervised by Jane Roe, grade A", false, "Thesis supervised by [name], grade A"),
            ("Reported to Chief Technology Officer", false, "Reported to Chief Technology Officer"),
            ("Mémoire sous la direction de Paul de Vries", false, "Mémoire sous la direction de [name]"),
            ("Mit Ines Roth und Frau Roth", false, "Mit [name] und [name]"),
            ("Ms Excel and Mr. Stone", false, "Ms Excel and [name]"),
            ("Paul Grimm, Head of Physics, University of Leeds", true, "[name], Head of Physics, University of Leeds"),
            ("Grew sales in New York with Paul Grimm", false, "Grew sales in New York with [name]"),
            ("Zusammen mit Petra von der Aue-Lindner (CTO)", false, "Zusammen mit [name] (CTO)"),
            ("At the Albert Einstein Institute and in San Diego", false, "At the Albert Einstein Institute and in San Diego"),
            ("Peter led Martin, Excel and SAP", false, "Peter led Martin, Excel and SAP"),
        ] {
            assert_eq!(others.without(text, vouches, &mut Found::new()), left, "{text}");
        }
    }
}
