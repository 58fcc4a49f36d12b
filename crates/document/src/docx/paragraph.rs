//! A paragraph in progress, and what it becomes.

use std::rc::Rc;

use super::numbering::{Label, Numbering};
use super::properties::{ParagraphProperties, RunProperties};
use super::styles::{Style, Styles};
use crate::flow::{Align, Flow, LineSpacing, ParagraphStyle, TextStyle};
use crate::{LinkId, Role};

/// Font size where nothing says one.
const DEFAULT_SIZE: f32 = 10.0;

/// A paragraph between its start and its end.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) style_id: Option<Rc<str>>,
    pub(super) direct: ParagraphProperties,
    /// Properties of the paragraph mark; list labels look like it.
    pub(super) mark: RunProperties,
    /// The paragraph mark was deleted: the next paragraph goes on with this one.
    pub(super) is_joined: bool,
    /// The run in progress.
    pub(super) run: RunProperties,
    pub(super) run_style: Option<Rc<str>>,
    /// What the style of the table around says of text.
    table: RunProperties,
    look: Option<(TextStyle, bool)>,
    style: Option<Rc<Style>>,
    is_labelled: bool,
}

impl Paragraph {
    /// A paragraph in a table whose style says this of text.
    pub(super) fn inside(table: RunProperties) -> Self {
        Self { table, ..Self::default() }
    }

    /// Forgets the run that came before.
    pub(super) fn start_run(&mut self) {
        self.run = RunProperties::default();
        self.run_style = None;
        self.look = None;
    }

    /// Properties of the run changed.
    pub(super) fn touch_run(&mut self) {
        self.look = None;
    }

    /// How the text of the run looks, and whether it is hidden.
    pub(super) fn look(&mut self, styles: &mut Styles<'_>, flow: &mut Flow, link: Option<LinkId>) -> (TextStyle, bool) {
        if let Some((look, hidden)) = self.look {
            return (TextStyle { link, ..look }, hidden);
        }
        let style = self.style(styles, flow);
        let mut properties = style.run.emphasised(self.table);
        if let Some(id) = self.run_style.as_deref() {
            properties = properties.toggled(styles.character(id, flow));
        }
        properties = properties.overlaid(self.run);
        let look = (text_style(properties), properties.hidden == Some(true));
        self.look = Some(look);
        (TextStyle { link, ..look.0 }, look.1)
    }

    fn style(&mut self, styles: &mut Styles<'_>, flow: &mut Flow) -> Rc<Style> {
        let id = self.style_id.as_deref();
        Rc::clone(self.style.get_or_insert_with(|| styles.paragraph(id, flow)))
    }

    /// Ends the paragraph in the flow. Called again, it ends what came behind a break inside the same paragraph.
    pub(super) fn finish(&mut self, styles: &mut Styles<'_>, numbering: &mut Numbering<'_>, flow: &mut Flow) {
        let style = self.style(styles, flow);
        let label = self.label(&style, numbering, flow);
        let mut properties = style.paragraph.clone();
        if let Some(label) = &label {
            // A list that the style names is part of the style, and the style's own indents come after it.
            let style_names_list = self.direct.list.is_none();
            let over = if style_names_list { style.paragraph.indents } else { Default::default() };
            properties.indents = properties.indents.overlaid(label.indents).overlaid(over);
        }
        properties.overlay(&self.direct);
        let run = style.run.overlaid(self.mark);
        if properties.page_break_before == Some(true) && !self.is_labelled {
            flow.page_break();
        }
        let has_list = properties.list.is_some_and(|list| list > 0);
        let paragraph = paragraph_style(&properties, has_list, run.size.unwrap_or(DEFAULT_SIZE), style.kin);
        let label = label.filter(|_| !self.is_labelled);
        let label = label.map(|label| (label.text, text_style(run.overlaid(label.run))));
        self.is_labelled = true;
        flow.end_paragraph(paragraph, &properties.stops, label);
    }

    fn label<'n>(&self, style: &Style, numbering: &'n mut Numbering<'_>, flow: &mut Flow) -> Option<Label<'n>> {
        let list = self.direct.list.or(style.paragraph.list).filter(|list| *list > 0)?;
        if self.is_labelled || flow.paragraph_is_empty() {
            return None;
        }
        let level = self.direct.list_level.or(style.paragraph.list_level).unwrap_or(0);
        numbering.next(list, level, flow)
    }
}

fn text_style(properties: RunProperties) -> TextStyle {
    TextStyle {
        size: properties.size.unwrap_or(DEFAULT_SIZE),
        colour: properties.colour.unwrap_or(0),
        font: properties.font.unwrap_or_default(),
        link: None,
        bold: properties.bold == Some(true),
        italic: properties.italic == Some(true),
    }
}

fn paragraph_style(properties: &ParagraphProperties, has_list: bool, size: f32, kin: u32) -> ParagraphStyle {
    let align = match (properties.align.unwrap_or_default(), properties.right_to_left) {
        (Align::Left, Some(true)) => Align::Right,
        (Align::Right, Some(true)) => Align::Left,
        (align, _) => align,
    };
    ParagraphStyle {
        left: properties.indents.left.unwrap_or(0.0),
        right: properties.indents.right.unwrap_or(0.0),
        first: properties.indents.first.unwrap_or(0.0),
        before: properties.before.unwrap_or(0.0).clamp(0.0, 400.0),
        after: properties.after.unwrap_or(0.0).clamp(0.0, 400.0),
        line: properties.line.unwrap_or(LineSpacing::Multiple(1.0)),
        align,
        role: role(properties, has_list),
        size,
        kin,
        close_to_kin: properties.contextual == Some(true),
        rule_above: properties.rule_above == Some(true),
        rule_below: properties.rule_below == Some(true),
        filling: properties.filling,
    }
}

fn role(properties: &ParagraphProperties, has_list: bool) -> Role {
    match properties.outline {
        Some(level @ 0..=8) => Role::Heading(level + 1),
        _ if has_list => Role::ListItem(properties.list_level.unwrap_or(0)),
        _ => Role::Body,
    }
}
