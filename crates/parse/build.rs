//! Compiles the word lists under `data/` into hashed lists that are used in place, without parsing at start.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "src/lexicon/fold.rs"]
mod fold;
#[path = "src/lexicon/hash.rs"]
mod hash;

use fold::{fold, spelt};

/// What the lists say of one word: see `src/lexicon/word.rs`, which reads the packed form.
#[derive(Default, Clone, Copy)]
struct Word {
    cues: [u64; CLASSES.len()],
    counts: [u64; 4],
    /// A bit for each of [`MARKS`].
    marks: u64,
}

/// What the lists say of phrases: see `src/lexicon/phrase.rs`, which reads the packed form.
type Phrases = BTreeMap<String, [u16; 8]>;

/// Places in a packed phrase.
const CITY: usize = 0;
const INHABITANTS: usize = 1;
const COUNTRY: usize = 2;
const REGION: usize = 3;
const UNIVERSITY: usize = 4;
const DEGREE: usize = 5;
const OCCUPATION: usize = 6;
const GRADE: usize = 7;

/// Says `value` of a phrase; what was said before is kept where `is_last` does not hold.
fn say(phrases: &mut Phrases, phrase: String, place: usize, value: u64, is_last: bool) {
    if phrase.is_empty() {
        return;
    }
    let known = phrases.entry(phrase).or_default();
    if is_last || known[place] == 0 {
        known[place] = u16::try_from(value).expect("the lists have values of 16 bits");
    }
}

/// Writes `phrases.table` to the numbers of the packed phrases in `phrases.bin`, 16 bytes each.
fn write_phrases(out: &Path, phrases: Phrases) {
    let mut packed: Vec<[u16; 8]> = phrases.values().copied().collect();
    packed.sort_unstable();
    packed.dedup();
    let number = |value: [u16; 8]| packed.partition_point(|known| *known < value) as u64;
    write_filter(out, "phrases", phrases.keys());
    write_map(out, "phrases", phrases.iter().map(|(phrase, value)| (phrase.clone(), number(*value))));
    let bytes: Vec<u8> = packed.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    fs::write(out.join("phrases.bin"), bytes).expect("the output directory can be written");
}

/// A beginning or ending of compound words that is a cue.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Affix {
    is_suffix: bool,
    text: String,
    class: usize,
    weight: u64,
}

/// Classes of cue words in packing order, four bits each.
const CLASSES: [&str; 7] = ["title", "org", "legal", "institution", "degree", "place", "modifier"];

/// What else is said of words, one bit each.
const MARKS: [&str; 4] = ["announces", "states", "hints", "opens a degree"];
/// The last of [`MARKS`].
const OPENS_DEGREE: usize = 3;

/// Classes of contact labels, numbered.
const LABELS: [&str; 14] = [
    "name",
    "address",
    "phone",
    "email",
    "web",
    "birth",
    "birth_place",
    "nationality",
    "marital",
    "licence",
    "status",
    "personal",
    "given_name",
    "family_name",
];

/// Classes of words about time, one bit each.
const TIMES: [&str; 10] = ["present", "since", "from", "until", "season", "expected", "unit", "onward", "quarter", "half"];

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/lexicon/fold.rs");
    println!("cargo::rerun-if-changed=src/lexicon/hash.rs");
    let data = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("data");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let mut words = BTreeMap::new();
    let affixes = cues(&data, &out, &mut words);
    let mut phrases = Phrases::new();
    occupations(&data, &out, &mut words, &mut phrases);
    skills(&data, &out, &mut words);
    universities(&data, &out, &mut words, &mut phrases);
    cities(&data, &mut words, &mut phrases);
    small(&data, &out, &mut words, &mut phrases);
    grades(&data, &mut words, &mut phrases);
    write_phrases(&out, phrases);
    let packed = words.into_iter().filter(|(_, word)| word.matters() || word.marks > 0).map(|(text, mut word)| {
        if !word.matters() {
            word.counts = Default::default();
        }
        word.compound(&text, &affixes);
        (text, word.pack())
    });
    write_indirect(&out, "words", packed);
}

