//! Writes a sheet as one HTML page with its own style.

use crate::layout::{BulletStyle, DateRail, Frame, HeadingStyle, Layout, NameStyle};
use crate::sheet::{Block, Line, Section, Sheet, Span};
use crate::style;
use std::fmt::Write as _;

/// Writes `sheet` in the way of `layout`.
#[must_use]
pub fn write(sheet: &Sheet, layout: &Layout) -> String {
    let mut page = Page { layout, out: String::new(), numbered: 0 };
    page.document(sheet);
    page.out
}

/// Replaces what HTML reads as markup.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

struct Page<'a> {
    layout: &'a Layout,
    out: String,
    numbered: usize,
}

impl Page<'_> {
    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&escape(text));
    }

    fn document(&mut self, sheet: &Sheet) {
        let css = style::css(self.layout, sheet);
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{css}</style>\n</head>\n<body>\n",
            sheet.language,
            escape(&sheet.title)
        );
        self.put("<header>\n");
        for block in sheet.page_header.iter().chain(&sheet.head) {
            self.block(block);
        }
        self.put("</header>\n");
        match self.layout.frame {
            Frame::Left => self.columns(&sheet.aside, &sheet.main, "aside", "main"),
            Frame::Right => self.columns(&sheet.main, &sheet.aside, "main", "aside"),
            Frame::Halves => self.columns(&sheet.aside, &sheet.main, "half", "half"),
            _ => {
                self.sections(&sheet.aside);
                self.sections(&sheet.main);
            }
        }
        self.put("</body>\n</html>\n");
    }

    fn columns(&mut self, first: &[Section], second: &[Section], first_class: &str, second_class: &str) {
        let (outer, inner) = if self.layout.engine == 2 { ("table", "td") } else { ("div", "div") };
        let _ = write!(self.out, "<{outer} class=\"columns\">");
        if inner == "td" {
            self.put("<tr>");
        }
        let mut columns = [(first, first_class), (second, second_class)];
        if self.layout.reversed && inner == "div" {
            columns.reverse();
        }
        for (sections, class) in columns {
            let _ = writeln!(self.out, "<{inner} class=\"{class}\">");
            self.sections(sections);
            let _ = writeln!(self.out, "</{inner}>");
        }
        if inner == "td" {
            self.put("</tr>");
        }
        let _ = writeln!(self.out, "</{outer}>");
    }

    fn sections(&mut self, sections: &[Section]) {
        for section in sections {
            self.put("<section>\n");
            if let Some(heading) = &section.heading {
                self.heading(heading, section.icon);
            } else if self.layout.frame == Frame::Rail {
                self.put("<h2>&nbsp;</h2>\n");
            }
            self.put("<div class=\"content\">\n");
            for block in &section.blocks {
                self.block(block);
            }
            self.put("</div>\n</section>\n");
        }
    }

    fn heading(&mut self, heading: &str, icon: char) {
        self.put("<h2>");
        match self.layout.heading {
            HeadingStyle::Icon => {
                let _ = write!(self.out, "<span class=\"icon\">{icon}</span> ");
            }
            HeadingStyle::Numbered => {
                self.numbered += 1;
                let _ = write!(self.out, "{}. ", self.numbered);
            }
            _ => {}
        }
        self.text(heading);
        if self.layout.heading == HeadingStyle::Colon {
            self.put(":");
        }
        self.put("</h2>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) => self.wrapped("<p class=\"title\">", text, "</p>\n"),
            Block::Name(lines) => self.name(lines),
            Block::Label(text) => self.wrapped("<p class=\"label\">", text, "</p>\n"),
            Block::Line(line) => self.line(line, "line"),
            Block::Contact(line) => self.line(line, "line contact"),
            Block::Paragraph(text) => self.wrapped("<p class=\"text\">", text, "</p>\n"),
            Block::Sentences(items) => self.sentences(items),
            Block::Items(items) => self.list(items, "ul", "items"),
            Block::Chips(items) => self.chips(items),
            Block::Meter(text, level) => self.meter(text, *level),
            Block::Table(rows, borders) => self.table(rows, *borders),
            Block::Entry(rail, body) => self.entry(rail, body),
            Block::Cards(cards) => {
                self.put("<div class=\"cards\">\n");
                cards.iter().for_each(|card| self.block(card));
                self.put("</div>\n");
            }
            Block::Photo => self.put("<div class=\"photo\"></div>\n"),
            Block::Gap => self.put("<div class=\"gap\"></div>\n"),
        }
    }

    fn wrapped(&mut self, open: &str, text: &str, close: &str) {
        self.put(open);
        self.text(text);
        self.put(close);
    }

    fn name(&mut self, lines: &[String]) {
        self.put("<h1>");
        for (nth, line) in lines.iter().enumerate() {
            if nth > 0 {
                self.put(if self.layout.name == NameStyle::TwoLines { "<br>" } else { " " });
            }
            self.text(line);
        }
        self.put("</h1>\n");
    }

    fn line(&mut self, line: &Line, class: &str) {
        let _ = write!(self.out, "<div class=\"{class}\">");
        if line.right.is_empty() {
            self.spans(&line.left);
        } else {
            match self.layout.engine {
                0 => {
                    self.put("<span class=\"right\">");
                    self.spans(&line.right);
                    self.put("</span>");
                    self.put("<span class=\"left\">");
                    self.spans(&line.left);
                    self.put("</span>");
                }
                1 => {
                    self.put("<span class=\"left\">");
                    self.spans(&line.left);
                    self.put("</span><span class=\"right\">");
                    self.spans(&line.right);
                    self.put("</span>");
                }
                _ => {
                    self.put("<table class=\"ends\"><tr><td>");
                    self.spans(&line.left);
                    self.put("</td><td class=\"right\">");
                    self.spans(&line.right);
                    self.put("</td></tr></table>");
                }
            }
        }
        self.put("</div>\n");
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            let mut close: Vec<&str> = Vec::new();
            if let Some(link) = &span.link {
                let _ = write!(self.out, "<a href=\"{}\">", escape(link));
                close.push("</a>");
            }
            for (on, open, shut) in
                [(span.icon, "<span class=\"icon\">", "</span>"), (span.bold, "<b>", "</b>"), (span.italic, "<i>", "</i>")]
            {
                if on {
                    self.put(open);
                    close.push(shut);
                }
            }
            self.text(&span.text);
            for shut in close.iter().rev() {
                self.put(shut);
            }
        }
    }

    fn sentences(&mut self, items: &[String]) {
        match self.layout.bullets {
            BulletStyle::List(_) => self.list(items, "ul", "told"),
            BulletStyle::Numbered => self.list(items, "ol", "told"),
            BulletStyle::Typed(sign) => {
                for item in items {
                    self.wrapped("<p class=\"typed\">", &format!("{sign} {item}"), "</p>\n");
                }
            }
            BulletStyle::Paragraphs | BulletStyle::Joined => {
                for item in items {
                    self.wrapped("<p class=\"text\">", item, "</p>\n");
                }
            }
        }
    }

    fn list(&mut self, items: &[String], tag: &str, class: &str) {
        let _ = writeln!(self.out, "<{tag} class=\"{class}\">");
        for item in items {
            self.wrapped("<li>", item, "</li>\n");
        }
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn chips(&mut self, items: &[String]) {
        self.put("<div class=\"chips\">");
        for item in items {
            self.wrapped("<span class=\"chip\">", item, "</span>\n");
        }
        self.put("</div>\n");
    }

    fn meter(&mut self, text: &str, level: usize) {
        self.put("<div class=\"meter\"><span class=\"what\">");
        self.text(text);
        self.put("</span>");
        match self.layout.variant % 3 {
            0 => {
                let _ = write!(self.out, "<span class=\"bar\"><span style=\"width:{}%\"></span></span>", level * 20);
            }
            1 => {
                let _ = write!(self.out, "<span class=\"stars\">{}{}</span>", "●".repeat(level), "○".repeat(5 - level));
            }
            _ => {
                let _ = write!(self.out, "<span class=\"stars\">{}{}</span>", "★".repeat(level), "☆".repeat(5 - level));
            }
        }
        self.put("</div>\n");
    }

    fn table(&mut self, rows: &[Vec<Vec<Span>>], borders: bool) {
        let _ = writeln!(self.out, "<table class=\"{}\">", if borders { "cells bordered" } else { "cells" });
        for row in rows {
            self.put("<tr>");
            for cell in row {
                self.put("<td>");
                self.spans(cell);
                self.put("</td>");
            }
            self.put("</tr>\n");
        }
        self.put("</table>\n");
    }

    fn entry(&mut self, rail: &[Line], body: &[Block]) {
        if rail.is_empty() {
            self.put("<div class=\"entry\">\n");
            for block in body {
                self.block(block);
            }
            self.put("</div>\n");
            return;
        }
        let (outer, row, inner, end) = if self.layout.engine == 1 {
            ("div class=\"entry railed\"", "", "div", "</div>")
        } else {
            ("table class=\"entry railed\"", "<tr>", "td", "</tr></table>")
        };
        let _ = write!(self.out, "<{outer}>{row}");
        if self.layout.rail == DateRail::Right {
            self.rail_body(body, inner);
            self.rail(rail, inner);
        } else {
            self.rail(rail, inner);
            if self.layout.timeline {
                let _ = write!(self.out, "<{inner} class=\"dot\"></{inner}>");
            }
            self.rail_body(body, inner);
        }
        self.put(end);
        self.put("\n");
    }

    fn rail(&mut self, rail: &[Line], inner: &str) {
        let _ = write!(self.out, "<{inner} class=\"rail\">");
        for line in rail {
            self.line(line, "line");
        }
        let _ = write!(self.out, "</{inner}>");
    }

    fn rail_body(&mut self, body: &[Block], inner: &str) {
        let _ = write!(self.out, "<{inner} class=\"body\">");
        for block in body {
            self.block(block);
        }
        let _ = write!(self.out, "</{inner}>");
    }
}
