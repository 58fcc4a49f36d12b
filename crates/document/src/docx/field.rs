//! Complex fields: their instructions are not text, their results are. Source: ECMA-376 part 1, 17.16.

use crate::LinkId;

/// Fields nested deeper are not looked into.
const DEEPEST: usize = 64;

/// A field between its beginning and its end.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    in_result: bool,
    link: Option<LinkId>,
}

/// The fields around a place in the text.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    open: Vec<Field>,
    /// Begun too deep to be kept.
    beyond: usize,
}

impl Fields {
    /// Begins a field inside the innermost one.
    pub(crate) fn begin(&mut self) {
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        self.open.push(Field::default());
    }

    /// Adds to the instruction of the innermost field.
    pub(crate) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result && field.instruction.len() < 4096) {
            field.instruction.push_str(text);
        }
    }

    /// Passes from the instruction to the result; `link` turns an address into a link.
    pub(crate) fn separate(&mut self, link: impl FnOnce(&str) -> Option<LinkId>) {
        if self.beyond > 0 {
            return;
        }
        if let Some(field) = self.open.last_mut() {
            field.in_result = true;
            field.link = hyperlink(&field.instruction).and_then(link);
        }
    }

    /// Whether the place is inside an instruction, which is not shown.
    pub(crate) fn in_instruction(&self) -> bool {
        self.open.iter().any(|field| !field.in_result)
    }

    /// Ends the innermost field.
    pub(crate) fn end(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        self.open.pop();
    }

    /// The link of the innermost field that is one.
    pub(crate) fn link(&self) -> Option<LinkId> {
        self.open.iter().rev().find_map(|field| field.link)
    }
}

/// The address in a `HYPERLINK` instruction; a link within the document has none.
pub(crate) fn hyperlink(instruction: &str) -> Option<&str> {
    let instruction = instruction.trim();
    let head = instruction.get(.."HYPERLINK".len())?;
    if !head.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let rest = instruction[head.len()..].trim_start();
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next().filter(|word| !word.starts_with('\\')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyperlink_instructions_hold_an_address() {
        assert_eq!(hyperlink(r#" HYPERLINK "mailto:a@example.com" \o "tip""#), Some("mailto:a@example.com"));
        assert_eq!(hyperlink("hyperlink https://example.com"), Some("https://example.com"));
        assert_eq!(hyperlink(r#"HYPERLINK \l "top""#), None);
        assert_eq!(hyperlink("PAGE"), None);
    }

    #[test]
    fn fields_nest_and_unmatched_ends_do_no_harm() {
        let mut fields = Fields::default();
        fields.end();
        fields.begin();
        fields.instruct("HYPERLINK \"x\"");
        fields.separate(|_| Some(LinkId(3)));
        fields.begin();
        fields.instruct("PAGE");
        fields.separate(|_| None);
        assert_eq!(fields.link(), Some(LinkId(3)));
        fields.end();
        fields.end();
        assert_eq!(fields.link(), None);
    }
}
