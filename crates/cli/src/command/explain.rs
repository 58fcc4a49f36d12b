//! `vitae explain`: why two are taken for one person, or not.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use vitae_engine::{Contribution, Explanation, PairDecision};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::records;
use crate::styled::Styled;

/// Tell why two records or persons are taken for one, or not
///
/// Each line is what one field adds, in bits: one bit more doubles the odds that both are one person. The sum begins with the prior, the odds of
/// any two records; 0 is even odds. Of persons, the two records are told that are most alike.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Identifier of a record or a person
    #[arg(value_name = "A")]
    left: String,
    /// Identifier of another
    #[arg(value_name = "B")]
    right: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Draw the sum as a picture into this file as well
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

impl Explain {
    /// Prints, and draws, the evidence.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let explanation = engine.explain(&self.left, &self.right)?;
        if let Some(path) = &self.svg {
            records::Output::open(Some(path))?.write(printer, |out| out.write_all(picture(&explanation).as_bytes()))?;
        }
        if self.json {
            printer.line(&serde_json::to_string(&explanation)?)?;
        } else {
            let mut text = printer.start();
            waterfall(&explanation, &mut text);
            printer.styled(&text)?;
        }
        Ok(Exit::Done)
    }
}

fn waterfall(explanation: &Explanation, text: &mut Styled) {
    text.dim(&format!("{} and {}", explanation.left, explanation.right)).newline();
    let mut sum = 0.0;
    for field in &explanation.contributions {
        sum += field.bits;
        let values = [&field.left, &field.right].map(|value| value.as_deref().unwrap_or("–"));
        text.plain(&format!("  {:+7.1}  {:+7.1}  {:<18} {:<24} ", field.bits, sum, field.field, field.level));
        if field.left.is_some() || field.right.is_some() {
            text.plain(values[0]).dim(" / ").plain(values[1]);
        }
        text.newline();
    }
    text.bold(&format!("{:+.1} bits", explanation.bits)).plain(&format!(": {}", said(explanation))).newline();
}

/// What follows, in a sentence.
fn said(explanation: &Explanation) -> String {
    let by_evidence = match explanation.decision {
        PairDecision::Same => "the same person",
        PairDecision::Review => "for a human to tell",
        PairDecision::Different => "different persons",
    };
    match (explanation.verdict, &explanation.veto) {
        (Some(true), _) => "a human said that they are the same person".to_owned(),
        (Some(false), _) => "a human said that they are different persons".to_owned(),
        (None, Some(veto)) => format!("{by_evidence}; {veto}"),
        (None, None) => by_evidence.to_owned(),
    }
}

/// Height of a bar's row, and widths of the columns of words and of bars.
const ROW: f32 = 24.0;
const WORDS: f32 = 280.0;
const BARS: f32 = 520.0;

/// The sum as a waterfall: each bar starts where the one before ended.
fn picture(explanation: &Explanation) -> String {
    let (mut least, mut most, mut sum) = (0.0_f32, 0.0_f32, 0.0_f32);
    for field in &explanation.contributions {
        sum += field.bits;
        (least, most) = (least.min(sum), most.max(sum));
    }
    let scale = BARS / (most - least).max(1.0);
    let x = |bits: f32| WORDS + (bits - least) * scale;
    let height = ROW * (explanation.contributions.len() + 2) as f32;
    let mut svg = String::new();
    let mut put = |part: std::fmt::Arguments<'_>| svg.write_fmt(part).expect("a string takes what is written to it");
    put(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{height}\" viewBox=\"0 0 {0} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n",
        WORDS + BARS + 60.0
    ));
    put(format_args!("<title>{}</title>\n", escaped(&format!("{} and {}", explanation.left, explanation.right))));
    put(format_args!("<line x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"0\" y2=\"{height}\" stroke=\"#999\" stroke-dasharray=\"3 3\"/>\n", x(0.0)));
    let (mut from, mut y) = (0.0, 0.0);
    for field in &explanation.contributions {
        put(format_args!("{}", bar(field, [x(from), x(from + field.bits)], y)));
        from += field.bits;
        y += ROW;
    }
    let outcome = format!("{:+.1} bits: {}", explanation.bits, said(explanation));
    put(format_args!("<text x=\"8\" y=\"{:.1}\" font-weight=\"bold\">{}</text>\n</svg>\n", y + ROW, escaped(&outcome)));
    svg
}

fn bar(field: &Contribution, [from, to]: [f32; 2], y: f32) -> String {
    let colour = if field.bits < 0.0 { "#c0504d" } else { "#4f8a5b" };
    let values = [&field.left, &field.right].map(|value| value.as_deref().unwrap_or("–"));
    format!(
        "<g><title>{}</title><text x=\"8\" y=\"{:.1}\">{}</text><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{:.1}\">{:+.1}</text></g>\n",
        escaped(&values.join(" / ")),
        y + 16.0,
        escaped(&format!("{}: {}", field.field, field.level)).replace('_', " "),
        from.min(to),
        y + 4.0,
        (to - from).abs().max(1.0),
        ROW - 8.0,
        from.max(to) + 6.0,
        y + 16.0,
        field.bits
    )
}

/// `text` as it may stand in XML.
fn escaped(text: &str) -> String {
    let allowed = |symbol: &char| !symbol.is_control();
    let mut out = String::with_capacity(text.len());
    for symbol in text.chars().filter(allowed) {
        match symbol {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            symbol => out.push(symbol),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_the_picture() {
        let field =
            Contribution { field: "given_name".into(), level: "exact".into(), bits: 3.0, left: Some("<b>&\"\u{1}".into()), right: None };
        let drawn = bar(&field, [10.0, 20.0], 0.0);
        assert!(drawn.contains("&lt;b&gt;&amp;&quot; / –") && drawn.contains("given name: exact") && drawn.contains("+3.0"), "{drawn}");
    }
}
