//! Relationships: which part or address an id leads to. Source: ECMA-376 part 2, 6.5.

use quick_xml::events::Event;
use rustc_hash::FxHashMap;

use crate::xml;

/// One relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relationship {
    /// Last segment of its type: `header`, `hyperlink`, `officeDocument`.
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) is_external: bool,
}

/// The relationships of one part.
#[derive(Debug, Default)]
pub(super) struct Relationships {
    by_id: FxHashMap<String, Relationship>,
    /// Ids in file order.
    order: Vec<String>,
}

impl Relationships {
    pub(super) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let mut reader = xml::reader(text);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Eof => break,
                Event::Start(element) | Event::Empty(element) if element.local_name().into_inner() == "Relationship" => found.add(&element),
                _ => {}
            }
        }
        found
    }

    fn add(&mut self, element: &quick_xml::events::BytesStart<'_>) {
        let (mut id, mut kind, mut target, mut is_external) = (String::new(), String::new(), String::new(), false);
        for (name, value) in xml::attributes(element) {
            match name {
                "Id" => id = value.into_owned(),
                "Type" => kind = value.rsplit('/').next().unwrap_or_default().to_owned(),
                "Target" => target = value.into_owned(),
                "TargetMode" => is_external = value == "External",
                _ => {}
            }
        }
        self.order.push(id.clone());
        self.by_id.insert(id, Relationship { kind, target, is_external });
    }

    pub(super) fn get(&self, id: &str) -> Option<&Relationship> {
        self.by_id.get(id)
    }

    /// The first target of a kind.
    pub(super) fn target_of_kind(&self, kind: &str) -> Option<&str> {
        self.targets_of_kind(kind).next()
    }

    /// All targets of a kind, in file order.
    pub(super) fn targets_of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        let all = self.order.iter().filter_map(|id| self.by_id.get(id));
        all.filter(move |candidate| candidate.kind == kind).map(|found| found.target.as_str())
    }
}

/// The name of the part that `target` means when a part in `folder` says it.
pub(super) fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

/// The folder a part stands in, and its own name.
pub(super) fn split(part: &str) -> (&str, &str) {
    part.rsplit_once('/').unwrap_or(("", part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_resolve_against_the_folder_of_their_source() {
        assert_eq!(resolve("word", "header1.xml"), "word/header1.xml");
        assert_eq!(resolve("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "../docProps/core.xml"), "docProps/core.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
    }

    #[test]
    fn kinds_do_not_depend_on_the_namespace() {
        let text = "<r:Relationships xmlns:r='x'><r:Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/styles' \
                    Target='s.xml'/></r:Relationships>";
        let relationships = Relationships::parse(text);
        assert_eq!(relationships.target_of_kind("styles"), Some("s.xml"));
        assert_eq!(relationships.get("a").map(|found| found.is_external), Some(false));
    }
}
