#!/usr/bin/env python3
"""Search over invented people: Vitae, SQLite FTS5 and PostgreSQL on the same data and queries, in one run.

    benches/search.py N [--vitae PATH] [--queries K] [--postgres] [--keep FOLDER]

PATH is the program `search` of this package (cargo build --release -p vitae-benches --bin search). Needs Python's sqlite3 with FTS5;
with --postgres the server's programs (apt-get install postgresql; initdb and postgres on the PATH or under /usr/lib/postgresql) and a
user other than root to run them as. What is missing is said, and the rest goes on.

Every engine answers the same question: which persons match, how many, the ten best, and the values of the facets asked for with exact
counts. Totals are compared query by query, so that a fast wrong answer shows. Words are folded alike for all (case, accents). Times of
the peers include their client, in the same process or on the same machine; see the notes in the output.
"""
import argparse, glob, json, os, re, shutil, sqlite3, statistics, subprocess, sys, tempfile, time, unicodedata

FACETS = ["skill", "city", "title", "employer", "country"]


def fold(text):
    text = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("æ", "ae").replace("ł", "l"))
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[^\W_][^\W_+#]*[+#]*", text))


def code(text):
    """Signs that tell skills apart are letters to every engine."""
    return fold(text).replace("+", "plus").replace("#", "sharp")


def texts(profile):
    basics = profile["basics"]
    place = basics.get("location", {})
    titles = [basics.get("label", "")] + [job.get("position", "") for job in profile.get("work", [])]
    rest = [basics.get("name", ""), basics.get("summary", ""), place.get("city", ""), place.get("countryCode", "")]
    for job in profile.get("work", []):
        rest += [job.get("name", ""), job.get("location", ""), *job.get("highlights", [])]
    for study in profile.get("education", []):
        rest += [study.get("institution", ""), study.get("studyType", ""), study.get("area", "")]
    rest += [skill.get("name", "") for skill in profile.get("skills", [])]
    rest += [language.get("language", "") for language in profile.get("languages", [])]
    # A mark that is no word keeps phrases inside of one value.
    join = lambda values: " zzqq ".join(code(value) for value in values if value)
    return join(titles), join(rest)


def facets(profile):
    place = profile["basics"].get("location", {})
    own = {
        "skill": [skill["name"] for skill in profile.get("skills", [])],
        "city": [place["city"]] if "city" in place else [],
        "title": [job["position"] for job in profile.get("work", [])],
        "employer": [job["name"] for job in profile.get("work", [])],
        "country": [place["countryCode"]] if "countryCode" in place else [],
    }
    return {name: {fold(value) for value in values} for name, values in own.items()}


def told(name, times, build=None, size=None, json_size=None, cpu=None, extra=""):
    times = sorted(times)
    at = lambda share: times[int((len(times) - 1) * share)] * 1e3
    parts = [f"{name:<12}"]
    if build:
        parts.append(f"built in {build[0]:.1f} s, {build[1] / build[0]:.0f}/s")
    if size:
        parts.append(f"{size / json_size:.2f} x the JSON")
    if times:
        parts.append(f"p50 {at(.5):.2f}  p90 {at(.9):.2f}  p99 {at(.99):.2f}  mean {statistics.mean(times) * 1e3:.2f} ms")
    print("  ".join(parts) + extra, flush=True)


class Sqlite:
    def __init__(self, folder):
        self.path = os.path.join(folder, "peer.db")
        self.db = sqlite3.connect(self.path)
        self.db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144; PRAGMA mmap_size=8589934592;")
        self.db.executescript("""
            CREATE VIRTUAL TABLE persons USING fts5(title, rest, profile UNINDEXED, tokenize='unicode61');
            CREATE TABLE facets (name TEXT NOT NULL, value TEXT NOT NULL, person INTEGER NOT NULL);""")

    def build(self, path):
        with open(path) as lines:
            for number, line in enumerate(lines, 1):
                profile = json.loads(line)
                title, rest = texts(profile)
                self.db.execute("INSERT INTO persons (rowid, title, rest, profile) VALUES (?,?,?,?)", (number, title, rest, line))
                rows = [(name, value, number) for name, values in facets(profile).items() for value in values]
                self.db.executemany("INSERT INTO facets VALUES (?,?,?)", rows)
        self.db.execute("CREATE INDEX by_value ON facets (name, value, person)")
        self.db.execute("CREATE INDEX by_person ON facets (person, name, value)")
        self.db.execute("INSERT INTO persons (persons) VALUES ('optimize')")
        self.db.execute("ANALYZE")
        self.db.commit()

    def size(self):
        return os.path.getsize(self.path)

    def match(self, asked):
        quote = lambda text: '"' + code(text) + '"'
        parts = [quote(word) for word in asked["all"]]
        if asked["any"]:
            parts.append("(" + " OR ".join(quote(word) for word in asked["any"]) + ")")
        if asked["phrase"]:
            parts.append(quote(asked["phrase"]))
        if asked["title"]:
            parts.append("title : " + quote(asked["title"]))
        if asked["prefix"]:
            parts.append(quote(asked["prefix"]) + " *")
        text = " AND ".join(parts)
        return f"({text}) NOT {quote(asked['none'])}" if asked["none"] else text

    def close(self):
        """A million persons take six times their JSON: the next engine needs the place."""
        self.db.close()
        os.remove(self.path)

    def ask(self, asked):
        where, values = ["persons MATCH ?"], [self.match(asked)]
        for name in ("country", "city"):
            if asked[name]:
                where.append("rowid IN (SELECT person FROM facets WHERE name = ? AND value = ?)")
                values += [name, fold(asked[name])]
        where = " AND ".join(where)
        self.db.execute("DROP TABLE IF EXISTS temp.found")
        self.db.execute(f"CREATE TEMP TABLE found AS SELECT rowid AS person, bm25(persons, 3.0, 1.0) AS score FROM persons WHERE {where}", values)
        total = self.db.execute("SELECT count(*) FROM found").fetchone()[0]
        self.db.execute("SELECT p.rowid, p.profile FROM (SELECT person FROM found ORDER BY score LIMIT 10) f JOIN persons p ON p.rowid = f.person").fetchall()
        for name in asked["facets"]:
            self.db.execute("""SELECT f.value, count(*) FROM found JOIN facets f ON f.person = found.person AND f.name = ?
                GROUP BY f.value ORDER BY 2 DESC, 1 LIMIT 50""", (name,)).fetchall()
        return total


class Postgres:
    """A server of its own in a folder, reached through psql, which stays open: one line in, one line out."""

    def __init__(self, folder):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        self.bin = found[-1] if found else os.path.dirname(shutil.which("initdb") or "")
        if not self.bin or not os.path.exists(os.path.join(self.bin, "initdb")):
            raise RuntimeError("initdb is missing: apt-get install postgresql")
        self.folder, self.port = os.path.join(folder, "pg"), "54329"
        os.makedirs(self.folder, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
            os.chmod(folder, 0o755)
        self.run(["initdb", "-D", self.folder, "-A", "trust", "-U", "bench", "--no-sync", "-E", "UTF8", "--locale=C"])
        options = "-c fsync=off -c shared_buffers=1GB -c work_mem=256MB -c maintenance_work_mem=1GB -c max_parallel_workers_per_gather=0 -c jit=off"
        self.run(["pg_ctl", "-D", self.folder, "-w", "-o", f"-p {self.port} -k {self.folder} {options}", "-l", os.path.join(self.folder, "log"), "start"])
        self.psql = subprocess.Popen(self.command("psql", "-h", self.folder, "-p", self.port, "-U", "bench", "-d", "postgres", "-qAt"),
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def command(self, program, *arguments):
        path = os.path.join(self.bin, program)
        path = path if os.path.exists(path) else program
        return (["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []) + [path, *arguments]

    def run(self, command):
        subprocess.run(self.command(*command), check=True, stdout=subprocess.DEVNULL)

    def do(self, sql):
        self.psql.stdin.write(sql.replace("\n", " ") + ";\n\\echo ===\n")
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            if line == "===\n":
                return lines
            lines.append(line.rstrip("\n"))
        raise RuntimeError("psql ended")

    def build(self, path):
        self.do("CREATE TABLE persons (no INTEGER, title TEXT, rest TEXT, profile TEXT); CREATE TABLE facets (name TEXT, value TEXT, person INTEGER)")
        escape = lambda text: text.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
        for table in ("persons", "facets"):
            self.psql.stdin.write(f"COPY {table} FROM STDIN;\n")
            # The pipe is flushed at every call that ends a line: many rows a call.
            rows = []
            with open(path) as lines:
                for number, line in enumerate(lines, 1):
                    profile = json.loads(line)
                    if table == "persons":
                        rows.append("\t".join([str(number), *texts(profile), escape(line.strip())]) + "\n")
                    else:
                        rows += [f"{name}\t{value}\t{number}\n" for name, values in facets(profile).items() for value in values]
                    if len(rows) >= 10_000:
                        self.psql.stdin.write("".join(rows))
                        rows.clear()
            self.psql.stdin.write("".join(rows))
            self.psql.stdin.write("\\.\n")
        self.do("ALTER TABLE persons ADD COLUMN words tsvector GENERATED ALWAYS AS "
                "(setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', rest), 'D')) STORED")
        self.do("CREATE INDEX ON persons USING gin (words); CREATE UNIQUE INDEX ON persons (no); CREATE INDEX ON facets (name, value, person); "
                "CREATE INDEX ON facets (person, name, value); VACUUM ANALYZE persons; VACUUM ANALYZE facets")

    def size(self):
        return int(self.do("SELECT pg_total_relation_size('persons') + pg_total_relation_size('facets')")[0])

    def match(self, asked):
        words = lambda text, tail="": "(" + " <-> ".join(word + tail for word in code(text).split()) + ")"
        parts = [words(word) for word in asked["all"]]
        if asked["any"]:
            parts.append("(" + " | ".join(words(word) for word in asked["any"]) + ")")
        if asked["phrase"]:
            parts.append(words(asked["phrase"]))
        if asked["title"]:
            parts.append(words(asked["title"], ":A"))
        if asked["prefix"]:
            parts.append(words(asked["prefix"], ":*"))
        if asked["none"]:
            parts.append("!" + words(asked["none"]))
        return " & ".join(parts)

    def ask(self, asked):
        where = [f"words @@ '{self.match(asked)}'::tsquery"]
        for name in ("country", "city"):
            if asked[name]:
                value = fold(asked[name]).replace("'", "''")
                where.append(f"no IN (SELECT person FROM facets WHERE name = '{name}' AND value = '{value}')")
        query = self.match(asked)
        sql = [f"CREATE TEMP TABLE found AS SELECT no AS person, ts_rank(words, '{query}'::tsquery) AS score FROM persons WHERE {' AND '.join(where)}",
               "SELECT count(*) FROM found",
               "SELECT p.no, p.profile FROM (SELECT person FROM found ORDER BY score DESC LIMIT 10) f JOIN persons p ON p.no = f.person"]
        for name in asked["facets"]:
            sql.append(f"SELECT f.value, count(*) FROM found JOIN facets f ON f.person = found.person AND f.name = '{name}' GROUP BY f.value ORDER BY 2 DESC, 1 LIMIT 50")
        lines = self.do("; ".join(sql) + "; DROP TABLE found")
        return int(lines[0])

    def close(self):
        self.psql.stdin.close()
        self.run(["pg_ctl", "-D", self.folder, "-m", "immediate", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


def peer(kind, folder, people, queries, json_size, totals):
    start = time.perf_counter()
    engine = kind(folder)
    try:
        engine.build(people)
        build = time.perf_counter() - start
        for asked in queries[:min(50, len(queries) // 4)]:
            engine.ask(asked)
        times, answers = [], []
        for asked in queries:
            start = time.perf_counter()
            answers.append(engine.ask(asked))
            times.append(time.perf_counter() - start)
        same = sum(left == right for left, right in zip(answers, totals))
        count = sum(1 for _ in open(people))
        told(kind.__name__, times, (build, count), engine.size(), json_size, extra=f"  totals equal: {same}/{len(totals)}")
        for asked, left, right in [row for row in zip(queries, answers, totals) if row[1] != row[2]][:3]:
            print(f"             {asked['text']!r} {asked['country']} {asked['city']}: {left}, Vitae {right}")
    finally:
        engine.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--vitae", default="target/release/search")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--keep", help="use this folder and keep it")
    options = parser.parse_args()
    if not os.path.exists(options.vitae):
        sys.exit(f"{options.vitae} is missing: cargo build --release -p vitae-benches --bin search")
    folder = options.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    people, asked = os.path.join(folder, "people.jsonl"), os.path.join(folder, "queries.jsonl")
    with open(people, "w") as out:
        subprocess.run([options.vitae, "people", str(options.count)], stdout=out, check=True)
    with open(asked, "w") as out:
        subprocess.run([options.vitae, "plain", str(options.queries)], stdout=out, check=True)
    queries, json_size = [json.loads(line) for line in open(asked)], os.path.getsize(people)
    print(f"{options.count} persons, {json_size / 1e6:.0f} MB of JSON, {len(queries)} queries, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    index = os.path.join(folder, "index")
    shutil.rmtree(index, ignore_errors=True)
    print(subprocess.run([options.vitae, "index", people, index], check=True, capture_output=True, text=True).stdout, end="", flush=True)
    answer = subprocess.run([options.vitae, "ask", index, asked], check=True, capture_output=True, text=True)
    print(answer.stderr, end="", flush=True)
    totals = [int(line) for line in answer.stdout.split()]
    for _ in range(3):
        print(subprocess.run([options.vitae, "cold", index, "rust engineer berlin"], check=True, capture_output=True, text=True).stdout, end="", flush=True)
    if not options.no_peers:
        peer(Sqlite, folder, people, queries, json_size, totals)
        if options.postgres:
            try:
                peer(Postgres, folder, people, queries, json_size, totals)
            except (RuntimeError, subprocess.CalledProcessError, FileNotFoundError) as error:
                print(f"Postgres     left out: {error}")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
