//! A pull parser over text that is in memory, for what nearly all of a part is: tags, text, references. Anything else, and whatever does not
//! end, is left to quick-xml, whose events these are.

use quick_xml::events::{BytesEnd, BytesRef, BytesStart, BytesText, Event};

/// Reads one part, event by event.
#[derive(Debug)]
pub(crate) struct Reader<'x> {
    text: &'x str,
    at: usize,
    is_done: bool,
}

impl<'x> Reader<'x> {
    /// A reader that forgives what word processors forgive.
    pub(crate) fn new(text: &'x str) -> Self {
        Self { text: text.strip_prefix('\u{FEFF}').unwrap_or(text), at: 0, is_done: false }
    }

    /// Where the next event begins, in bytes.
    pub(crate) fn place(&self) -> usize {
        self.at
    }

    /// The next event; behind the end and behind an error there are none.
    pub(crate) fn read_event(&mut self) -> Result<Event<'x>, quick_xml::Error> {
        let bytes = self.text.as_bytes();
        let event = match bytes.get(self.at) {
            None => return Ok(Event::Eof),
            Some(_) if self.is_done => return Ok(Event::Eof),
            Some(b'<') => self.markup(),
            Some(b'&') => self.reference(),
            Some(_) => {
                let length = memchr::memchr2(b'<', b'&', &bytes[self.at..]).unwrap_or(bytes.len() - self.at);
                Some(Event::Text(BytesText::from_escaped(self.take(length))))
            }
        };
        match event {
            Some(event) => Ok(event),
            None => self.read_rare(),
        }
    }

    /// Steps over the next `length` bytes.
    fn take(&mut self, length: usize) -> &'x str {
        let taken = &self.text[self.at..self.at + length];
        self.at += length;
        taken
    }

    fn markup(&mut self) -> Option<Event<'x>> {
        let bytes = &self.text.as_bytes()[self.at..];
        if matches!(bytes.get(1), None | Some(b'!' | b'?')) {
            return None;
        }
        let end = tag_end(bytes)?;
        let tag = self.take(end + 1);
        if bytes[1] == b'/' {
            let name = tag[2..end].trim_end_matches([' ', '\r', '\n', '\t']);
            return Some(Event::End(BytesEnd::new(name)));
        }
        let inside = &tag[1..end];
        let (inside, is_empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let name_length = inside.bytes().position(is_space).unwrap_or(inside.len());
        let element = BytesStart::from_content(inside, name_length);
        Some(if is_empty { Event::Empty(element) } else { Event::Start(element) })
    }

    fn reference(&mut self) -> Option<Event<'x>> {
        let rest = &self.text.as_bytes()[self.at + 1..];
        let length = memchr::memchr3(b';', b'&', b'<', rest).filter(|end| rest[*end] == b';')?;
        let reference = self.take(length + 2);
        Some(Event::GeneralRef(BytesRef::new(&reference[1..=length])))
    }

    /// Comments, declarations, instructions, ampersands that stand alone, and tags that never end.
    #[cold]
    fn read_rare(&mut self) -> Result<Event<'x>, quick_xml::Error> {
        let mut reader = quick_xml::Reader::from_str(&self.text[self.at..]);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        config.check_comments = false;
        let event = reader.read_event();
        let read = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        self.at = self.at.saturating_add(read.max(1)).min(self.text.len());
        self.is_done |= event.is_err();
        event
    }
}

/// The place of the `>` that ends the tag which `bytes` begin with; those in quotation marks do not count.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'>' => return Some(at),
            quote @ (b'"' | b'\'') => at += memchr::memchr(quote, &bytes[at + 1..])? + 2,
            _ => at += 1,
        }
    }
}

/// The attributes of a tag: name with its prefix, and value as written. What is no attribute is stepped over.
pub(crate) struct Attributes<'e> {
    /// Behind the element's name.
    text: &'e str,
    at: usize,
}

