//! Relationships: which part or address an id leads to. Source: ECMA-376 part 2, 6.5.

use std::borrow::Cow;

use quick_xml::events::Event;

use crate::xml;

/// One relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Relationship<'r> {
    /// Last segment of its type: `header`, `hyperlink`, `officeDocument`.
    pub(super) kind: &'r str,
    pub(super) target: &'r str,
    pub(super) is_external: bool,
}

/// The relationships of one part.
#[derive(Debug, Default)]
pub(super) struct Relationships {
    /// Ids, kinds and targets, one behind the other.
    text: String,
    /// In file order.
    entries: Vec<Entry>,
    /// Places of the entries, sorted by id; of two with one id the later one stands behind.
    by_id: Vec<u32>,
}

/// Where in the text an id begins, its kind, its target, and where that ends.
#[derive(Debug, Clone, Copy)]
struct Entry {
    id: u32,
    kind: u32,
    target: u32,
    end: u32,
    is_external: bool,
}

impl Relationships {
    pub(super) fn parse(text: &str) -> Self {
        let mut found = Self { text: String::with_capacity(text.len() / 2), ..Self::default() };
        let mut reader = xml::Reader::new(text);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Eof => break,
                Event::Start(element) | Event::Empty(element) if xml::name(&element) == "Relationship" => found.add(&element),
                _ => {}
            }
        }
        let Self { text, entries, by_id } = &mut found;
        by_id.extend(0..entries.len() as u32);
        by_id.sort_by_key(|at| entries[*at as usize].id_in(text));
        found
    }

    fn add(&mut self, element: &quick_xml::events::BytesStart<'_>) {
        let (mut id, mut kind, mut target, mut is_external) = (Cow::default(), Cow::default(), Cow::default(), false);
        for (name, value) in xml::attributes(element) {
            match name {
                "Id" => id = value,
                "Type" => kind = value,
                "Target" => target = value,
                "TargetMode" => is_external = value == "External",
                _ => {}
            }
        }
        let mut push = |part: &str| {
            self.text.push_str(part);
            (self.text.len() - part.len()) as u32
        };
        let (id, kind, target) = (push(&id), push(kind.rsplit('/').next().unwrap_or_default()), push(&target));
        self.entries.push(Entry { id, kind, target, end: self.text.len() as u32, is_external });
    }

    pub(super) fn get(&self, id: &str) -> Option<Relationship<'_>> {
        let behind = self.by_id.partition_point(|at| self.entries[*at as usize].id_in(&self.text) <= id);
        let entry = self.entries[*self.by_id.get(behind.checked_sub(1)?)? as usize];
        let part = |from: u32, to: u32| &self.text[from as usize..to as usize];
        (entry.id_in(&self.text) == id).then(|| Relationship {
            kind: part(entry.kind, entry.target),
            target: part(entry.target, entry.end),
            is_external: entry.is_external,
        })
    }

    /// The first target of a kind.
    pub(super) fn target_of_kind(&self, kind: &str) -> Option<&str> {
        self.targets_of_kind(kind).next()
    }

    /// All targets of a kind, in file order.
    pub(super) fn targets_of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        let all = self.entries.iter().filter_map(|entry| self.get(entry.id_in(&self.text)));
        all.filter(move |candidate| candidate.kind == kind).map(|found| found.target)
    }
}

impl Entry {
    fn id_in(self, text: &str) -> &str {
        &text[self.id as usize..self.kind as usize]
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
