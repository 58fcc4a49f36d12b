//! Networks in which people have profiles.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Host (without `www.` and country prefix), the network's name, and what stands in the path before the user's name.
const NETWORKS: &[(&str, &str, &[&str])] = &[
    ("linkedin.com", "LinkedIn", &["in", "pub", "profile"]),
    ("github.com", "GitHub", &[]),
    ("gitlab.com", "GitLab", &[]),
    ("bitbucket.org", "Bitbucket", &[]),
    ("xing.com", "XING", &["profile", "profiles"]),
    ("twitter.com", "Twitter", &[]),
    ("x.com", "X", &[]),
    ("bsky.app", "Bluesky", &["profile"]),
    ("mastodon.social", "Mastodon", &[]),
    ("instagram.com", "Instagram", &[]),
    ("facebook.com", "Facebook", &[]),
    ("fb.com", "Facebook", &[]),
    ("behance.net", "Behance", &[]),
    ("dribbble.com", "Dribbble", &[]),
    ("medium.com", "Medium", &[]),
    ("stackoverflow.com", "Stack Overflow", &["users"]),
    ("kaggle.com", "Kaggle", &[]),
    ("orcid.org", "ORCID", &[]),
    ("scholar.google.com", "Google Scholar", &["citations"]),
    ("researchgate.net", "ResearchGate", &["profile"]),
    ("academia.edu", "Academia.edu", &[]),
    ("youtube.com", "YouTube", &["c", "channel", "user"]),
    ("vimeo.com", "Vimeo", &[]),
    ("tiktok.com", "TikTok", &[]),
    ("pinterest.com", "Pinterest", &[]),
    ("soundcloud.com", "SoundCloud", &[]),
    ("t.me", "Telegram", &[]),
    ("codepen.io", "CodePen", &[]),
    ("leetcode.com", "LeetCode", &["u"]),
    ("hackerrank.com", "HackerRank", &["profile"]),
    ("codeforces.com", "Codeforces", &["profile"]),
    ("hackerone.com", "HackerOne", &[]),
    ("devpost.com", "Devpost", &[]),
    ("dev.to", "DEV", &[]),
    ("huggingface.co", "Hugging Face", &[]),
    ("npmjs.com", "npm", &[]),
    ("artstation.com", "ArtStation", &[]),
    ("deviantart.com", "DeviantArt", &[]),
    ("goodreads.com", "Goodreads", &[]),
    ("wa.me", "WhatsApp", &[]),
    ("imdb.com", "IMDb", &["name"]),
    ("muckrack.com", "Muck Rack", &[]),
    ("substack.com", "Substack", &[]),
    ("viadeo.com", "Viadeo", &["p"]),
    ("infojobs.net", "InfoJobs", &[]),
    ("lattes.cnpq.br", "Lattes", &[]),
    ("goldenline.pl", "GoldenLine", &[]),
    ("malt.fr", "Malt", &["profile"]),
    ("upwork.com", "Upwork", &["freelancers"]),
];

/// A profile's network and the name used there.
pub(super) fn profile(address: &str) -> Option<(&'static str, Option<&str>)> {
    let bare = bare(address);
    let (host, path) = bare.split_once(['/', '?']).unwrap_or((bare, ""));
    let (_, network, skip) = NETWORKS.iter().find(|(known, _, _)| is_host(host, known))?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let mut user = parts.next();
    while user.is_some_and(|part| skip.iter().any(|skipped| part.eq_ignore_ascii_case(skipped))) {
        user = parts.next();
    }
    // "stackoverflow.com/users/123/name" ends with the name.
    if *network == "Stack Overflow" {
        user = parts.next().or(user);
    }
    // "scholar.google.com/citations?user=name" names the user behind the path.
    let user = user.or_else(|| query.split('&').find_map(|part| part.strip_prefix("user=")));
    let user = user.map(|part| part.split(['?', '#']).next().unwrap_or(part).trim_start_matches('@')).filter(|part| !part.is_empty());
    Some((network, user))
}

/// Bytes that the name of a network has at most.
const LONGEST_NAME: usize = 24;

/// The networks by their names in small letters and figures alone.
static NAMES: LazyLock<FxHashMap<Box<[u8]>, &'static str>> = LazyLock::new(|| {
    let mut names: FxHashMap<Box<[u8]>, &'static str> = FxHashMap::default();
    for (_, network, _) in NETWORKS {
        let name: Box<[u8]> = network.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
        debug_assert!(name.len() <= LONGEST_NAME, "{network} is longer than names are looked up");
        names.entry(name).or_insert(network);
    }
    names
});

/// The network that `folded` names.
pub(super) fn named(folded: &str) -> Option<&'static str> {
    let mut name = [0; LONGEST_NAME];
    let mut length = 0;
    for byte in folded.bytes().filter(|byte| *byte != b' ') {
        *name.get_mut(length)? = byte;
        length += 1;
    }
    NAMES.get(&name[..length]).copied()
}

/// `address` without scheme and `www.`.
pub(super) fn bare(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").or_else(|| rest.strip_prefix("WWW.")).unwrap_or(rest);
    rest.trim_end_matches('/')
}

/// Whether `host` is the network's own or one below it.
fn is_host(host: &str, known: &str) -> bool {
    let Some(at) = host.len().checked_sub(known.len()) else { return false };
    let (below, own) = host.as_bytes().split_at(at);
    own.eq_ignore_ascii_case(known.as_bytes()) && below.last().is_none_or(|last| *last == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_told_from_homepages() {
        assert_eq!(profile("https://www.linkedin.com/in/ada-l/"), Some(("LinkedIn", Some("ada-l"))));
        assert_eq!(profile("za.linkedin.com/in/ada"), Some(("LinkedIn", Some("ada"))));
        assert_eq!(profile("github.com/ada"), Some(("GitHub", Some("ada"))));
        assert_eq!(profile("https://stackoverflow.com/users/12/ada"), Some(("Stack Overflow", Some("ada"))));
        assert_eq!(profile("https://scholar.google.com/citations?user=ada&hl=en"), Some(("Google Scholar", Some("ada"))));
        assert_eq!(profile("https://ada.example"), None);
        assert_eq!(named("linkedin"), Some("LinkedIn"));
        assert_eq!(named("stack overflow"), Some("Stack Overflow"));
    }
}
