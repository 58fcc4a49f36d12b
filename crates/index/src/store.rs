//! The index on disk: opening, writing, searching.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::collector::{Count, MultiCollector, TopDocs};
use tantivy::directory::error::{LockError, OpenReadError};
use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::schema::Term;
use tantivy::{DocAddress, IndexReader, IndexWriter, Order, ReloadPolicy, Score, Searcher, TantivyDocument, TantivyError};
use vitae_model::PersonId;

use crate::analysis::Analysis;
use crate::facets::{self, FacetCounts};
use crate::page::{Hit, Page};
use crate::query::Sort;
use crate::schema::{self, Fields, VERSION};
use crate::{Entry, IndexError, Query, document, plan, reason, syntax, values};

/// The file that says which schema an index has.
const VERSION_FILE: &str = "vitae-schema";
/// Bytes of memory of the writer, before a segment is written.
const WRITER_MEMORY: usize = 96 << 20;
/// Deepest place in an answer that can be asked for.
const DEEPEST: usize = 10_000;
/// Most hits on a page.
const MOST: usize = 1000;
/// Most values told of a facet.
const MOST_VALUES: usize = 50;

/// An index, open for search. Cheap to clone and share between threads.
#[derive(Clone)]
pub struct Index {
    inner: tantivy::Index,
    reader: IndexReader,
    fields: Arc<Fields>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("persons", &self.len()).finish_non_exhaustive()
    }
}

fn failed(action: &'static str) -> impl FnOnce(TantivyError) -> IndexError {
    move |error| match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Busy,
        other => IndexError::Engine { action, reason: other.to_string() },
    }
}

impl Index {
    /// Opens the index in `directory`, or makes an empty one there.
    ///
    /// An index of another schema is refused with the advice to rebuild it.
    pub fn open(directory: &Path) -> Result<Self, IndexError> {
        let io = |action, source| IndexError::Io { action, path: directory.to_owned(), source };
        std::fs::create_dir_all(directory).map_err(|source| io("create", source))?;
        let files =
            MmapDirectory::open(directory).map_err(|error| IndexError::Engine { action: "be opened", reason: error.to_string() })?;
        Self::from_directory(files, directory)
    }

    /// Makes an empty index in memory.
    pub fn in_memory() -> Result<Self, IndexError> {
        Self::from_directory(RamDirectory::default(), Path::new("memory"))
    }

    fn from_directory(files: impl Directory, path: &Path) -> Result<Self, IndexError> {
        check_version(&files, path)?;
        let (built, fields) = schema::build();
        let inner = tantivy::Index::open_or_create(files, built).map_err(|error| match error {
            TantivyError::SchemaError(_) => IndexError::Schema { found: "of another shape".to_owned(), expected: VERSION },
            other => failed("be opened")(other),
        })?;
        for analysis in Analysis::ALL {
            inner.tokenizers().register(analysis.name(), analysis);
        }
        // Readers are reloaded after a commit and before a search, so that no thread has to watch files.
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed("be read"))?;
        Ok(Self { inner, reader, fields: Arc::new(fields) })
    }

    /// Starts writing. One writer at a time, across processes.
    pub fn writer(&self) -> Result<Writer, IndexError> {
        let inner = self.inner.writer_with_num_threads(1, WRITER_MEMORY).map_err(failed("be written"))?;
        Ok(Writer { inner, reader: self.reader.clone(), fields: Arc::clone(&self.fields) })
    }

    /// Takes in what other processes committed.
    pub fn refresh(&self) -> Result<(), IndexError> {
        self.reader.reload().map_err(failed("be read"))
    }

    /// Answers a query.
    pub fn search(&self, query: &Query) -> Result<Page, IndexError> {
        let node = syntax::parse(&query.text)?;
        let limit = query.limit.clamp(1, MOST);
        let offset = query.cursor.as_deref().map_or(Ok(0), |cursor| offset(cursor, &query.text))?;
        let searcher = self.reader.searcher();
        let planned = plan::plan(&node, &query.filters, &self.fields);
        let mut collectors = MultiCollector::new();
        let count = collectors.add_collector(Count);
        let counters: Vec<_> = query
            .facets
            .iter()
            .map(|&facet| (facet, collectors.add_collector(FacetCounts { column: schema::facet_column(facet) })))
            .collect();
        let top = TopDocs::with_limit(limit + 1).and_offset(offset);
        let action = "be searched";
        // Counting and ranking are asked for separately: the best hits alone can skip most postings.
        let mut fruits = searcher.search(&planned, &collectors).map_err(failed(action))?;
        let mut ranked: Vec<(Score, DocAddress)> = match query.sort {
            Sort::Relevance => searcher.search(&planned, &top.order_by_score()).map_err(failed(action))?,
            Sort::Updated => {
                unscored(searcher.search(&planned, &top.order_by_fast_field::<i64>("updated", Order::Desc)).map_err(failed(action))?)
            }
            Sort::Experience => {
                unscored(searcher.search(&planned, &top.order_by_fast_field::<u64>("experience", Order::Desc)).map_err(failed(action))?)
            }
        };
        let more = ranked.len() > limit;
        ranked.truncate(limit);
        let hits = ranked.iter().map(|&(score, address)| self.hit(&searcher, &node, score, address)).collect::<Result<_, _>>()?;
        let facets = counters
            .into_iter()
            .map(|(facet, counter)| (facet.as_str().to_owned(), facets::ranked(counter.extract(&mut fruits), MOST_VALUES)))
            .collect();
        let next = offset + limit;
        Ok(Page { hits, total: count.extract(&mut fruits) as u64, facets, cursor: (more && next < DEEPEST).then(|| format!("o{next}")) })
    }

    fn hit(&self, searcher: &Searcher, node: &syntax::Node, score: Score, address: DocAddress) -> Result<Hit, IndexError> {
        let found: TantivyDocument = searcher.doc(address).map_err(failed("be searched"))?;
        let stored = document::read(&found, &self.fields)
            .ok_or_else(|| IndexError::Engine { action: "be searched", reason: "a stored profile is unreadable".to_owned() })?;
        let reasons = reason::reasons(node, &values::values(&stored.profile), &stored.origins);
        Ok(Hit::of(stored.person, stored.profile, score, reasons))
    }

    /// How many persons are indexed.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether nobody is indexed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn unscored<T>(ranked: Vec<(T, DocAddress)>) -> Vec<(Score, DocAddress)> {
    ranked.into_iter().map(|(_, address)| (0.0, address)).collect()
}

