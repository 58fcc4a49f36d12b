//! Fonts with codes of one byte: Type 1, TrueType and Type 3 (ISO 32000-1, 9.6).

use super::cmap::CMap;
use super::names::{self, Numbering};
use super::program::Lazy;
use super::standard::{Encoding, Standard};
use super::style::Style;
use super::{Pictures, plain, unicode_map};
use crate::pdf::value::{Value, unescape};

/// Width and text of each of the 256 codes. What a code says is found out when it is met: most fonts use few of theirs.
pub(super) struct Simple<'f> {
    widths: [f32; 256],
    /// The text of each known code that is one character of ASCII, else 0.
    plain: [u8; 256],
    is_known: [bool; 256],
    /// The texts of the known codes, in `text`.
    spans: [(u32, u32); 256],
    text: String,
    meanings: Meanings<'f>,
    /// For the codes that nothing else explains.
    program: Lazy<'f>,
    /// Gives the widths where the font does not.
    standard: Option<Standard>,
    /// Height of the font's box, for Type 3.
    box_height: f64,
}

/// What a font's dictionary says of its codes and their widths.
pub(super) struct Entries<'f> {
    pub(super) subtype: &'f [u8],
    pub(super) font_box: Option<Value<'f>>,
    pub(super) widths: Option<Value<'f>>,
    pub(super) first: Option<Value<'f>>,
    pub(super) to_unicode: Option<Value<'f>>,
    pub(super) encoding: Option<Value<'f>>,
}

impl<'f> Simple<'f> {
    pub(super) fn load(entries: Entries<'f>, descriptor: Option<Value<'f>>, style: &Style) -> Self {
        let Entries { subtype, font_box, widths, first, to_unicode, encoding } = entries;
        let standard = Standard::resembling(&style.name, style.is_bold, style.is_italic, style.is_serif);
        let program = Lazy::new(descriptor.filter(|_| subtype != b"Type3"));
        let own_widths = widths.filter(|widths| widths.is_array());
        let mut simple = Self {
            widths: [0.0; 256],
            plain: [0; 256],
            is_known: [false; 256],
            spans: [(0, 0); 256],
            text: String::with_capacity(256),
            meanings: Meanings::read(subtype, to_unicode, encoding, standard, program.is_embedded(), &style.name),
            program,
            standard: own_widths.is_none().then_some(standard),
            box_height: 0.0,
        };
        let font_box: Option<[f64; 4]> = font_box.and_then(Value::numbers);
        simple.box_height = font_box.map_or(0.0, |[_, bottom, _, top]| (top - bottom).abs());
        if let Some(widths) = own_widths {
            let missing = descriptor.and_then(|descriptor| descriptor.get(b"MissingWidth")).and_then(Value::number).unwrap_or(0.0);
            simple.widths = [missing as f32; 256];
            let first = first.and_then(Value::integer).unwrap_or(0).clamp(0, 255) as usize;
            for (slot, width) in simple.widths[first..].iter_mut().zip(widths.elements()) {
                *slot = width.number().unwrap_or(0.0) as f32;
            }
        }
        simple
    }

    /// Appends the text of `code` and returns its width.
    #[inline]
    pub(super) fn show(&mut self, code: u8, out: &mut String) -> f32 {
        match self.plain[usize::from(code)] {
            0 => out.push_str(self.text(code)),
            plain => out.push(char::from(plain)),
        }
        self.widths[usize::from(code)]
    }

    fn text(&mut self, code: u8) -> &str {
        let index = usize::from(code);
        if !self.is_known[index] {
            self.is_known[index] = true;
            self.learn(code);
        }
        let (start, end) = self.spans[index];
        &self.text[start as usize..end as usize]
    }

    /// Finds out what `code` says.
    fn learn(&mut self, code: u8) {
        let (start, index) = (self.text.len(), usize::from(code));
        if let Some(question) = self.meanings.push_text(code, &mut self.text)
            && let Some(program) = self.program.get()
        {
            let told = match question {
                Question::Code => program.text_of_code(code),
                Question::Glyph(glyph) => program.text_of_glyph(glyph),
            };
            if !told.is_empty() {
                self.text.truncate(start);
                self.text.push_str(told);
            }
        }
        let text = &self.text[start..];
        self.spans[index] = (start as u32, self.text.len() as u32);
        self.plain[index] = plain(text);
        if let Some(standard) = self.standard {
            self.widths[index] = text.chars().next().map_or(0.0, |letter| standard.width(letter));
        }
    }

    /// The em of a font that does not say it, in glyph space: small letters are about half an em wide, capitals two thirds, boxes 1.2 ems
    /// tall.
    pub(super) fn em(&mut self) -> f64 {
        let from_letters = self
            .mean_width(char::is_lowercase)
            .map(|mean| mean / 0.49)
            .or_else(|| self.mean_width(char::is_uppercase).map(|mean| mean / 0.68));
        let from_box = (self.box_height > 0.0).then_some(self.box_height / 1.2);
        let widest = self.widths.iter().fold(0.0_f32, |widest, width| widest.max(*width));
        from_letters.or(from_box).unwrap_or(if widest > 0.0 { f64::from(widest) } else { 1000.0 })
    }

