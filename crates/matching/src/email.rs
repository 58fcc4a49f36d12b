//! E-mail addresses in their providers' normal form.

use std::borrow::Cow;

/// An e-mail address taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct EmailForm {
    /// The address under which the provider delivers: lower case, without the tags and dots it ignores.
    pub(crate) address: String,
    /// Letters of the user part.
    pub(crate) user: String,
    /// Digits of the user part.
    pub(crate) digits: String,
    /// A function's address (`jobs@`), not a person's.
    pub(crate) role: bool,
}

impl EmailForm {
    /// What follows the user part.
    pub(crate) fn domain(&self) -> &str {
        let at = self.address.bytes().rposition(|byte| byte == b'@');
        at.map_or("", |at| &self.address[at + 1..])
    }
}

/// Whether a word stands where an address is missing.
fn is_placeholder(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        b"none"
            | b"noemail"
            | b"no-email"
            | b"test"
            | b"na"
            | b"n/a"
            | b"noreply"
            | b"no-reply"
            | b"donotreply"
            | b"unknown"
            | b"email"
            | b"candidate"
            | b"nomail"
            | b"notprovided"
            | b"noname"
    )
}

/// Whether a user part names a function.
fn is_role(user: &str) -> bool {
    matches!(
        user.as_bytes(),
        b"jobs"
            | b"job"
            | b"cv"
            | b"cvs"
            | b"info"
            | b"hr"
            | b"recruiting"
            | b"recruitment"
            | b"recruiter"
            | b"careers"
            | b"career"
            | b"resumes"
            | b"resume"
            | b"candidates"
            | b"contact"
            | b"office"
            | b"admin"
            | b"sales"
            | b"support"
            | b"mail"
            | b"hello"
            | b"team"
            | b"apply"
            | b"bewerbung"
            | b"talent"
            | b"staff"
            | b"people"
    )
}

/// Whether a provider ignores what follows a plus sign.
fn ignores_tags(domain: &str) -> bool {
    matches!(
        domain.as_bytes(),
        b"gmail.com"
            | b"outlook.com"
            | b"hotmail.com"
            | b"live.com"
            | b"icloud.com"
            | b"me.com"
            | b"mac.com"
            | b"fastmail.com"
            | b"proton.me"
            | b"protonmail.com"
            | b"pm.me"
            | b"zoho.com"
            | b"posteo.de"
    )
}

/// Brings an address into normal form; `None` where it is none, or a placeholder for none.
pub(crate) fn normalize(raw: &str) -> Option<EmailForm> {
    let mut bare = raw.trim();
    while let Some(rest) = bare.strip_prefix("mailto:") {
        bare = rest;
    }
    // Most come in lower case and without oddities. All bytes are looked at, as so many can be looked at together.
    let (mut is_low, mut is_odd) = (true, false);
    for byte in bare.bytes() {
        is_low &= byte.is_ascii() & !byte.is_ascii_uppercase();
        is_odd |= matches!(byte, b'\t'..=b'\r' | b' ' | b',');
    }
    let lowered = if is_low { Cow::Borrowed(bare) } else { Cow::Owned(bare.to_lowercase()) };
    let at = memchr::memrchr(b'@', lowered.as_bytes())?;
    let (local, domain) = (&lowered[..at], &lowered[at + 1..]);
    // A comma is a dot that was missed by one key.
    let domain = if is_odd { Cow::Owned(domain.replace(',', ".")) } else { Cow::Borrowed(domain) };
    let is_spaced = (is_odd || !is_low) && lowered.contains(char::is_whitespace);
    let crooked = local.is_empty() || domain.len() < 4 || memchr::memchr(b'.', domain.as_bytes()).is_none() || is_spaced;
    if crooked || lowered.len() > 254 || is_placeholder(local) {
        return None;
    }
    Some(form(local, if domain == "googlemail.com" { "gmail.com" } else { &domain }))
}

/// The form of an address in lower case.
fn form(local: &str, domain: &str) -> EmailForm {
    let local = match memchr::memchr(b'+', local.as_bytes()) {
        Some(end) if ignores_tags(domain) => &local[..end],
        _ => local,
    };
    let mut address = String::with_capacity(local.len() + 1 + domain.len());
    let mut from = 0;
    if domain == "gmail.com" {
        for dot in memchr::memchr_iter(b'.', local.as_bytes()) {
            address.push_str(&local[std::mem::replace(&mut from, dot + 1)..dot]);
        }
    }
    address.push_str(&local[from..]);
    let folded = if address.is_ascii() { Cow::Borrowed(address.as_str()) } else { Cow::Owned(crate::fold::fold(&address)) };
    let (mut letters, mut digits) = (String::with_capacity(folded.len()), String::new());
    for byte in folded.bytes() {
        if byte.is_ascii_alphabetic() {
            letters.push(char::from(byte));
        } else if byte.is_ascii_digit() {
            digits.push(char::from(byte));
        }
    }
    let role = is_role(&address);
    address.push('@');
    address.push_str(domain);
    EmailForm { role, user: letters, digits, address }
}

/// Whether a text is neither an address nor one of the usual words for none.
pub(crate) fn is_crooked(raw: &str) -> bool {
    if raw.contains('@') {
        return false;
    }
    let lowered = raw.trim().to_lowercase();
    !lowered.contains('@') && !lowered.is_empty() && !is_placeholder(&lowered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(raw: &str) -> Option<String> {
        normalize(raw).map(|form| form.address)
    }

    #[test]
    fn dots_and_tags_go_only_where_the_provider_ignores_them() {
        assert_eq!(address("Jane.Doe+jobs@GoogleMail.com").as_deref(), Some("janedoe@gmail.com"));
        assert_eq!(address("jane.doe+jobs@outlook.com").as_deref(), Some("jane.doe@outlook.com"));
        assert_eq!(address("jane.doe+jobs@example.com").as_deref(), Some("jane.doe+jobs@example.com"));
    }

    #[test]
    fn a_comma_in_a_domain_is_a_dot() {
        assert_eq!(address("jane.doe@example,com").as_deref(), Some("jane.doe@example.com"));
    }

    #[test]
    fn placeholders_are_nothing_and_functions_are_known() {
        assert_eq!(address("none@none.com"), None);
        assert_eq!(address("N/A"), None);
        assert!(normalize("jobs@agency.example.com").is_some_and(|form| form.role));
        assert!(normalize("jane@agency.example.com").is_some_and(|form| !form.role));
    }

    #[test]
    fn the_user_part_is_split_into_letters_and_digits() {
        let form = normalize("j_king1978@comcast.net").expect("an address");
        assert_eq!((form.user.as_str(), form.digits.as_str()), ("jking", "1978"));
    }
}
