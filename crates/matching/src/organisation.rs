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

const LEGAL: [&str; 62] = [
    "inc",
    "llc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "llp",
    "lp",
    "pty",
    "gmbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "mbh",
    "ev",
    "se",
    "sa",
    "sas",
    "sarl",
    "sarlu",
    "nv",
    "bv",
    "spa",
    "srl",
    "sl",
    "slu",
    "lda",
    "ltda",
    "cv",
    "ab",
    "as",
    "asa",
    "aps",
    "oy",
    "oyj",
    "sro",
    "kft",
    "zrt",
    "ooo",
    "ao",
    "zao",
    "oao",
    "pao",
    "pvt",
    "private",
    "pte",
    "kk",
    "sti",
    "sdn",
    "bhd",
    "pt",
    "tbk",
    "incorporated",
    "spzoo",
    "doo",
    "ead",
    "eood",
];

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
    let mut words: Vec<&str> = spelled.split(' ').collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    strip_legal(&mut words);
    let joined = words.join(" ");
    let name = ALIASES.get(joined.as_str()).map_or(joined, |main| (*main).to_owned());
    let core = name.split(' ').find(|word| word.len() > 1).unwrap_or(&name).to_owned();
    OrganisationForm { acronym: acronym(&name), core, name }
}

/// Takes legal forms off the end, also those of several words (`sp z o o`, `gmbh and co kg`, `sa de cv`).
fn strip_legal(words: &mut Vec<&str>) {
    while words.len() > 1 {
        let last = words[words.len() - 1];
        let several =
            [&["sp", "z", "oo"][..], &["sp", "z", "o", "o"], &["sa", "de", "cv"], &["s", "a"], &["a", "s"], &["b", "v"], &["k", "k"]];
        if let Some(form) = several.iter().find(|form| words.len() > form.len() && words.ends_with(form)) {
            words.truncate(words.len() - form.len());
        } else if LEGAL.contains(&last) || (last == "and" && words.len() > 1) {
            words.pop();
        } else {
            break;
        }
    }
}

fn acronym(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').filter(|word| !["of", "and", "the", "de", "for", "und"].contains(word)).collect();
    match words.as_slice() {
        [only] if (2..=6).contains(&only.len()) => (*only).to_owned(),
        [_, _, ..] if words.len() <= 6 => words.iter().filter_map(|word| word.chars().next()).collect(),
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
