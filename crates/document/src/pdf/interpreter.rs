//! Runs content streams: from operators to glyphs with places.

use rustc_hash::FxHashMap;

use super::colour;
use super::content::{Token, Tokens, pack};
use super::file::File;
use super::font::Font;
use super::glyph::{Glyph, Glyphs, Shown};
use super::lexer;
use super::matrix::Matrix;
use super::state::State;
use super::value::{Value, unescape};

/// Operands kept for one operator; `scn` of a wide colour space has the most.
const MAX_OPERANDS: usize = 32;

/// How deep `q` may nest; deeper saves are counted, not kept.
const MAX_SAVED: usize = 256;

/// How deep forms may nest.
const MAX_FORMS: usize = 12;

/// What one page costs is shared by its forms.
pub(super) struct Interpreter<'f, 'p> {
    file: &'f File<'f>,
    page: &'p mut Glyphs,
    pub(super) fonts: Fonts,
    state: State,
    saved: Vec<State>,
    unsaved: usize,
    text_matrix: Matrix,
    line_matrix: Matrix,
    depth: usize,
    operations: usize,
    characters: usize,
    is_over: bool,
    string: Vec<u8>,
}

/// Fonts by the object they come from; shared by all pages.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    pub(super) fonts: Vec<Font>,
    /// By object number, or by address for direct objects (marked by the highest bit).
    by_object: FxHashMap<u64, u32>,
}

impl<'f, 'p> Interpreter<'f, 'p> {
    pub(super) fn new(file: &'f File<'f>, page: &'p mut Glyphs, fonts: Fonts) -> Self {
        Self {
            file,
            page,
            fonts,
            state: State::new(Matrix::IDENTITY),
            saved: Vec::new(),
            unsaved: 0,
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            depth: 0,
            operations: 0,
            characters: 0,
            is_over: false,
            string: Vec::new(),
        }
    }

    /// The page's glyphs so far.
    pub(super) fn glyphs(&mut self) -> &mut Glyphs {
        self.page
    }

    /// Whether a budget was used up.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Runs a page's content under `ctm`.
    pub(super) fn run_page(&mut self, content: &[u8], resources: Option<Value<'f>>, ctm: Matrix) {
        self.state = State::new(ctm);
        self.saved.clear();
        self.unsaved = 0;
        self.run(content, resources);
    }

    fn run(&mut self, content: &[u8], resources: Option<Value<'f>>) {
        let mut operands = [Token::Number(0.0); MAX_OPERANDS];
        let mut count = 0;
        let mut tokens = Tokens::new(content);
        while let Some(token) = tokens.next() {
            let Token::Operator(operator) = token else {
                if count < MAX_OPERANDS {
                    operands[count] = token;
                    count += 1;
                }
                continue;
            };
            self.operations += 1;
            if self.operations % 512 == 0 && self.is_out_of_budget() {
                return;
            }
            if operator == pack(b"BI") {
                tokens.skip_inline_image();
            } else {
                self.execute(operator, &operands[..count], resources);
            }
            count = 0;
            if self.is_over {
                return;
            }
        }
    }

    fn is_out_of_budget(&mut self) -> bool {
        let bounds = self.file.bounds;
        self.is_over |=
            self.operations > bounds.limits.operations || self.characters > bounds.limits.characters || bounds.deadline.has_passed();
        self.is_over
    }