impl Word {
    fn matters(&self) -> bool {
        self.cues.iter().any(|weight| *weight > 0) || self.counts.iter().any(|count| *count > 1)
    }

    /// Adds what the word's ends hint at, so that this need not be told again when it is looked up; see `src/lexicon/word.rs`.
    fn compound(&mut self, text: &str, affixes: &[Affix]) {
        let begins = affixes.iter().filter(|affix| !affix.is_suffix && text.starts_with(&affix.text));
        begins.for_each(|affix| self.raise(affix));
        if text.len() > 6 && self.cues.iter().all(|weight| *weight == 0) {
            let ends = affixes.iter().filter(|affix| affix.is_suffix && text.len() > affix.text.len() + 1 && text.ends_with(&affix.text));
            ends.for_each(|affix| self.raise(affix));
        }
    }

    fn raise(&mut self, affix: &Affix) {
        self.cues[affix.class] = self.cues[affix.class].max(affix.weight);
    }

    fn pack(&self) -> u64 {
        let cues = self.cues.iter().rev().fold(0, |packed, weight| packed << 4 | (*weight).min(15));
        let counts = self.counts.iter().rev().fold(0, |packed, count| packed << 5 | logarithm(*count));
        self.marks << 48 | counts << 28 | cues
    }
}

/// Twice the binary logarithm of `count + 1`, at most 31.
fn logarithm(count: u64) -> u64 {
    (((count + 1) as f64).log2() * 2.0).round().min(31.0) as u64
}

/// The rows of a table below its header, split at tabs.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    text.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Phrases of a list that is kept dense.
const LONG: usize = 100_000;

/// Writes `<name>.table`, which `src/lexicon/table.rs` reads: values of 16 bits.
fn write_map(out: &Path, name: &str, entries: impl IntoIterator<Item = (String, u64)>) {
    let sorted: BTreeMap<String, u64> = entries.into_iter().filter(|(key, _)| !key.is_empty()).collect();
    // Half of the slots stay empty; of the longest list, which is seldom asked, a quarter.
    let n_taken = if sorted.len() < LONG { hash::GROUP / 2 } else { hash::GROUP * 3 / 4 };
    let n_groups = sorted.len() / n_taken + 1;
    let mut groups = vec![[0_u64; hash::GROUP]; n_groups];
    let mut hashes = BTreeSet::new();
    for (key, value) in sorted {
        let hash = hash::hash(&key);
        assert!(hashes.insert(hash), "{key} in {name} has the hash of another phrase");
        let value = u16::try_from(value).unwrap_or_else(|_| panic!("{key} in {name} is {value}, which takes more than 16 bits"));
        let mut at = hash::home(hash, n_groups);
        let slot = loop {
            match groups[at].iter().position(|slot| *slot == 0) {
                Some(place) => break &mut groups[at][place],
                None => at = hash::next(at, n_groups),
            }
        };
        *slot = hash::tag(hash) << 16 | u64::from(value);
    }
    let bytes: Vec<u8> = groups.iter().flatten().flat_map(|slot| slot.to_le_bytes()).collect();
    fs::write(out.join(name).with_extension("table"), bytes).expect("the output directory can be written");
}

/// Writes `<name>.filter`, which `src/lexicon/phrase.rs` reads: the bits of all hashes.
fn write_filter<'a>(out: &Path, name: &str, keys: impl Iterator<Item = &'a String>) {
    let mut bits = vec![0; hash::FILTER_SIZE];
    for key in keys {
        let (byte, bit) = hash::filter_bit(hash::hash(key));
        bits[byte] |= bit;
    }
    fs::write(out.join(name).with_extension("filter"), bits).expect("the output directory can be written");
}

/// Writes `<name>.table` to the numbers of the values, `<name>.bin`, 8 bytes each: for values of more than 16 bits, most of them frequent.
fn write_indirect(out: &Path, name: &str, entries: impl IntoIterator<Item = (String, u64)>) {
    let entries: Vec<(String, u64)> = entries.into_iter().collect();
    let mut values: Vec<u64> = entries.iter().map(|(_, value)| *value).collect();
    values.sort_unstable();
    values.dedup();
    let number = |value: u64| values.partition_point(|known| *known < value) as u64;
    write_map(out, name, entries.into_iter().map(|(key, value)| (key, number(value))));
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    fs::write(out.join(name).with_extension("bin"), bytes).expect("the output directory can be written");
}

