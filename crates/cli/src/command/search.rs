//! `vitae search`: persons, and why each was found.

pub(crate) mod shown;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use vitae_engine::{Facet, Filter, IndexError, Query, SearchError, Sort};

use self::shown::Form;
use crate::arguments::Global;
use crate::config::{Configuration, nearest};
use crate::exit::Exit;
use crate::printer::Printer;

/// Find persons
///
/// All words must match, in any field; "quoted words" match in order, and field:word matches in one field. Each hit tells why it was found,
/// with the words that matched marked. The status is 1 where nobody was found.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  vitae search 'rust engineer' --facet city
  vitae search 'title.current:nurse experience:>5y near:Berlin,50km'
  vitae search 'at:acme before:2019 (java OR kotlin) -recruiter' --csv
  vitae search 'skill:rust level:>=master' --save rustaceans; vitae alerts run

All of the language is in docs/search.md.")]
pub(crate) struct Search {
    /// What to find; without one everybody is found
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    narrowing: Narrowing,
    /// Look for what is written alone, not for titles in other languages and short forms
    #[arg(long)]
    exact: bool,
    /// Keep the query under this name; `vitae alerts run` tells whom it finds from now on
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// What restricts, counts, orders and pages an answer.
#[derive(Debug, Args)]
pub(crate) struct Narrowing {
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
    /// Go on after the page that told this cursor
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// Tell how each score came about
    #[arg(long)]
    explain: bool,
}

impl Search {
    /// Answers the query.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let query = Query { expand: !self.exact, ..self.narrowing.query(&self.query.join(" "))? };
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let page = engine.search(&query).map_err(pointed)?;
        if let Some(name) = &self.save {
            let found = engine.save_search(name, &query).map_err(pointed)?;
            printer.say(&format!("saved as {name}; it finds {found} now, and `vitae alerts run` tells of those who come"));
        }
        self.form.print(&page, printer)
    }
}

/// A query that is not understood is told with a caret under the place.
pub(crate) fn pointed(error: SearchError) -> anyhow::Error {
    match error {
        SearchError::Index(IndexError::Query(query)) => anyhow!("{}", query.pointed()),
        other => other.into(),
    }
}

impl Narrowing {
    /// The query for `text`.
    pub(crate) fn query(&self, text: &str) -> Result<Query> {
        let mut query = Query::new(text);
        query.filters = self.filter.iter().map(|raw| filter(raw)).collect::<Result<_>>()?;
        query.facets = self.facet.iter().map(|raw| facet(raw)).collect::<Result<_>>()?;
        query.sort =
            Sort::parse(&self.sort).with_context(|| format!("`{}` is no order; use relevance, updated or experience", self.sort))?;
        query.limit = self.limit;
        query.cursor.clone_from(&self.cursor);
        query.explain = self.explain;
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
