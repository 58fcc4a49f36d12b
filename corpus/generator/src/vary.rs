//! What real employers, titles and schools have besides their plain names: departments, branches, agencies, second titles, and names
//! that no list holds. Without them a reader of the documents could learn names by heart instead of where names stand.

use crate::fill::Fill;

const ONSETS: &[&str] = &[
    "b", "br", "d", "dr", "f", "g", "k", "kl", "l", "m", "n", "p", "pl", "qu", "r", "s", "sk", "sp", "st", "t", "tr", "v", "w", "x", "z",
    "",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ea", "io", "oo", "ai", "y"];
const CODAS: &[&str] = &["", "", "", "n", "r", "l", "x", "s", "m", "nd", "rt", "k", "st", "v"];
const TAILS: &[&str] = &[
    "",
    "",
    "",
    "",
    " Labs",
    " Group",
    " Systems",
    ".io",
    " Studio",
    " & Co.",
    " International",
    " 24",
    " Media",
    " Health",
    "ify",
    " AG",
    " SA",
    " Ltd",
    " One",
    " Digital",
    " Energy",
    " Foods",
    " Air",
    " Bank",
];

/// A name that nobody has heard: `Quendora Labs`, `OMVA`, `plinkr`.
pub fn brand(fill: &mut Fill<'_>) -> String {
    let rng = &mut *fill.rng;
    let mut name = String::new();
    for _ in 0..rng.between(1, 3) {
        for parts in [ONSETS, VOWELS, CODAS] {
            name.push_str(rng.pick::<&str>(parts));
        }
    }
    let name = match rng.below(8) {
        0 => name,
        1 => name.chars().take(4).collect::<String>().to_uppercase(),
        _ => capitalised(&name),
    };
    let tail = *rng.pick::<&str>(TAILS);
    if rng.chance(12) { format!("{name} {}{tail}", fill.text("{last}")) } else { format!("{name}{tail}") }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `name` as employers are printed: alone, with a division, with where it belongs to or through whom one works there.
pub fn employer(name: String, fill: &mut Fill<'_>) -> String {
    let name = if fill.rng.chance(24) { brand(fill) } else { name };
    let plain = !name.contains([',', '(', '–']);
    match fill.rng.below(100) {
        0..9 if plain => format!("{name}, {}", fill.text("{unit}")),
        9..12 if plain => format!("{name} – {}", fill.text("{unit}")),
        12..15 => {
            let agency = brand(fill);
            format!("{name} ({} {agency})", fill.text("{via}"))
        }
        15..17 => format!("{name} ({})", brand(fill)),
        17..19 if plain => format!("{name} / {}", brand(fill)),
        _ => name,
    }
}

/// `title` as titles are printed: alone, with a department, a second title or what it is about.
pub fn title(title: String, fill: &mut Fill<'_>) -> String {
    if title.contains([',', '(', '/', '–']) {
        return title;
    }
    match fill.rng.below(100) {
        0..10 => format!("{title}, {}", fill.text("{unit}")),
        10..13 => format!("{title} – {}", fill.text("{unit}")),
        13..16 => format!("{title} / {}", fill.text("{title}")),
        16..18 => format!("{title} ({})", fill.text("{unit}")),
        18..20 => format!("{title} & {}", fill.text("{title}")),
        20..21 => format!("{title}: {}", fill.text("{unit}")),
        _ => title,
    }
}

/// `name` as schools are printed.
pub fn school(name: String, level: &str, fill: &mut Fill<'_>) -> String {
    let name = if level == "u" && fill.rng.chance(6) { brand(fill).to_uppercase() } else { name };
    if level != "u" || name.contains([',', '–']) {
        return name;
    }
    match fill.rng.below(100) {
        0..8 => format!("{name}, {}", fill.text("{faculty}")),
        8..12 => format!("{name} – {}", fill.text("{faculty}")),
        12..14 => format!("{}, {name}", fill.text("{faculty}")),
        14..16 => {
            let short: String = name.split(' ').filter_map(|word| word.chars().next()).filter(|letter| letter.is_uppercase()).collect();
            if short.len() > 1 { format!("{name} ({short})") } else { name }
        }
        _ => name,
    }
}
