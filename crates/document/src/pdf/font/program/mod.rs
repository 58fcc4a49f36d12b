//! What an embedded font program says of its glyphs, for fonts whose dictionaries do not say it.

mod cff;
mod truetype;
mod type1;

use std::cell::OnceCell;
use std::sync::LazyLock;

use super::names;
use crate::pdf::value::Value;

/// Glyphs one font program may have.
const MAX_GLYPHS: usize = 1 << 16;

/// Of a Type 1 program only the clear text at its start is read.
const TYPE1_HEAD: usize = 32 << 10;

/// The texts of a font program's glyphs, and which code selects which.
#[derive(Debug, Default)]
pub(super) struct Program {
    text: String,
    /// By glyph number.
    glyphs: Vec<(u32, u32)>,
    /// By code, of fonts with an encoding of their own.
    codes: Vec<(u32, u32)>,
}

/// A font's program, opened when somebody asks: most fonts say all that is needed in their dictionaries.
#[derive(Default)]
pub(super) struct Lazy<'f> {
    descriptor: Option<Value<'f>>,
    program: OnceCell<Option<Program>>,
}

impl<'f> Lazy<'f> {
    /// The program that `descriptor` refers to.
    pub(super) fn new(descriptor: Option<Value<'f>>) -> Self {
        Self { descriptor, program: OnceCell::new() }
    }

    /// Whether the font has a program at all.
    pub(super) fn is_embedded(&self) -> bool {
        let files: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
        self.descriptor.is_some_and(|descriptor| descriptor.get_each(files).iter().any(Option::is_some))
    }

    /// The program, where there is one that can be read.
    pub(super) fn get(&self) -> Option<&Program> {
        self.program.get_or_init(|| self.descriptor.and_then(Program::load)).as_ref()
    }
}

impl Program {
    /// Reads the font program that a font descriptor refers to.
    fn load(descriptor: Value<'_>) -> Option<Self> {
        if let Some(file) = descriptor.get(b"FontFile") {
            let mut head = Vec::new();
            file.file().decode_head(file, TYPE1_HEAD, &mut head)?;
            return type1::read(&head);
        }
        if let Some(file) = descriptor.get(b"FontFile2") {
            return truetype::read(&super::decoded(file)?);
        }
        let program = super::decoded(descriptor.get(b"FontFile3")?)?;
        if program.starts_with(b"OTTO") || program.starts_with(&[0, 1, 0, 0]) || program.starts_with(b"true") {
            return truetype::read(&program);
        }
        cff::read(&program)
    }

    /// The text of the glyph that `code` selects; empty where unknown.
    pub(super) fn text_of_code(&self, code: u8) -> &str {
        self.slice(self.codes.get(usize::from(code)))
    }

    /// The text of a glyph; empty where unknown.
    pub(super) fn text_of_glyph(&self, glyph: u32) -> &str {
        self.slice(self.glyphs.get(glyph as usize))
    }

    fn slice(&self, span: Option<&(u32, u32)>) -> &str {
        span.map_or("", |(start, end)| &self.text[*start as usize..*end as usize])
    }

    /// Adds what a glyph's name means to the text.
    fn add_name(&mut self, name: &[u8]) -> (u32, u32) {
        let start = self.text.len() as u32;
        names::push_text(name, false, &mut self.text);
        (start, self.text.len() as u32)
    }

    /// Sets the text of a glyph that has none yet.
    fn set_glyph(&mut self, glyph: usize, span: (u32, u32)) {
        if glyph >= MAX_GLYPHS {
            return;
        }
        if glyph >= self.glyphs.len() {
            self.glyphs.resize(glyph + 1, (0, 0));
        }
        if self.glyphs[glyph] == (0, 0) {
            self.glyphs[glyph] = span;
        }
    }

    /// Lets `code` select `glyph`, whose text is known by now.
    fn set_code(&mut self, code: u8, glyph: usize) {
        self.codes.resize(256, (0, 0));
        self.codes[usize::from(code)] = self.glyphs.get(glyph).copied().unwrap_or((0, 0));
    }
}

/// Names by number: the standard strings of CFF and the Macintosh order.
struct Order {
    strings: Vec<&'static str>,
    macintosh: Vec<&'static str>,
}

static ORDER: LazyLock<Order> = LazyLock::new(|| {
    let rows = include_str!("../../../../data/glyphorder.tsv").lines().filter(|line| !line.starts_with('#'));
    let columns = rows.map(|line| line.split('\t').skip(1)).map(|mut row| (row.next().unwrap_or("-"), row.next().unwrap_or("-")));
    let (strings, macintosh) = columns.unzip();
    Order { strings, macintosh }
});

/// Big-endian numbers at an offset.
fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_be_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
}
