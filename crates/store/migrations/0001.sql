-- Plain SQL: types and clauses that SQLite and PostgreSQL both know.

-- Names that documents came under, with the stamp that tells a changed file.
CREATE TABLE sightings (
    name        TEXT NOT NULL PRIMARY KEY,
    sha256      BLOB NOT NULL,
    size        INTEGER,
    modified_ns INTEGER
);
CREATE INDEX sightings_by_document ON sightings (sha256);

CREATE TABLE persons (
    no         INTEGER NOT NULL PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    updated_at INTEGER NOT NULL,            -- seconds since 1970
    profile    TEXT    NOT NULL,            -- golden profile as JSON
    provenance TEXT    NOT NULL             -- which record each value came from, as JSON
);

-- Identifiers that were merged away, and the person each became.
CREATE TABLE aliases (
    id     TEXT    NOT NULL PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons (no)
);
CREATE INDEX aliases_by_person ON aliases (person);

CREATE TABLE records (
    no      INTEGER NOT NULL PRIMARY KEY,
    id      TEXT    NOT NULL UNIQUE,
    person  INTEGER NOT NULL REFERENCES persons (no),
    label   TEXT    NOT NULL,               -- how a human recognises the source: a file name, an account and a candidate
    source  TEXT    NOT NULL,               -- as JSON
    profile TEXT    NOT NULL,               -- as JSON
    facts   TEXT    NOT NULL,               -- what matching looks at: the profile without prose, as JSON
    pages   TEXT    NOT NULL,               -- page of each value, as JSON
    hashes  TEXT    NOT NULL,               -- what value_counts counts of it, as JSON
    tags    TEXT    NOT NULL                -- as JSON
);
CREATE INDEX records_by_person ON records (person);

-- What reading each document gave, once per bytes.
CREATE TABLE documents (
    sha256   BLOB    NOT NULL PRIMARY KEY,
    size     INTEGER NOT NULL,
    parser   TEXT    NOT NULL,              -- version of the parser that read it
    outcome  TEXT    NOT NULL,
    record   INTEGER REFERENCES records (no),
    reading  TEXT    NOT NULL               -- extraction as JSON; the profile lies with the record where there is one
);
CREATE INDEX documents_by_record ON documents (record);

CREATE TABLE applications (
    record      INTEGER NOT NULL REFERENCES records (no),
    position    INTEGER NOT NULL,
    job         TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    application TEXT    NOT NULL,           -- as JSON
    PRIMARY KEY (record, position)
);
CREATE INDEX applications_by_job ON applications (job);

-- Values that name a person, for exact matching and for counting their holders.
CREATE TABLE identifiers (
    kind   TEXT    NOT NULL,
    value  TEXT    NOT NULL,
    record INTEGER NOT NULL REFERENCES records (no),
    PRIMARY KEY (kind, value, record)
) WITHOUT ROWID;
CREATE INDEX identifiers_by_record ON identifiers (record);

-- Keys under which likely matches meet.
CREATE TABLE blocking_keys (
    key    INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES records (no),
    PRIMARY KEY (key, record)
) WITHOUT ROWID;
CREATE INDEX blocking_keys_by_record ON blocking_keys (record);

-- How many records hold each value whose rarity matters, by its hash.
CREATE TABLE value_counts (
    hash  INTEGER NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL
);

-- Scored pairs that are the same person or may be.
CREATE TABLE matches (
    a        INTEGER NOT NULL REFERENCES records (no),
    b        INTEGER NOT NULL REFERENCES records (no),
    bits     REAL    NOT NULL,
    decision TEXT    NOT NULL,              -- same, review, different
    evidence TEXT    NOT NULL,              -- as JSON
    PRIMARY KEY (a, b),
    CHECK (a < b)
);
CREATE INDEX matches_by_b ON matches (b);
CREATE INDEX matches_for_review ON matches (decision, bits);

-- What humans said of two records. Named by identifier, not by number: it outlives the records.
CREATE TABLE verdicts (
    a    TEXT    NOT NULL,
    b    TEXT    NOT NULL,
    same INTEGER NOT NULL,
    at   TEXT    NOT NULL,
    PRIMARY KEY (a, b),
    CHECK (a < b)
);
CREATE INDEX verdicts_by_b ON verdicts (b);

-- Candidates of ATS accounts as they were last seen. A candidate that was left out has no record.
CREATE TABLE candidates (
    account      TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    record       INTEGER REFERENCES records (no),
    updated_on   TEXT,
    content_hash TEXT,
    PRIMARY KEY (account, id)
);
CREATE INDEX candidates_by_record ON candidates (record);

CREATE TABLE attachments (
    account   TEXT    NOT NULL,
    candidate TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    parse     INTEGER NOT NULL,             -- 1 where it is read as a résumé
    sha256    BLOB,
    missing   TEXT,                         -- why there are no bytes
    PRIMARY KEY (account, candidate, id),
    FOREIGN KEY (account, candidate) REFERENCES candidates (account, id)
);
CREATE INDEX attachments_by_document ON attachments (sha256);

CREATE TABLE cursors (
    account    TEXT NOT NULL,
    stream     TEXT NOT NULL,
    cursor     TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (account, stream)
);

CREATE TABLE dead_letters (
    account        TEXT    NOT NULL,
    stream         TEXT    NOT NULL,
    item           TEXT    NOT NULL,
    reason         TEXT    NOT NULL,
    attempts       INTEGER NOT NULL,
    last_failed_at TEXT    NOT NULL,
    PRIMARY KEY (account, stream, item)
);

CREATE TABLE runs (
    account    TEXT NOT NULL,
    stream     TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at   TEXT,
    error      TEXT,
    counts     TEXT NOT NULL,               -- as JSON
    PRIMARY KEY (account, stream, started_at)
);

-- Persons whose entry in the index is older than the database.
CREATE TABLE index_pending (
    person TEXT    NOT NULL PRIMARY KEY,
    seq    INTEGER NOT NULL                 -- grows whenever the person changes again
);

-- Bytes in blobs/ that nothing refers to any more; a row goes when its file is gone.
CREATE TABLE garbage (
    sha256 BLOB NOT NULL PRIMARY KEY
);

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- What was done to persons, by whom. Rows are added, never changed: no personal data in here.
CREATE TABLE audit (
    no      INTEGER NOT NULL PRIMARY KEY,
    at      TEXT    NOT NULL,
    actor   TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    detail  TEXT    NOT NULL                -- as JSON
);
CREATE INDEX audit_by_subject ON audit (subject);
