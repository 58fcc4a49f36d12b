//! Runs content streams: tells operators apart and keeps the state. What they show is in `show`, what they draw in `draw`.

use super::colour::Space;
use super::content::{Element, Token, Tokens, pack};
use super::file::File;
use super::glyph::Glyphs;
use super::library::{CMYK, GRAY, Library, RGB};
use super::marked::{HiddenGroups, Marked};
use super::matrix::Matrix;
use super::path::Path;
use super::show::{Appearance, Setting};
use super::state::State;
use super::structure::Structure;
use super::value::{Value, unescape};

/// Operands kept for one operator; `scn` of a wide colour space has the most.
const MAX_OPERANDS: usize = 32;

/// How deep `q` may nest; deeper saves are counted, not kept.
const MAX_SAVED: usize = 256;

/// What stands for a font that is lost: its letters were most likely in the most common encoding.
const LOST_FONT: &[u8] = b"<< /Encoding /WinAnsiEncoding >>";

/// Runs the content of one page after another. Budgets hold for all pages together.
pub(super) struct Interpreter<'f, 'p> {
    pub(super) file: &'f File<'f>,
    pub(super) groups: &'p HiddenGroups,
    pub(super) structure: &'p Structure,
    /// The object that holds the content being run: a page, or a form whose content is numbered by itself.
    pub(super) container: u32,
    pub(super) page: &'p mut Glyphs,
    pub(super) library: &'p mut Library<'f>,
    pub(super) state: State,
    /// States before this one of [`Tools::saved`] belong to the content around that being run.
    pub(super) floor: usize,
    pub(super) unsaved: usize,
    pub(super) text_matrix: Matrix,
    pub(super) line_matrix: Matrix,
    pub(super) marked: Marked,
    /// How many forms are being drawn within one another.
    pub(super) depth: usize,
    pub(super) spent: Spent,
    /// What the latest operator that showed text was set in, and how that looked.
    pub(super) latest: Option<(Setting, Appearance)>,
    pub(super) tools: &'p mut Tools,
}

/// Buffers that go from page to page.
#[derive(Debug, Default)]
pub(super) struct Tools {
    pub(super) saved: Vec<State>,
    pub(super) path: Path,
    pub(super) string: Vec<u8>,
    /// Content of forms that are not being run.
    pub(super) contents: Vec<Vec<u8>>,
    /// What the latest array of content holds that is not being run.
    elements: Vec<Vec<Element>>,
    /// Fonts that the current resources have named so far: where their names end in `names`, one behind the other.
    fonts: Vec<(usize, Option<u32>)>,
    names: Vec<u8>,
}

impl Tools {
    fn font_named(&self, name: &[u8]) -> Option<Option<u32>> {
        let mut start = 0;
        self.fonts.iter().find_map(|&(end, font)| {
            let is_same = self.names.get(start..end) == Some(name);
            start = end;
            is_same.then_some(font)
        })
    }

    fn name_font(&mut self, name: &[u8], font: Option<u32>) {
        self.names.extend_from_slice(name);
        self.fonts.push((self.names.len(), font));
    }

    fn forget_fonts(&mut self) {
        self.fonts.clear();
        self.names.clear();
    }
}

/// What the document says of the content of all pages.
#[derive(Clone, Copy)]
pub(super) struct Layers<'p> {
    pub(super) groups: &'p HiddenGroups,
    pub(super) structure: &'p Structure,
}

/// How much of the document's budget has been used.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Spent {
    pub(super) operations: usize,
    pub(super) characters: usize,
    pub(super) is_over: bool,
}

impl<'f, 'p> Interpreter<'f, 'p> {
    pub(super) fn new(
        file: &'f File<'f>,
        layers: Layers<'p>,
        page: &'p mut Glyphs,
        library: &'p mut Library<'f>,
        tools: &'p mut Tools,
        spent: Spent,
    ) -> Self {
        tools.saved.clear();
        tools.path.reset();
        Self {
            file,
            groups: layers.groups,
            structure: layers.structure,
            container: 0,
            page,
            library,
            state: State::new(Matrix::IDENTITY),
            floor: 0,
            unsaved: 0,
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            marked: Marked::default(),
            depth: 0,
            spent,
            latest: None,
            tools,
        }
    }

