//! PostgreSQL: a server, one writing transaction at a time, many readers.
//!
//! Who is who is decided by looking at everybody, so writers take turns, among all processes, by a lock in the database. What takes time,
//! reading documents, happens before. Each connection lives on a thread of its own, since its client may not be used where an
//! asynchronous program runs, and this crate's callers may be such programs.

use std::collections::HashMap;
use std::error::Error;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Mutex, mpsc};

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type};
use postgres::{Client, Config, Row as ServerRow, Statement};

use super::sqlite::locked;
use super::tls::Tls;
use super::{Link, Row, Value, dialect};
use crate::error::{Fault, during};
use crate::{DatabaseUrl, OpenError, StoreError, schema};

/// Idle readers that are kept open.
const IDLE_READERS: usize = 8;

/// Statements that a connection keeps prepared.
const MOST_STATEMENTS: usize = 256;

/// What every connection sets: patience as with a file, and news of a process that is gone within a minute.
const SETUP: &str = "SET lock_timeout = '30s'; SET client_min_messages = warning; SET tcp_keepalives_idle = 30;
    SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

/// Begins a transaction that writes; the turn ends with it.
const BEGIN_TO_WRITE: &str = "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/write', 0))";

const BEGIN_TO_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The connections to one database.
#[derive(Debug)]
pub(crate) struct Server {
    url: DatabaseUrl,
    writer: Mutex<Option<Session>>,
    readers: Mutex<Vec<Session>>,
}

impl Server {
    /// Opens the database, and brings it to the schema of this version. A schema that the address names is made where it is missing.
    pub(crate) fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let unusable = |fault: Fault| OpenError::unusable(url, &fault);
        let session = Session::connect(url).map_err(unusable)?;
        session.make_schema().map_err(unusable)?;
        schema::migrate_server(&session, url)?;
        Ok(Self { url: url.clone(), writer: Mutex::new(Some(session)), readers: Mutex::new(Vec::new()) })
    }

    pub(crate) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let idle = locked(&self.readers).pop();
        let (session, transaction) = during("begin to read", || self.begin(idle, BEGIN_TO_READ))?;
        let answer = work(Link::Postgres(&session));
        drop(transaction);
        let mut readers = locked(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(session);
        }
        answer
    }

    pub(crate) fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut writer = locked(&self.writer);
        let (session, transaction) = during("begin to write", || self.begin(writer.take(), BEGIN_TO_WRITE))?;
        let session = writer.insert(session);
        let answer = work(Link::Postgres(session))?;
        during("commit", || transaction.commit())?;
        Ok(answer)
    }

    /// Takes the lock called `name` until the session ends; `None` where another session has it.
    pub(crate) fn lock(&self, name: &str) -> Result<Option<Session>, Fault> {
        const SQL: &str = "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || '/lease/' || CAST(?1 AS TEXT), 0))";
        let session = Session::connect(&self.url)?;
        let mut taken = false;
        session.query(SQL, &[Value::Text(name)], &mut |row| {
            taken = row.get(0)?;
            Ok(false)
        })?;
        Ok(taken.then_some(session))
    }

    /// Begins a transaction on `idle`, or on a new connection where there is none or the server has dropped it.
    fn begin(&self, idle: Option<Session>, sql: &str) -> Result<(Session, Transaction), Fault> {
        if let Some(session) = idle {
            match session.batch(sql) {
                Ok(()) => return Ok((session.clone(), Transaction { session: Some(session) })),
                Err(Fault::Postgres(error)) if error.is_closed() => {}
                Err(fault) => {
                    // The transaction began, and its turn did not come.
                    let _ = session.batch("ROLLBACK");
                    return Err(fault);
                }
            }
        }
        let session = Session::connect(&self.url)?;
        session.batch(sql)?;
        Ok((session.clone(), Transaction { session: Some(session) }))
    }
}

/// A transaction, rolled back unless committed.
struct Transaction {
    session: Option<Session>,
}

impl Transaction {
    fn commit(mut self) -> Result<(), Fault> {
        self.session.take().map_or(Ok(()), |session| session.batch("COMMIT"))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // A connection that cannot roll back is closed, which does.
            let _ = session.batch("ROLLBACK");
        }
    }
}

/// A connection, on a thread that ends with the last of its clones.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    jobs: mpsc::Sender<Job>,
}

/// What a connection is asked to do.
struct Job {
    task: Task,
    reply: SyncSender<Result<Answer, postgres::Error>>,
}

enum Task {
    Batch(String),
    Query(String, Vec<Owned>),
    Execute(String, Vec<Owned>),
}

enum Answer {
    Rows(Vec<ServerRow>),
    Count(u64),
}

impl Session {
    fn connect(url: &DatabaseUrl) -> Result<Self, Fault> {
        let (jobs, asked) = channel();
        let (reply, connected) = sync_channel(1);
        let config = url.config().clone();
        let thread = std::thread::Builder::new().name("vitae-store".to_owned());
        thread.spawn(move || serve(&config, &reply, &asked)).map_err(|error| Fault::Value(format!("cannot start a thread: {error}")))?;
        connected.recv().map_err(|_| gone())??;
        let session = Self { jobs };
        session.batch(SETUP)?;
        Ok(session)
    }

    /// Runs statements without parameters.
    pub(crate) fn batch(&self, sql: &str) -> Result<(), Fault> {
        self.ask(Task::Batch(sql.to_owned())).map(drop)
    }

    pub(super) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<usize, Fault> {
        match self.ask(Task::Execute(sql.to_owned(), owned(values)))? {
            Answer::Count(count) => Ok(usize::try_from(count).unwrap_or(usize::MAX)),
            Answer::Rows(rows) => Ok(rows.len()),
        }
    }

