//! A document as plain text: what a person would copy from it.

use crate::{Document, Run};

/// Runs of one line lie this close, in ems of the smaller one, across the direction of writing.
const SAME_LINE: f32 = 0.35;

/// A gap up to this, in ems, is no space between words.
const TOUCHING: f32 = 0.13;

/// The next line of a paragraph begins at most this far below, in ems.
const NEXT_LINE: f32 = 2.2;

impl Document {
    /// The text in the order of the runs, one line of the page a line: what stands on one line is joined, and a word broken at a line's end
    /// by a hyphen is whole again. Pages are separated by form feeds.
    ///
    /// A hyphen goes only where it is surely the line's: between two small letters, at the end of a word that has no other mark in it, in
    /// front of the next line of the same column. Hyphens of compounds that happen to stand there go too; no reader can tell them apart.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut previous: Option<&Run> = None;
        for run in &self.runs {
            let text = self.text_of(run);
            match previous.map(|previous| joint(previous, run, &out, text)) {
                Some(Joint::Page) => out.push('\u{C}'),
                Some(Joint::Line) => out.push('\n'),
                Some(Joint::Space) => out.push(' '),
                Some(Joint::BrokenWord) => drop(out.pop()),
                Some(Joint::Nothing) | None => {}
            }
            out.push_str(text);
            previous = Some(run);
        }
        out.extend(previous.map(|_| '\n'));
        out
    }
}

/// What stands between two runs.
enum Joint {
    Nothing,
    Space,
    Line,
    Page,
    /// The hyphen before the line's end goes, and the line's end with it.
    BrokenWord,
}

fn joint(before: &Run, behind: &Run, text_before: &str, text_behind: &str) -> Joint {
    if before.page != behind.page {
        return Joint::Page;
    }
    let size = before.size.min(behind.size).max(0.1);
    if before.rotation != 0 || behind.rotation != 0 {
        return Joint::Line;
    }
    let gap = behind.area.left - before.area.right;
    if (before.baseline - behind.baseline).abs() < SAME_LINE * size && gap > -size {
        return if gap < TOUCHING * size { Joint::Nothing } else { Joint::Space };
    }
    let is_below = (0.0..NEXT_LINE * size).contains(&(behind.baseline - before.baseline)) && behind.area.left < before.area.right;
    if is_below && breaks_word(text_before, text_behind) { Joint::BrokenWord } else { Joint::Line }
}

/// Whether `before` ends in the first half of a word that `behind` goes on with.
fn breaks_word(before: &str, behind: &str) -> bool {
    let Some(stem) = before.strip_suffix(['-', '\u{2010}']) else { return false };
    let word = stem.rsplit(char::is_whitespace).next().unwrap_or(stem);
    let begins_small = behind.chars().next().is_some_and(char::is_lowercase);
    let ends_small = word.chars().next_back().is_some_and(char::is_lowercase);
    let is_plain =
        word.chars().filter(|letter| letter.is_alphabetic()).nth(1).is_some() && !word.contains(['-', '@', '/', '.', '_', '\u{2010}']);
    let rest = behind.split(char::is_whitespace).next().unwrap_or(behind);
    begins_small && ends_small && is_plain && !rest.contains(['@', '/']) && !is_conjunction(rest)
}

/// Words that follow a part of a compound whose rest comes later: "Fort- und Weiterbildung", "short- and long-term".
fn is_conjunction(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "or"
            | "to"
            | "und"
            | "oder"
            | "bis"
            | "bzw."
            | "et"
            | "ou"
            | "y"
            | "e"
            | "o"
            | "en"
            | "of"
            | "och"
            | "eller"
            | "og"
            | "i"
            | "oraz"
            | "lub"
            | "ja"
            | "tai"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitae_model::BoundingBox;

    /// Sets runs of 10 points: text, left edge, right edge, baseline.
    #[track_caller]
    fn check(runs: &[(&str, f32, f32, f32)], expected: &str) {
        let mut document = Document::default();
        for (text, left, right, baseline) in runs {
            let span = document.push_text(text);
            let area = BoundingBox { left: *left, top: baseline - 8.0, right: *right, bottom: baseline + 2.0 };
            document.runs.push(Run { span, area, baseline: *baseline, size: 10.0, ..Run::default() });
        }
        assert_eq!(document.plain_text(), expected);
    }

    #[test]
    fn runs_of_one_line_are_joined() {
        check(&[("V", 10.0, 17.0, 20.0), ("ITAE", 17.2, 40.0, 20.0), ("2020", 300.0, 320.0, 20.0)], "VITAE 2020\n");
        check(&[("one", 10.0, 30.0, 20.0), ("two", 10.0, 30.0, 32.0)], "one\ntwo\n");
        check(&[], "");
    }

    #[test]
    fn words_broken_at_a_line_end_are_whole_again() {
        let cases = [
            ("the devel-", "opment of", "the development of\n"),
            ("Fort-", "und Weiterbildung", "Fort-\nund Weiterbildung\n"),
            ("a state-of-the-", "art plant", "a state-of-the-\nart plant\n"),
            ("Baden-", "Württemberg", "Baden-\nWürttemberg\n"),
            ("2019-", "heute", "2019-\nheute\n"),
            ("write to jane-", "doe@example.com", "write to jane-\ndoe@example.com\n"),
            ("x-", "ray", "x-\nray\n"),
        ];
        for (one, two, expected) in cases {
            check(&[(one, 10.0, 90.0, 20.0), (two, 10.0, 90.0, 32.0)], expected);
        }
        check(&[("in the left col-", 10.0, 90.0, 20.0), ("umn far below", 10.0, 90.0, 90.0)], "in the left col-\numn far below\n");
        check(&[("in the left col-", 10.0, 90.0, 20.0), ("umn beside", 200.0, 290.0, 32.0)], "in the left col-\numn beside\n");
    }
}