    /// What has been used up by now.
    pub(super) fn spent(&self) -> Spent {
        self.spent
    }

    /// Runs the content of the page numbered `container` under `ctm`.
    pub(super) fn run_page(&mut self, container: u32, content: &[u8], resources: Option<Value<'f>>, ctm: Matrix) {
        self.container = container;
        self.state = State::new(ctm);
        self.tools.saved.clear();
        self.unsaved = 0;
        self.run(content, resources);
    }

    /// Runs one content stream.
    pub(super) fn run(&mut self, content: &[u8], resources: Option<Value<'f>>) {
        let mut elements = self.tools.elements.pop().unwrap_or_default();
        self.run_with(content, &mut elements, resources);
        self.tools.elements.push(elements);
    }

    /// The same; `elements` is a buffer for what the latest array holds.
    fn run_with(&mut self, content: &[u8], elements: &mut Vec<Element>, resources: Option<Value<'f>>) {
        self.tools.forget_fonts();
        let mut operands = [Token::Number(0.0); MAX_OPERANDS];
        let mut count = 0;
        let mut tokens = Tokens::new(content);
        while let Some(token) = tokens.read_into(elements, count < MAX_OPERANDS) {
            let Token::Operator(operator) = token else {
                if count < MAX_OPERANDS {
                    operands[count] = token;
                    count += 1;
                }
                continue;
            };
            self.spent.operations += 1;
            if self.spent.operations.is_multiple_of(512) && self.is_out_of_budget() {
                return;
            }
            if operator == pack(b"BI") {
                tokens.skip_inline_image();
                self.show_image();
            } else {
                self.execute(operator, &operands[..count], elements, resources);
            }
            count = 0;
            if self.spent.is_over {
                return;
            }
        }
    }

    pub(super) fn is_out_of_budget(&mut self) -> bool {
        let bounds = self.file.bounds;
        let spent = &mut self.spent;
        let is_too_much = spent.operations > bounds.limits.operations || spent.characters > bounds.limits.characters;
        spent.is_over |= is_too_much || bounds.deadline.has_passed();
        spent.is_over
    }

    #[inline]
    fn execute(&mut self, operator: u32, operands: &[Token<'_>], elements: &[Element], resources: Option<Value<'f>>) {
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
            TJ_ARRAY => self.show_array(operands.last(), elements),
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
            DO => self.draw_object(operands, resources),
            _ => {
                if !self.draw_path(operator, operands) {
                    self.set_parameter(operator, operands, resources);
                }
            }
        }
    }