    pub(crate) fn query(&self, sql: &str, values: &[Value<'_>], see: &mut dyn FnMut(&Row<'_>) -> Result<bool, Fault>) -> Result<(), Fault> {
        let Answer::Rows(rows) = self.ask(Task::Query(sql.to_owned(), owned(values)))? else { return Ok(()) };
        for row in &rows {
            if !see(&Row::Postgres(row))? {
                break;
            }
        }
        Ok(())
    }

    fn ask(&self, task: Task) -> Result<Answer, Fault> {
        let (reply, answer) = sync_channel(1);
        self.jobs.send(Job { task, reply }).map_err(|_| gone())?;
        Ok(answer.recv().map_err(|_| gone())??)
    }

    /// Makes the schema that the address names first, where nothing it names is there.
    fn make_schema(&self) -> Result<(), Fault> {
        const NAMED: &str = "SELECT quote_ident(trim(both ' \"' from split_part(current_setting('search_path'), ',', 1)))
            WHERE current_schema() IS NULL";
        let mut missing: Option<String> = None;
        self.query(NAMED, &[], &mut |row| {
            missing = Some(row.get(0)?);
            Ok(false)
        })?;
        missing.map_or(Ok(()), |name| self.batch(&format!("CREATE SCHEMA IF NOT EXISTS {name}")))
    }
}

fn gone() -> Fault {
    Fault::Value("the connection to the server is gone; the next attempt makes another".to_owned())
}

/// Connects, says so, and does what is asked until nobody can ask any more.
fn serve(config: &Config, reply: &SyncSender<Result<(), postgres::Error>>, asked: &Receiver<Job>) {
    let mut client = match config.connect(Tls) {
        Ok(client) => client,
        // Nobody listens only where the asking thread is gone.
        Err(error) => return drop(reply.send(Err(error))),
    };
    if reply.send(Ok(())).is_err() {
        return;
    }
    let mut statements = HashMap::new();
    for job in asked {
        let answer = perform(&mut client, &mut statements, job.task);
        let _ = job.reply.send(answer);
    }
}

fn perform(client: &mut Client, statements: &mut HashMap<String, Statement>, task: Task) -> Result<Answer, postgres::Error> {
    match task {
        Task::Batch(sql) => client.batch_execute(&sql).map(|()| Answer::Count(0)),
        Task::Query(sql, values) => {
            let statement = prepared(client, statements, sql)?;
            client.query(&statement, &by_reference(&values)).map(Answer::Rows)
        }
        Task::Execute(sql, values) => {
            let statement = prepared(client, statements, sql)?;
            client.execute(&statement, &by_reference(&values)).map(Answer::Count)
        }
    }
}

fn prepared(client: &mut Client, statements: &mut HashMap<String, Statement>, sql: String) -> Result<Statement, postgres::Error> {
    if let Some(statement) = statements.get(&sql) {
        return Ok(statement.clone());
    }
    if statements.len() >= MOST_STATEMENTS {
        statements.clear();
    }
    let statement = client.prepare(&dialect::statement(&sql))?;
    statements.insert(sql, statement.clone());
    Ok(statement)
}

/// A value that travels to a connection's thread.
#[derive(Debug)]
enum Owned {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

fn owned(values: &[Value<'_>]) -> Vec<Owned> {
    let own = |value: &Value<'_>| match *value {
        Value::Null => Owned::Null,
        Value::Integer(number) => Owned::Integer(number),
        Value::Real(number) => Owned::Real(number),
        // The server takes every character but this one.
        Value::Text(text) => Owned::Text(text.replace('\0', "\u{fffd}")),
        Value::Blob(bytes) => Owned::Blob(bytes.to_owned()),
    };
    values.iter().map(own).collect()
}

fn by_reference(values: &[Owned]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

type Odd = Box<dyn Error + Sync + Send>;

impl ToSql for Owned {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Odd> {
        match (self, kind) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Integer(number), &Type::INT4) => i32::try_from(*number)?.to_sql(kind, out),
            (Self::Integer(number), &Type::BOOL) => (*number != 0).to_sql(kind, out),
            (Self::Integer(number), _) => number.to_sql(kind, out),
            (Self::Real(number), &Type::FLOAT4) => (*number as f32).to_sql(kind, out),
            (Self::Real(number), _) => number.to_sql(kind, out),
            (Self::Text(text), _) => text.to_sql(kind, out),
            (Self::Blob(bytes), _) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Odd> {
        let fits = match self {
            Self::Null => true,
            Self::Integer(_) => matches!(*kind, Type::INT8 | Type::INT4 | Type::BOOL),
            Self::Real(_) => matches!(*kind, Type::FLOAT4 | Type::FLOAT8),
            Self::Text(_) => matches!(*kind, Type::TEXT | Type::VARCHAR),
            Self::Blob(_) => *kind == Type::BYTEA,
        };
        if fits { self.to_sql(kind, out) } else { Err(format!("a value does not fit a parameter of type {kind}").into()) }
    }
}

impl<'r> FromSql<'r> for Value<'r> {
    fn from_sql(kind: &Type, raw: &'r [u8]) -> Result<Self, Odd> {
        Ok(match *kind {
            Type::INT8 => Self::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Self::Integer(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Self::Integer(bool::from_sql(kind, raw)?.into()),
            Type::FLOAT4 => Self::Real(f32::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(kind, raw)?),
            Type::BYTEA => Self::Blob(<&[u8]>::from_sql(kind, raw)?),
            _ => Self::Text(<&str>::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Odd> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        let known = [Type::INT8, Type::INT4, Type::BOOL, Type::FLOAT4, Type::FLOAT8, Type::BYTEA, Type::TEXT, Type::VARCHAR, Type::NAME];
        known.contains(kind)
    }
}
