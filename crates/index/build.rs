//! Folds the word lists and sorts their keys, so that they are looked up where they lie in the binary, without parsing at start.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "src/fold.rs"]
mod fold;

/// Longest label of an occupation that is kept, in words; longer ones are descriptions that nobody types.
const LONGEST_LABEL: usize = 4;
/// Least share of common occupations (Dice) at which two head words are translations of each other.
const LEAST_DICE: f64 = 0.22;
/// Fewest occupations in which two head words must meet.
const FEWEST_MEETINGS: u32 = 3;
/// Most translations kept of a head word.
const MOST_TRANSLATIONS: usize = 24;
/// Share of occupations above which a word says nothing of what they are about.
const MOST_SHARE: usize = 25;
/// Most translations kept of a word that tells what an occupation is about.
const MOST_FIELDS: usize = 8;
/// Fewest compounds that make a word a head of compounds.
const FEWEST_COMPOUNDS: usize = 4;
/// Shortest head of a compound, in letters.
const SHORTEST_HEAD: usize = 5;

fn main() {
    let lists = PathBuf::from("../parse/data");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let files = ["occupations.tsv", "languages.tsv"].map(|name| lists.join(name));
    for file in files.into_iter().chain(["data/cities.tsv".into(), "src/fold.rs".into()]) {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    let read = |path: PathBuf| fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    write_cities(&read("data/cities.tsv".into()), &out);
    write_languages(&read(lists.join("languages.tsv")), &out);
    let occupations: Vec<Occupation> = read(lists.join("occupations.tsv")).lines().skip(1).map(Occupation::of).collect();
    let texts: Vec<String> = occupations.iter().map(|occupation| occupation.labels.join(";")).collect();
    write_table(&out, "titles", texts.iter().map(String::as_str));
    let related = related(&occupations);
    write_table(&out, "related", related.iter().map(String::as_str));
    let fields = fields(&occupations);
    write_table(&out, "fields", fields.iter().map(String::as_str));
    fs::write(out.join("heads.txt"), heads(&occupations).join("\n")).expect("the output directory can be written");
}

/// Writes lines and the sorted places of their keys: the parts of the first column between semicolons.
fn write_table<'a>(out: &Path, name: &str, lines: impl Iterator<Item = &'a str>) {
    let mut text = String::new();
    let mut keys: Vec<u32> = Vec::new();
    for line in lines {
        let mut place = text.len();
        text.push_str(line);
        text.push('\n');
        for key in line.split('\t').next().unwrap_or_default().split(';') {
            keys.push(u32::try_from(place).expect("the lists are small"));
            place += key.len() + 1;
        }
    }
    let key = |place: u32| text[place as usize..].split([';', '\t', '\n']).next().unwrap_or_default();
    keys.sort_by(|&left, &right| key(left).cmp(key(right)).then(left.cmp(&right)));
    let bytes: Vec<u8> = keys.iter().flat_map(|place| place.to_le_bytes()).collect();
    fs::write(out.join(format!("{name}.keys")), bytes).expect("the output directory can be written");
    fs::write(out.join(format!("{name}.txt")), text).expect("the output directory can be written");
}

/// Folds texts, each once, empty ones dropped.
fn folded<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.map(fold::whole).filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}

/// Beginnings of the official names of cities that everybody leaves out the rest of.
const ADDITIONS: [&str; 5] = [" city", " am ", " an der ", " upon ", " sur "];

/// The names of a city, folded, and the first one without what is usually left out of it.
fn city_names(names: &str) -> Vec<String> {
    let mut all = folded(names.split(';'));
    let short = ADDITIONS.iter().find_map(|addition| all[0].split_once(addition)).map(|(short, _)| short.to_owned());
    all.extend(short.filter(|short| !all.contains(short)));
    all
}

