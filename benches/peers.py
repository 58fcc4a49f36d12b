#!/usr/bin/env python3
"""Times text extraction of MuPDF, PDFium and Poppler beside Vitae on the same files, in the same run, and compares the words.

usage: benches/peers.py [--install] [--rounds N] [--profile NAME] [FILE.pdf ...]        default: the PDF files of corpus/resumes

Needs `cargo`; of the peers it takes those it finds and names the others. `--install` fetches them first:
  MuPDF    pip install pymupdf
  PDFium   pip install pypdfium2
  Poppler  apt-get install poppler-utils (pdftotext)

Time. In every round every reader reads every file once, all of them a file before any goes on to the next; of all rounds the fastest time of
each file counts. Vitae, MuPDF and PDFium live in one process each from beginning to end. Poppler's library has no binding of its own, so
`pdftotext` is started for each file; what starting costs is left out in a further row, where one process reads all files joined to one
(`pdfunite`, not timed). `ms/file` is the mean, `ratio` the sum of times against MuPDF's (or the first peer's).

Words. The consensus of a file are the words (runs of letters and digits, lower case) at least two of the three peers have, as often as two
of them have them; of two peers what both have. `words` is the F1 of a reader's bag of words against it, the mean over files. Where two peers
agree on the order of at least 98 % of their words, nobody doubts the order and the file counts as one of a single column; the consensus
then is what those two have in the same order, and `order` the share of it that a reader has in that order. The lowest files are named.
"""
import argparse
import collections
import difflib
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Two peers that agree on as much of the order leave no doubt about it.
AGREED = 0.98
# The issue of a file whose words or order fall below is worth a look.
LOWEST = 5


def mupdf():
    import pymupdf

    def read(file, data):
        document = pymupdf.open(stream=data, filetype="pdf")
        if document.needs_pass:
            document.authenticate("")
        return "\n".join(page.get_text() for page in document)

    return pymupdf.mupdf_version, read


def pdfium():
    import pypdfium2

    def read(file, data):
        document = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_range() for page in document)

    return str(pypdfium2.version.PDFIUM_INFO).split("@")[0], read


def poppler():
    program = shutil.which("pdftotext")
    if not program:
        raise ImportError("no pdftotext")
    version = subprocess.run([program, "-v"], capture_output=True, text=True).stderr.split()[2]

    def read(file, data):
        return subprocess.run([program, "-", "-"], input=data, capture_output=True).stdout.decode("utf-8", "replace")

    return version, read


class Vitae:
    """One process that answers a path with a line of JSON: the times of one run, and the text."""

    def __init__(self, profile):
        command = ["cargo", "build", "--quiet", "--profile", profile, "-p", "vitae-benches", "--bin", "time", "--message-format=json"]
        built = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        program = next(json.loads(line)["executable"] for line in reversed(built) if '"executable":"' in line)
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, file):
        self.process.stdin.write(f"{file}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def joined(files, folder):
    """One PDF of all files, or None: Poppler without starting a process for each."""
    if not shutil.which("pdfunite") or len(files) < 2:
        return None
    target = pathlib.Path(folder) / "all.pdf"
    done = subprocess.run(["pdfunite", *map(str, files), str(target)], capture_output=True).returncode == 0
    return target if done else None


def words(text):
    return re.findall(r"[^\W_]+", text.lower())


def f1(ours, theirs):
    common = sum((ours & theirs).values())
    return 2 * common / max(1, sum(ours.values()) + sum(theirs.values()))


def consensus_bag(bags):
    """As often as two of the peers have each word; the only peer's words where there is one."""
    if len(bags) == 1:
        return bags[0]
    return collections.Counter({word: sorted((bag[word] for bag in bags), reverse=True)[1] for word in set().union(*bags)})


def in_order(one, other):
    """The words that both have in the same order."""
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [word for block in blocks for word in one[block.a : block.a + block.size]]


def consensus_order(texts):
    """What the two peers that agree most have in the same order, or None where they leave a doubt."""
    best, share = None, AGREED
    for one, other in itertools.combinations(texts, 2):
        common = in_order(one, other)
        if one and other and 2 * len(common) / (len(one) + len(other)) >= share:
            best, share = common, 2 * len(common) / (len(one) + len(other))
    return best


class Row:
    def __init__(self, name, count, speaks=True):
        self.name, self.speaks = name, speaks
        self.times, self.texts = [float("inf")] * count, [[]] * count

    def add(self, index, milliseconds, text):
        self.times[index] = min(self.times[index], milliseconds)
        self.texts[index] = words(text)

    def judge(self, bags, orders):
        """F1 of the words of each file, and the share of the order where there is one."""
        self.f1 = [f1(collections.Counter(text), bag) for text, bag in zip(self.texts, bags)]
        self.order = [order and len(in_order(order, text)) / len(order) for text, order in zip(self.texts, orders)]


def install():
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "pymupdf", "pypdfium2"], check=True)
    if not shutil.which("pdftotext"):
        subprocess.run(["apt-get", "install", "--yes", "poppler-utils"], check=True)


