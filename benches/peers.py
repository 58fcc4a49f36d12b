#!/usr/bin/env python3
"""Times text extraction of MuPDF, PDFium and Poppler beside Vitae on the same files, in the same run.

usage: benches/peers.py [--rounds N] [FILE.pdf ...]        default: the PDF files of corpus/resumes

Needs `cargo`; of the peers it takes those it finds and names the others:
  MuPDF    pip install pymupdf
  PDFium   pip install pypdfium2
  Poppler  the program pdftotext (its time includes starting a process)

Per file the fastest of all rounds counts. `ms/file` is the mean over files, `ratio` the sum of times against MuPDF's, `words` the share of
words (as a bag) on which a program agrees with MuPDF. Rounds are interleaved, so that a busy machine slows everybody.
"""
import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def mupdf():
    import pymupdf

    def read(data):
        document = pymupdf.open(stream=data, filetype="pdf")
        if document.needs_pass:
            document.authenticate("")
        return "\n".join(page.get_text() for page in document)

    return pymupdf.mupdf_version, read


def pdfium():
    import pypdfium2

    def read(data):
        document = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_range() for page in document)

    return str(pypdfium2.version.PDFIUM_INFO).split("@")[0], read


def poppler():
    program = shutil.which("pdftotext")
    if not program:
        raise ImportError("no pdftotext")
    version = subprocess.run([program, "-v"], capture_output=True, text=True).stderr.split()[2]

    def read(data):
        return subprocess.run([program, "-", "-"], input=data, capture_output=True).stdout.decode("utf-8", "replace")

    return version, read


def vitae(files):
    """Milliseconds to read and to parse, and the text, of each file, from one process."""
    command = ["cargo", "run", "--quiet", "--release", "-p", "vitae-benches", "--bin", "time", "--", *map(str, files)]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def bag(text):
    return collections.Counter(re.findall(r"[^\W_]+", text.lower()))


def agreement(ours, theirs):
    common = sum((ours & theirs).values())
    return 2 * common / max(1, sum(ours.values()) + sum(theirs.values()))


class Row:
    def __init__(self, name, count):
        self.name, self.times, self.bags = name, [float("inf")] * count, [None] * count

    def add(self, index, milliseconds, text):
        self.times[index] = min(self.times[index], milliseconds)
        self.bags[index] = bag(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    files = [file.resolve() for file in arguments.files] or sorted((ROOT / "corpus/resumes").glob("*.pdf"))
    data = [file.read_bytes() for file in files]

    peers, rows = [], []
    for name, make in (("MuPDF", mupdf), ("PDFium", pdfium), ("Poppler", poppler)):
        try:
            version, read = make()
        except ImportError as error:
            print(f"left out: {name} ({error})", file=sys.stderr)
            continue
        row = Row(f"{name} {version}", len(files))
        peers.append((row, read))
        rows.append(row)
    reading, parsing = Row("Vitae, text with positions", len(files)), Row("Vitae, profile with evidence", len(files))
    rows += [reading, parsing]

    for _ in range(arguments.rounds):
        for row, read in peers:
            for index, content in enumerate(data):
                started = time.perf_counter()
                text = read(content)
                row.add(index, (time.perf_counter() - started) * 1000, text)
        for index, line in enumerate(vitae(files)):
            reading.add(index, line["read_ms"], line["text"])
            parsing.add(index, line["parse_ms"], line["text"])

    reference = rows[0]
    total = sum(reference.times)
    print(f"{len(files)} files, {sum(map(len, data)) / 1e6:.1f} MB, {arguments.rounds} rounds, against {reference.name}\n")
    print(f"{'':32} {'ms/file':>9} {'median':>9} {'ratio':>7} {'words':>7}")
    for row in rows:
        agree = sum(agreement(ours, theirs) for ours, theirs in zip(row.bags, reference.bags)) / len(files)
        median = sorted(row.times)[len(files) // 2]
        print(f"{row.name:32} {sum(row.times) / len(files):9.3f} {median:9.3f} {sum(row.times) / total:7.3f} {agree:7.3f}")


if __name__ == "__main__":
    main()
