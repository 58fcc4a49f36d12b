//! Web addresses of persons.

use std::borrow::Cow;

/// A profile in a network, or a homepage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LinkForm {
    /// The host, such as `linkedin.com`; a person has rarely two profiles there.
    pub(crate) network: &'static str,
    /// Host and path that name the person.
    pub(crate) address: String,
}

/// Brings a web address into normal form: no scheme, `www`, country subdomain, query, trailing slash or case.
pub(crate) fn normalize(raw: &str) -> Option<LinkForm> {
    let bare = raw.trim();
    // Most come in lower case. All bytes are looked at, as so many can be looked at together.
    let is_low = bare.bytes().fold(true, |low, byte| low & byte.is_ascii() & !byte.is_ascii_uppercase());
    let lowered = if is_low { Cow::Borrowed(bare) } else { Cow::Owned(bare.to_lowercase()) };
    let rest = without_scheme(&lowered);
    let rest = &rest[..memchr::memchr2(b'?', b'#', rest.as_bytes()).unwrap_or(rest.len())];
    let rest = rest.trim_end_matches('/');
    let (host, path) = match memchr::memchr(b'/', rest.as_bytes()) {
        Some(slash) => (&rest[..slash], &rest[slash + 1..]),
        None => (rest, ""),
    };
    if !host.bytes().any(|byte| byte == b'.') || host.contains(|symbol: char| symbol.is_whitespace() || symbol == '@') {
        return None;
    }
    let host = host.strip_prefix("www.").unwrap_or(host);
    let network = KNOWN.iter().find(|known| host == **known || host.strip_suffix(**known).is_some_and(|sub| sub.ends_with('.')));
    let Some(network) = network else {
        return Some(LinkForm { network: "", address: rest.strip_prefix("www.").unwrap_or(rest).to_owned() });
    };
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let first = steps.next()?;
    let handle = if ["in", "pub", "profile", "users", "people"].contains(&first) { steps.next()? } else { first };
    Some(LinkForm { network, address: [network, "/", handle].concat() })
}

/// What follows the first `://`; all, where there is none.
fn without_scheme(address: &str) -> &str {
    let colons = memchr::memchr_iter(b':', address.as_bytes());
    colons.filter_map(|colon| address[colon..].strip_prefix("://")).next().unwrap_or(address)
}

/// Networks where the first steps of a path name a person.
const KNOWN: [&str; 12] = [
    "linkedin.com",
    "xing.com",
    "github.com",
    "gitlab.com",
    "twitter.com",
    "x.com",
    "behance.net",
    "dribbble.com",
    "stackoverflow.com",
    "medium.com",
    "kaggle.com",
    "facebook.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_of_one_profile_agree() {
        for raw in
            ["https://www.linkedin.com/in/Jane-Example", "linkedin.com/in/jane-example/", "http://uk.linkedin.com/in/jane-example?trk=pub"]
        {
            assert_eq!(normalize(raw).map(|link| link.address).as_deref(), Some("linkedin.com/jane-example"), "{raw}");
        }
    }

    #[test]
    fn what_names_nobody_is_nothing() {
        for raw in ["", "N/A", "https://linkedin.com/", "jane@example.com", "http://"] {
            assert_eq!(normalize(raw), None, "{raw}");
        }
        assert_eq!(normalize("https://jane.example.com/").map(|link| link.address).as_deref(), Some("jane.example.com"));
    }
}