fn cues(data: &Path, out: &Path, words: &mut BTreeMap<String, Word>) -> Vec<Affix> {
    let mut affixes = Vec::new();
    for row in rows(&data.join("cues.tsv")) {
        let class = CLASSES.iter().position(|class| *class == row[0]).unwrap_or_else(|| panic!("unknown class {}", row[0]));
        let weight: u64 = row[1].parse().expect("weights are numbers");
        for cue in row[2].split(' ').filter(|cue| !cue.is_empty()) {
            if let Some(suffix) = cue.strip_prefix('-') {
                affixes.push(Affix { is_suffix: true, text: fold(suffix), class, weight });
            } else if let Some(prefix) = cue.strip_suffix('-') {
                affixes.push(Affix { is_suffix: false, text: fold(prefix), class, weight });
            } else {
                let word = words.entry(fold(cue)).or_default();
                word.cues[class] = word.cues[class].max(weight);
            }
        }
    }
    affixes.sort();
    affixes.dedup();
    write_affixes(&out.join("suffixes.rs"), affixes.iter().filter(|affix| affix.is_suffix), |text| text.bytes().next_back());
    write_affixes(&out.join("prefixes.rs"), affixes.iter().filter(|affix| !affix.is_suffix), |text| text.bytes().next());
    affixes
}

/// Writes a `match` over the byte at the outer end of a word: the affixes that have it there.
fn write_affixes<'a>(path: &Path, affixes: impl Iterator<Item = &'a Affix>, outer: fn(&str) -> Option<u8>) {
    let mut arms: BTreeMap<Option<u8>, String> = BTreeMap::new();
    for affix in affixes {
        let arm = arms.entry(outer(&affix.text)).or_default();
        arm.push_str(&format!("({:?}, {}, {}), ", affix.text, affix.class, affix.weight));
    }
    let arms: String = arms.iter().map(|(byte, list)| format!("    {byte:?} => &[{list}],\n")).collect();
    fs::write(path, format!("match outer {{\n{arms}    _ => &[],\n}}\n")).expect("the output directory can be written");
}

fn count(words: &mut BTreeMap<String, Word>, class: usize, label: &str) {
    for word in label.split(' ').filter(|word| word.len() > 1 && !word.bytes().all(|byte| byte.is_ascii_digit())) {
        words.entry(word.to_owned()).or_default().counts[class] += 1;
    }
}

/// A UUID's 16 bytes.
fn identifier(text: &str) -> [u8; 16] {
    let digits: String = text.chars().filter(|symbol| *symbol != '-').collect();
    u128::from_str_radix(&digits, 16).unwrap_or_else(|error| panic!("{text} is no UUID: {error}")).to_be_bytes()
}

/// Folded labels to concepts, counted from 1; `concepts.bin`: identifier, ISCO code and English label of each concept.
fn occupations(data: &Path, out: &Path, words: &mut BTreeMap<String, Word>, phrases: &mut Phrases) {
    let rows = rows(&data.join("occupations.tsv"));
    let mut shown = Vec::new();
    let mut concepts = Vec::new();
    for row in &rows {
        let english = row[2].split(';').next().unwrap_or_default();
        shown.push(english.to_owned());
        let all = row[2].split(';').chain(row.get(3).map_or("", String::as_str).split(';'));
        let labels: Vec<String> = all.map(fold).filter(|label| !label.is_empty()).collect();
        labels.iter().for_each(|label| count(words, 0, label));
        let number = concepts.len() as u64 + 1;
        concepts.push(Concept {
            number,
            code: row[1].clone(),
            group: row[1].chars().take(2).collect(),
            name: fold(english),
            n_words: plain_words(english),
            labels,
        });
    }
    let mut bearers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, concept) in concepts.iter().enumerate() {
        for label in &concept.labels {
            let known = bearers.entry(label).or_default();
            if known.last() != Some(&index) {
                known.push(index);
            }
        }
    }
    let speakers = speakers(&concepts, &bearers);
    for (label, bearers) in &bearers {
        let number = namesake(&concepts, label, bearers, speakers.get(label)).map_or(NO_CONCEPT, |index| index as u64 + 1);
        say(phrases, (*label).to_owned(), OCCUPATION, number, false);
    }
    titles(data, &concepts, phrases, &mut shown);
    let (mut packed, mut names) = (Vec::new(), String::new());
    for (row, english) in rows.iter().zip(&shown) {
        packed.extend(identifier(&row[0]));
        packed.extend(row[1].parse::<u16>().unwrap_or(0).to_be_bytes());
        packed.extend(u32::try_from(names.len()).expect("the names fit").to_be_bytes());
        names.push_str(english);
    }
    fs::write(out.join("concepts.bin"), packed).expect("the output directory can be written");
    fs::write(out.join("concepts.txt"), names).expect("the output directory can be written");
}

