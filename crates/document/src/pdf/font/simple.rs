//! Fonts with codes of one byte: Type 1, TrueType and Type 3 (ISO 32000-1, 9.6).

use super::cmap::CMap;
use super::names::{self, Numbering};
use super::program::Lazy;
use super::standard::{Encoding, Standard};
use super::style::Style;
use super::{Pictures, plain, unicode_map};
use crate::pdf::value::{Value, unescape};

/// Width and text of each of the 256 codes.
pub(super) struct Simple<'f> {
    widths: [f32; 256],
    /// The text of each code that is one character of ASCII and needs no program to tell, else 0.
    plain: [u8; 256],
    spans: [(u32, u32); 256],
    text: String,
    /// What the program must be asked, for the codes that nothing else explains.
    questions: Vec<(u8, Question)>,
    program: Lazy<'f>,
    /// Height of the font's box, for Type 3.
    box_height: f64,
}

/// What selects a glyph of the program.
#[derive(Clone, Copy)]
enum Question {
    Code,
    Glyph(u32),
}

impl<'f> Simple<'f> {
    pub(super) fn load(dictionary: Value<'f>, descriptor: Option<Value<'f>>, style: &Style) -> Self {
        let is_type3 = dictionary.get(b"Subtype").and_then(Value::name) == Some(b"Type3");
        let standard = Standard::resembling(&style.name, style.is_bold, style.is_italic, style.is_serif);
        let mut simple = Self {
            widths: [0.0; 256],
            plain: [0; 256],
            spans: [(0, 0); 256],
            text: String::with_capacity(256),
            questions: Vec::new(),
            program: Lazy::new(descriptor.filter(|_| !is_type3)),
            box_height: 0.0,
        };
        let font_box: Option<[f64; 4]> = dictionary.get(b"FontBBox").and_then(Value::numbers);
        simple.box_height = font_box.map_or(0.0, |[_, bottom, _, top]| (top - bottom).abs());
        simple.map_codes(dictionary, standard, is_type3, &style.name);
        simple.read_widths(dictionary, descriptor, standard);
        simple
    }

    #[inline]
    pub(super) fn width(&self, code: u8) -> f32 {
        self.widths[usize::from(code)]
    }

    /// Appends the text of `code`.
    #[inline]
    pub(super) fn push_text(&self, code: u8, out: &mut String) {
        match self.plain[usize::from(code)] {
            0 => out.push_str(self.text(code)),
            plain => out.push(char::from(plain)),
        }
    }

    fn text(&self, code: u8) -> &str {
        let (start, end) = self.spans[usize::from(code)];
        let text = &self.text[start as usize..end as usize];
        if self.questions.is_empty() { text } else { self.asked(code).unwrap_or(text) }
    }

    /// What the program says of a code that nothing else explains.
    fn asked(&self, code: u8) -> Option<&str> {
        let at = self.questions.binary_search_by_key(&code, |(code, _)| *code).ok()?;
        let program = self.program.get()?;
        let text = match self.questions[at].1 {
            Question::Code => program.text_of_code(code),
            Question::Glyph(glyph) => program.text_of_glyph(glyph),
        };
        (!text.is_empty()).then_some(text)
    }

    /// The em of a font that does not say it, in glyph space: small letters are about half an em wide, capitals two thirds, boxes 1.2 ems
    /// tall.
    pub(super) fn em(&self) -> f64 {
        let mean_of = |wanted: fn(char) -> bool| {
            let is_wanted = |code: &u8| self.text(*code).chars().next().is_some_and(wanted) && self.width(*code) > 0.0;
            let (sum, count) =
                (0..=255_u8).filter(is_wanted).fold((0.0, 0), |(sum, count), code| (sum + f64::from(self.width(code)), count + 1));
            (count >= 4).then(|| sum / f64::from(count))
        };
        let from_letters =
            mean_of(char::is_lowercase).map(|mean| mean / 0.49).or_else(|| mean_of(char::is_uppercase).map(|mean| mean / 0.68));
        let from_box = (self.box_height > 0.0).then_some(self.box_height / 1.2);
        let widest = self.widths.iter().fold(0.0_f32, |widest, width| widest.max(*width));
        from_letters.or(from_box).unwrap_or(if widest > 0.0 { f64::from(widest) } else { 1000.0 })
    }

