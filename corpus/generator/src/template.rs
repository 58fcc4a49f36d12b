//! The order and the punctuation of an entry's parts, as short patterns.
//!
//! A letter prints a part: `T` title or degree, `E` employer or school, `P` place, `D` dates, `G` grade, `L` the degree
//! without its subject and `A` the subject alone. What stands before `‖` goes to the narrow column beside the entry,
//! which holds the dates where a template does not say. `*` and `_`
//! switch bold and italic, a line break starts a line, `>` goes to the right edge, `~` is the mark of the layout,
//! `@` the word for "at"; anything else stands as it is. What stands between two parts is printed only where a part
//! stands before it on the line and the part behind it is not empty; brackets belong to the part they hold.

use crate::sheet::{Line, Span};

/// Jobs with their dates in the text.
pub const WORK: &[&str] = &[
    "*T*>D\n_E, P_",
    "*E*>D\n_T_>P",
    "*E*>P\n_T_>D",
    "*T*\nE~P\nD",
    "*E*~P\n*T*\nD",
    "*E*, P — T (D)",
    "D\n*T*\nE, P",
    "D\n*E*, P\nT",
    "*T*@E\nD~P",
    "*T*@E, P>D",
    "*E*, P\n_T_~D",
    "D~*T*~E~P",
    "*T*~*E*~D",
    "*T*~D\nE~P",
    "_D_\n*T*, E, P",
    "T\n*E* | P | D",
    "E (P)\n*T* (D)",
    "*T* (D)\nE, P",
    "[D] *T*, E, P",
    "P, D\n*E*\n_T_",
    "*T*, _E_, P, D",
    "*E* – *T*>D",
    "*T*\n_E_\nP\nD",
    "*E*\nD\nT",
    "*T*\nD · P\nE",
    "*T*>P\nE>D",
    "*E*>D\nT\nP",
    "D: *T*, *E*, P",
    "*E* (P)>D\n_T_",
    "E>D\n*T*",
    "D  *E*, P\n*T*",
    "*T* – E (P), D",
    "*E*\n*T*\nP, D",
    "T, E>P, D",
    "*T*\n*E* [D]\nP",
    "*E*, P — _T_\nD",
    "*T*, *E*, P (D)",
    "*E*\nP\nD\n*T*",
    "*E*~*T*\nD~P",
    "*T*@E>D\nP",
    "*T*\nE>D\nP",
    "*E*\nT\nD / P",
    "D>P\n*T*\nE",
    "*T* (*E*, P)>D",
    "D E, P: *T*",
    "*D: T*, E (P)",
    "*T* | *E* | P>D",
    "*T*\n*E* | D",
];

/// Jobs whose dates stand in a column.
pub const WORK_RAIL: &[&str] =
    &["*T*\nE, P", "*E*, P\n_T_", "*T*, E, P", "*T*@E", "E\n*T*\nP", "*T*\n_E_~P", "*E* – T", "*T*~E~P", "T, *E*", "*E*\nT~P"];

/// Studies with their dates in the text.
pub const STUDY: &[&str] = &[
    "*T*>D\nE, P\nG",
    "*E*>P\n_T_>D\nG",
    "*E*, P\nT, G\nD",
    "T, E, D",
    "D~*T*~E\nG",
    "*T*@E (D)",
    "*E* — T>D",
    "D\n*T*\nE, P\nG",
    "*E* (D)\nT\nG",
    "*T*\nE~P~D",
    "*E*, P: T, D",
    "*T*, G>D\n_E_>P",
    "E\n*T*\nD~G",
    "*E*>D\nT~G",
    "D: *T*, E, P",
    "*T* (D)\nE\nG",
    "D  E, P\n*T*",
    "*T* | *E* | D",
    "*T*\n_E_\nP\nD\nG",
    "*T*\n*E* [D]\nP",
    "*E*, P — _T_\nD",
    "*T*, *E*, P (D)",
    "*E*\n*T*\nD | P\nG",
    "D E, P: *T*",
    "*D: T*, E",
    "*E*, P\nT (D)\nG",
];

/// Studies whose dates stand in a column.
pub const STUDY_RAIL: &[&str] = &["*T*\nE, P\nG", "*E*, P\nT, G", "*T*, E", "E\n*T*\nG", "*E* – T", "T~*E*~P"];

/// An employer above several titles, and a title below it.
pub const GROUPS: &[(&str, &str)] =
    &[("*E*, P", "_T_>D"), ("*E*>P", "*T* (D)"), ("*E*~P", "T~D"), ("*E*\nP", "*T*\nD"), ("*E* (P)", "D: _T_"), ("E, P", "*T*>D")];

/// The templates that one layout chooses from.
#[derive(Debug, PartialEq, Eq)]
pub struct Book {
    /// Jobs with their dates in the text.
    pub work: &'static [&'static str],
    /// Jobs whose dates stand in a column.
    pub work_rail: &'static [&'static str],
    /// Studies with their dates in the text.
    pub study: &'static [&'static str],
    /// Studies whose dates stand in a column.
    pub study_rail: &'static [&'static str],
    /// An employer above several titles, and a title below it.
    pub groups: &'static [(&'static str, &'static str)],
}

/// The templates of ordinary layouts.
pub static OPEN: Book = Book { work: WORK, work_rail: WORK_RAIL, study: STUDY, study_rail: STUDY_RAIL, groups: GROUPS };

