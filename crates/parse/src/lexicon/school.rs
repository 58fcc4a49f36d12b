//! Universities by the domain that the list knows them by.

use std::sync::LazyLock;

use super::table::{Aligned, Table};

static UNIVERSITIES: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/universities.table"))) });
/// One domain a line.
const DOMAINS: &str = include_str!(concat!(env!("OUT_DIR"), "/universities.txt"));
static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| DOMAINS.lines().collect());

/// The domain of the university that `folded` names; none where several have the name.
pub(crate) fn domain(folded: &str) -> Option<&'static str> {
    LINES.get(usize::from(UNIVERSITIES.get(folded)?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn universities_are_known_by_their_domains() {
        for (folded, expected) in [
            ("university of leeds", Some("leeds.ac.uk")),
            ("university of oxford", Some("oxford.ac.uk")),
            ("agh university of science and technology", Some("agh.edu.pl")),
            // In New Zealand and in the United States.
            ("lincoln university", None),
            ("acme night school", None),
        ] {
            assert_eq!(domain(folded), expected, "{folded}");
        }
    }
}
