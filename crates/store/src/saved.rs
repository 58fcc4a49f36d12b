//! Queries kept under a name, and the persons each has told of.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vitae_model::PersonId;

use crate::error::during;
use crate::session::{json, now, params};
use crate::{Reader, StoreError, Writer};

/// A query under a name. `Q` is the query as the caller writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedRow<Q> {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: Q,
    /// When it was saved: RFC 3339, UTC.
    pub created_at: String,
    /// When it last told what is new.
    pub ran_at: Option<String>,
}

impl Reader<'_> {
    /// The saved queries by name.
    pub fn saved_searches<Q: DeserializeOwned>(&self) -> Result<Vec<SavedRow<Q>>, StoreError> {
        const SQL: &str = "SELECT name, query, created_at, ran_at FROM saved_searches ORDER BY name";
        during("list saved searches", || {
            self.rows(SQL, params![], |row| {
                Ok(SavedRow { name: row.get(0)?, query: json(row, 1)?, created_at: row.get(2)?, ran_at: row.get(3)? })
            })
        })
    }

    /// The persons that a saved query has told of, by identifier.
    pub fn saved_hits(&self, search: &str) -> Result<Vec<PersonId>, StoreError> {
        during("list what a search has told", || {
            let persons: Vec<String> = self.column("SELECT person FROM saved_hits WHERE search = ?1 ORDER BY person", [search])?;
            Ok(persons.into_iter().map(PersonId::new).collect())
        })
    }
}

impl Writer<'_> {
    /// Keeps a query under a name, in place of the one of that name; what that one has told is forgotten.
    pub fn put_saved_search<Q: Serialize>(&self, name: &str, query: &Q) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO saved_searches (name, query, created_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET query = excluded.query, created_at = excluded.created_at, ran_at = NULL";
        during("save a search", || {
            self.execute("DELETE FROM saved_hits WHERE search = ?1", [name])?;
            self.execute(SQL, params![name, serde_json::to_string(query)?, now()])?;
            Ok(())
        })
    }

    /// Forgets a saved query; whether there was one.
    pub fn drop_saved_search(&self, name: &str) -> Result<bool, StoreError> {
        during("forget a search", || {
            self.execute("DELETE FROM saved_hits WHERE search = ?1", [name])?;
            Ok(self.execute("DELETE FROM saved_searches WHERE name = ?1", [name])? > 0)
        })
    }

    /// Notes whom a saved query has told of now, and when; they take the place of those it told of before.
    pub fn set_saved_hits(&self, search: &str, persons: &[PersonId]) -> Result<(), StoreError> {
        during("keep what a search has told", || {
            self.execute("DELETE FROM saved_hits WHERE search = ?1", [search])?;
            for person in persons {
                self.execute("INSERT INTO saved_hits (search, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING", [search, person.as_str()])?;
            }
            self.execute("UPDATE saved_searches SET ran_at = ?2 WHERE name = ?1", params![search, now()])?;
            Ok(())
        })
    }

    /// Forgets that saved queries have told of a person.
    pub fn drop_saved_hit(&self, person: &PersonId) -> Result<(), StoreError> {
        during("forget what searches have told", || {
            self.execute("DELETE FROM saved_hits WHERE person = ?1", [person.as_str()])?;
            Ok(())
        })
    }
}