    fn set_parameter(&mut self, operator: u32, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        const TC: u32 = pack(b"Tc");
        const TW: u32 = pack(b"Tw");
        const TZ: u32 = pack(b"Tz");
        const TL: u32 = pack(b"TL");
        const TS: u32 = pack(b"Ts");
        const TR: u32 = pack(b"Tr");
        const FILL_GRAY: u32 = pack(b"g");
        const FILL_RGB: u32 = pack(b"rg");
        const FILL_CMYK: u32 = pack(b"k");
        const SC: u32 = pack(b"sc");
        const SCN: u32 = pack(b"scn");
        const CS: u32 = pack(b"cs");
        const GS: u32 = pack(b"gs");
        const SHADE: u32 = pack(b"sh");
        const LINE_WIDTH: u32 = pack(b"w");
        const BMC: u32 = pack(b"BMC");
        const BDC: u32 = pack(b"BDC");
        const EMC: u32 = pack(b"EMC");
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
            (FILL_GRAY, _) => self.set_colour(Some(GRAY), operands),
            (FILL_RGB, _) => self.set_colour(Some(RGB), operands),
            (FILL_CMYK, _) => self.set_colour(Some(CMYK), operands),
            (SC | SCN, _) => self.set_colour(None, operands),
            (CS, _) => self.set_space(operands, resources),
            (GS, _) => self.apply_parameters(operands, resources),
            (SHADE, _) => self.shade(),
            (LINE_WIDTH, Some(value)) => self.state.line_width = value.abs(),
            (BMC, _) => self.begin_marked(operands, resources),
            (BDC, _) => self.begin_marked(operands, resources),
            (EMC, _) => self.marked.end(self.page),
            _ => {}
        }
    }

    fn set_colour(&mut self, space: Option<u32>, operands: &[Token<'_>]) {
        self.state.space = space.unwrap_or(self.state.space);
        let mut components = [0.0; 4];
        let values = operands.iter().filter_map(|operand| if let Token::Number(value) = operand { Some(*value) } else { None });
        let count = components.iter_mut().zip(values).map(|(slot, value)| *slot = value).count();
        self.state.fill = self.library.spaces[self.state.space as usize].colour(&components[..count]);
    }

    fn set_space(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        let Some(Token::Name(name)) = operands.last() else { return };
        self.state.space = match Space::from_name(name) {
            Some(Space::Gray) => GRAY,
            Some(Space::Rgb) => RGB,
            Some(Space::Cmyk) => CMYK,
            _ => resource(resources, b"ColorSpace", operands).map_or(GRAY, |space| self.library.space(space)),
        };
        self.state.fill = self.library.spaces[self.state.space as usize].initial();
    }

    /// An extended graphics state may set the font and how transparent things are.
    fn apply_parameters(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        let Some(parameters) = resource(resources, b"ExtGState", operands).map(Value::resolve) else { return };
        if let Some(opacity) = parameters.get(b"ca").and_then(Value::number) {
            self.state.is_transparent = opacity < 0.02;
        }
        let Some(font) = parameters.get(b"Font").filter(|font| font.is_array()) else { return };
        let mut elements = font.elements_direct();
        if let (Some(font), Some(size)) = (elements.next(), elements.next().and_then(|size| size.resolve().number())) {
            self.state.text.font = self.library.font(font);
            self.state.text.size = size;
        }
    }

    fn save(&mut self) {
        if self.tools.saved.len() - self.floor < MAX_SAVED {
            self.tools.saved.push(self.state);
        } else {
            self.unsaved += 1;
        }
    }

    fn restore(&mut self) {
        if self.unsaved > 0 {
            self.unsaved -= 1;
        } else if self.tools.saved.len() > self.floor
            && let Some(state) = self.tools.saved.pop()
        {
            self.state = state;
        }
    }

    fn set_font(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        if let Some(Token::Number(size)) = operands.last() {
            self.state.text.size = *size;
        }
        let Some(Token::Name(name)) = operands.first() else { return };
        // Producers set the font before every piece of text: asking the dictionaries once for each name is enough.
        let known = self.tools.font_named(name);
        self.state.text.font = known.unwrap_or_else(|| {
            let named = resource(resources, b"Font", operands).and_then(|font| self.library.font(font));
            let font = named.or_else(|| self.library.font(self.file.made(LOST_FONT)));
            self.tools.name_font(name, font);
            font
        });
    }

    /// Forgets the fonts' names, as the resources change.
    pub(super) fn forget_names(&mut self) {
        self.tools.forget_fonts();
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
}

/// The resource of `category` that the operand names, as it stands.
pub(super) fn resource<'f>(resources: Option<Value<'f>>, category: &[u8], operands: &[Token<'_>]) -> Option<Value<'f>> {
    let name = operands.iter().find_map(|operand| if let Token::Name(name) = operand { Some(*name) } else { None })?;
    let category = resources?.get(category)?;
    category.get_direct(name).or_else(|| {
        let plain = unescape(name);
        category.entries().find(|(key, _)| unescape(key) == plain).map(|(_, value)| value)
    })
}

/// The last `N` operands, when they are numbers.
pub(super) fn numbers<const N: usize>(operands: &[Token<'_>]) -> Option<[f64; N]> {
    let operands = operands.get(operands.len().checked_sub(N)?..)?;
    let mut numbers = [0.0; N];
    for (slot, operand) in numbers.iter_mut().zip(operands) {
        let Token::Number(value) = operand else { return None };
        *slot = *value;
    }
    Some(numbers)
}
