//! The index on disk: opening, writing, searching.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tantivy::directory::error::{LockError, OpenReadError};
use tantivy::directory::{Directory, META_LOCK, MmapDirectory, RamDirectory};
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::EnableScoring;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocAddress, Executor, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher, TantivyDocument, TantivyError};
use vitae_model::PersonId;

use crate::columns::Columns;
use crate::document::{Builder, Stored};
use crate::facts::AsOf;
use crate::page::{Because, Hit, Occurs, Page};
use crate::query::Facet;
use crate::rank::{Place, Ranked, Ranking};
use crate::schema::{self, Fields, VERSION};
use crate::syntax::{self, Node};
use crate::terms::{self, Splitter};
use crate::{Entry, IndexError, Query, document, expand, facets, plan, reason, similar, suggest};

/// The file that says which schema an index has.
const VERSION_FILE: &str = "vitae-schema";
/// Bytes of memory of the writer, before a segment is written.
const WRITER_MEMORY: usize = 96 << 20;
/// Bytes of memory of each thread of a writer that is given many persons at once.
const BULK_MEMORY: usize = 512 << 20;
/// Postings from which on a query is answered on two threads.
const MUCH: u64 = 100_000;
/// How often what is erased is looked for again while other merges go on, and how long they are given each time.
const MOST_ATTEMPTS: usize = 200;
const PAUSE: Duration = Duration::from_millis(25);
/// Most hits on a page.
const MOST: usize = 1000;
/// Most values told of a facet.
const MOST_VALUES: usize = 50;

