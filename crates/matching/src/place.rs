//! Cities under several names.

use std::collections::HashMap;
use std::sync::LazyLock;

static USUAL: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut usual = HashMap::new();
    for line in include_str!("../data/cities.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut names = line.split('|');
        let Some(main) = names.next() else { continue };
        for name in names {
            usual.entry(name).or_insert(main);
        }
    }
    usual
});

/// The usual name of a folded city name.
pub(crate) fn usual(city: &str) -> &str {
    USUAL.get(city).copied().unwrap_or(city)
}