    /// The mean width of letters that are `wanted`, where the font has more than a few.
    fn mean_width(&mut self, wanted: fn(char) -> bool) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0);
        for code in 0..=255_u8 {
            let is_wanted = self.text(code).chars().next().is_some_and(wanted);
            let width = self.widths[usize::from(code)];
            if is_wanted && width > 0.0 {
                sum += f64::from(width);
                count += 1;
            }
        }
        (count >= 4).then(|| sum / f64::from(count))
    }
}

/// What a font's dictionary says of its codes.
struct Meanings<'f> {
    to_unicode: CMap,
    /// The names that an encoding puts over its base, by code; empty where it has none.
    names: Vec<Option<&'f [u8]>>,
    /// The codes in those names, for Type 3.
    numbers: Option<[Option<u32>; 256]>,
    numbering: Numbering,
    base: Encoding,
    /// The font names its base encoding.
    is_base_named: bool,
    is_dingbats: bool,
    is_type3: bool,
    /// The font has a program that may be asked.
    asks_program: bool,
    font: String,
    pictures: Pictures,
}

/// What selects a glyph of the program.
#[derive(Clone, Copy)]
enum Question {
    Code,
    Glyph(u32),
}

impl<'f> Meanings<'f> {
    fn read(
        subtype: &[u8],
        to_unicode: Option<Value<'_>>,
        encoding: Option<Value<'f>>,
        standard: Standard,
        is_embedded: bool,
        font: &str,
    ) -> Self {
        let is_type3 = subtype == b"Type3";
        let base_name = encoding.and_then(|encoding| encoding.name().or_else(|| encoding.get(b"BaseEncoding")?.name()));
        let named = base_name.and_then(Encoding::from_name);
        let names = differences(encoding);
        let numbers = is_type3.then(|| names::numbers(&names));
        Self {
            to_unicode: unicode_map(to_unicode),
            numbering: numbers.map_or(Numbering::T1, |numbers| Numbering::of(numbers.into_iter().flatten())),
            names,
            numbers,
            base: named.unwrap_or(match standard.encoding() {
                Encoding::Standard if subtype == b"TrueType" => Encoding::WinAnsi,
                own => own,
            }),
            is_base_named: named.is_some(),
            is_dingbats: standard.encoding() == Encoding::ZapfDingbats,
            is_type3,
            asks_program: !is_type3 && is_embedded,
            font: font.to_owned(),
            pictures: Pictures::of(font),
        }
    }

    /// Appends what the dictionary says of `code`, or the best guess; returns what the program should be asked, who knows better.
    fn push_text(&self, code: u8, out: &mut String) -> Option<Question> {
        let start = out.len();
        let name = self.names.get(usize::from(code)).copied().flatten();
        let said = push_to_unicode(&self.to_unicode, code, |text| self.pictures.picture(&self.font, text), out);
        let is_mapped = said == Said::Text
            || match name {
                Some(name) if self.is_type3 => {
                    push_drawn_name(name, self.numbers.and_then(|numbers| numbers[usize::from(code)]), self.numbering, out)
                }
                Some(name) => names::push_text(&unescape(name), self.is_dingbats, out),
                None => false,
            };
        let mut question = None;
        if !is_mapped {
            question = match name {
                Some(name) => names::glyph_number(&unescape(name)).map(Question::Glyph),
                None => (!self.is_base_named && said == Said::Nothing).then_some(Question::Code),
            };
            let base = Some(self.base).filter(|_| name.is_none() && !self.is_type3);
            let is_shown = name.map_or(self.to_unicode.is_empty() && code > 32, |name| name != b".notdef");
            push_guess(code, said, base, is_shown, out);
        }
        if let Some(picture) = self.pictures.picture(&self.font, &out[start..]) {
            out.truncate(start);
            out.push(picture);
        }
        question.filter(|_| self.asks_program)
    }
}

/// What a code stands for that neither a map nor a name explains: by the encoding that fonts of this kind have, or nobody knows what.
fn push_guess(code: u8, said: Said, base: Option<Encoding>, is_shown: bool, out: &mut String) {
    // What the map calls private is an icon, not the letter that lies at the same key.
    let base = base.filter(|_| said != Said::Private);
    let is_shown = is_shown || said == Said::Private;
    match base.and_then(|base| base.character(code)) {
        Some(letter) => out.push(letter),
        None if is_shown => out.push('\u{FFFD}'),
        None => {}
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

/// The glyph names that an encoding's `Differences` put over its base, by code; empty where it has none.
fn differences<'f>(encoding: Option<Value<'f>>) -> Vec<Option<&'f [u8]>> {
    let Some(differences) = encoding.and_then(|encoding| encoding.get(b"Differences")) else { return Vec::new() };
    let mut names = vec![None; 256];
    let mut code = 0_usize;
    for element in differences.elements().take(1024) {
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