/// Templates for judging only: no layout that a reader is fitted to has them.
pub static HELD: Book = Book {
    work: &[
        "*T*, D\nE / P",
        "*E* | D\nP\n*T*",
        "D, P\n*T*\n_E_",
        "T – *E*>P\nD",
        "*T* [E, P]>D",
        "E: *T*>D\nP",
        "*D*  T, _E_, P",
        "P: *E*\n*T*, D",
        "*T*\nP | *E*\nD",
        "_E_ · D\n*T* · P",
        "*E*, *T*\n(D) P",
        "T\nD\nE, P",
        "D | *T* | E | P",
        "*E* [P]\nD – *T*",
        "P, D: *E*, _T_",
        "E — P\n_D_\n*T*",
        "*E* (D)\n*T* (P)",
        "*T*>E\nP>D",
    ],
    work_rail: &["*T* [E, P]", "E: *T*\nP", "*E* | P\n*T*", "P\n*E*\n_T_", "*T*\nP – E", "_E_ · *T*"],
    study: &[
        "*E* | D\n*T*\nG",
        "T: *E*, P, D",
        "D, P\n*E*\n_T_",
        "*T* [E]>D",
        "_E_ · D\n*T* · G",
        "*E*\nT>D\nP",
        "*T*\nP | *E*\nD",
        "D | *T* | E",
        "E: *T* (D)",
        "*E*, *T*\n(D) P",
    ],
    study_rail: &["*T* [E]", "E: *T*\nG", "*E* | P\n*T*", "P\n*E*\n_T_", "_E_ · *T*"],
    groups: &[("*E* [P]", "D | *T*"), ("P, *E*", "T — D"), ("E | P", "*T*, D")],
};

/// The parts of one entry; an empty one is not printed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// `T`
    pub title: &'a str,
    /// `E`
    pub organization: &'a str,
    /// `P`
    pub place: &'a str,
    /// `D`
    pub dates: &'a str,
    /// `G`
    pub grade: &'a str,
    /// `L`
    pub degree: &'a str,
    /// `A`
    pub area: &'a str,
    /// `~`
    pub mark: &'a str,
    /// `@`
    pub at: &'a str,
}

impl Parts<'_> {
    fn get(&self, letter: char) -> Option<&str> {
        Some(match letter {
            'T' => self.title,
            'E' => self.organization,
            'P' => self.place,
            'D' => self.dates,
            'G' => self.grade,
            'L' => self.degree,
            'A' => self.area,
            _ => return None,
        })
    }
}

/// What goes to the narrow column beside the entry, and the entry.
#[must_use]
pub fn beside(template: &str) -> (&str, &str) {
    template.split_once('‖').unwrap_or(("D", template))
}

/// Prints `parts` in the way of `template`, without empty lines.
#[must_use]
pub fn print(template: &str, parts: &Parts<'_>) -> Vec<Line> {
    template.split('\n').map(|pattern| line(pattern, parts)).filter(|line| !line.is_empty()).collect()
}

fn line(pattern: &str, parts: &Parts<'_>) -> Line {
    let (left, right) = pattern.split_once('>').unwrap_or((pattern, ""));
    let (left, right) = (side(left, parts), side(right, parts));
    if left.is_empty() { Line { left: right, right: left } } else { Line { left, right } }
}

fn side(pattern: &str, parts: &Parts<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let (mut bold, mut italic, mut between) = (false, false, String::new());
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => bold = !bold,
            '_' => italic = !italic,
            '~' => between.push_str(parts.mark),
            '@' => between.push_str(parts.at),
            _ => {
                let Some(text) = parts.get(letter) else {
                    between.push(letter);
                    continue;
                };
                let mut text = text.to_owned();
                if let Some(&close) = letters.peek()
                    && (close == ')' || close == ']')
                {
                    letters.next();
                    let open = between.pop().unwrap_or('(');
                    if !text.is_empty() {
                        text = format!("{open}{text}{close}");
                    }
                }
                if !text.is_empty() {
                    if !spans.is_empty() && !between.is_empty() {
                        spans.push(Span::plain(between.clone()));
                    }
                    spans.push(Span { text, bold, italic, ..Span::default() });
                }
                between.clear();
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(template: &str, parts: &Parts<'_>) -> String {
        let text = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
        let lines: Vec<String> = print(template, parts)
            .iter()
            .map(|line| if line.right.is_empty() { text(&line.left) } else { format!("{}\t{}", text(&line.left), text(&line.right)) })
            .collect();
        lines.join("\n")
    }

    #[test]
    fn parts_stand_where_the_template_says() {
        let parts =
            Parts { title: "Cook", organization: "Oak Inn", place: "Leeds", dates: "2019", mark: " | ", at: " at ", ..Parts::default() };
        for (template, expected) in [
            ("*T*>D\n_E, P_", "Cook\t2019\nOak Inn, Leeds"),
            ("*E*, P — T (D)", "Oak Inn, Leeds — Cook (2019)"),
            ("*T*@E\nD~P", "Cook at Oak Inn\n2019 | Leeds"),
            ("[D] *T*, G", "[2019] Cook"),
        ] {
            assert_eq!(printed(template, &parts), expected);
        }
    }

    #[test]
    fn the_narrow_column_holds_the_dates_or_what_is_said() {
        assert_eq!(beside("*T*\nE, P"), ("D", "*T*\nE, P"));
        assert_eq!(beside("L‖*E*, A>D"), ("L", "*E*, A>D"));
    }

    #[test]
    fn what_is_empty_takes_its_punctuation_along() {
        let parts = Parts { title: "Cook", organization: "Oak Inn", ..Parts::default() };
        for (template, expected) in [
            ("*E*, P — T (D)", "Oak Inn — Cook"),
            ("*E* (P)>D\n_T_", "Oak Inn\nCook"),
            ("D\n*T*\nE, P", "Cook\nOak Inn"),
            ("P, D\n*E*\n_T_", "Oak Inn\nCook"),
        ] {
            assert_eq!(printed(template, &parts), expected);
        }
    }
}