/// Reads a cursor.
fn offset(cursor: &str, query: &str) -> Result<usize, IndexError> {
    let read = cursor.strip_prefix('o').and_then(|number| number.parse().ok()).filter(|&offset| offset < DEEPEST);
    read.ok_or_else(|| {
        IndexError::Query(crate::InvalidQuery {
            query: query.to_owned(),
            position: 0,
            message: "the cursor comes from no answer of this index".to_owned(),
        })
    })
}

/// Checks the schema version of a directory, or writes it into a new one.
fn check_version(files: &impl Directory, path: &Path) -> Result<(), IndexError> {
    let io = |action, source: std::io::Error| IndexError::Io { action, path: PathBuf::from(path), source };
    match files.atomic_read(Path::new(VERSION_FILE)) {
        Ok(bytes) => {
            let found = String::from_utf8_lossy(&bytes).trim().to_owned();
            if found == VERSION.to_string() { Ok(()) } else { Err(IndexError::Schema { found: format!("`{found}`"), expected: VERSION }) }
        }
        Err(OpenReadError::FileDoesNotExist(_)) => {
            let old = files.exists(Path::new("meta.json")).unwrap_or(false);
            if old {
                return Err(IndexError::Schema { found: "without a version".to_owned(), expected: VERSION });
            }
            files.atomic_write(Path::new(VERSION_FILE), VERSION.to_string().as_bytes()).map_err(|source| io("write", source))
        }
        Err(error) => Err(IndexError::Engine { action: "be opened", reason: error.to_string() }),
    }
}

/// Writes to an index. What was written is found after [`Writer::commit`]; dropping a writer forgets what was not committed.
pub struct Writer {
    inner: IndexWriter,
    reader: IndexReader,
    fields: Arc<Fields>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Writer {
    /// Adds a person, or replaces the one of the same identifier.
    pub fn upsert(&mut self, entry: &Entry) -> Result<(), IndexError> {
        let built =
            document::build(entry, &self.fields).map_err(|error| IndexError::Engine { action: "be written", reason: error.to_string() })?;
        self.inner.delete_term(Term::from_field_text(self.fields.person, entry.person.as_str()));
        self.inner.add_document(built).map_err(failed("be written"))?;
        Ok(())
    }

    /// Removes a person.
    pub fn delete(&mut self, person: &PersonId) -> Result<(), IndexError> {
        self.inner.delete_term(Term::from_field_text(self.fields.person, person.as_str()));
        Ok(())
    }

    /// Removes everybody.
    pub fn clear(&mut self) -> Result<(), IndexError> {
        self.inner.delete_all_documents().map_err(failed("be emptied"))?;
        Ok(())
    }

    /// Makes everything written so far durable and searchable.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        self.inner.commit().map_err(failed("be written"))?;
        self.reader.reload().map_err(failed("be read"))
    }
}
