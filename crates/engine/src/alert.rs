//! Queries kept under a name, and whom each finds that it did not find before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use vitae_index::{Facet, Filter, InvalidQuery, Query};
use vitae_model::PersonId;
use vitae_store::SavedRow;

use crate::{Engine, SearchError};

/// Most persons that an alert keeps in view.
const MOST: usize = 100_000;
/// Longest name, in letters.
const LONGEST: usize = 80;

/// What is kept of a query: whom it finds, not how it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    /// The query as typed.
    pub text: String,
    /// Restrictions, as `field:value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// Whether only what is written is looked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

/// A query under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: SavedQuery,
    /// When it was saved: RFC 3339, UTC.
    pub created_at: String,
    /// When it last told who is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ran_at: Option<String>,
}

/// Whom a saved query finds that it did not find when it was last asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Its name.
    pub name: String,
    /// The query as typed.
    pub query: String,
    /// The new ones, best first.
    pub new: Vec<PersonId>,
    /// How many it finds in all.
    pub total: usize,
}

impl SavedQuery {
    /// What is kept of `query`.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let filters = query.filters.iter().map(|filter| format!("{}:{}", filter.facet.as_str(), filter.value)).collect();
        Self { text: query.text.clone(), filters, exact: !query.expand }
    }

    /// The query as it is asked. A field that is no more is left out.
    #[must_use]
    pub fn query(&self) -> Query {
        let filter = |raw: &String| {
            let (facet, value) = raw.split_once(':')?;
            Some(Filter { facet: Facet::parse(facet)?, value: value.to_owned() })
        };
        Query { filters: self.filters.iter().filter_map(filter).collect(), expand: !self.exact, ..Query::new(&self.text) }
    }
}

impl Engine {
    /// Keeps a query under a name, in place of the one of that name. Alerts tell of persons it finds from now on; returns how many it finds now.
    pub fn save_search(&self, name: &str, query: &Query) -> Result<usize, SearchError> {
        let fits = !name.trim().is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
        if !fits {
            let message = format!("a name has 1 to {LONGEST} letters");
            return Err(SearchError::Index(InvalidQuery { query: name.to_owned(), position: 0, message }.into()));
        }
        let found = self.identifiers(query, MOST)?;
        self.store.write(|store| {
            store.put_saved_search(name, &SavedQuery::of(query))?;
            store.set_saved_hits(name, &found)
        })?;
        Ok(found.len())
    }

    /// The saved queries by name.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, SearchError> {
        let rows: Vec<SavedRow<SavedQuery>> = self.store.read(|store| store.saved_searches())?;
        let saved =
            |row: SavedRow<SavedQuery>| SavedSearch { name: row.name, query: row.query, created_at: row.created_at, ran_at: row.ran_at };
        Ok(rows.into_iter().map(saved).collect())
    }

    /// Forgets a saved query; whether there was one.
    pub fn drop_search(&self, name: &str) -> Result<bool, SearchError> {
        Ok(self.store.write(|store| store.drop_saved_search(name))?)
    }

    /// Asks the saved queries again, all or those of these names, and tells whom each finds that it did not find before; each person once.
    pub fn run_alerts(&self, names: &[String]) -> Result<Vec<Alert>, SearchError> {
        let mut alerts = Vec::new();
        for saved in self.saved_searches()?.into_iter().filter(|saved| names.is_empty() || names.contains(&saved.name)) {
            let found = self.identifiers(&saved.query.query(), MOST)?;
            let told: BTreeSet<PersonId> = self.store.read(|store| store.saved_hits(&saved.name))?.into_iter().collect();
            self.store.write(|store| store.set_saved_hits(&saved.name, &found))?;
            let total = found.len();
            let new = found.into_iter().filter(|person| !told.contains(person)).collect();
            alerts.push(Alert { name: saved.name, query: saved.query.text, new, total });
        }
        Ok(alerts)
    }
}
