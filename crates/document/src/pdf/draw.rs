//! Drawing: paths, pictures, forms and marked content.

use vitae_model::BoundingBox;

use super::content::{Token, pack};
use super::interpreter::{Interpreter, numbers, resource};
use super::marked::{actual_text, artifact, content_number};
use super::matrix::Matrix;
use super::page::image_of;
use super::path::{Shape, within};
use super::state::State;
use super::structure::Tag;
use super::value::Value;

/// Strokes as wide as this, in points, are coloured bars.
const THICK_STROKE: f32 = 4.0;

/// How deep forms may nest.
const MAX_FORMS: usize = 12;

/// How a path is filled.
#[derive(Clone, Copy, PartialEq)]
enum Fill {
    None,
    Winding,
    EvenOdd,
}

impl<'f> Interpreter<'f, '_> {
    /// Executes an operator of paths; `false` where it is none.
    pub(super) fn draw_path(&mut self, operator: u32, operands: &[Token<'_>]) -> bool {
        const MOVE: u32 = pack(b"m");
        const LINE: u32 = pack(b"l");
        const CURVE: u32 = pack(b"c");
        const CURVE_FROM: u32 = pack(b"v");
        const CURVE_TO: u32 = pack(b"y");
        const CLOSE: u32 = pack(b"h");
        const RECTANGLE: u32 = pack(b"re");
        const FILL: u32 = pack(b"f");
        const FILL_OLD: u32 = pack(b"F");
        const FILL_EVEN: u32 = pack(b"f*");
        const STROKE: u32 = pack(b"S");
        const CLOSE_STROKE: u32 = pack(b"s");
        const BOTH: u32 = pack(b"B");
        const BOTH_EVEN: u32 = pack(b"B*");
        const CLOSE_BOTH: u32 = pack(b"b");
        const CLOSE_BOTH_EVEN: u32 = pack(b"b*");
        const NOTHING: u32 = pack(b"n");
        const CLIP: u32 = pack(b"W");
        const CLIP_EVEN: u32 = pack(b"W*");
        let matrix = self.state.ctm;
        match operator {
            MOVE | LINE => {
                let Some([x, y]) = numbers(operands) else { return true };
                if operator == MOVE { self.tools.path.move_to(matrix, x, y) } else { self.tools.path.line_to(matrix, x, y) }
            }
            CURVE => {
                if let Some([x1, y1, x2, y2, x3, y3]) = numbers(operands) {
                    self.tools.path.curve_to(matrix, &[[x1, y1], [x2, y2], [x3, y3]]);
                }
            }
            CURVE_FROM | CURVE_TO => {
                if let Some([x1, y1, x2, y2]) = numbers(operands) {
                    self.tools.path.curve_to(matrix, &[[x1, y1], [x2, y2]]);
                }
            }
            RECTANGLE => {
                if let Some(rectangle) = numbers(operands) {
                    self.tools.path.rectangle(matrix, rectangle);
                }
            }
            CLOSE => self.tools.path.close(),
            FILL | FILL_OLD => self.paint(Fill::Winding, false),
            FILL_EVEN => self.paint(Fill::EvenOdd, false),
            STROKE => self.paint(Fill::None, true),
            CLOSE_STROKE => {
                self.tools.path.close();
                self.paint(Fill::None, true);
            }
            BOTH => self.paint(Fill::Winding, true),
            BOTH_EVEN => self.paint(Fill::EvenOdd, true),
            CLOSE_BOTH | CLOSE_BOTH_EVEN => {
                self.tools.path.close();
                self.paint(if operator == CLOSE_BOTH { Fill::Winding } else { Fill::EvenOdd }, true);
            }
            NOTHING => self.tools.path.clear(),
            CLIP | CLIP_EVEN => self.narrow_clip(),
            _ => return false,
        }
        true
    }

    /// What lies outside the path is painted no longer.
    fn narrow_clip(&mut self) {
        if let Some(area) = self.tools.path.area() {
            let nothing = BoundingBox { right: area.left, bottom: area.top, ..area };
            self.state.clip = Some(within(area, self.state.clip).unwrap_or(nothing));
        }
    }

    fn paint(&mut self, fill: Fill, strokes: bool) {
        if !self.marked.is_hidden() && !self.state.is_transparent {
            let clip = self.state.clip;
            let filled = self.tools.path.filled(fill == Fill::EvenOdd, clip).filter(|_| fill != Fill::None);
            for shape in filled.chain(self.tools.path.stroked(clip).filter(|_| strokes)) {
                match shape {
                    Shape::Rule(area) => self.page.add_rule(area),
                    Shape::Box(area) => self.page.add_box(area, self.state.fill),
                    Shape::Drawing(area) => self.page.add_backdrop(area),
                }
            }
            let colour = (fill != Fill::None).then_some(self.state.fill);
            self.tools.path.marks(clip).for_each(|area| self.page.add_mark(area, colour));
        }
        if strokes {
            self.note_thick_stroke();
        }
        self.tools.path.clear();
    }

    /// A thick stroke is a coloured bar that text may stand on.
    fn note_thick_stroke(&mut self) {
        let half = (self.state.line_width * self.state.ctm.height() / 2.0) as f32;
        if half < THICK_STROKE / 2.0 {
            return;
        }
        if let Some(area) = self.tools.path.area() {
            let (left, top, right, bottom) = (area.left - half, area.top - half, area.right + half, area.bottom + half);
            self.page.add_backdrop(BoundingBox { left, top, right, bottom });
        }
    }

    /// Paints a gradient: it covers what the clipping path leaves of the page.
    pub(super) fn shade(&mut self) {
        let everywhere = BoundingBox { left: f32::MIN, top: f32::MIN, right: f32::MAX, bottom: f32::MAX };
        if !self.marked.is_hidden() {
            self.page.add_backdrop(self.state.clip.unwrap_or(everywhere));
        }
    }

    /// Notes a picture that fills the unit square.
    pub(super) fn show_image(&mut self) {
        if !self.marked.is_hidden() {
            self.page.add_image(image_of(self.state.ctm, [0.0, 0.0, 1.0, 1.0]));
        }
    }

    /// Draws an external object: a picture's place is noted, a form is run.
    pub(super) fn draw_object(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        let Some(object) = resource(resources, b"XObject", operands).map(Value::resolve) else { return };
        let is_hidden = object.get_direct(b"OC").is_some_and(|content| self.groups.hides(content));
        match object.get(b"Subtype").and_then(Value::name) {
            Some(b"Image") if !is_hidden => self.show_image(),
            Some(b"Form") if !is_hidden && self.depth < MAX_FORMS => self.run_form(object, resources),
            _ => {}
        }
    }

    /// Runs the appearance of an annotation that shows text, such as a filled form field, at its place on the page.
    pub(super) fn run_appearance(&mut self, annotation: Value<'f>, ctm: Matrix) {
        const HIDDEN_OR_NO_VIEW: i64 = 1 << 1 | 1 << 5;
        let flags = annotation.get(b"F").and_then(Value::integer).unwrap_or(0);
        let shows_text = matches!(annotation.get(b"Subtype").and_then(Value::name), Some(b"Widget" | b"FreeText" | b"Stamp"));
        let appearance = annotation.get(b"AP").and_then(|appearances| appearances.get(b"N"));
        let (Some(form), Some(place)) = (appearance, annotation.get(b"Rect").and_then(Value::numbers)) else { return };
        let Some(form_box) = form.get(b"BBox").and_then(Value::numbers).filter(|_| shows_text && flags & HIDDEN_OR_NO_VIEW == 0) else {
            return;
        };
        let matrix = form.get(b"Matrix").and_then(Value::numbers).map_or(Matrix::IDENTITY, Matrix::from_array);
        if let Some(fitted) = fitting(image_of(matrix, form_box), place) {
            self.state = State::new(fitted.then(ctm));
            self.run_form(form, None);
        }
    }

    fn run_form(&mut self, form: Value<'f>, resources: Option<Value<'f>>) {
        // Forms within forms multiply: each costs as much as some operators.
        self.spent.operations += 64;
        if self.is_out_of_budget() {
            return;
        }
        let mut content = self.tools.contents.pop().unwrap_or_default();
        content.clear();
        if self.file.decode(form, &mut content).is_none() {
            return;
        }
        let before = (self.state, self.text_matrix, self.line_matrix);
        let (n_saved, marked) = (self.tools.saved.len(), self.marked.depth());
        let (floor, unsaved) = (std::mem::replace(&mut self.floor, n_saved), std::mem::take(&mut self.unsaved));
        if let Some(matrix) = form.get(b"Matrix").and_then(Value::numbers).map(Matrix::from_array) {
            self.state.ctm = matrix.then(self.state.ctm);
        }
        let container = self.container;
        if form.get_direct(b"StructParents").is_some() {
            self.container = form.id();
        }
        self.depth += 1;
        if self.state.ctm.is_finite() {
            self.run(&content, form.get(b"Resources").or(resources));
        }
        self.depth -= 1;
        self.container = container;
        self.marked.unwind(marked, self.page);
        (self.state, self.text_matrix, self.line_matrix) = before;
        self.tools.saved.truncate(n_saved);
        (self.floor, self.unsaved) = (floor, unsaved);
        self.tools.contents.push(content);
        self.forget_names();
    }

    /// Begins marked content with properties.
    pub(super) fn begin_marked(&mut self, operands: &[Token<'_>], resources: Option<Value<'f>>) {
        let (text, tag) = match operands {
            [Token::Name(b"OC"), Token::Name(name), ..] => {
                let content = resource(resources, b"Properties", &[Token::Name(name)]);
                self.marked.begin_optional(content.is_some_and(|content| self.groups.hides(content)));
                return;
            }
            [Token::Name(b"Artifact"), Token::Dictionary(dictionary), ..] => (None, Some(artifact(dictionary))),
            [Token::Name(b"Artifact"), ..] => (None, Some(Tag::Artifact)),
            [_, Token::Dictionary(dictionary), ..] => (actual_text(dictionary), self.tag(content_number(dictionary))),
            [_, Token::Name(name), ..] => {
                let properties = resource(resources, b"Properties", &[Token::Name(name)]).map(Value::resolve);
                let entry = |key: &[u8]| properties.and_then(|properties| properties.get(key));
                let number = entry(b"MCID").and_then(Value::integer).and_then(|number| u32::try_from(number).ok());
                (entry(b"ActualText").and_then(Value::text), self.tag(number))
            }
            _ => (None, None),
        };
        match text.or_else(|| self.structure.actual_text(tag).map(str::to_owned)) {
            Some(text) => self.marked.begin_actual(self.page.glyphs.len(), text, tag),
            None => self.marked.begin(tag),
        }
    }

    /// What the structure tree says of content with this number.
    fn tag(&self, number: Option<u32>) -> Option<Tag> {
        number.and_then(|number| self.structure.tag(self.container, number))
    }
}

/// The map that fits the box of an appearance into the rectangle of its annotation (12.5.5).
fn fitting(from: BoundingBox, [x0, y0, x1, y1]: [f64; 4]) -> Option<Matrix> {
    let (width, height) = (f64::from(from.width()), f64::from(from.height()));
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let (across, down) = ((x1 - x0).abs() / width, (y1 - y0).abs() / height);
    let matrix =
        Matrix::from_array([across, 0.0, 0.0, down, x0.min(x1) - f64::from(from.left) * across, y0.min(y1) - f64::from(from.top) * down]);
    matrix.is_finite().then_some(matrix)
}
