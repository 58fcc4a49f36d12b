#!/usr/bin/env python3
"""Times text extraction of MuPDF, PDFium and Poppler beside Vitae on the same files, in the same run, and compares the words.

usage: benches/peers.py [--install] [--rounds N] [--profile NAME] [FILE.pdf ...]        default: the PDF files of corpus/resumes

Needs `cargo`; of the peers it takes those it finds and names the others. `--install` fetches them first:
  MuPDF    pip install pymupdf
  PDFium   pip install pypdfium2
  Poppler  apt-get install poppler-utils (pdftotext)

Time. In every round every reader reads every file once, all of them a file before any goes on to the next; of all rounds the fastest time of
each file counts. Vitae, MuPDF and PDFium live in one process each from beginning to end. `in a batch` is what `vitae parse --jobs 1`
does with all files together, timed after each round; the fastest round counts. Poppler's library has no binding of its own, so
`pdftotext` is started for each file; what starting costs is left out in a further row, where one process reads all files joined to one
(`pdfunite`, which refuses enciphered files; not timed). `ms/file` is the mean, `ratio` the sum of times against MuPDF's (or the first peer's).

Comparison. Every text is treated alike, Vitae's too, before its words (runs of letters and digits) are counted:
  - case, accents (combining or beside their letter, as TeX overprints them), ligatures and characters without width are folded away;
  - a hyphen between letters goes, with the end of a line behind it: whether it was printed for the line or for the word is not asked;
  - three or more single letters with one blank between them are one word: the letters of a spaced out heading.

Words. The consensus of a file are the words that at least two of the three peers have, as often as two of them have them; of two peers what
both have. `words` is the F1 of a reader's bag of words against it, the mean over files.

Order. Where two peers agree on the order of at least 98 % of their words, the consensus is what those two have in the same order, and
`order` the share of it that a reader has in that order. MuPDF and PDFium keep the order in which a file was drawn, Poppler goes by place:
where Poppler agrees with one of them, nobody doubts the order, and the file counts as one of a single column (`single`, the mean of
`order` over these).

Files whose words or order fall below the goals are named, with the case in tests/cases/document/pdf whose note gives the reason.
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
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Two peers that agree on as much of the order leave no doubt about it.
AGREED = 0.98
# What falls below needs a reason.
GOALS = {"words": 0.97, "order": 0.98}
CASES = ROOT / "tests/cases/document/pdf"
# Soft and hard hyphens, and what PDFium puts for one at the end of a line.
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\u2011\ufffe\x02]\s*(?=[^\W\d_])")
SPACED = re.compile(r"(?<!\w)[^\W\d_](?:[ \u00a0][^\W\d_]){2,}(?!\w)")


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
        raise ImportError("no program 'pdftotext'")
    version = subprocess.run([program, "-v"], capture_output=True, text=True).stderr.split()[2]

    def read(file, data):
        return subprocess.run([program, "-", "-"], input=data, capture_output=True).stdout.decode("utf-8", "replace")

    return version, read


class Vitae:
    """One process that answers a path with a line of JSON: the times of one run, and the text."""

    def __init__(self, profile):
        command = ["cargo", "build", "--quiet", "--profile", profile, "-p", "vitae-benches", "--bin", "time", "--message-format=json"]
        built = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        self.program = next(json.loads(line)["executable"] for line in reversed(built) if '"executable":"' in line)
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, file):
        self.process.stdin.write(f"{file}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def batch(self, files):
        """Milliseconds that all files take together."""
        done = subprocess.run([self.program, "--batch", *map(str, files)], stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(done.stdout)["batch_ms"]


def joined(files, folder):
    """One PDF of all files, or None: Poppler without starting a process for each."""
    if not shutil.which("pdfunite"):
        print("left out: Poppler, all files in one (no program 'pdfunite')", file=sys.stderr)
        return None
    target = pathlib.Path(folder) / "all.pdf"
    done = subprocess.run(["pdfunite", *map(str, files), str(target)], capture_output=True, text=True)
    if done.returncode:
        print(f"left out: Poppler, all files in one (pdfunite: {done.stderr.strip()})", file=sys.stderr)
        return None
    return target


def folded(text):
    """Without case, accents and characters that have no width."""
    kept = (letter for letter in text if letter == "\u00ad" or unicodedata.category(letter) not in ("Sk", "Cf") and letter not in "ˆˇ")
    apart = unicodedata.normalize("NFKD", "".join(kept))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def words(text):
    whole = SPACED.sub(lambda found: re.sub(r"\s", "", found[0]), HYPHEN.sub("", folded(text)))
    return re.findall(r"[^\W_]+", whole)


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
    """What the two peers that agree most have in the same order, or None where they leave a doubt; and whether one of two goes by place."""
    best, share, is_single = None, AGREED, False
    for (name, one), (rival, other) in itertools.combinations(texts.items(), 2):
        common = in_order(one, other)
        agreement = 2 * len(common) / max(1, len(one) + len(other))
        if agreement >= AGREED:
            is_single |= any("Poppler" in either for either in (name, rival))
        if agreement >= share:
            best, share = common, agreement
    return best, is_single


class Row:
    def __init__(self, name, count, speaks=True):
        self.name, self.speaks = name, speaks
        self.times, self.texts = [float("inf")] * count, [[]] * count

    def add(self, index, milliseconds, text):
        self.times[index] = min(self.times[index], milliseconds)
        self.texts[index] = words(text)

    def judge(self, bags, orders):
        """F1 of the words of each file, the share of the order where there is one, and the shares of files of a single column."""
        self.f1 = [f1(collections.Counter(text), bag) for text, bag in zip(self.texts, bags)]
        self.order = [order and len(in_order(order, text)) / len(order) for text, (order, _) in zip(self.texts, orders)]
        self.single = [share for share, (_, is_single) in zip(self.order, orders) if is_single]


def mean_and_lowest(shares):
    return f" {sum(shares) / len(shares):7.4f} {min(shares):7.4f}" if shares else f" {'–':>7} {'–':>7}"


def reason(file):
    """The case whose note speaks of this file of the corpus."""
    if file.parent != ROOT / "corpus/resumes":
        return "not of the corpus"
    number = re.compile(rf"\b{file.name[:3]}\b")
    named = [note.parent.name for note in sorted(CASES.glob("*/note.md")) if number.search(note.read_text(encoding="utf-8"))]
    return f"see {named[0]}" if named else "NO REASON IS WRITTEN"


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
            print(f"left out: {name} ({error}; --install fetches it)", file=sys.stderr)
    reading, parsing = Row("Vitae, text with positions", len(files)), Row("Vitae, profile with evidence", len(files), speaks=False)
    vitae = Vitae(arguments.profile)
    # Of these the file of all is joined, and their times it is compared with.
    plain = [index for index, content in enumerate(data) if b"/Encrypt" not in content]
    whole, batch = [], float("inf")
    with tempfile.TemporaryDirectory() as folder:
        one = joined([files[index] for index in plain], folder) if any("Poppler" in row.name for row, _ in peers) else None
        for _ in range(arguments.rounds):
            for index, (file, content) in enumerate(zip(files, data)):
                for row, read in peers:
                    started = time.perf_counter()
                    text = read(file, content)
                    row.add(index, (time.perf_counter() - started) * 1000, text)
                line = vitae.ask(file)
                reading.add(index, line["read_ms"], line["text"])
                parsing.add(index, line["parse_ms"], line["text"])
            batch = min(batch, vitae.batch(files))
            if one:
                started = time.perf_counter()
                subprocess.run(["pdftotext", str(one), "-"], capture_output=True)
                whole.append((time.perf_counter() - started) * 1000)
    return [row for row, _ in peers], reading, parsing, batch, (min(whole), plain) if whole else None


def report(peers, reading, parsing, batch, whole, files):
    count = len(files)
    # Without peers Vitae is its own reference: the times are told, the agreement says nothing.
    references = peers or [reading]
    bags = [consensus_bag([collections.Counter(row.texts[index]) for row in references]) for index in range(count)]
    orders = [consensus_order({row.name: row.texts[index] for row in references}) for index in range(count)]
    total = sum(references[0].times)
    columns = ("ms/file", "median", "ratio", "words", "lowest", "order", "lowest", "single", "lowest")
    print(f"{'':32}" + "".join(f" {column:>7}" for column in columns))
    for row in [*peers, reading, parsing]:
        line = f"{row.name:32} {sum(row.times) / count:7.3f} {sorted(row.times)[count // 2]:7.3f} {sum(row.times) / total:7.3f}"
        if row.speaks and peers:
            row.judge(bags, orders)
            line += "".join(map(mean_and_lowest, (row.f1, [share for share in row.order if share is not None], row.single)))
        print(line)
    print(f"{'Vitae, profiles in a batch':32} {batch / count:7.3f} {'':7} {batch / total:7.3f}")
    if whole is not None:
        milliseconds, joint = whole
        share = milliseconds / sum(references[0].times[index] for index in joint)
        print(f"{f'Poppler, {len(joint)} files in one':32} {milliseconds / len(joint):7.3f} {'':7} {share:7.3f}")
    if not peers:
        print("\nNo peer is there to compare words with.")
        return
    print("\nCompared without case, accents, ligatures, hyphens between letters, and blanks between spaced out letters.")
    agreed, single = sum(order is not None for order, _ in orders), sum(is_single for _, is_single in orders)
    print(f"Of {count} files, two peers agree on the order of {agreed}; {single} of them are of a single column.")
    for what, values in (("words", reading.f1), ("order", reading.order)):
        low = sorted((value, file) for value, file in zip(values, files) if value is not None and value < GOALS[what])
        print(f"Vitae's {what} below {GOALS[what]}: {len(low) or 'none'}")
        for value, file in low:
            print(f"  {value:.4f} {file.name}: {reason(file)}")


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