/// An index, open for search. Cheap to clone and share between threads.
#[derive(Clone)]
pub struct Index {
    inner: tantivy::Index,
    /// Where its files are; none for one in memory.
    folder: Option<Arc<Path>>,
    reader: IndexReader,
    fields: Arc<Fields>,
    columns: Arc<Columns>,
    /// What large indexes are searched with, made when first needed.
    threads: Arc<OnceLock<Executor>>,
    /// Searches that go on.
    going_on: Arc<AtomicUsize>,
    /// The commit that the reader has taken in.
    seen: Arc<AtomicU64>,
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
        let index = Self::from_directory(files, directory)?;
        Ok(Self { folder: Some(directory.into()), ..index })
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
        inner.tokenizers().register(terms::NAME, Splitter);
        inner.fast_field_tokenizer().register(terms::NAME, Splitter);
        // Readers are reloaded after a commit and before a search, so that no thread has to watch files.
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed("be read"))?;
        Ok(Self {
            inner,
            folder: None,
            reader,
            fields: Arc::new(fields),
            columns: Arc::default(),
            threads: Arc::default(),
            going_on: Arc::default(),
            seen: Arc::new(AtomicU64::new(u64::MAX)),
        })
    }

    /// Starts writing. One writer at a time, across processes.
    pub fn writer(&self) -> Result<Writer, IndexError> {
        let inner = self.inner.writer_with_num_threads(1, WRITER_MEMORY).map_err(failed("be written"))?;
        self.remove_strays()?;
        Ok(self.writing(inner))
    }

    /// Removes lists of deleted persons that no commit knows: a writer that was killed before its commit left them.
    ///
    /// They are named by a segment and a count of operations, so that the next writer may come to the same name, and cannot write it. Only
    /// who holds the right to write may call this. tantivy's own list of files is no help: each process keeps one of its own.
    fn remove_strays(&self) -> Result<(), IndexError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let io = |source| IndexError::Io { action: "read", path: folder.to_path_buf(), source };
        let files = self.inner.directory();
        // Whoever opens the segments of a commit holds this lock until it has all their files.
        let _opening = files.acquire_lock(&META_LOCK).map_err(|error| failed("be written")(error.into()))?;
        let known = self.inner.load_metas().map_err(failed("be read"))?;
        let known: HashSet<PathBuf> = known.segments.iter().map(|segment| segment.relative_path(SegmentComponent::Delete)).collect();
        for entry in std::fs::read_dir(folder).map_err(io)? {
            let name = PathBuf::from(entry.map_err(io)?.file_name());
            if name.extension().is_some_and(|kind| kind == "del") && !known.contains(&name) {
                files.delete(&name).map_err(|error| IndexError::Engine { action: "be written", reason: error.to_string() })?;
            }
        }
        Ok(())
    }

    fn writing(&self, inner: IndexWriter) -> Writer {
        Writer { inner, reader: self.reader.clone(), fields: Arc::clone(&self.fields), columns: Arc::clone(&self.columns) }
    }

    /// Takes in what other processes committed.
    pub fn refresh(&self) -> Result<(), IndexError> {
        // Opening the segments costs more than a search; reading which they are does not.
        let commit = self.inner.load_metas().map_err(failed("be read"))?.opstamp;
        if self.seen.swap(commit, Ordering::AcqRel) == commit {
            return Ok(());
        }
        reload(&self.reader, &self.columns)
    }

    /// Starts writing everything anew, on several threads with much memory.
    pub fn bulk_writer(&self, threads: usize) -> Result<Writer, IndexError> {
        let threads = threads.clamp(1, 8);
        let inner = self.inner.writer_with_num_threads(threads, BULK_MEMORY * threads).map_err(failed("be written"))?;
        // Segments come out large enough; what changes later is merged by the writer of those changes.
        inner.set_merge_policy(Box::new(NoMergePolicy));
        Ok(self.writing(inner))
    }

    /// Reads once what facets are counted with, so that no search has to and memory does not grow from search to search: for services.
    pub fn warm(&self) -> Result<(), IndexError> {
        for segment in self.reader.searcher().segment_readers() {
            for facet in Facet::ALL {
                let prepared = self.columns.of(facet, segment, &self.fields).and_then(|values| values.prepare());
                prepared.map_err(failed("be read"))?;
            }
        }
        Ok(())
    }

    /// Answers a query.
    pub fn search(&self, query: &Query) -> Result<Page, IndexError> {
        let parsed = syntax::parse(&query.text)?;
        let mut expansions = Vec::new();
        let node = if query.expand { expand::expand(parsed.node, &mut expansions) } else { parsed.node };
        let mut page = self.answer(query, &node)?;
        page.expansions = expansions;
        page.notes = parsed.notes;
        if page.total == 0 {
            let searcher = self.reader.searcher();
            page.suggestion = suggest::suggestion(&query.text, &node, &searcher, &self.fields).map_err(failed("be searched"))?;
        }
        Ok(page)
    }

    /// Finds persons who do what this one does, without it; filters, facets, limit and cursor are those of `query`, its text is not looked at.
    ///
    /// `None` where the person is not indexed.
    pub fn similar(&self, person: &PersonId, query: &Query) -> Result<Option<Page>, IndexError> {
        let Some(stored) = self.stored(person)? else { return Ok(None) };
        let own = syntax::Text {
            target: syntax::Target::Person,
            pattern: syntax::Pattern::Whole(person.as_str().to_owned()),
            quoted: true,
            also: Vec::new(),
            further: 0,
            years: None,
            span: (0, 0),
        };
        let Some(alike) = similar::of_profile(&stored.profile) else { return Ok(Some(Page::default())) };
        let node = Node::And(vec![alike, Node::Not(Box::new(Node::Text(Box::new(own))))]);
        self.answer(query, &node).map(Some)
    }

    /// Finds persons who have what a job asks for; filters, facets, limit and cursor are those of `query`, its text is not looked at.
    pub fn match_job(&self, title: &str, text: &str, query: &Query) -> Result<Page, IndexError> {
        let searcher = self.reader.searcher();
        let skill = self.fields.facet(Facet::Skill);
        let is_skill = |phrase: &str| searcher.doc_freq(&Term::from_field_text(skill, phrase)).is_ok_and(|frequency| frequency > 0);
        similar::of_job(title, text, is_skill).map_or_else(|| Ok(Page::default()), |node| self.answer(query, &node))
    }

    fn answer(&self, query: &Query, node: &Node) -> Result<Page, IndexError> {
        let limit = query.limit.clamp(1, MOST);
        let after =
            query.cursor.as_deref().map(|cursor| Place::read(cursor, query.sort).ok_or_else(|| strange_cursor(&query.text))).transpose()?;
        let searcher = self.reader.searcher();
        let planned = plan::plan(node, &query.filters, &self.fields);
        let scored = plan::scores(node);
        let own = Ranking::best(limit + 1, &self.fields, &self.columns);
        let ranking = Ranking { sort: query.sort, scored, after, facets: &query.facets, ..own };
        let action = "be searched";
        let mut ranked = self.collect(&searcher, &planned, &ranking).map_err(failed(action))?;
        let more = ranked.hits.len() > limit;
        ranked.hits.truncate(limit);
        let cursor = ranked.hits.last().filter(|_| more).map(|(place, _, _)| place.cursor(query.sort));
        let hits = ranked
            .hits
            .iter()
            .map(|&(_, score, address)| self.hit(&searcher, node, query.explain, score, address))
            .collect::<Result<_, _>>()?;
        let count = |(facet, counters): (&Facet, &Vec<_>)| Ok((facet.as_str().to_owned(), facets::top(counters, MOST_VALUES)?));
        let facets = query.facets.iter().zip(&ranked.counters).map(count).collect::<tantivy::Result<_>>().map_err(failed(action))?;
        Ok(Page { hits, total: ranked.total, facets, cursor, ..Page::default() })
    }

    /// Searches segment by segment; on two threads where much is to be read and nobody else needs them.
    fn collect(&self, searcher: &Searcher, query: &dyn tantivy::query::Query, ranking: &Ranking<'_>) -> tantivy::Result<Ranked> {
        let (is_alone, _going_on) = GoingOn::start(&self.going_on);
        let mut postings = 0;
        if is_alone && searcher.num_docs() >= MUCH && searcher.segment_readers().len() > 1 {
            query.query_terms(&mut |term, _| postings += searcher.doc_freq(term).unwrap_or(0));
        }
        if postings < MUCH {
            return searcher.search(query, ranking);
        }
        let threads = self.threads.get_or_init(|| Executor::multi_thread(2, "vitae-search-").unwrap_or_else(|_| Executor::single_thread()));
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        searcher.search_with_executor(query, ranking, threads, scoring)
    }

    /// Counts the persons found, and names all of them by identifier, best first; at most `limit`.
    pub fn identifiers(&self, query: &Query, limit: usize) -> Result<Vec<PersonId>, IndexError> {
        let parsed = syntax::parse(&query.text)?;
        let node = if query.expand { expand::expand(parsed.node, &mut Vec::new()) } else { parsed.node };
        let searcher = self.reader.searcher();
        let planned = plan::plan(&node, &query.filters, &self.fields);
        let ranking = Ranking { sort: query.sort, scored: plan::scores(&node), ..Ranking::best(limit, &self.fields, &self.columns) };
        let ranked = searcher.search(&planned, &ranking).map_err(failed("be searched"))?;
        ranked.hits.iter().map(|&(_, _, address)| Ok(self.read(&searcher, address)?.person)).collect()
    }

    /// The stored form of a person.
    fn stored(&self, person: &PersonId) -> Result<Option<Stored>, IndexError> {
        let searcher = self.reader.searcher();
        let term = Term::from_field_text(self.fields.person, person.as_str());
        let query = tantivy::query::TermQuery::new(term, IndexRecordOption::Basic);
        let ranking = Ranking::best(1, &self.fields, &self.columns);
        let found = searcher.search(&query, &ranking).map_err(failed("be searched"))?;
        found.hits.first().map(|&(_, _, address)| self.read(&searcher, address)).transpose()
    }

    fn read(&self, searcher: &Searcher, address: DocAddress) -> Result<Stored, IndexError> {
        let found: TantivyDocument = searcher.doc(address).map_err(failed("be searched"))?;
        document::read(&found, &self.fields)
            .ok_or_else(|| IndexError::Engine { action: "be searched", reason: "a stored profile is unreadable".to_owned() })
    }

    fn hit(&self, searcher: &Searcher, node: &Node, explain: bool, score: Score, address: DocAddress) -> Result<Hit, IndexError> {
        let stored = self.read(searcher, address)?;
        let reasons = reason::reasons(node, &stored);
        let explanation = if explain { self.explain(searcher, node, &stored, address) } else { Vec::new() };
        Ok(Hit { explanation, ..Hit::of(stored.person, stored.profile, score, reasons) })
    }

    /// What each text of a query adds to a hit's score, and where it occurs.
    fn explain(&self, searcher: &Searcher, node: &Node, stored: &Stored, address: DocAddress) -> Vec<Because> {
        let values = reason::searched(stored, AsOf::of(stored.updated));
        let mut because: Vec<Because> = plan::contributions(node, &self.fields)
            .into_iter()
            .filter_map(|(text, query)| {
                // What does not match this person adds nothing.
                let points = points(query.as_ref(), searcher, address).ok().flatten()?;
                let mut occurs: Vec<Occurs> = Vec::new();
                for (value, _) in &values {
                    let times = reason::times(text, value);
                    let of = Occurs {
                        field: value.part.as_str().to_owned(),
                        times,
                        weight: value.weight,
                        current: value.time == crate::values::Time::Current,
                    };
                    match occurs.iter_mut().find(|other| (&other.field, other.weight, other.current) == (&of.field, of.weight, of.current))
                    {
                        Some(same) => same.times += times,
                        None if times > 0 => occurs.push(of),
                        None => {}
                    }
                }
                Some(Because { text: expand::text_of(&text.pattern), points, occurs })
            })
            .collect();
        because.sort_by(|left, right| right.points.total_cmp(&left.points));
        because
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

/// What a query adds to the score of a person; `None` where it does not find the person.
fn points(query: &dyn tantivy::query::Query, searcher: &Searcher, address: DocAddress) -> tantivy::Result<Option<Score>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut scorer = weight.scorer(searcher.segment_reader(address.segment_ord), 1.0)?;
    // Scorers are only ever moved forward.
    let is_found = scorer.doc() <= address.doc_id && (scorer.doc() == address.doc_id || scorer.seek(address.doc_id) == address.doc_id);
    Ok(is_found.then(|| scorer.score()))
}