impl<'e> Attributes<'e> {
    pub(crate) fn of(element: &'e BytesStart<'_>) -> Self {
        Self { text: element.attributes_raw(), at: 0 }
    }

    /// The first place from `at` on whose byte `is_wanted`.
    fn seek(&self, at: usize, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
        self.text.as_bytes()[at..].iter().position(|byte| is_wanted(*byte)).map(|length| at + length)
    }

    /// The next attribute, or why there is none: `None` at the end, `Some(None)` where something else was stepped over.
    fn step(&mut self) -> Option<Option<(&'e str, &'e str)>> {
        let text = self.text;
        let start = self.seek(self.at, |byte| !is_space(byte))?;
        // A name has one character at least, whatever that is.
        let end = self.seek(start + 1, |byte| byte == b'=' || is_space(byte))?;
        let equals = self.seek(end, |byte| !is_space(byte))?;
        if text.as_bytes()[equals] != b'=' {
            self.at = equals;
            return Some(None);
        }
        let open = self.seek(equals + 1, |byte| !is_space(byte))?;
        let quote = text.as_bytes()[open];
        if !matches!(quote, b'"' | b'\'') {
            self.at = self.seek(open, is_space)?;
            return Some(None);
        }
        let close = open + 1 + memchr::memchr(quote, &text.as_bytes()[open + 1..])?;
        self.at = close + 1;
        Some(Some((&text[start..end], &text[open + 1..close])))
    }
}

impl<'e> Iterator for Attributes<'e> {
    type Item = (&'e str, &'e str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.step() {
                Some(Some(found)) => return Some(found),
                Some(None) => {}
                None => {
                    self.at = self.text.len();
                    return None;
                }
            }
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\r' | b'\n' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What quick-xml alone makes of `text`.
    fn plainly(text: &str) -> Vec<String> {
        let mut reader = quick_xml::Reader::from_str(text);
        let config = reader.config_mut();
        (config.allow_dangling_amp, config.allow_unmatched_ends) = (true, true);
        (config.check_end_names, config.check_comments) = (false, false);
        written(|| reader.read_event())
    }

    fn written<'x>(mut next: impl FnMut() -> Result<Event<'x>, quick_xml::Error>) -> Vec<String> {
        let mut all = Vec::new();
        loop {
            match next() {
                Ok(Event::Eof) => return all,
                Ok(event) => all.push(format!("{event:?}")),
                Err(error) => {
                    all.push(error.to_string());
                    return all;
                }
            }
        }
    }

    #[test]
    fn events_are_those_of_the_slower_parser() {
        let cases = [
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '>'>]><w:p a=\"1>2\" b='<'>x &amp; y<w:b/><!-- > --><![CDATA[<a>]]></w:p >z",
            "a & b <i>c &copy d</i>&#65;&",
            "<a><b></a></c></b x='>'>tail",
            "\u{FEFF}<a>ü</a>",
            "<a",
            "<a b='",
            "text <",
            "<!-- never",
            "<!x>",
            "<??>",
            "</>< ><a/ ><a / >",
            "&;&&<a>&lt",
            "",
        ];
        for text in cases {
            let mut reader = Reader::new(text);
            assert_eq!(written(|| reader.read_event()), plainly(text), "{text}");
        }
    }

    #[test]
    fn attributes_are_those_of_the_slower_parser() {
        let cases =
            ["a='1' b = \"2\"", "a b='1' c=x d='2'", "a", "a=", "a='1", "a='1'b='2'", " \t a=\n'1' =x", "='1'", "a=x", "ü='ö' \"a='2'"];
        for text in cases {
            let content = format!("name {text}");
            let element = BytesStart::from_content(content.as_str(), 4);
            let mut plain = element.attributes();
            let plain: Vec<(String, String)> =
                plain.with_checks(false).flatten().map(|found| (found.key.as_ref().to_owned(), found.value.into_owned())).collect();
            let own: Vec<(String, String)> = Attributes::of(&element).map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            assert_eq!(own, plain, "{text}");
        }
    }
}
