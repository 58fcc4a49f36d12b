//! Telephone numbers and addresses on the web.

use std::collections::BTreeSet;

use serde_json::Value;

use super::value::{field, items};
use super::words::fold;

/// Whether `predicted` is one of `truths`: the same digits, or the same but for country and trunk prefixes.
pub(crate) fn same_phone(predicted: &str, truths: &[String]) -> bool {
    let predicted = digits(predicted);
    predicted.len() >= 7 && truths.iter().map(|truth| digits(truth)).any(|truth| same_digits(&predicted, &truth))
}

fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

fn same_digits(left: &str, right: &str) -> bool {
    if right.len() < 7 {
        return false;
    }
    let common = left.bytes().rev().zip(right.bytes().rev()).take_while(|(left, right)| left == right).count();
    let (short, long) = (left.len().min(right.len()), left.len().max(right.len()));
    left == right || (common >= 7.max(short - 3) && long - common <= 6)
}

/// One address, as every way of writing it that identifies it: the address itself, the user's name as `@name`.
type Forms = BTreeSet<String>;

/// The homepage and the profiles of `basics`.
pub(crate) fn addresses(basics: &Value) -> Vec<Forms> {
    let homepage = ["url", "website"].iter().map(|name| field(basics, name)).find(|url| !url.is_empty());
    let homepage = homepage.map(|url| Forms::from([normal(&url)]));
    let profiles = items(basics, "profiles").iter().filter(|profile| profile.is_object()).map(|profile| {
        let (url, user) = (field(profile, "url"), field(profile, "username"));
        let user = format!("@{}", fold(&user).trim_start_matches('@'));
        Forms::from([normal(&url), user])
    });
    let mut all: Vec<Forms> = homepage.into_iter().chain(profiles).collect();
    for forms in &mut all {
        forms.retain(|form| !form.is_empty() && form != "@");
    }
    all.retain(|forms| !forms.is_empty());
    all
}

/// Number of `truths` that some address of `predicted` means; each is used once.
pub(crate) fn matched(predicted: &[Forms], truths: &[Forms]) -> usize {
    let mut used = vec![false; predicted.len()];
    let mut hits = 0;
    for truth in truths {
        if let Some(index) = (0..predicted.len()).find(|&index| !used[index] && same_address(&predicted[index], truth)) {
            used[index] = true;
            hits += 1;
        }
    }
    hits
}

/// Whether the link of one profile, or a homepage, is among `truths`.
pub(crate) fn is_among(url: &str, user: &str, truths: &[Forms]) -> bool {
    let mut forms = Forms::from([normal(url), format!("@{}", fold(user).trim_start_matches('@'))]);
    forms.retain(|form| !form.is_empty() && form != "@");
    truths.iter().any(|truth| same_address(&forms, truth))
}

fn same_address(left: &Forms, right: &Forms) -> bool {
    !left.is_disjoint(right) || names_user_of(left, right) || names_user_of(right, left)
}

/// Whether `users` holds the name of the user at the end of an address in `addresses`.
fn names_user_of(users: &Forms, addresses: &Forms) -> bool {
    let user_at_end = |address: &str| {
        let folded = fold(address);
        let path = folded.trim_end_matches('/');
        path.rsplit('/').next().unwrap_or_default().trim_start_matches('@').to_owned()
    };
    users
        .iter()
        .filter_map(|form| form.strip_prefix('@'))
        .any(|user| addresses.iter().filter(|address| !address.starts_with('@')).any(|address| user_at_end(address) == user))
}

/// An address without scheme, `www.`, trailing slash and campaign.
fn normal(url: &str) -> String {
    let url = url.trim().to_lowercase();
    let scheme = url.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = if scheme > 0 && url[scheme..].starts_with(':') { &url[scheme + 1..] } else { &url };
    let rest = rest.trim_start_matches('/');
    let rest = without_www(rest);
    rest.trim_end_matches(['/', ' ']).split("?utm").next().unwrap_or_default().to_owned()
}

fn without_www(host: &str) -> &str {
    let Some(rest) = host.strip_prefix("www") else { return host };
    let rest = rest.strip_prefix(|character: char| character.is_ascii_digit()).unwrap_or(rest);
    rest.strip_prefix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn national_and_international_forms_are_one_number() {
        let cases = [
            ("414.555.0168", "+14145550168", true),
            ("+44 (0)113 496 0718", "+441134960718", true),
            ("0113 496 0718", "+441134960718", true),
            ("5550168", "+14145550999", false),
            ("2018-2022", "+14145550168", false),
            ("", "+14145550168", false),
        ];
        for (predicted, truth, expected) in cases {
            assert_eq!(same_phone(predicted, &[truth.to_owned()]), expected, "{predicted}");
        }
    }

    #[test]
    fn a_profile_is_known_by_address_or_user() {
        let truth = addresses(&json!({"url": "https://dk.example.com", "profiles": [{"url": "https://www.linkedin.com/in/dkow"}]}));
        let by_user = addresses(&json!({"url": "dk.example.com/", "profiles": [{"username": "@DKow"}]}));
        assert_eq!(matched(&by_user, &truth), 2);
        assert_eq!(matched(&addresses(&json!({"profiles": [{"url": "linkedin.com/in/other"}]})), &truth), 0);
    }
}