/// Common titles that the classification lacks, or has of another occupation: the concept is named by its ISCO-08 code and one of its English
/// labels, by which it is then `shown`; `-` stands for none.
fn titles(data: &Path, concepts: &[Concept], phrases: &mut Phrases, shown: &mut [String]) {
    for row in rows(&data.join("titles.tsv")) {
        let label = fold(&row[1]);
        let bears = |concept: &&Concept| concept.code == row[0] && concept.labels.contains(&label);
        let named = concepts.iter().filter(bears).max_by_key(|concept| (concept.name == label, concept.labels.len()));
        let number = match named {
            Some(concept) => {
                shown[concept.number as usize - 1].clone_from(&row[1]);
                concept.number
            }
            None if row[0] == "-" => NO_CONCEPT,
            None => panic!("no occupation {} is called {}", row[0], row[1]),
        };
        row[2].split(';').for_each(|title| say(phrases, fold(title), OCCUPATION, number, true));
    }
}

/// What is said of a label that names some occupation, but no certain one: `src/lexicon/phrase.rs` knows the number.
const NO_CONCEPT: u64 = 0xFFFF;

/// An occupation of the classification.
struct Concept {
    /// Its place among the concepts, counted from 1.
    number: u64,
    /// Its ISCO-08 code.
    code: String,
    /// First two digits of its ISCO-08 code.
    group: String,
    /// Its English label, folded.
    name: String,
    /// Words of that label: the more, the narrower the occupation.
    n_words: usize,
    /// All its labels, folded.
    labels: Vec<String>,
}

fn plain_words(english: &str) -> usize {
    english.split_whitespace().filter(|word| *word != "ICT").count()
}

/// For each label the concepts in whose labels it stands, as up to three words of them.
fn speakers<'a>(concepts: &[Concept], bearers: &BTreeMap<&'a str, Vec<usize>>) -> BTreeMap<&'a str, BTreeSet<usize>> {
    let mut speakers: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, concept) in concepts.iter().enumerate() {
        for label in &concept.labels {
            let words: Vec<&str> = label.split(' ').collect();
            for part in (1..=3).flat_map(|length| words.windows(length)) {
                if let Some((known, _)) = bearers.get_key_value(part.join(" ").as_str()) {
                    speakers.entry(known).or_default().insert(index);
                }
            }
        }
    }
    speakers
}

/// The concept that `label` names, of those that bear it: the one of that name; else the one whose name is the plainest and the most like
/// it, and whose other labels say it most.
///
/// None where its bearers are of three branches or more, and where the concept is narrow and most who say the word are of another branch.
fn namesake(concepts: &[Concept], label: &str, bearers: &[usize], speakers: Option<&BTreeSet<usize>>) -> Option<usize> {
    if let Some(named) = bearers.iter().find(|index| concepts[**index].name == label) {
        return Some(*named);
    }
    let branches: BTreeSet<&str> = bearers.iter().map(|index| concepts[*index].group.as_str()).collect();
    if branches.len() >= 3 {
        return None;
    }
    let fit = |index: usize| {
        let concept = &concepts[index];
        let said = concept.labels.iter().filter(|other| other.contains(label)).count() as f64;
        1.5 * likeness(label, &concept.name) + said.min(6.0) / 12.0 + said / concept.labels.len() as f64 - 0.3 * concept.n_words as f64
    };
    let best = bearers.iter().copied().reduce(|best, other| if fit(other) > fit(best) { other } else { best })?;
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    speakers.into_iter().flatten().for_each(|index| *said.entry(concepts[*index].group.as_str()).or_default() += 1);
    let all: usize = said.values().sum();
    let own = said.get(concepts[best].group.as_str()).copied().unwrap_or_default();
    let is_scattered = all >= 6 && own * 4 < all;
    let is_elsewhere = all >= 3 && said.iter().any(|(group, n_said)| *group != concepts[best].group && n_said * 2 > all);
    let n_words = concepts[best].n_words;
    let is_doubtful = n_words >= 3 && (is_scattered || is_elsewhere) || n_words >= 2 && is_scattered && !label.contains(' ');
    (!is_doubtful).then_some(best)
}

