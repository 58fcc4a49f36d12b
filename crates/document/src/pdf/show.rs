//! Showing text: from strings to glyphs with places (ISO 32000-1, 9.4).

use super::content::{Element, Token};
use super::font::Font;
use super::glyph::{Glyph, Shown};
use super::interpreter::Interpreter;
use super::lexer;
use super::marks;
use super::matrix::length;

/// What the look of shown text depends on: the map to the page without its origin, and the text state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Setting {
    axes: [f64; 4],
    size: f64,
    scale: f64,
    /// Between characters and words.
    spaces: [f64; 2],
    font: u32,
}

/// How text of a [`Setting`] looks, and what its strings are set with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Appearance {
    direction: (f32, f32),
    size: f32,
    leans: bool,
    is_vertical: bool,
    /// It has a place on the page.
    is_finite: bool,
    /// One unit along the line of text, on the page.
    step: (f64, f64),
    /// From glyph space to text space.
    unit: f64,
    scale: f64,
    /// Behind a glyph, and behind a blank.
    spacing: [f64; 2],
}

impl Appearance {
    fn of(setting: &Setting, font: &Font<'_>) -> Self {
        let [a, b, c, d] = setting.axes;
        let along = if font.is_vertical {
            (-c, -d)
        } else {
            (a * setting.scale.signum() * setting.size.signum(), b * setting.scale.signum() * setting.size.signum())
        };
        let along_length = length(along.0, along.1);
        let direction = if along_length > 0.0 { ((along.0 / along_length) as f32, (along.1 / along_length) as f32) } else { (1.0, 0.0) };
        let (width, height) = (length(a, b), length(c, d));
        // A shear that leans upright letters to the right by more than a few degrees makes them italic.
        let lean = (a * c + b * d) / (width * height).max(f64::MIN_POSITIVE);
        let [character, word] = setting.spaces;
        let (step, unit, scale, space_scale) =
            if font.is_vertical { ((c, d), -0.001, 1.0, -1.0) } else { ((a, b), font.unit.a, setting.scale, setting.scale) };
        Self {
            direction,
            size: ((setting.size * font.em).abs() * height) as f32,
            leans: lean.abs() > 0.12,
            is_vertical: font.is_vertical,
            is_finite: setting.axes.into_iter().all(f64::is_finite),
            step,
            unit,
            scale,
            spacing: [character * space_scale, (character + word) * space_scale],
        }
    }
}

impl Interpreter<'_, '_> {
    pub(super) fn show_operand(&mut self, operand: Option<&Token<'_>>) {
        if let Some(Token::String(raw)) = operand
            && self.begin_showing()
        {
            self.show(raw);
        }
    }

    /// Shows what the array that is the operator's operand holds: `elements`.
    pub(super) fn show_array(&mut self, operand: Option<&Token<'_>>, elements: &[Element]) {
        let Some(Token::Array(inside)) = operand else { return };
        let is_shown = self.begin_showing();
        let is_vertical = self.state.text.font.is_some_and(|font| self.library.fonts[font as usize].is_vertical);
        for &element in elements {
            match element {
                Element::String(from, to) if is_shown => self.show(inside.get(from as usize..to as usize).unwrap_or_default()),
                Element::String(..) => {}
                Element::Number(adjustment) => self.adjust(adjustment, is_vertical),
            }
        }
    }

    /// Moves by a number of a `TJ` array: thousandths of the font size, backwards.
    fn adjust(&mut self, adjustment: f64, is_vertical: bool) {
        let text = &self.state.text;
        let distance = -adjustment / 1000.0 * text.size;
        self.text_matrix =
            if is_vertical { self.text_matrix.moved(0.0, distance) } else { self.text_matrix.moved(distance * text.scale, 0.0) };
    }

    /// Notes what the glyphs of this operator share; whether they have a place on the page.
    fn begin_showing(&mut self) -> bool {
        let text = &self.state.text;
        let Some(index) = text.font else { return false };
        let font = &self.library.fonts[index as usize];
        let whole = self.text_matrix.then(self.state.ctm);
        let axes = [whole.a, whole.b, whole.c, whole.d];
        let setting = Setting { axes, size: text.size, scale: text.scale, spaces: [text.character_space, text.word_space], font: index };
        // Most text looks like the text before it.
        let (_, look) = match &mut self.latest {
            Some(latest) if latest.0 == setting => latest,
            latest => latest.insert((setting, Appearance::of(&setting, font))),
        };
        self.page.begin(Shown {
            first: self.page.glyphs.len() as u32,
            font: index,
            size: look.size,
            colour: self.state.fill,
            direction: look.direction,
            is_vertical: font.is_vertical,
            is_bold: font.style.is_bold || text.mode == 2,
            is_italic: font.style.is_italic || look.leans,
            is_invisible: text.mode == 3,
            is_hidden: self.marked.is_hidden() || self.state.is_transparent,
            has_vague_size: font.em != 1.0,
            tag: self.marked.tag(),
        });
        look.is_finite
    }

    /// Shows one string of the operator that began to show: a glyph record for each code.
    fn show(&mut self, raw: &[u8]) {
        let Some((Setting { font, size, .. }, look)) = &self.latest else { return };
        let font = &mut self.library.fonts[*font as usize];
        // A literal without escapes is read where it stands; anything else is decoded into a buffer that is reused.
        let inner = raw.strip_prefix(b"(").and_then(|raw| raw.strip_suffix(b")"));
        let inner = inner.filter(|inner| marks::find(inner, 0, [b'\\', b'\r']).is_none());
        let short: [u8; 4];
        let rest = if let Some(inner) = inner {
            inner
        } else if let Some((value, length)) = lexer::short_hexadecimal(raw) {
            short = value.to_be_bytes();
            &short[short.len() - length..]
        } else {
            self.tools.string.clear();
            lexer::decode_string(raw, &mut self.tools.string);
            self.tools.string.as_slice()
        };
        let (x, y) = self.text_matrix.moved(0.0, self.state.text.rise).origin_in(self.state.ctm);
        if !(x.is_finite() && y.is_finite()) {
            return;
        }
        let Appearance { step: (step_x, step_y), unit, scale, spacing, .. } = *look;
        let size = *size;
        let mut travelled = 0.0;
        self.spent.characters += rest.len();
        let glyphs = &mut self.page.glyphs;
        font.each_code(rest, &mut self.page.text, |text_start, width, is_space| {
            let advance = f64::from(width) * unit * size;
            let start = travelled;
            let end = travelled + advance * scale;
            travelled = end + spacing[usize::from(is_space)];
            glyphs.push(Glyph {
                x: (x + start * step_x) as f32,
                y: (y + start * step_y) as f32,
                end_x: (x + end * step_x) as f32,
                end_y: (y + end * step_y) as f32,
                text: text_start,
            });
        });
        self.text_matrix = if look.is_vertical { self.text_matrix.moved(0.0, travelled) } else { self.text_matrix.moved(travelled, 0.0) };
    }
}