    #[inline]
    fn execute(&mut self, operator: u32, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        const TD: u32 = pack(b"Td");
        const TD_LEADING: u32 = pack(b"TD");
        const TM: u32 = pack(b"Tm");
        const T_STAR: u32 = pack(b"T*");
        const TJ: u32 = pack(b"Tj");
        const TJ_ARRAY: u32 = pack(b"TJ");
        const QUOTE: u32 = pack(b"'");
        const DOUBLE_QUOTE: u32 = pack(b"\"");
        const TF: u32 = pack(b"Tf");
        const BT: u32 = pack(b"BT");
        const SAVE: u32 = pack(b"q");
        const RESTORE: u32 = pack(b"Q");
        const CM: u32 = pack(b"cm");
        const DO: u32 = pack(b"Do");
        match operator {
            TJ => self.show_operand(operands.last()),
            TJ_ARRAY => self.show_array(operands.last()),
            TD => self.move_line(operands),
            TD_LEADING => {
                if let Some([_, y]) = numbers(operands) {
                    self.state.text.leading = -y;
                }
                self.move_line(operands);
            }
            TM => {
                if let Some(matrix) = numbers::<6>(operands).map(Matrix::from_array) {
                    self.text_matrix = matrix;
                    self.line_matrix = matrix;
                }
            }
            T_STAR => self.next_line(),
            QUOTE => {
                self.next_line();
                self.show_operand(operands.last());
            }
            DOUBLE_QUOTE => {
                if let [Token::Number(word), Token::Number(character), ..] = operands {
                    self.state.text.word_space = *word;
                    self.state.text.character_space = *character;
                }
                self.next_line();
                self.show_operand(operands.last());
            }
            TF => self.set_font(operands, resources),
            BT => {
                self.text_matrix = Matrix::IDENTITY;
                self.line_matrix = Matrix::IDENTITY;
            }
            SAVE => self.save(),
            RESTORE => self.restore(),
            CM => {
                if let Some(matrix) = numbers::<6>(operands).map(Matrix::from_array) {
                    let ctm = matrix.then(self.state.ctm);
                    if ctm.is_finite() {
                        self.state.ctm = ctm;
                    }
                }
            }
            DO => self.draw(operands, resources),
            _ => self.set_parameter(operator, operands, resources),
        }
    }

    fn set_parameter(&mut self, operator: u32, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        const TC: u32 = pack(b"Tc");
        const TW: u32 = pack(b"Tw");
        const TZ: u32 = pack(b"Tz");
        const TL: u32 = pack(b"TL");
        const TS: u32 = pack(b"Ts");
        const TR: u32 = pack(b"Tr");
        const GRAY: u32 = pack(b"g");
        const RGB: u32 = pack(b"rg");
        const CMYK: u32 = pack(b"k");
        const SC: u32 = pack(b"sc");
        const SCN: u32 = pack(b"scn");
        const CS: u32 = pack(b"cs");
        const GS: u32 = pack(b"gs");
        let number = match operands.last() {
            Some(Token::Number(number)) => Some(*number),
            _ => None,
        };
        let text = &mut self.state.text;
        match (operator, number) {
            (TC, Some(value)) => text.character_space = value,
            (TW, Some(value)) => text.word_space = value,
            (TZ, Some(value)) => text.scale = value / 100.0,
            (TL, Some(value)) => text.leading = value,
            (TS, Some(value)) => text.rise = value,
            (TR, Some(value)) => text.mode = value.clamp(0.0, 7.0) as u8,
            (GRAY | RGB | CMYK | SC | SCN, _) => {
                let mut components = [0.0; 4];
                let values = operands.iter().filter_map(|operand| if let Token::Number(value) = operand { Some(*value) } else { None });
                let count = components.iter_mut().zip(values).map(|(slot, value)| *slot = value).count();
                if count > 0 {
                    self.state.fill = colour::from_components(&components[..count]);
                }
            }
            (CS, _) => self.state.fill = 0,
            (GS, _) => self.apply_parameters(operands, resources),
            _ => {}
        }
    }

    /// An extended graphics state may set the font.
    fn apply_parameters(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        let Some(parameters) = resource(resources, b"ExtGState", operands).map(Value::resolve) else { return };
        let Some(font) = parameters.get(b"Font").filter(|font| font.is_array()) else { return };
        let mut elements = font.elements_direct();
        if let (Some(font), Some(size)) = (elements.next(), elements.next().and_then(|size| size.resolve().number())) {
            self.state.text.font = self.fonts.index(font);
            self.state.text.size = size;
        }
    }

    fn save(&mut self) {
        if self.saved.len() < MAX_SAVED {
            self.saved.push(self.state);
        } else {
            self.unsaved += 1;
        }
    }

