-- Jobs and postings of ATS accounts as they were last seen, those that are gone among them: their pages must say so.
CREATE TABLE postings (
    account      TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    line_hash    TEXT    NOT NULL,          -- of its line in the listing
    content_hash TEXT    NOT NULL,          -- of everything the ATS said of it
    hidden       INTEGER NOT NULL,          -- 1 where the account keeps it out of what is published
    changed_at   TEXT    NOT NULL,
    checked_at   TEXT    NOT NULL,          -- when its details were last asked for
    closed_at    TEXT,                      -- when it was found to be gone
    item         TEXT    NOT NULL,          -- as JSON
    PRIMARY KEY (account, id)
);

CREATE TABLE jobs (
    account      TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    line_hash    TEXT    NOT NULL,
    content_hash TEXT    NOT NULL,
    hidden       INTEGER NOT NULL,
    changed_at   TEXT    NOT NULL,
    checked_at   TEXT    NOT NULL,
    closed_at    TEXT,
    item         TEXT    NOT NULL,
    PRIMARY KEY (account, id)
);

-- What ATS accounts notified of. A row stays for a while after it was seen to, so that a repetition is recognised.
CREATE TABLE notifications (
    account     TEXT NOT NULL,
    id          TEXT NOT NULL,
    name        TEXT NOT NULL,              -- what happened, such as candidate.updated
    candidate   TEXT,
    job         TEXT,
    received_at TEXT NOT NULL,
    done_at     TEXT,
    PRIMARY KEY (account, id)
);
CREATE INDEX notifications_waiting ON notifications (account, done_at);

-- What a candidate agreed to, as JSON.
ALTER TABLE records ADD COLUMN consents TEXT NOT NULL DEFAULT '[]';