/// How many of the three-letter stretches of two names are the same, 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let stretches = |text: &str| -> BTreeSet<[char; 3]> {
        let letters: Vec<char> = [' '].into_iter().chain(text.chars()).chain([' ']).collect();
        letters.windows(3).map(|three| [three[0], three[1], three[2]]).collect()
    };
    let (one, other) = (stretches(one), stretches(other));
    2.0 * one.intersection(&other).count() as f64 / (one.len() + other.len()).max(1) as f64
}

fn skills(data: &Path, out: &Path, words: &mut BTreeMap<String, Word>) {
    let mut labels = BTreeMap::new();
    let mut identifiers: Vec<u8> = Vec::new();
    for (index, row) in rows(&data.join("skills.tsv")).iter().enumerate() {
        identifiers.extend(identifier(&row[1]));
        count(words, 1, &fold(&row[0]));
        let label = fold(&spelt(&row[0]));
        // "Puppet (tools for …)" is also known by the words before the bracket.
        if let Some((short, _)) = row[0].split_once(" (") {
            labels.entry(fold(&spelt(short))).or_insert(index as u64);
        }
        labels.insert(label, index as u64);
    }
    write_map(out, "skills", labels);
    fs::write(out.join("skills.bin"), identifiers).expect("the output directory can be written");
}

/// A country's two letters as a number.
fn country(code: &str) -> u64 {
    let bytes = code.as_bytes();
    u64::from(bytes[0]) << 8 | u64::from(bytes[1])
}

/// Universities with their countries; a name that those of two countries have is known, and says neither.
fn universities(data: &Path, out: &Path, words: &mut BTreeMap<String, Word>, phrases: &mut Phrases) {
    const SEVERAL: u64 = u16::MAX as u64;
    let mut domains: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&data.join("universities.tsv")) {
        let name = fold(&row[0]);
        domains.entry(name.clone()).or_default().extend(row.get(2).filter(|domain| !domain.is_empty()).cloned());
        count(words, 2, &name);
        let code = country(&row[1]);
        let known = phrases.get(&name).map_or(0, |known| u64::from(known[UNIVERSITY]));
        say(phrases, name, UNIVERSITY, if known == 0 || known == code { code } else { SEVERAL }, true);
    }
    write_domains(out, domains);
}

/// Writes `universities.table`, from names to lines of `universities.txt`, their domains. A name that several have is left out.
fn write_domains(out: &Path, domains: BTreeMap<String, BTreeSet<String>>) {
    let mut text = String::new();
    let mut places = BTreeMap::new();
    for (name, domains) in domains.into_iter().filter(|(_, domains)| domains.len() == 1) {
        places.insert(name, places.len() as u64);
        domains.iter().for_each(|domain| text.extend([domain, "\n"]));
    }
    write_map(out, "universities", places);
    fs::write(out.join("universities.txt"), text).expect("the output directory can be written");
}

