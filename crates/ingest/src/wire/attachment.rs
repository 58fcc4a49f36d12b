//! Attachments of a candidate.

use serde::Deserialize;

use super::lenient;

/// The answer of `GET /candidates/{id}/attachments`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AttachmentList {
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) content: Vec<Attachment>,
}

/// One attachment. Its name and content type come from whoever uploaded it: never trusted.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Attachment {
    pub(crate) id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: Option<String>,
    /// `RESUME`, `COVER_LETTER`, `AVATAR`, … : an open list.
    #[serde(default, rename = "type", deserialize_with = "lenient::text")]
    pub(crate) kind: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    actions: Option<Actions>,
}

#[derive(Debug, Clone, Deserialize)]
struct Actions {
    #[serde(default, deserialize_with = "lenient::part")]
    download: Option<Action>,
}

#[derive(Debug, Clone, Deserialize)]
struct Action {
    #[serde(default, deserialize_with = "lenient::text")]
    url: Option<String>,
}

impl Attachment {
    /// Whether it was uploaded as a résumé.
    pub(crate) fn is_resume(&self) -> bool {
        self.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("RESUME"))
    }

    /// Whether it is of one of `kinds`, whatever the case.
    pub(crate) fn is_one_of(&self, kinds: &[String]) -> bool {
        self.kind.as_deref().is_some_and(|kind| kinds.iter().any(|wanted| wanted.eq_ignore_ascii_case(kind)))
    }

    /// Where the API says it can be fetched.
    pub(crate) fn download_url(&self) -> Option<&str> {
        self.actions.as_ref()?.download.as_ref()?.url.as_deref()
    }

    /// Its name without what could act as a path or garble a terminal, at most 120 characters.
    pub(crate) fn safe_name(&self) -> String {
        let raw = self.name.as_deref().unwrap_or_default();
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last.chars().filter(|symbol| !symbol.is_control() && !is_format(*symbol)).take(120).collect();
        let trimmed = kept.trim().trim_start_matches('.');
        if trimmed.is_empty() { self.id.chars().filter(char::is_ascii_alphanumeric).take(40).collect() } else { trimmed.to_owned() }
    }
}

/// Characters that change how others are shown: bidirectional controls, zero-width ones, the byte order mark.
fn is_format(symbol: char) -> bool {
    matches!(symbol, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> String {
        let json = serde_json::json!({"id": "a-1", "name": name});
        serde_json::from_value::<Attachment>(json).expect("reads").safe_name()
    }

    #[test]
    fn names_cannot_climb_or_garble() {
        assert_eq!(named("../../etc/passwd"), "passwd");
        assert_eq!(named("C:\\Users\\me\\CV.pdf"), "CV.pdf");
        assert_eq!(named("CV\u{202e}fdp.exe\u{1b}[2J"), "CVfdp.exe[2J");
        assert_eq!(named(".."), "a1");
        assert_eq!(named("Lebenslauf Müller.pdf"), "Lebenslauf Müller.pdf");
    }

    #[test]
    fn odd_attachments_are_read_as_far_as_they_go() {
        let json = r#"{"totalFound": "2", "content": [{"id": "1", "type": "resume", "actions": {"download": {"url": "https://x"}}},
            {"name": "no id"}, {"id": "2", "type": null, "actions": []}]}"#;
        let list: AttachmentList = serde_json::from_str(json).expect("reads");
        assert_eq!(list.content.len(), 2);
        assert!(list.content[0].is_resume() && !list.content[1].is_resume());
        assert_eq!((list.content[0].download_url(), list.content[1].download_url()), (Some("https://x"), None));
    }
}