    fn restore(&mut self) {
        if self.unsaved > 0 {
            self.unsaved -= 1;
        } else if let Some(state) = self.saved.pop() {
            self.state = state;
        }
    }

    fn set_font(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        if let Some(Token::Number(size)) = operands.last() {
            self.state.text.size = *size;
        }
        self.state.text.font = resource(resources, b"Font", operands).and_then(|font| self.fonts.index(font));
    }

    fn move_line(&mut self, operands: &[Token<'_>]) {
        if let Some([x, y]) = numbers(operands) {
            self.line_matrix = self.line_matrix.moved(x, y);
            self.text_matrix = self.line_matrix;
        }
    }

    fn next_line(&mut self) {
        self.line_matrix = self.line_matrix.moved(0.0, -self.state.text.leading);
        self.text_matrix = self.line_matrix;
    }

    fn show_operand(&mut self, operand: Option<&Token<'_>>) {
        if let Some(Token::String(raw)) = operand {
            self.begin_showing();
            self.show(raw);
        }
    }

    fn show_array(&mut self, operand: Option<&Token<'_>>) {
        let Some(Token::Array(inside)) = operand else { return };
        self.begin_showing();
        for token in Tokens::new(inside) {
            match token {
                Token::String(raw) => self.show(raw),
                Token::Number(adjustment) => self.adjust(adjustment),
                _ => {}
            }
        }
    }

    /// Moves by a number of a `TJ` array: thousandths of the font size, backwards.
    fn adjust(&mut self, adjustment: f64) {
        let text = &self.state.text;
        let is_vertical = text.font.is_some_and(|font| self.fonts.fonts[font as usize].is_vertical);
        let distance = -adjustment / 1000.0 * text.size;
        self.text_matrix =
            if is_vertical { self.text_matrix.moved(0.0, distance) } else { self.text_matrix.moved(distance * text.scale, 0.0) };
    }

    /// Notes what the glyphs of this operator share.
    fn begin_showing(&mut self) {
        let text = &self.state.text;
        let Some(index) = text.font else { return };
        let font = &self.fonts.fonts[index as usize];
        let whole = self.text_matrix.then(self.state.ctm);
        let along = if font.is_vertical {
            (-whole.c, -whole.d)
        } else {
            (whole.a * text.scale.signum() * text.size.signum(), whole.b * text.scale.signum() * text.size.signum())
        };
        let length = along.0.hypot(along.1);
        let direction = if length > 0.0 { ((along.0 / length) as f32, (along.1 / length) as f32) } else { (1.0, 0.0) };
        let size = (text.size * font.em).abs() * whole.height();
        // A shear that leans upright letters to the right by more than a few degrees makes them italic.
        let lean = (whole.a * whole.c + whole.b * whole.d) / (whole.width() * whole.height()).max(f64::MIN_POSITIVE);
        self.page.shown.push(Shown {
            first: self.page.glyphs.len() as u32,
            font: index,
            size: size as f32,
            colour: self.state.fill,
            direction,
            is_vertical: font.is_vertical,
            is_bold: font.style.is_bold || text.mode == 2,
            is_italic: font.style.is_italic || lean.abs() > 0.12,
            is_invisible: matches!(text.mode, 3 | 7),
        });
    }

    /// Shows one string: a glyph record for each code.
    fn show(&mut self, raw: &[u8]) {
        let Some(index) = self.state.text.font else { return };
        let font = &self.fonts.fonts[index as usize];
        // A literal without escapes is read where it stands; anything else is decoded into a buffer that is reused.
        let inner =
            raw.strip_prefix(b"(").and_then(|raw| raw.strip_suffix(b")")).filter(|inner| memchr::memchr2(b'\\', b'\r', inner).is_none());
        let mut rest = match inner {
            Some(inner) => inner,
            None => {
                self.string.clear();
                lexer::decode_string(raw, &mut self.string);
                self.string.as_slice()
            }
        };
        let text = &self.state.text;
        let whole = self.text_matrix.moved(0.0, text.rise).then(self.state.ctm);
        if !whole.is_finite() {
            return;
        }
        // One unit along the line of text, on the page.
        let (step_x, step_y) = if font.is_vertical { (whole.c, whole.d) } else { (whole.a, whole.b) };
        let unit = if font.is_vertical { -0.001 } else { font.unit.a };
        let scale = if font.is_vertical { 1.0 } else { text.scale };
        let mut travelled = 0.0;
        self.characters += rest.len();
        while !rest.is_empty() {
            let code = font.next_code(rest);
            rest = rest.get(code.length..).unwrap_or_default();
            let width = if font.is_vertical { 1000.0 } else { f64::from(code.width) };
            let advance = width * unit * text.size;
            let start = travelled;
            let end = travelled + advance * scale;
            let spacing = text.character_space + if code.is_space { text.word_space } else { 0.0 };
            travelled = end + if font.is_vertical { -spacing } else { spacing * scale };
            let glyph = Glyph {
                x: (whole.e + start * step_x) as f32,
                y: (whole.f + start * step_y) as f32,
                end_x: (whole.e + end * step_x) as f32,
                end_y: (whole.f + end * step_y) as f32,
                text: self.page.text.len() as u32,
            };
            font.push_text(code.value, &mut self.page.text);
            self.page.glyphs.push(glyph);
        }
        self.text_matrix = if font.is_vertical { self.text_matrix.moved(0.0, travelled) } else { self.text_matrix.moved(travelled, 0.0) };
    }

    /// Draws a form; pictures are not for us.
    fn draw(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        if self.depth >= MAX_FORMS {
            return;
        }
        let Some(form) = resource(resources, b"XObject", operands).map(Value::resolve) else { return };
        if form.get(b"Subtype").and_then(Value::name) != Some(b"Form") {
            return;
        }
        let mut content = Vec::new();
        if self.file.decode(form, &mut content).is_none() {
            return;
        }
        // Forms within forms multiply: each costs as much as some operators.
        self.operations += 64;
        if self.is_out_of_budget() {
            return;
        }
        let before = (self.state, self.saved.len(), self.unsaved, self.text_matrix, self.line_matrix);
        if let Some(matrix) = form.get(b"Matrix").and_then(Value::numbers).map(Matrix::from_array) {
            self.state.ctm = matrix.then(self.state.ctm);
        }
        self.depth += 1;
        self.run(&content, form.get(b"Resources").or(resources));
        self.depth -= 1;
        self.saved.truncate(before.1);
        (self.state, _, self.unsaved, self.text_matrix, self.line_matrix) = before;
    }
}

impl Fonts {
    /// The index of a font, loaded where it is new. `font` is the entry of the resources as it stands.
    fn index(&mut self, font: Value<'_>) -> Option<u32> {
        let key = match font.reference() {
            Some(id) => u64::from(id),
            None => font.raw().as_ptr() as u64 | 1 << 63,
        };
        if let Some(index) = self.by_object.get(&key) {
            return Some(*index);
        }
        let dictionary = font.resolve();
        if !dictionary.is_dictionary() {
            return None;
        }
        let index = u32::try_from(self.fonts.len()).ok()?;
        self.fonts.push(Font::load(dictionary));
        self.by_object.insert(key, index);
        Some(index)
    }
}

/// The resource of `category` that the operand names, as it stands.
fn resource<'f>(resources: Option<Value<'f>>, category: &[u8], operands: &[Token<'_>]) -> Option<Value<'f>> {
    let name = operands.iter().find_map(|operand| if let Token::Name(name) = operand { Some(*name) } else { None })?;
    let category = resources?.get(category)?;
    category.get_direct(name).or_else(|| {
        let plain = unescape(name);
        category.entries().find(|(key, _)| unescape(key) == plain).map(|(_, value)| value)
    })
}

/// The last `N` operands, when they are numbers.
fn numbers<const N: usize>(operands: &[Token<'_>]) -> Option<[f64; N]> {
    let operands = operands.get(operands.len().checked_sub(N)?..)?;
    let mut numbers = [0.0; N];
    for (slot, operand) in numbers.iter_mut().zip(operands) {
        let Token::Number(value) = operand else { return None };
        *slot = *value;
    }
    Some(numbers)
}
