//! Document properties: title, author, dates. Source: ECMA-376 part 2, 8.

use quick_xml::events::Event;

use crate::{Metadata, xml};

/// Reads the core or the application properties into `metadata`.
pub(super) fn read(text: &str, metadata: &mut Metadata) {
    let mut reader = xml::reader(text);
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

fn set(metadata: &mut Metadata, name: &str, value: &str) {
    let field = match name {
        "title" => &mut metadata.title,
        "creator" => &mut metadata.author,
        "language" => &mut metadata.language,
        "created" => &mut metadata.created,
        "modified" => &mut metadata.modified,
        "Application" => &mut metadata.creator,
        _ => return,
    };
    if !value.is_empty() {
        *field = Some(value.chars().take(1000).collect());
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
}