    fn map_codes(&mut self, dictionary: Value<'_>, standard: Standard, is_type3: bool, font: &str) {
        let to_unicode = unicode_map(dictionary);
        let encoding = dictionary.get(b"Encoding");
        let base_name = encoding.and_then(|encoding| encoding.name().or_else(|| encoding.get(b"BaseEncoding")?.name()));
        let named = base_name.and_then(Encoding::from_name);
        let is_truetype = dictionary.get(b"Subtype").and_then(Value::name) == Some(b"TrueType");
        let base = named.unwrap_or(match standard.encoding() {
            Encoding::Standard if is_truetype => Encoding::WinAnsi,
            own => own,
        });
        let names = differences(encoding);
        let is_dingbats = standard.encoding() == Encoding::ZapfDingbats;
        let numbers = is_type3.then(|| names::numbers(&names));
        let numbering = numbers.map_or(Numbering::T1, |numbers| Numbering::of(numbers.into_iter().flatten()));
        let pictures = Pictures::of(font);
        let asks_program = !is_type3 && self.program.is_embedded();
        for code in 0..=255_u8 {
            let (start, n_questions) = (self.text.len(), self.questions.len());
            let name = names[usize::from(code)];
            let said = push_to_unicode(&to_unicode, code, |text| pictures.picture(font, text), &mut self.text);
            let is_mapped = said == Said::Text
                || match name {
                    Some(name) if is_type3 => {
                        push_drawn_name(name, numbers.and_then(|numbers| numbers[usize::from(code)]), numbering, &mut self.text)
                    }
                    Some(name) => names::push_text(&unescape(name), is_dingbats, &mut self.text),
                    None => false,
                };
            if !is_mapped {
                let question = match name {
                    Some(name) => names::glyph_number(&unescape(name)).map(Question::Glyph),
                    None => (named.is_none() && said == Said::Nothing).then_some(Question::Code),
                };
                self.questions.extend(question.filter(|_| asks_program).map(|question| (code, question)));
                let base = Some(base).filter(|_| name.is_none() && !is_type3);
                let is_shown = name.map_or(to_unicode.is_empty() && code > 32, |name| name != b".notdef");
                self.push_guess(code, said, base, is_shown);
            }
            if let Some(picture) = pictures.picture(font, &self.text[start..]) {
                self.text.truncate(start);
                self.text.push(picture);
            }
            self.spans[usize::from(code)] = (start as u32, self.text.len() as u32);
            if self.questions.len() == n_questions {
                self.plain[usize::from(code)] = plain(&self.text[start..]);
            }
        }
    }

    /// What a code stands for that neither a map nor a name explains: by the encoding that fonts of this kind have, or nobody knows what.
    fn push_guess(&mut self, code: u8, said: Said, base: Option<Encoding>, is_shown: bool) {
        // What the map calls private is an icon, not the letter that lies at the same key.
        let base = base.filter(|_| said != Said::Private);
        let is_shown = is_shown || said == Said::Private;
        if !base.is_some_and(|base| self.push_base(base, code)) && is_shown {
            self.text.push('\u{FFFD}');
        }
    }

    fn push_base(&mut self, base: Encoding, code: u8) -> bool {
        let letter = base.character(code);
        self.text.extend(letter);
        letter.is_some()
    }

    fn read_widths(&mut self, dictionary: Value<'_>, descriptor: Option<Value<'_>>, standard: Standard) {
        let Some(widths) = dictionary.get(b"Widths").filter(|widths| widths.is_array()) else {
            for code in 0..=255_u8 {
                let letter = self.text(code).chars().next();
                self.widths[usize::from(code)] = letter.map_or(0.0, |letter| standard.width(letter));
            }
            return;
        };
        let missing = descriptor.and_then(|descriptor| descriptor.get(b"MissingWidth")).and_then(Value::number).unwrap_or(0.0);
        self.widths = [missing as f32; 256];
        let first = dictionary.get(b"FirstChar").and_then(Value::integer).unwrap_or(0).clamp(0, 255) as usize;
        for (slot, width) in self.widths[first..].iter_mut().zip(widths.elements()) {
            *slot = width.number().unwrap_or(0.0) as f32;
        }
    }
}

/// What the map to Unicode says of a code.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Text,
    /// Only that it means something to those who know the font.
    Private,
    Nothing,
}

/// Appends what the map to Unicode says, unless that is a private matter.
fn push_to_unicode(map: &CMap, code: u8, picture: impl Fn(&str) -> Option<char>, out: &mut String) -> Said {
    let start = out.len();
    if !map.push_text(u32::from(code), out) {
        return Said::Nothing;
    }
    let says_nothing = |letter: char| names::is_private_use(letter) || letter.is_control();
    if !out[start..].chars().all(says_nothing) {
        return Said::Text;
    }
    let meant = picture(&out[start..]).or_else(|| names::plain_variant(&out[start..]));
    let is_private = out[start..].chars().any(names::is_private_use);
    out.truncate(start);
    out.extend(meant);
    match meant {
        Some(_) => Said::Text,
        None if is_private => Said::Private,
        None => Said::Nothing,
    }
}

/// What a glyph that the file draws itself (Type 3) says by its name, or by the number in its name.
fn push_drawn_name(name: &[u8], number: Option<u32>, numbering: Numbering, out: &mut String) -> bool {
    names::push_text(&unescape(name), false, out) || number.is_some_and(|number| names::push_numbered(number, numbering, out))
}

/// The glyph names that an encoding's `Differences` put over its base.
fn differences<'f>(encoding: Option<Value<'f>>) -> [Option<&'f [u8]>; 256] {
    let mut names = [None; 256];
    let mut code = 0_usize;
    let elements = encoding.and_then(|encoding| encoding.get(b"Differences")).into_iter().flat_map(Value::elements);
    for element in elements.take(1024) {
        if let Some(name) = element.name() {
            if let Some(slot) = names.get_mut(code) {
                *slot = Some(name);
            }
            code += 1;
        } else if let Some(number) = element.integer() {
            code = number.clamp(0, 256) as usize;
        }
    }
    names
}
