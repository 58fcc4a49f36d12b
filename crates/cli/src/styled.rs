//! Text for human eyes: our own marks around values that have been sanitised.

use anstyle::Style;

use crate::sanitize::sanitize;

/// A piece of text for human eyes. Everything pushed is sanitised; colours and marks come from here alone.
#[derive(Debug, Clone)]
pub(crate) struct Styled {
    text: String,
    colours: bool,
}

impl Styled {
    /// An empty text.
    pub(crate) fn new(colours: bool) -> Self {
        Self { text: String::new(), colours }
    }

    /// Appends text as it is.
    pub(crate) fn plain(&mut self, text: &str) -> &mut Self {
        self.text.push_str(&flat(text));
        self
    }

    /// Appends a name or a heading.
    pub(crate) fn bold(&mut self, text: &str) -> &mut Self {
        self.with(Style::new().bold(), text)
    }

    /// Appends what matters less.
    pub(crate) fn dim(&mut self, text: &str) -> &mut Self {
        self.with(Style::new().dimmed(), text)
    }

    /// Appends what is to be seen first: in colour, or in brackets where there are no colours.
    pub(crate) fn mark(&mut self, text: &str) -> &mut Self {
        if self.colours {
            return self.with(Style::new().bold().fg_color(Some(anstyle::AnsiColor::Yellow.into())), text);
        }
        self.text.push('[');
        self.plain(text);
        self.text.push(']');
        self
    }

    /// Ends a line.
    pub(crate) fn newline(&mut self) -> &mut Self {
        self.text.push('\n');
        self
    }

    /// The finished text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    fn with(&mut self, style: Style, text: &str) -> &mut Self {
        if self.colours {
            self.text.push_str(&format!("{style}{}{style:#}", flat(text)));
            return self;
        }
        self.plain(text)
    }
}

/// `text` on one line without anything that steers a terminal.
pub(crate) fn flat(text: &str) -> String {
    sanitize(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_style_themselves_and_marks_show_without_colours() {
        let mut plain = Styled::new(false);
        plain.bold("Ann\u{1b}[31m").plain(" in ").mark("Berlin\t").newline();
        assert_eq!(plain.as_str(), "Ann[31m in [Berlin ]\n");
        let mut coloured = Styled::new(true);
        coloured.bold("Ann\u{1b}[31m");
        assert_eq!(coloured.as_str(), "\u{1b}[1mAnn[31m\u{1b}[0m");
    }
}
