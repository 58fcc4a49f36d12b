//! `vitae search`: persons, and why each was found.

use anyhow::{Context, Result, bail};
use clap::Args;
use vitae_engine::{Facet, Filter, Hit, Page, Query, Reason, Sort};

use crate::arguments::Global;
use crate::config::{Configuration, nearest};
use crate::exit::Exit;
use crate::printer::Printer;
use crate::styled::Styled;

/// Find persons
///
/// All words must match, in any field; "quoted words" match in order, and field:word matches in one field. Each hit tells why it was found,
/// with the words that matched marked. The status is 1 where nobody was found.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to find; without one everybody is found
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Only persons with this value, as field:value; values of one field are alternatives
    #[arg(long, short = 'F', value_name = "FIELD:VALUE")]
    filter: Vec<String>,
    /// Count the values of this field among the persons found
    #[arg(long, value_name = "FIELD")]
    facet: Vec<String>,
    /// Order of the hits: relevance, updated or experience
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: String,
    /// Most hits to print
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print one JSON object: hits, total, facets, and a cursor for the next page
    #[arg(long)]
    json: bool,
    /// Go on after the page that told this cursor
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

impl Search {
    /// Answers the query.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let query = self.query()?;
        let page = Configuration::load(&global.overrides())?.open_existing()?.search(&query)?;
        if self.json {
            printer.line(&serde_json::to_string(&page)?)?;
        } else {
            print(&page, printer)?;
        }
        Ok(if page.hits.is_empty() { Exit::Nothing } else { Exit::Done })
    }

    fn query(&self) -> Result<Query> {
        let mut query = Query::new(self.query.join(" "));
        query.filters = self.filter.iter().map(|raw| filter(raw)).collect::<Result<_>>()?;
        query.facets = self.facet.iter().map(|raw| facet(raw)).collect::<Result<_>>()?;
        query.sort =
            Sort::parse(&self.sort).with_context(|| format!("`{}` is no order; use relevance, updated or experience", self.sort))?;
        query.limit = self.limit;
        query.cursor.clone_from(&self.cursor);
        Ok(query)
    }
}

fn filter(raw: &str) -> Result<Filter> {
    let (field, value) = raw.split_once(':').with_context(|| format!("`{raw}` is no filter; write field:value, such as city:Berlin"))?;
    if value.trim().is_empty() {
        bail!("`{raw}` names no value; write field:value, such as city:Berlin");
    }
    Ok(Filter { facet: facet(field)?, value: value.trim().to_owned() })
}

fn facet(raw: &str) -> Result<Facet> {
    let names = Facet::ALL.map(Facet::as_str);
    Facet::parse(raw).with_context(|| match nearest(raw, names) {
        Some(meant) => format!("there is no field `{raw}`; did you mean `{meant}`?"),
        None => format!("there is no field `{raw}`; there are {}", names.join(", ")),
    })
}

fn print(page: &Page, printer: &mut Printer) -> Result<()> {
    for hit in &page.hits {
        let mut text = printer.start();
        head(hit, &mut text);
        for reason in hit.reasons.iter().take(4) {
            self::reason(reason, &mut text);
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
    printer.say(&footer(page));
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

fn footer(page: &Page) -> String {
    match (page.hits.len() as u64, page.total) {
        (_, 0) => "nobody was found".to_owned(),
        (1, 1) => "1 person".to_owned(),
        (shown, total) if shown == total => format!("{total} persons"),
        (shown, total) => format!("{shown} of {total} persons; --limit shows more"),
    }
}
