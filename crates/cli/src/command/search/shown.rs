//! How found persons are printed: for people, for programs, for tables, for other commands.

use anyhow::Result;
use clap::Args;
use vitae_engine::{Because, Hit, Page, Reason};

use crate::exit::Exit;
use crate::printer::Printer;
use crate::styled::Styled;

/// Forms of the answer.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Form {
    /// Print one JSON object: hits, total, facets, and a cursor for the next page
    #[arg(long, conflicts_with_all = ["csv", "ids"])]
    json: bool,
    /// Print a table for spreadsheets: person, name, title, employer, place, score, reason
    #[arg(long, conflicts_with = "ids")]
    csv: bool,
    /// Print identifiers alone, one a line
    #[arg(long)]
    ids: bool,
}

impl Form {
    /// Prints a page in this form.
    pub(crate) fn print(self, page: &Page, printer: &mut Printer) -> Result<Exit> {
        if self.json {
            printer.line(&serde_json::to_string(page)?)?;
        } else if self.csv {
            csv(page, printer)?;
        } else if self.ids {
            page.hits.iter().try_for_each(|hit| printer.line(hit.person.as_str()))?;
        } else {
            print(page, printer)?;
        }
        if !self.json {
            talk(page, printer);
        }
        Ok(if page.hits.is_empty() { Exit::Nothing } else { Exit::Done })
    }
}

/// Tells on stderr what was looked for, left out, and may have been meant.
fn talk(page: &Page, printer: &Printer) {
    for expansion in &page.expansions {
        let some: Vec<&str> = expansion.also.iter().take(8).map(String::as_str).collect();
        let more = if expansion.also.len() > some.len() { ", …" } else { "" };
        printer.say(&format!("{} also finds {}{more} (--exact looks for what is written alone)", expansion.text, some.join(", ")));
    }
    page.notes.iter().for_each(|note| printer.say(note));
    if let Some(meant) = &page.suggestion {
        printer.say(&format!("did you mean {meant}?"));
    }
    printer.say(&footer(page));
}

fn csv(page: &Page, printer: &mut Printer) -> Result<()> {
    printer.line("person,name,title,employer,place,score,reason")?;
    for hit in &page.hits {
        let reason = hit.reasons.first().map(|reason| format!("{}: {}", reason.field, reason.text)).unwrap_or_default();
        let texts = [Some(hit.person.as_str()), hit.name.as_deref(), hit.title.as_deref(), hit.employer.as_deref(), hit.place.as_deref()];
        let mut cells: Vec<String> = texts.iter().map(|text| cell(text.unwrap_or_default())).collect();
        cells.extend([format!("{:.4}", hit.score), cell(&reason)]);
        printer.line(&cells.join(","))?;
    }
    Ok(())
}

/// One value of a table: in quotation marks where it must be, and never a formula to whoever opens it.
fn cell(text: &str) -> String {
    let flat: String = text.chars().map(|symbol| if symbol.is_control() { ' ' } else { symbol }).collect();
    let safe = if flat.starts_with(['=', '+', '-', '@']) { format!("'{flat}") } else { flat };
    if safe.contains([',', '"', ';']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

fn print(page: &Page, printer: &mut Printer) -> Result<()> {
    for hit in &page.hits {
        let mut text = printer.start();
        head(hit, &mut text);
        for reason in hit.reasons.iter().take(4) {
            self::reason(reason, &mut text);
        }
        for because in &hit.explanation {
            self::because(because, &mut text);
        }
        printer.styled(&text)?;
    }
    for (name, counts) in page.facets.iter().filter(|(_, counts)| !counts.is_empty()) {
        let mut text = printer.start();
        text.bold(name).newline();
        for count in counts {
            text.plain(&format!("  {:>7}  ", count.count)).plain(&count.value).newline();
        }
        printer.styled(&text)?;
    }
    Ok(())
}

fn head(hit: &Hit, text: &mut Styled) {
    text.bold(hit.name.as_deref().unwrap_or("(no name)"));
    let about: Vec<&str> = [&hit.title, &hit.employer, &hit.place].into_iter().filter_map(|part| part.as_deref()).collect();
    text.plain("  ").plain(&about.join(" · ")).plain("  ").dim(hit.person.as_str()).newline();
}

/// One line: the field, the text with what matched marked, and where it can be read.
fn reason(reason: &Reason, text: &mut Styled) {
    text.plain("    ").dim(&format!("{:<12}", reason.field));
    let mut end = 0;
    for &(start, stop) in &reason.highlights {
        text.plain(reason.text.get(end..start).unwrap_or_default());
        text.mark(reason.text.get(start..stop).unwrap_or_default());
        end = stop;
    }
    text.plain(reason.text.get(end..).unwrap_or_default());
    if let Some(source) = &reason.source {
        let page = reason.page.map(|page| format!(", page {page}")).unwrap_or_default();
        text.dim(&format!("  ({source}{page})"));
    }
    text.newline();
}

/// One line: what a part of the query added to the score, and where it occurs.
fn because(because: &Because, text: &mut Styled) {
    let occurs: Vec<String> = because
        .occurs
        .iter()
        .map(|occurs| {
            let current = if occurs.current { ", current" } else { "" };
            format!("{} × {} (counts {}{current})", occurs.times, occurs.field, occurs.weight)
        })
        .collect();
    text.plain("    ").dim(&format!("{:>8.3}  ", because.points)).plain(&because.text).dim(&format!("  {}", occurs.join(", "))).newline();
}

fn footer(page: &Page) -> String {
    match (page.hits.len() as u64, page.total) {
        (_, 0) => "nobody was found".to_owned(),
        (1, 1) => "1 person".to_owned(),
        (shown, total) if shown == total => format!("{total} persons"),
        (shown, total) => match &page.cursor {
            Some(cursor) => format!("{shown} of {total} persons; --limit shows more, or --cursor {cursor} goes on"),
            None => format!("{shown} of {total} persons"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (text, expected) in [("Ada", "Ada"), ("a,b", "\"a,b\""), ("a \"b\"", "\"a \"\"b\"\"\""), ("=1+1", "'=1+1"), ("a\nb", "a b")] {
            assert_eq!(cell(text), expected, "{text}");
        }
    }
}
