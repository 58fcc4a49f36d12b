//! Which given names stand for one another.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The names that have other forms, with the number of their set, and the sets of groups: the first is empty.
struct Tables {
    names: HashMap<&'static str, u16>,
    sets: Vec<Vec<u16>>,
}

/// The groups of each name or short form; a short form may belong to several.
static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { names: HashMap::new(), sets: vec![Vec::new()] };
    let lines = include_str!("../data/nicknames.txt").lines().chain(include_str!("../data/diminutives.txt").lines());
    for (number, line) in (0_u16..).zip(lines.filter(|line| !line.starts_with('#') && !line.is_empty())) {
        for name in line.split(' ') {
            let set = *tables.names.entry(name).or_insert(tables.sets.len() as u16);
            tables.sets.resize_with(tables.sets.len().max(usize::from(set) + 1), Vec::new);
            let groups = &mut tables.sets[usize::from(set)];
            if groups.last() != Some(&number) {
                groups.push(number);
            }
        }
    }
    tables
});

/// The groups a folded given name belongs to, ascending; two names with a common group may be one person's.
pub(crate) fn groups(name: &str) -> &'static [u16] {
    groups_of(set(name))
}

/// The groups of a set by its number.
pub(crate) fn groups_of(set: u16) -> &'static [u16] {
    &TABLES.sets[usize::from(set)]
}

/// The number of the groups that a folded given name belongs to; 0 where it belongs to none.
pub(crate) fn set(name: &str) -> u16 {
    TABLES.names.get(name).copied().unwrap_or(0)
}

/// Whether two sets of groups, by their numbers, have one in common.
pub(crate) fn related(left: u16, right: u16) -> bool {
    let groups = |set: u16| &TABLES.sets[usize::from(set)];
    left != 0 && right != 0 && groups(left).iter().any(|group| groups(right).contains(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_foreign_forms_are_related() {
        for (left, right) in [("robert", "bob"), ("katarzyna", "kasia"), ("aleksandr", "sasha"), ("mohammed", "muhammad"), ("jose", "pepe")]
        {
            assert!(related(set(left), set(right)), "{left} {right}");
        }
        assert!(!related(set("robert"), set("thomas")));
        assert!(!related(set("xyz"), set("xyz")));
    }
}
