//! What each control word does.

use encoding_rs::WINDOWS_1252;

use super::super::charset;
use super::super::state::{Characters, Destination, Exit, Paragraph, Property};
use super::Reader;
use super::TWIP;
use crate::flow::{Align, Anchor, Placement, Region, SectionStart, StopKind, TabStop};

impl Reader<'_> {
    pub(super) fn word(&mut self, word: &str, number: Option<i32>, is_starred: bool) {
        if self.destination_word(word, is_starred) {
            return;
        }
        match self.state.destination {
            Destination::Fonts => self.font_word(word, number),
            Destination::Colours => self.colour_word(word, number),
            Destination::Property(_) => self.date_word(word, number),
            Destination::Nothing | Destination::Instruction => {}
            Destination::Body | Destination::Styles | Destination::Label => {
                if !(self.definition.read(word, number)
                    || self.page_word(word, number)
                    || self.character_word(word, number)
                    || self.paragraph_word(word, number))
                {
                    self.content_word(word, number);
                }
            }
        }
    }

    /// Words that say where the text of their group goes.
    pub(super) fn destination_word(&mut self, word: &str, is_starred: bool) -> bool {
        if self.state.destination == Destination::Nothing {
            return self.property_word(word);
        }
        match word {
            "fonttbl" => self.enter(Destination::Fonts, Exit::Font),
            "colortbl" => self.enter(Destination::Colours, Exit::Nothing),
            "stylesheet" => self.enter(Destination::Styles, Exit::Nothing),
            "s" if self.state.destination == Destination::Styles => return false,
            "cs" | "ds" | "ts" if self.state.destination == Destination::Styles => self.enter(Destination::Nothing, Exit::Nothing),
            "listtext" | "pntext" => self.enter(Destination::Label, Exit::Label),
            "field" => {
                self.state.exit = Exit::Field;
                self.instructions.push(String::new());
            }
            "fldinst" => self.enter(Destination::Instruction, Exit::Nothing),
            "fldrslt" => self.enter_result(),
            "header" | "headerl" | "headerr" | "headerf" => self.enter_aside(Region::Header),
            "footer" | "footerl" | "footerr" | "footerf" => self.enter_aside(Region::Footer),
            "footnote" => self.enter_aside(Region::Notes),
            "shptxt" => self.enter_box(self.shape_placement()),
            "dptxbxtext" => self.enter_box(Placement::default()),
            "upr" => self.skips_next_group = true,
            "nesttableprops" => self.outer_definition = Some(self.definition.clone()),
            "shpinst" | "do" | "ud" | "shpgrp" | "shp" | "result" => {}
            _ if is_starred || is_left_out(word) => self.enter(Destination::Nothing, Exit::Nothing),
            _ => return false,
        }
        true
    }

    /// Properties of the document stand in a group that is otherwise left out.
    pub(super) fn property_word(&mut self, word: &str) -> bool {
        let property = match word {
            "title" => Property::Title,
            "author" => Property::Author,
            "creatim" => Property::Created,
            "revtim" => Property::Modified,
            _ => return true,
        };
        self.enter(Destination::Property(property), Exit::Property);
        self.date = [0; 5];
        true
    }

    pub(super) fn enter_result(&mut self) {
        let target = self.instructions.last().and_then(|instruction| crate::docx::hyperlink(instruction)).map(str::to_owned);
        if let Some(target) = target {
            self.state.link = self.flow.link(&target);
        }
        self.state.destination = Destination::Body;
    }

    pub(super) fn font_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "f" => self.font = (number.unwrap_or(0), 0),
            "fcharset" => self.font.1 = number.unwrap_or(0),
            _ => {}
        }
    }

    pub(super) fn colour_word(&mut self, word: &str, number: Option<i32>) {
        let value = number.unwrap_or(0).clamp(0, 255) as u8;
        match word {
            "red" => self.colour[0] = value,
            "green" => self.colour[1] = value,
            "blue" => self.colour[2] = value,
            _ => {}
        }
    }

    pub(super) fn date_word(&mut self, word: &str, number: Option<i32>) {
        let index = match word {
            "yr" => 0,
            "mo" => 1,
            "dy" => 2,
            "hr" => 3,
            "min" => 4,
            _ => return,
        };
        self.date[index] = number.unwrap_or(0);
    }

    pub(super) fn page_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let length = number.unwrap_or(0) as f32 * TWIP;
        let is_side = (0.0..=400.0).contains(&length);
        match word {
            "paperw" | "pgwsxn" if length > 72.0 => self.page.width = length.min(1584.0),
            "paperh" | "pghsxn" if length > 72.0 => self.page.height = length.min(1584.0),
            "margl" | "marglsxn" if is_side => self.page.left = length.min(self.page.width / 2.0 - 18.0),
            "margr" | "margrsxn" if is_side => self.page.right = length.min(self.page.width / 2.0 - 18.0),
            "margt" | "margtsxn" if is_side => self.page.top = length,
            "margb" | "margbsxn" if is_side => self.page.bottom = length,
            "headery" if is_side => self.page.header = length,
            "footery" if is_side => self.page.footer = length,
            "sectd" => (self.columns, self.start) = (1, SectionStart::NewPage),
            "cols" => self.columns = number.unwrap_or(1).clamp(1, 12) as usize,
            "colsx" => self.column_gap = length.clamp(0.0, 144.0),
            "sbknone" | "sbkcol" => self.start = SectionStart::SamePage,
            "shpleft" => self.shape[0] = length,
            "shptop" => self.shape[1] = length,
            "shpright" => self.shape[2] = length,
            "shpbottom" => self.shape[3] = length,
            "shpbxpage" => self.shape_from.0 = Anchor::Page,
            "shpbxmargin" => self.shape_from.0 = Anchor::Margin,
            "shpbxcolumn" => self.shape_from.0 = Anchor::Text,
            "shpbypage" => self.shape_from.1 = Anchor::Page,
            "shpbymargin" => self.shape_from.1 = Anchor::Margin,
            "shpbypara" => self.shape_from.1 = Anchor::Text,
            _ => return false,
        }
        true
    }

    pub(super) fn character_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let is_on = number != Some(0);
        let characters = &mut self.state.characters;
        match word {
            "plain" => *characters = Characters::default(),
            "b" => characters.bold = is_on,
            "i" => characters.italic = is_on,
            "v" => characters.hidden = is_on,
            "deleted" => characters.deleted = is_on,
            "fs" => characters.size = (number.unwrap_or(24) as f32 / 2.0).clamp(1.0, 400.0),
            "f" => characters.font = number.unwrap_or(0),
            "cf" => characters.colour = number.unwrap_or(0).max(0) as usize,
            "uc" => self.state.fallback = number.unwrap_or(1).clamp(0, 16) as usize,
            _ => return false,
        }
        true
    }

    pub(super) fn paragraph_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let length = (number.unwrap_or(0) as f32 * TWIP).clamp(-1584.0, 1584.0);
        let paragraph = &mut self.state.paragraph;
        match word {
            "pard" => {
                *paragraph = Paragraph::default();
                self.border = None;
            }
            "s" => paragraph.style = number.unwrap_or(0),
            "li" | "lin" => paragraph.left = length,
            "ri" | "rin" => paragraph.right = length,
            "fi" => paragraph.first = length,
            "sb" => paragraph.before = length.max(0.0),
            "sa" => paragraph.after = length.max(0.0),
            "sl" => paragraph.line = length,
            "slmult" => paragraph.line_is_multiple = number == Some(1),
            "ql" | "qj" => paragraph.align = Align::Left,
            "qc" => paragraph.align = Align::Centre,
            "qr" => paragraph.align = Align::Right,
            "rtlpar" => paragraph.right_to_left = true,
            "ltrpar" => paragraph.right_to_left = false,
            "ilvl" => paragraph.list_level = Some(number.unwrap_or(0).clamp(0, 8) as u8),
            "outlinelevel" => paragraph.outline = number.and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 9),
            "intbl" => paragraph.table_depth = paragraph.table_depth.max(1),
            "itap" => paragraph.table_depth = number.unwrap_or(1).clamp(0, 16) as usize,
            "cbpat" => paragraph.filling = number.unwrap_or(0).max(0) as usize,
            "brdrt" => self.border = Some(true),
            "brdrb" => self.border = Some(false),
            "brdrs" | "brdrth" | "brdrdb" | "brdrdot" | "brdrdash" | "brdrhair" => match self.border.take() {
                Some(true) => paragraph.rule_above = true,
                Some(false) => paragraph.rule_below = true,
                None => {}
            },
            "tqr" | "tqdec" => self.stop = StopKind::Right,
            "tqc" => self.stop = StopKind::Centre,
            "tx" => {
                let kind = std::mem::take(&mut self.stop);
                if paragraph.stops.len() < 64 {
                    paragraph.stops.push(TabStop { x: length, kind });
                }
            }
            _ => return false,
        }
        true
    }

    pub(super) fn content_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "ansi" => self.encoding = WINDOWS_1252,
            "mac" => self.encoding = charset::code_page(10_000),
            "ansicpg" => self.encoding = charset::code_page(number.unwrap_or(1252)),
            "deff" => self.default_font = number.unwrap_or(0),
            "emdash" => self.characters("—"),
            "endash" => self.characters("–"),
            "bullet" => self.characters("•"),
            "lquote" => self.characters("‘"),
            "rquote" => self.characters("’"),
            "ldblquote" => self.characters("“"),
            "rdblquote" => self.characters("”"),
            "emspace" | "enspace" | "qmspace" => self.characters(" "),
            "tab" if self.state.destination == Destination::Body => {
                self.reach();
                self.flow.tab(self.look());
            }
            "line" | "softline" | "lbr" if self.state.destination == Destination::Body => {
                self.reach();
                self.flow.line_break(self.look());
            }
            "par" if self.state.destination == Destination::Body => self.end_paragraph(),
            "cell" | "nestcell" => self.end_cell(),
            "row" => self.end_row(1),
            "nestrow" => {
                self.end_row(self.state.paragraph.table_depth.max(2));
                self.definition = self.outer_definition.take().unwrap_or_default();
            }
            "page" => self.break_page(),
            "column" => self.flow.column_break(),
            "sect" => self.break_section(),
            _ => {}
        }
    }

    pub(super) fn break_section(&mut self) {
        if !self.flow.paragraph_is_empty() {
            self.end_paragraph();
        }
        self.end_section();
    }
}

/// Destinations that hold no text of the document.
fn is_left_out(word: &str) -> bool {
    matches!(
        word,
        "pict"
            | "info"
            | "listtable"
            | "listoverridetable"
            | "filetbl"
            | "revtbl"
            | "rsidtbl"
            | "generator"
            | "xe"
            | "tc"
            | "rxe"
            | "txe"
            | "private"
            | "comment"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "shprslt"
            | "nonshppict"
            | "nonesttables"
            | "template"
            | "atnid"
            | "atnauthor"
            | "annotation"
            | "fldtype"
            | "datafield"
            | "objdata"
            | "objclass"
            | "objname"
            | "sp"
            | "themedata"
            | "colorschememapping"
            | "datastore"
            | "latentstyles"
            | "pgptbl"
            | "xmlnstbl"
    )
}
