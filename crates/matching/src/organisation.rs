//! Employers and schools without legal forms, and under their usual names.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;

/// An organisation's name in the forms under which two spellings may meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OrganisationForm<T = String> {
    /// The name: folded, without legal forms; known aliases replaced by one form.
    pub(crate) name: T,
    /// The words that tell it from others of its kind; for an employer the first.
    pub(crate) core: T,
    /// First letters of three or more words, else the name itself where it is one short word.
    pub(crate) acronym: T,
}

/// Whether a folded word is a legal form.
fn is_legal(word: &str) -> bool {
    matches!(
        word,
        "inc"
            | "llc"
            | "ltd"
            | "limited"
            | "corp"
            | "corporation"
            | "co"
            | "company"
            | "plc"
            | "llp"
            | "lp"
            | "pty"
            | "gmbh"
            | "ag"
            | "kg"
            | "kgaa"
            | "ohg"
            | "ug"
            | "mbh"
            | "ev"
            | "se"
            | "sa"
            | "sas"
            | "sarl"
            | "sarlu"
            | "nv"
            | "bv"
            | "spa"
            | "srl"
            | "sl"
            | "slu"
            | "lda"
            | "ltda"
            | "cv"
            | "ab"
            | "as"
            | "asa"
            | "aps"
            | "oy"
            | "oyj"
            | "sro"
            | "kft"
            | "zrt"
            | "ooo"
            | "ao"
            | "zao"
            | "oao"
            | "pao"
            | "pvt"
            | "private"
            | "pte"
            | "kk"
            | "sti"
            | "sdn"
            | "bhd"
            | "pt"
            | "tbk"
            | "incorporated"
            | "spzoo"
            | "doo"
            | "ead"
            | "eood"
    )
}

static ALIASES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut aliases = HashMap::new();
    for line in include_str!("../data/employers.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut forms = line.split('|');
        let Some(main) = forms.next() else { continue };
        for form in forms.chain([main]) {
            aliases.entry(form).or_insert(main);
        }
    }
    aliases
});

/// Brings an employer's name into normal form; empty where nothing is left.
pub(crate) fn employer(raw: &str) -> OrganisationForm {
    let spelled = if raw.contains('&') { fold(&raw.replace('&', " and ")) } else { fold(raw) };
    let stripped = without_legal(spelled.strip_prefix("the ").unwrap_or(&spelled));
    let name = ALIASES.get(stripped).copied().unwrap_or(stripped);
    let core = name.split(' ').find(|word| word.len() > 1).unwrap_or(name);
    OrganisationForm { acronym: acronym(name), core: core.to_owned(), name: name.to_owned() }
}

/// Takes legal forms off the end, also those of several words (`sp z o o`, `gmbh and co kg`, `sa de cv`), but never all words.
fn without_legal(mut name: &str) -> &str {
    while let Some((before, last)) = name.rsplit_once(' ') {
        let several = match last {
            "oo" => name.strip_suffix(" sp z oo"),
            "o" => name.strip_suffix(" sp z o o"),
            "cv" => name.strip_suffix(" sa de cv"),
            "a" => name.strip_suffix(" s a"),
            "s" => name.strip_suffix(" a s"),
            "v" => name.strip_suffix(" b v"),
            "k" => name.strip_suffix(" k k"),
            _ => None,
        };
        match several.or_else(|| (is_legal(last) || last == "and").then_some(before)) {
            Some(rest) => name = rest,
            None => break,
        }
    }
    name
}

/// First letters of two to six words, or the one word that there is, where it is short.
fn acronym(name: &str) -> String {
    let words = || name.split(' ').filter(|word| !matches!(*word, "of" | "and" | "the" | "de" | "for" | "und"));
    let mut first = words().take(2);
    match (first.next(), first.next()) {
        (Some(only), None) if (2..=6).contains(&only.len()) => only.to_owned(),
        (Some(_), Some(_)) if words().nth(6).is_none() => words().filter_map(|word| word.chars().next()).collect(),
        _ => String::new(),
    }
}

/// Words that schools share, and the form they are compared in; an empty form says nothing.
fn school_word(word: &str) -> &str {
    match word {
        "university" | "universitat" | "universitaet" | "universidad" | "universidade" | "universite" | "universita" | "universiteit"
        | "uniwersytet" | "univerzita" | "universitet" | "univ" | "uni" | "u" | "uf" => "univ",
        "institute" | "instituto" | "institut" | "istituto" | "it" => "inst",
        "technology" | "tecnologico" | "technologie" | "tech" | "technical" | "technische" | "politechnika" | "polytechnic"
        | "politecnico" | "politecnica" | "iut" => "tech",
        "college" | "cc" => "college",
        "hochschule" | "fachhochschule" | "fh" => "hochschule",
        "school" | "schule" | "lycee" | "gymnasium" | "hs" | "high" => "school",
        "state" => "state",
        "of" | "the" | "de" | "da" | "do" | "di" | "degli" | "studi" | "der" | "fur" | "at" | "and" | "in" | "federal"
        | "universitaire" | "applied" | "sciences" | "community" | "metropolitan" => "",
        _ => word,
    }
}

/// Brings a school's name into normal form: its words in one language for what schools share, sorted.
pub(crate) fn school(raw: &str) -> OrganisationForm {
    let folded = fold(raw);
    let mut words: Vec<&str> = folded.split(' ').map(school_word).filter(|word| !word.is_empty()).collect();
    let letters: String =
        folded.split(' ').filter(|word| !["of", "the", "de", "at", "and"].contains(word)).filter_map(|word| word.chars().next()).collect();
    words.sort_unstable();
    words.dedup();
    let generic = ["univ", "inst", "tech", "college", "hochschule", "school", "state"];
    let core: Vec<&str> = words.iter().copied().filter(|word| !generic.contains(word)).collect();
    let name = words.join(" ");
    let acronym = match folded.contains(' ') {
        true => letters,
        false if folded.len() <= 6 => folded.clone(),
        false => String::new(),
    };
    OrganisationForm { core: if core.is_empty() { name.clone() } else { core.join(" ") }, acronym, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_and_aliases_of_an_employer_go() {
        for (raw, expected) in [
            ("Acme GmbH & Co. KG", "acme"),
            ("The Example Company", "example"),
            ("Nestlé S.A.", "nestle"),
            ("Foods Sp. z o.o.", "foods"),
            ("Grupo Norte S.A. de C.V.", "grupo norte"),
            ("International Business Machines", "ibm"),
            ("I.B.M.", "ibm"),
            ("Procter & Gamble", "procter and gamble"),
            ("P&G", "procter and gamble"),
            ("AG", "ag"),
            ("", ""),
        ] {
            assert_eq!(employer(raw).name, expected, "{raw:?}");
        }
        assert_eq!(employer("Norte Data Services").acronym, "nds");
    }

    #[test]
    fn spellings_of_a_school_agree() {
        for (left, right) in [
            ("Universität Köln", "Uni Köln"),
            ("University of Springfield", "Springfield University"),
            ("Università degli Studi di Milano", "Università di Milano"),
            ("Springfield Institute of Technology", "Springfield Inst. of Tech"),
        ] {
            let (left_form, right_form) = (school(left), school(right));
            assert!(left_form.name == right_form.name || left_form.core == right_form.core, "{left} {right}");
        }
        assert_eq!(school("M.I.T.").acronym, school("Massachusetts Institute of Technology").acronym);
    }
}