def measure(arguments, files):
    data = [file.read_bytes() for file in files]
    peers = []
    for name, make in (("MuPDF", mupdf), ("PDFium", pdfium), ("Poppler", poppler)):
        try:
            version, read = make()
            peers.append((Row(f"{name} {version}", len(files)), read))
        except ImportError as error:
            print(f"left out: {name} ({error})", file=sys.stderr)
    reading, parsing = Row("Vitae, text with positions", len(files)), Row("Vitae, profile with evidence", len(files), speaks=False)
    vitae = Vitae(arguments.profile)
    whole = []
    with tempfile.TemporaryDirectory() as folder:
        one = joined(files, folder) if any("Poppler" in row.name for row, _ in peers) else None
        for _ in range(arguments.rounds):
            for index, (file, content) in enumerate(zip(files, data)):
                for row, read in peers:
                    started = time.perf_counter()
                    text = read(file, content)
                    row.add(index, (time.perf_counter() - started) * 1000, text)
                line = vitae.ask(file)
                reading.add(index, line["read_ms"], line["text"])
                parsing.add(index, line["parse_ms"], line["text"])
            if one:
                started = time.perf_counter()
                subprocess.run(["pdftotext", str(one), "-"], capture_output=True)
                whole.append((time.perf_counter() - started) * 1000)
    return [row for row, _ in peers], reading, parsing, min(whole, default=None)


def report(peers, reading, parsing, whole, files):
    count = len(files)
    # Without peers Vitae is its own reference: the times are told, the agreement says nothing.
    references = peers or [reading]
    bags = [consensus_bag([collections.Counter(row.texts[index]) for row in references]) for index in range(count)]
    orders = [consensus_order([row.texts[index] for row in references]) for index in range(count)]
    total = sum(references[0].times)
    print(f"{'':32} {'ms/file':>9} {'median':>9} {'ratio':>7} {'words':>7} {'lowest':>7} {'order':>7} {'lowest':>7}")
    for row in [*peers, reading, parsing]:
        line = f"{row.name:32} {sum(row.times) / count:9.3f} {sorted(row.times)[count // 2]:9.3f} {sum(row.times) / total:7.3f}"
        if row.speaks:
            row.judge(bags, orders)
            line += f" {sum(row.f1) / count:7.4f} {min(row.f1):7.4f}"
            shares = [share for share in row.order if share is not None]
            line += f" {sum(shares) / len(shares):7.4f} {min(shares):7.4f}" if shares else ""
        print(line)
    if whole is not None:
        print(f"{'Poppler, all files in one':32} {whole / count:9.3f} {'':9} {whole / total:7.3f}")
    print(f"\n{sum(order is not None for order in orders)} of {count} files are of a single column.")
    for what, values in (("words", reading.f1), ("order", reading.order)):
        lowest = sorted((value, file.name) for value, file in zip(values, files) if value is not None)[:LOWEST]
        print(f"Vitae's lowest {what}: " + ", ".join(f"{value:.4f} {name}" for value, name in lowest))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="fetch the peers first")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", default="release", help="the profile that Vitae is built in")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.install:
        install()
    files = [file.resolve() for file in arguments.files] or sorted((ROOT / "corpus/resumes").glob("*.pdf"))
    results = measure(arguments, files)
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{len(files)} files, {size:.1f} MB, {arguments.rounds} rounds\n")
    report(*results, files)


if __name__ == "__main__":
    main()