/// One of the searches that go on.
struct GoingOn<'a>(&'a AtomicUsize);

impl<'a> GoingOn<'a> {
    /// Counts one more, and tells whether it is the only one.
    fn start(all: &'a AtomicUsize) -> (bool, Self) {
        (all.fetch_add(1, Ordering::Relaxed) == 0, Self(all))
    }
}

impl Drop for GoingOn<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Reads what was committed, and forgets what is kept of segments that are gone.
fn reload(reader: &IndexReader, columns: &Columns) -> Result<(), IndexError> {
    reader.reload().map_err(failed("be read"))?;
    columns.keep(&reader.searcher());
    Ok(())
}

fn strange_cursor(query: &str) -> IndexError {
    let message = "the cursor comes from no answer of this index in this order".to_owned();
    IndexError::Query(crate::InvalidQuery { query: query.to_owned(), position: 0, message })
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
    columns: Arc<Columns>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Writer {
    /// Adds a person, or replaces the one of the same identifier.
    pub fn upsert(&mut self, entry: &Entry) -> Result<(), IndexError> {
        self.inner.delete_term(Term::from_field_text(self.fields.person, entry.person.as_str()));
        self.add(&mut Builder::new(&self.fields), entry)
    }

    fn add(&self, builder: &mut Builder<'_>, entry: &Entry) -> Result<(), IndexError> {
        let built = builder.build(entry).map_err(|error| IndexError::Engine { action: "be written", reason: error.to_string() })?;
        self.inner.add_document(built).map_err(failed("be written"))?;
        Ok(())
    }

    /// Adds persons of whom none is in the index yet; built on two threads.
    pub fn insert_all(&mut self, entries: &[Entry]) -> Result<(), IndexError> {
        let add = |entries: &[Entry]| {
            let mut builder = Builder::new(&self.fields);
            entries.iter().try_for_each(|entry| self.add(&mut builder, entry))
        };
        let (left, right) = entries.split_at(entries.len() / 2);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| add(left));
            add(right)?;
            other.join().unwrap_or_else(|_| Err(IndexError::Engine { action: "be written", reason: "a thread panicked".to_owned() }))
        })
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
        reload(&self.reader, &self.columns)
    }

    /// Removes what is left of erased persons from the files: segments that ever held one of them are written anew without.
    ///
    /// A removed person is not found any more at once, but its words stay in the files until a segment is merged. Returns the number of
    /// segments written anew.
    pub fn purge(&mut self, persons: &[PersonId]) -> Result<usize, IndexError> {
        self.commit()?;
        let mut merged = 0;
        for _ in 0..MOST_ATTEMPTS {
            let holding = self.holding(persons)?;
            if holding.is_empty() {
                break;
            }
            for segment in holding {
                match self.inner.merge(&[segment]).wait() {
                    Ok(_) => merged += 1,
                    // It is being merged with others, perhaps with those it holds: looked at again when that is done.
                    Err(TantivyError::InvalidArgument(_)) => std::thread::sleep(PAUSE),
                    Err(error) => return Err(failed("be written")(error)),
                }
            }
            reload(&self.reader, &self.columns)?;
        }
        self.inner.garbage_collect_files().wait().map_err(failed("be written"))?;
        if self.holding(persons)?.is_empty() { Ok(merged) } else { Err(IndexError::Busy) }
    }

    /// The segments in whose files one of these removed persons is.
    fn holding(&self, persons: &[PersonId]) -> Result<Vec<SegmentId>, IndexError> {
        let searcher = self.reader.searcher();
        let mut holding = Vec::new();
        for segment in searcher.segment_readers().iter().filter(|segment| segment.has_deletes()) {
            let index = segment.inverted_index(self.fields.person).map_err(failed("be read"))?;
            let held = |person: &PersonId| index.doc_freq(&Term::from_field_text(self.fields.person, person.as_str())).is_ok_and(|n| n > 0);
            if persons.iter().any(held) {
                holding.push(segment.segment_id());
            }
        }
        Ok(holding)
    }

    /// Waits for everything that is merged in the background, and stops writing.
    pub fn finish(self) -> Result<(), IndexError> {
        self.inner.wait_merging_threads().map_err(failed("be written"))?;
        reload(&self.reader, &self.columns)
    }
}
