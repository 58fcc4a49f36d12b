//! E-mail addresses in their providers' normal form.

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
    let lowered = raw.trim().trim_start_matches("mailto:").to_lowercase();
    let (local, domain) = lowered.rsplit_once('@')?;
    // A comma is a dot that was missed by one key.
    let domain = &*domain.replace(',', ".");
    let crooked = local.is_empty() || !domain.contains('.') || domain.len() < 4 || lowered.contains(char::is_whitespace);
    if crooked || lowered.len() > 254 || PLACEHOLDERS.contains(&local) {
        return None;
    }
    let domain = if domain == "googlemail.com" { "gmail.com" } else { domain };
    let mut user = local;
    if PLUS_TAGS.contains(&domain) {
        user = user.split_once('+').map_or(user, |(before, _)| before);
    }
    let user: String = if domain == "gmail.com" { user.replace('.', "") } else { user.to_owned() };
    let folded = crate::fold::fold(&user);
    Some(EmailForm {
        role: ROLES.contains(&user.as_str()),
        address: format!("{user}@{domain}"),
        user: folded.bytes().filter(u8::is_ascii_alphabetic).map(char::from).collect(),
        digits: folded.bytes().filter(u8::is_ascii_digit).map(char::from).collect(),
    })
}

/// Whether a text is neither an address nor one of the usual words for none.
pub(crate) fn is_crooked(raw: &str) -> bool {
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
