-- Queries that are asked again and again under a name, and the persons each has told of.
CREATE TABLE saved_searches (
    name       TEXT NOT NULL PRIMARY KEY,
    query      TEXT NOT NULL,               -- as JSON
    created_at TEXT NOT NULL,
    ran_at     TEXT                         -- when it last told what is new
);

CREATE TABLE saved_hits (
    search TEXT NOT NULL REFERENCES saved_searches (name),
    person TEXT NOT NULL,
    PRIMARY KEY (search, person)
);
CREATE INDEX saved_hits_by_person ON saved_hits (person);
