//! The database: one writer at a time, many readers.

use std::path::Path;

use crate::client::postgres::Server;
use crate::client::sqlite::File;
use crate::error::during;
use crate::session::params;
use crate::{DatabaseUrl, OpenError, Reader, StoreError, Writer};

/// The CRM database: one writer at a time, many readers. `Send + Sync`.
#[derive(Debug)]
pub struct Store {
    pub(crate) database: Database,
}

/// Where it is.
#[derive(Debug)]
pub(crate) enum Database {
    File(Box<File>),
    Server(Box<Server>),
}

/// How many rows of each kind are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Persons.
    pub persons: u64,
    /// Records.
    pub records: u64,
    /// Documents.
    pub documents: u64,
    /// Pairs of records of different persons that wait for a human.
    pub review: u64,
    /// Applications.
    pub applications: u64,
    /// Dead letters.
    pub dead_letters: u64,
}

impl Store {
    /// Opens the database at `path`, makes it where it is missing, and brings it to the schema of this version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self { database: Database::File(Box::new(File::open(path)?)) })
    }

    /// Opens the database at `url`, and brings it to the schema of this version.
    ///
    /// Its tables lie in the first schema of the connection's search path, which is made where it is missing
    /// (`?options=-csearch_path%3Dvitae`). Processes may share it; their writers take turns.
    pub fn connect(url: &DatabaseUrl) -> Result<Self, OpenError> {
        Ok(Self { database: Database::Server(Box::new(Server::open(url)?)) })
    }

    /// Runs `work` on a consistent view of the database.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        match &self.database {
            Database::File(file) => file.read(|link| work(&Reader::new(link))),
            Database::Server(server) => server.read(|link| work(&Reader::new(link))),
        }
    }

    /// Runs `work` in one transaction: all of it is kept where it returns `Ok`, nothing otherwise.
    ///
    /// Writers take turns, also those of other processes.
    pub fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T, E>) -> Result<T, E> {
        match &self.database {
            Database::File(file) => file.write(|link| work(&Writer::new(link))),
            Database::Server(server) => server.write(|link| work(&Writer::new(link))),
        }
    }

    /// Writes everything into the database file and empties the write-ahead log, so that nothing erased lingers there.
    ///
    /// Returns whether it could: somebody who still reads an older state holds it up. A server keeps its own house: what was erased goes
    /// from its files with its next vacuum and from its log with the next checkpoints.
    pub fn checkpoint(&self) -> Result<bool, StoreError> {
        match &self.database {
            Database::File(file) => file.checkpoint(),
            Database::Server(_) => Ok(true),
        }
    }
}

