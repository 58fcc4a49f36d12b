//! Which given names stand for one another.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Groups of names by a folded name or short form; a short form may belong to several.
static GROUPS: LazyLock<HashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
    let mut groups: HashMap<&'static str, Vec<u16>> = HashMap::new();
    let lines = include_str!("../data/nicknames.txt").lines().chain(include_str!("../data/diminutives.txt").lines());
    for (number, line) in (0_u16..).zip(lines.filter(|line| !line.starts_with('#') && !line.is_empty())) {
        for name in line.split(' ') {
            let of = groups.entry(name).or_default();
            if of.last() != Some(&number) {
                of.push(number);
            }
        }
    }
    groups
});

/// The groups a folded given name belongs to, ascending; two names with a common group may be one person's.
pub(crate) fn groups(name: &str) -> &'static [u16] {
    GROUPS.get(name).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn related(left: &str, right: &str) -> bool {
        groups(left).iter().any(|group| groups(right).contains(group))
    }

    #[test]
    fn short_and_foreign_forms_are_related() {
        for (left, right) in [("robert", "bob"), ("katarzyna", "kasia"), ("aleksandr", "sasha"), ("mohammed", "muhammad"), ("jose", "pepe")]
        {
            assert!(related(left, right), "{left} {right}");
        }
        assert!(!related("robert", "thomas"));
    }
}