fn write_cities(raw: &str, out: &Path) {
    let mut lines = Vec::new();
    for line in raw.lines().skip(1) {
        let (names, rest) = line.split_once('\t').expect("cities have columns");
        lines.push(format!("{}\t{rest}", city_names(names).join(";")));
    }
    write_table(out, "cities", lines.iter().map(String::as_str));
    // Places of the lines with their coordinates, from south to north.
    let mut points: Vec<(f32, f32, u32)> = Vec::new();
    let mut place = 0;
    for line in &lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let degrees = |column: &str| column.parse::<f32>().expect("coordinates are numbers");
        points.push((degrees(columns[2]), degrees(columns[3]), place));
        place += u32::try_from(line.len() + 1).expect("the lists are small");
    }
    points.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.2.cmp(&right.2)));
    let bytes: Vec<u8> = points
        .iter()
        .flat_map(|(latitude, longitude, place)| [latitude.to_le_bytes(), longitude.to_le_bytes(), place.to_le_bytes()].concat())
        .collect();
    fs::write(out.join("cities.points"), bytes).expect("the output directory can be written");
}

fn write_languages(raw: &str, out: &Path) {
    let lines = raw.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let lines: Vec<String> = lines.map(|(code, names)| format!("{}\t{code}", folded(names.split(';')).join(";"))).collect();
    write_table(out, "languages", lines.iter().map(String::as_str));
}

/// One occupation of the list.
struct Occupation {
    /// What it is called in all languages: what is in brackets left out, long ones dropped.
    labels: Vec<String>,
    /// How many of them are English; they come first.
    english: usize,
}

impl Occupation {
    fn of(line: &str) -> Self {
        let labels = |columns: &mut dyn Iterator<Item = &str>| {
            let labels = columns.flat_map(|column| column.split(';').collect::<Vec<_>>());
            let mut labels = folded(labels.map(|label| label.split(['(', '/']).next().unwrap_or_default()).collect::<Vec<_>>().into_iter());
            labels.retain(|label| label.split(' ').count() <= LONGEST_LABEL && label.len() > 2);
            labels
        };
        let english = labels(&mut line.split('\t').skip(2).take(1)).len();
        Self { labels: labels(&mut line.split('\t').skip(2)), english }
    }

    fn heads(&self) -> BTreeSet<&str> {
        self.labels.iter().flat_map(|label| head_words(label)).flatten().collect()
    }

    fn english_heads(&self) -> BTreeSet<&str> {
        self.labels[..self.english.min(self.labels.len())].iter().flat_map(|label| head_words(label)).flatten().collect()
    }
}

/// The words a title can be known by: the first of it (Romance and Slavic languages) and the last (Germanic ones).
fn head_words(label: &str) -> [Option<&str>; 2] {
    let last = label.rsplit(' ').next();
    let first = label.split(' ').next().filter(|first| Some(*first) != last);
    [first, last].map(|word| word.filter(|word| word.len() > 2 && word.bytes().all(|letter| letter.is_ascii_lowercase())))
}

/// Head words that stand for each other in the same occupations, as `word<tab>word;word`: translations, feminine forms, plurals.
fn related(occupations: &[Occupation]) -> Vec<String> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut in_all: BTreeMap<&str, u32> = BTreeMap::new();
    let mut in_english: BTreeMap<&str, u32> = BTreeMap::new();
    let mut sets = Vec::new();
    for occupation in occupations {
        let all: BTreeSet<&str> = occupation.labels.iter().flat_map(|label| label.split(' ')).collect();
        for word in all {
            *in_all.entry(word).or_default() += 1;
        }
        for head in occupation.english_heads() {
            *in_english.entry(head).or_default() += 1;
        }
        let heads = occupation.heads();
        for head in &heads {
            *numbers.entry(head).or_default() += 1;
        }
        sets.push(heads);
    }
    let english = |word: &str| in_english.get(word).copied().unwrap_or(0);
    // Words that mostly stand elsewhere in a title name a field, not an occupation; those that mean one thing in English and another
    // elsewhere (`chef`) would stand for both.
    let is_head = |word: &str| {
        let (number, english) = (numbers[word], english(word));
        number >= FEWEST_MEETINGS && number * 3 >= in_all[word] * 2 && (english == 0 || english * 2 >= number)
    };
    // Two words of one language that meet are different occupations, unless they are forms of one word.
    let alike = |left: &str, right: &str| left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count() >= 4;
    let mut meetings: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for heads in &sets {
        let heads: Vec<&str> = heads.iter().copied().filter(|word| is_head(word)).collect();
        for left in &heads {
            for right in heads.iter().filter(|right| *right != left) {
                if english(left) > 0 && english(right) > 0 && !alike(left, right) {
                    continue;
                }
                *meetings.entry((left, right)).or_default() += 1;
            }
        }
    }
    let mut best: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for ((left, right), count) in meetings {
        let dice = 2.0 * f64::from(count) / f64::from(numbers[left] + numbers[right]);
        if count >= FEWEST_MEETINGS && dice >= LEAST_DICE {
            best.entry(left).or_default().push((dice, right));
        }
    }
    let mut lines = Vec::new();
    for (word, mut others) in best {
        others.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
        others.truncate(MOST_TRANSLATIONS);
        lines.push(format!("{word}\t{}", others.iter().map(|(_, other)| *other).collect::<Vec<_>>().join(";")));
    }
    lines
}