impl Reader<'_> {
    /// Counts what is kept.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        const SQL: &str = "SELECT (SELECT count(*) FROM persons), (SELECT count(*) FROM records), (SELECT count(*) FROM documents),
            (SELECT count(*) FROM matches m JOIN records a ON a.no = m.a JOIN records b ON b.no = m.b
             WHERE m.decision = 'review' AND a.person <> b.person),
            (SELECT count(*) FROM applications), (SELECT count(*) FROM dead_letters)";
        during("count", || {
            let found = self.row(SQL, params![], |row| {
                Ok(Counts {
                    persons: row.get(0)?,
                    records: row.get(1)?,
                    documents: row.get(2)?,
                    review: row.get(3)?,
                    applications: row.get(4)?,
                    dead_letters: row.get(5)?,
                })
            })?;
            Ok(found.unwrap_or_default())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Pending, trial};
    use vitae_model::PersonId;

    #[test]
    fn a_failed_transaction_leaves_nothing() {
        trial::each(|trial| {
            let store = trial.open();
            let person = PersonId::new("p-one");
            let failed: Result<(), StoreError> = store.write(|writer| {
                writer.insert_person(&person)?;
                writer.set_cursor("acme", "candidates", Some("7"))?;
                // The identifier is taken: the second one fails.
                writer.insert_person(&person).map(|_| ())
            });
            assert!(failed.is_err());
            let kept = store.read(|reader| Ok::<_, StoreError>((reader.find_person(&person)?, reader.cursor("acme", "candidates")?)));
            assert_eq!(kept.expect("reads"), (None, None));
        });
    }

    #[test]
    fn a_transaction_that_panics_leaves_nothing() {
        trial::each(|trial| {
            let store = trial.open();
            let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                store.write(|writer| {
                    writer.set_meta("name", "half")?;
                    panic!("in the middle");
                    #[expect(unreachable_code, reason = "says what the closure returns")]
                    Ok::<(), StoreError>(())
                })
            }));
            assert!(panicked.is_err());
            store.write(|writer| writer.set_meta("other", "whole")).expect("goes on");
            assert_eq!(store.read(|reader| reader.meta("name")).expect("reads"), None);
        });
    }

    #[test]
    fn a_person_that_changes_while_it_is_indexed_stays_on_the_list() {
        trial::each(|trial| {
            let store = trial.open();
            let person = PersonId::new("p-one");
            store.write(|writer| writer.mark_pending(&person)).expect("marks");
            let seen: Vec<Pending> = store.read(|reader| reader.pending(10)).expect("lists");
            store.write(|writer| writer.mark_pending(&person)).expect("marks again");
            store.write(|writer| writer.clear_pending(&seen)).expect("clears");
            let left = store.read(|reader| reader.pending(10)).expect("lists");
            assert_eq!(left.len(), 1);
            store.write(|writer| writer.clear_pending(&left)).expect("clears");
            assert_eq!(store.read(|reader| reader.pending_count()).expect("counts"), 0);
        });
    }

    #[test]
    fn the_audit_cannot_be_rewritten() {
        trial::each(|trial| {
            let store = trial.open();
            store.write(|writer| writer.add_audit("test", "merge", "p-one", &1)).expect("adds");
            for sql in ["DELETE FROM audit", "UPDATE audit SET actor = 'nobody'"] {
                let rewritten = store.write(|writer| during("rewrite", || writer.execute(sql, params![])));
                let told = rewritten.expect_err(sql).to_string();
                assert!(told.contains("the audit"), "{told}");
            }
        });
    }

    #[test]
    fn databases_of_others_and_of_the_future_are_refused() {
        trial::each(|trial| {
            let store = trial.open();
            let run = |sql| store.write(|writer| during("prepare the test", || writer.execute(sql, params![]))).expect(sql);
            if trial.path().is_some() {
                run("PRAGMA user_version = 999");
            } else {
                run("UPDATE schema_version SET version = 999");
            }
            let refused = trial.try_open().expect_err("a later schema");
            assert!(refused.to_string().contains("schema 999"), "{refused}");
            if trial.path().is_some() {
                run("PRAGMA user_version = 0");
            } else {
                run("DROP TABLE schema_version");
            }
            let refused = trial.try_open().expect_err("somebody else's");
            assert!(refused.to_string().contains("did not make"), "{refused}");
        });
    }

    #[test]
    fn readers_do_not_wait_for_the_writer() {
        trial::each(|trial| {
            let store = trial.open();
            let seen = store.write(|writer| {
                writer.set_meta("name", "new")?;
                store.read(|reader| reader.meta("name"))
            });
            assert_eq!(seen.expect("reads"), None);
            assert_eq!(store.read(|reader| reader.meta("name")).expect("reads").as_deref(), Some("new"));
        });
    }

    #[test]
    fn writers_of_several_stores_take_turns() {
        trial::each(|trial| {
            let stores = [trial.open(), trial.open(), trial.open()];
            std::thread::scope(|scope| {
                for store in &stores {
                    scope.spawn(|| (0..20).for_each(|_| count_up(store)));
                }
            });
            let counted = stores[0].read(|reader| reader.meta("count")).expect("reads");
            assert_eq!(counted.as_deref(), Some("60"), "none saw an older state than the one before it wrote");
        });
    }

    fn count_up(store: &Store) {
        let counted = store.write(|writer| {
            let before: u64 = writer.meta("count")?.map_or(0, |count| count.parse().expect("a number"));
            writer.set_meta("count", &(before + 1).to_string())
        });
        counted.expect("writes");
    }
}
