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

/// Words that stand where an address is missing.
const PLACEHOLDERS: [&str; 15] = [
    "none",
    "noemail",
    "no-email",
    "test",
    "na",
    "n/a",
    "noreply",
    "no-reply",
    "donotreply",
    "unknown",
    "email",
    "candidate",
    "nomail",
    "notprovided",
    "noname",
];

/// User parts that name a function.
const ROLES: [&str; 27] = [
    "jobs",
    "job",
    "cv",
    "cvs",
    "info",
    "hr",
    "recruiting",
    "recruitment",
    "recruiter",
    "careers",
    "career",
    "resumes",
    "resume",
    "candidates",
    "contact",
    "office",
    "admin",
    "sales",
    "support",
    "mail",
    "hello",
    "team",
    "apply",
    "bewerbung",
    "talent",
    "staff",
    "people",
];

/// Providers that ignore what follows a plus sign.
const PLUS_TAGS: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "fastmail.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "zoho.com",
    "posteo.de",
];

/// Brings an address into normal form; `None` where it is none, or a placeholder for none.
pub(crate) fn normalize(raw: &str) -> Option<EmailForm> {
    let mut address = raw.trim().trim_start_matches("mailto:").to_lowercase();
    let at = address.rfind('@')?;
    // A comma is a dot that was missed by one key.
    if address[at..].contains(',') {
        address.replace_range(at.., &address[at..].replace(',', "."));
    }
    let (local, domain) = (&address[..at], &address[at + 1..]);
    let crooked = local.is_empty() || !domain.contains('.') || domain.len() < 4 || address.contains(char::is_whitespace);
    if crooked || address.len() > 254 || PLACEHOLDERS.contains(&local) {
        return None;
    }
    if domain == "googlemail.com" {
        address.replace_range(at + 1.., "gmail.com");
    }
    let domain = &address[at + 1..];
    let (is_tagged, is_dotted) = (PLUS_TAGS.contains(&domain), domain == "gmail.com");
    let end = address[..at].find('+').filter(|_| is_tagged).unwrap_or(at);
    if end < at {
        address.replace_range(end..at, "");
    }
    if is_dotted && address[..end].contains('.') {
        let user = address[..end].replace('.', "");
        address.replace_range(..end, &user);
    }
    let user = address.rsplit_once('@').map_or("", |(user, _)| user);
    let folded = if user.is_ascii() { Cow::Borrowed(user) } else { Cow::Owned(crate::fold::fold(user)) };
    let (mut letters, mut digits) = (String::with_capacity(folded.len()), String::new());
    for byte in folded.bytes() {
        if byte.is_ascii_alphabetic() {
            letters.push(char::from(byte));
        } else if byte.is_ascii_digit() {
            digits.push(char::from(byte));
        }
    }
    Some(EmailForm { role: ROLES.contains(&user), user: letters, digits, address })
}

/// Whether a text is neither an address nor one of the usual words for none.
pub(crate) fn is_crooked(raw: &str) -> bool {
    if raw.contains('@') {
        return false;
    }
    let lowered = raw.trim().to_lowercase();
    !lowered.contains('@') && !lowered.is_empty() && !PLACEHOLDERS.contains(&lowered.as_str())
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
