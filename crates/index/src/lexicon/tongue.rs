//! Languages by their names in many languages, and how well they are spoken.

use super::table::Table;

const LANGUAGES: Table = Table {
    text: include_str!(concat!(env!("OUT_DIR"), "/languages.txt")),
    keys: include_bytes!(concat!(env!("OUT_DIR"), "/languages.keys")),
};

/// Levels of the Common European Framework from the lowest, and the level of those who grew up with a language.
const LEVELS: [&str; 7] = ["a1", "a2", "b1", "b2", "c1", "c2", "native"];

/// The names of the language that has this one; the code stands behind them.
fn line(name: &str) -> Option<(&'static str, &'static str)> {
    LANGUAGES.lines(&crate::fold::whole(name)).next().and_then(|(_, line)| line.split_once('\t'))
}

/// All names, folded, of the language that is called `name` in some language.
pub(crate) fn names_of(name: &str) -> impl Iterator<Item = &'static str> + use<> {
    line(name).into_iter().flat_map(|(names, _)| names.split(';'))
}

/// The number of a level: 1 for `A1` to 6 for `C2`, 7 for a mother tongue.
pub(crate) fn level_of(level: &str) -> Option<i64> {
    let place = LEVELS.iter().position(|known| known.eq_ignore_ascii_case(level.trim()))?;
    i64::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_many_names_and_seven_levels() {
        assert!(names_of("Deutsch").any(|name| name == "german"));
        assert_eq!(names_of("klingonese").count(), 0);
        assert_eq!((level_of("A1"), level_of("native"), level_of("x")), (Some(1), Some(7), None));
    }
}
