//! What a file says of itself: title, author, dates. Sources: ECMA-376 part 2, 8; OpenDocument 1.3 part 3, 4.3.

use quick_xml::events::Event;

use crate::{Metadata, xml};

/// The longest value that is kept, in characters.
const LONGEST: usize = 1000;

/// Reads a part with properties into `metadata`.
pub(crate) fn read(text: &str, metadata: &mut Metadata) {
    let mut reader = xml::Reader::new(text);
    let mut value = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(_) => value.clear(),
            Event::Text(text) => value.push_str(&text),
            Event::CData(text) => value.push_str(&text),
            Event::GeneralRef(reference) => value.extend(xml::referenced(&reference)),
            Event::End(element) => {
                set(metadata, element.local_name().into_inner(), value.trim());
                value.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

/// Elements are told by local name: those of both families of formats differ where their meaning does.
fn set(metadata: &mut Metadata, name: &str, value: &str) {
    let field = match name {
        "title" => &mut metadata.title,
        "initial-creator" => &mut metadata.author,
        // In OpenDocument who changed it last, which tells little beside who made it.
        "creator" if metadata.author.is_none() => &mut metadata.author,
        "language" => &mut metadata.language,
        "created" | "creation-date" => &mut metadata.created,
        "modified" | "date" => &mut metadata.modified,
        "Application" | "generator" => &mut metadata.creator,
        _ => return,
    };
    keep(field, value);
}

/// Takes over a value, unless it is blank.
pub(crate) fn keep(field: &mut Option<String>, value: &str) {
    let value = value.trim();
    if !value.is_empty() {
        *field = Some(value.chars().take(LONGEST).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_properties_are_read() {
        let mut metadata = Metadata::default();
        let text = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title>CV &amp; more</dc:title><dc:creator>Jane Doe</dc:creator>\
                    <dcterms:created>2024-01-02T03:04:05Z</dcterms:created><dc:language/></cp:coreProperties>";
        read(text, &mut metadata);
        assert_eq!(metadata.title.as_deref(), Some("CV & more"));
        assert_eq!(metadata.author.as_deref(), Some("Jane Doe"));
        assert_eq!(metadata.created.as_deref(), Some("2024-01-02T03:04:05Z"));
        assert_eq!(metadata.language, None);
    }

    #[test]
    fn who_made_a_text_counts_more_than_who_changed_it() {
        let mut metadata = Metadata::default();
        let text = "<office:meta><meta:initial-creator>Jane Doe</meta:initial-creator><dc:creator>HR</dc:creator><dc:date>2024-05-06</dc:date>\
                    <meta:generator>Writer</meta:generator></office:meta>";
        read(text, &mut metadata);
        assert_eq!((metadata.author.as_deref(), metadata.modified.as_deref()), (Some("Jane Doe"), Some("2024-05-06")));
        assert_eq!(metadata.creator.as_deref(), Some("Writer"));
    }
}