/// Words that tell what occupations are about, with those that stand in their place in other languages (`software<tab>logiciel;logiciels`).
fn fields(occupations: &[Occupation]) -> Vec<String> {
    let is_word = |word: &str| word.len() > 3 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    let words = |labels: &'_ [String]| -> BTreeSet<String> {
        labels.iter().flat_map(|label| label.split(' ')).filter(|word| is_word(word)).map(str::to_owned).collect()
    };
    let split = |occupation: &Occupation| {
        let (english, others) = occupation.labels.split_at(occupation.english.min(occupation.labels.len()));
        (words(english), words(others))
    };
    let sets: Vec<(BTreeSet<String>, BTreeSet<String>)> = occupations.iter().map(split).collect();
    let mut numbers: [BTreeMap<&str, u32>; 2] = Default::default();
    for (english, others) in &sets {
        for (number, set) in numbers.iter_mut().zip([english, others]) {
            set.iter().for_each(|word| *number.entry(word).or_default() += 1);
        }
    }
    let most = u32::try_from(occupations.len() / MOST_SHARE).expect("the list is short");
    // A word that both languages know is its own translation.
    let is_foreign = |word: &str| numbers[1][word] <= most && !numbers[0].contains_key(word);
    let mut meetings: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (english, others) in &sets {
        let others: Vec<&str> = others.iter().map(String::as_str).filter(|word| is_foreign(word)).collect();
        for left in english.iter().filter(|word| numbers[0][word.as_str()] <= most) {
            others.iter().for_each(|right| *meetings.entry((left, right)).or_default() += 1);
        }
    }
    let mut best: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for ((left, right), count) in meetings {
        let dice = 2.0 * f64::from(count) / f64::from(numbers[0][left] + numbers[1][right]);
        if count >= FEWEST_MEETINGS && dice >= LEAST_DICE {
            best.entry(left).or_default().push((dice, right));
        }
    }
    let told = |(word, mut others): (&str, Vec<(f64, &str)>)| {
        others.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
        others.truncate(MOST_FIELDS);
        format!("{word}\t{}", others.iter().map(|(_, other)| *other).collect::<Vec<_>>().join(";"))
    };
    best.into_iter().map(told).collect()
}

/// Words that end many longer ones, such as `entwickler`: the heads of compounds, sorted.
fn heads(occupations: &[Occupation]) -> Vec<String> {
    let words: BTreeSet<&str> = occupations.iter().flat_map(|occupation| &occupation.labels).flat_map(|label| label.split(' ')).collect();
    let mut compounds: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &words {
        for start in 3..word.len().saturating_sub(SHORTEST_HEAD - 1) {
            if let Some(head) = word.get(start..).and_then(|ending| words.get(ending)) {
                *compounds.entry(head).or_default() += 1;
            }
        }
    }
    let is_word = |word: &&str| word.bytes().all(|letter| letter.is_ascii_lowercase());
    let heads = compounds.into_iter().filter(|(_, count)| *count >= FEWEST_COMPOUNDS).map(|(head, _)| head);
    heads.filter(is_word).map(str::to_owned).collect()
}