/// Cities with their countries and their inhabitants in thousands; regions with their countries.
fn cities(data: &Path, words: &mut BTreeMap<String, Word>, phrases: &mut Phrases) {
    let mut city = |name: String, code: u64, thousands: &str| {
        say(phrases, name.clone(), CITY, code, true);
        say(phrases, name, INHABITANTS, inhabitants(thousands), true);
    };
    let mut shortened: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for row in rows(&data.join("cities.tsv")) {
        count(words, 3, &row[0]);
        city(row[0].clone(), country(&row[1]), &row[2]);
        if let Some(short) = shorten(&row[0]) {
            let larger = |(_, known): &(u64, String)| inhabitants(known) >= inhabitants(&row[2]);
            if !shortened.get(&short).is_some_and(larger) {
                shortened.insert(short, (country(&row[1]), row[2].clone()));
            }
        }
    }
    for row in rows(&data.join("endonyms.tsv")).into_iter().chain(rows(&data.join("natives.tsv"))) {
        row[2].split(';').for_each(|name| city(fold(name), country(&row[1]), &row[0]));
    }
    for (name, (code, thousands)) in shortened {
        if phrases.get(&name).is_none_or(|known| u64::from(known[INHABITANTS]) < inhabitants(&thousands)) {
            say(phrases, name.clone(), CITY, code, true);
            say(phrases, name, INHABITANTS, inhabitants(&thousands), true);
        }
    }
    for row in rows(&data.join("regions.tsv")) {
        row[1].split(';').for_each(|region| say(phrases, fold(region), REGION, country(&row[0]), false));
    }
}

fn inhabitants(thousands: &str) -> u64 {
    thousands.parse().expect("populations are numbers")
}

/// The name of a city with its first word as people shorten it: `st gallen`, `ste foy`, `ft worth`, `mt vernon`.
fn shorten(name: &str) -> Option<String> {
    let (first, rest) = name.split_once(' ')?;
    let short = match first {
        "saint" | "sankt" | "sint" => "st",
        "sainte" => "ste",
        "fort" => "ft",
        "mount" => "mt",
        _ => return None,
    };
    Some(format!("{short} {rest}"))
}

/// Words about grades, and grades as a whole.
fn grades(data: &Path, words: &mut BTreeMap<String, Word>, phrases: &mut Phrases) {
    for row in rows(&data.join("grades.tsv")) {
        for phrase in row[1].split(';').map(fold) {
            match MARKS.iter().position(|mark| *mark == row[0]) {
                Some(mark) => words.entry(phrase).or_default().marks |= 1 << mark,
                None => say(phrases, phrase, GRADE, 1, true),
            }
        }
    }
}

fn small(data: &Path, out: &Path, words: &mut BTreeMap<String, Word>, phrases: &mut Phrases) {
    // In the lower four bits the month in most languages, in the next ones that in Croatian where it is another.
    let number = |text: &String| if text.is_empty() { 0 } else { text.parse::<u64>().expect("months are numbers") };
    let months = || rows(&data.join("months.tsv")).into_iter().map(|row| (fold(&row[0]), number(&row[1]) | number(&row[2]) << 4));
    write_map(out, "months", months());
    for row in rows(&data.join("countries.tsv")) {
        say(phrases, fold(&row[0]), COUNTRY, country(&row[1]), true);
    }
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows(&data.join("times.tsv")) {
        let class = TIMES.iter().position(|class| *class == row[0]).unwrap_or_else(|| panic!("unknown class {}", row[0]));
        for phrase in row[1].split(';') {
            *times.entry(fold(phrase)).or_default() |= 1 << class;
        }
    }
    let openers = months().map(|(name, _)| name).chain(times.keys().cloned());
    let first = |phrase: String| phrase.split(' ').next().unwrap_or_default().to_owned();
    write_map(out, "openers", openers.map(|phrase| (first(phrase), 1)));
    write_map(out, "times", times);
    let mut labels = BTreeMap::new();
    for row in rows(&data.join("labels.tsv")) {
        let class = LABELS.iter().position(|class| *class == row[0]).unwrap_or_else(|| panic!("unknown class {}", row[0]));
        labels.extend(row[1].split(';').map(|phrase| (fold(phrase), class as u64)));
    }
    write_map(out, "labels", labels);
    for row in rows(&data.join("degrees.tsv")) {
        let level: u64 = row[0].parse().expect("levels are numbers");
        for phrase in row[1].split(';').map(fold) {
            words.entry(first(phrase.clone())).or_default().marks |= 1 << OPENS_DEGREE;
            say(phrases, phrase, DEGREE, level + 1, false);
        }
    }
}
