-- The name of the record that holds a value, as a number: a number of many records is one person's where the names are one.
ALTER TABLE identifiers ADD COLUMN name INTEGER;
-- Records that came in together, as a candidate and its résumés did: each with the one it came with first.
CREATE TABLE ties (
    record INTEGER NOT NULL REFERENCES records (no),
    anchor INTEGER NOT NULL REFERENCES records (no),
    PRIMARY KEY (record)
);
CREATE INDEX ties_by_anchor ON ties (anchor);
-- What belonged together before this was kept stays together.
INSERT INTO ties (record, anchor) SELECT r.no, f.first FROM records r
    JOIN (SELECT person, min(no) AS first FROM records GROUP BY person) f ON f.person = r.person WHERE r.no <> f.first;
