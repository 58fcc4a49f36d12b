#!/usr/bin/env python3
"""Compares the words Vitae reads from office files with those LibreOffice shows.

usage: benches/office.py [--as odt|rtf|doc|html] [--release] [--list] [FILE ...]        default: the DOCX files of corpus/resumes

Needs `cargo` and LibreOffice Writer (`soffice`; Debian: libreoffice-writer-nogui); `pdftotext` (poppler-utils) adds what LibreOffice's
text export leaves out: headers, footers and text boxes. With --as, LibreOffice first converts the files to that format, and both
programs read the result. Conversions are kept in target/office.

Per file, words counted as a bag: `recall` the share of LibreOffice's words that Vitae has, `order` the share of those that stand in the
same order, `more` Vitae's words that LibreOffice shows neither as text nor on its pages, `pages` words on the pages that Vitae lacks.
"""
import argparse
import collections
import difflib
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "target/office"
FILTERS = {"txt": "txt:Text (encoded):UTF8,LF", "rtf": "rtf:Rich Text Format", "doc": "doc:MS Word 97", "html": "html:HTML (StarWriter)"}


def convert(files, ending):
    """The files in another format, by the name of each; those LibreOffice cannot open are missing."""
    folder = KEPT / ending
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        wanted[file] = folder / f"{file.stem}-{digest}.{ending}"
    missing = [file for file, result in wanted.items() if not result.exists()]
    staged = KEPT / "staged"
    for start in range(0, len(missing), 20):
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir()
        copies = [shutil.copy(file, staged / (wanted[file].stem + file.suffix)) for file in missing[start : start + 20]]
        command = ["soffice", f"-env:UserInstallation={(KEPT / 'profile').as_uri()}", "--headless", "--convert-to"]
        subprocess.run([*command, FILTERS.get(ending, ending), "--outdir", folder, *copies], capture_output=True, timeout=600, check=False)
    shutil.rmtree(staged, ignore_errors=True)
    return {file: result for file, result in wanted.items() if result.exists()}


def shown(file):
    """The text on the pages of a PDF."""
    command = ["pdftotext", "-enc", "UTF-8", "-nopgbrk", file, "-"]
    return subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace")


def vitae(files, release):
    """Milliseconds to read, and the text, of each file, from one process."""
    profile = ["--release"] if release else []
    command = ["cargo", "run", "--quiet", *profile, "-p", "vitae-benches", "--bin", "time", "--", *map(str, files)]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    return re.findall(r"[^\W_]+", text.lower())


def in_order(theirs, ours):
    """How many words stand in both, in the same order."""
    return sum(block.size for block in difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks())


class Comparison:
    def __init__(self, ours, text, pages):
        ours, text, pages = words(ours), words(text), words(pages)
        bags = [collections.Counter(bag) for bag in (ours, text, pages)]
        # Lines break words on a page, so there a word counts as present wherever its letters stand in a row.
        joined, joined_pages = "".join(ours), "".join(pages)
        self.count = len(text)
        self.common = sum((bags[0] & bags[1]).values())
        self.ordered = in_order(text, ours) if self.common else 0
        self.lost = bags[1] - bags[0]
        more = bags[0] - (bags[1] | bags[2])
        self.more = collections.Counter({word: count for word, count in more.items() if word not in joined_pages})
        # A header stands on every page but once in the file, so pages tell only which words there are.
        self.off = sorted(word for word in set(bags[2]) - set(bags[0]) if word not in joined)

    def row(self, name):
        recall = self.common / max(1, self.count)
        order = self.ordered / max(1, self.common)
        return f"{name:58.58} {self.count:6} {recall:7.4f} {order:7.4f} {sum(self.more.values()):5} {len(self.off):5}"

    def words(self):
        for label, found in (("lost", self.lost), ("more", self.more), ("pages", self.off)):
            if found:
                yield f"    {label}: {' '.join(found)[:300]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--as", dest="ending", choices=["odt", "rtf", "doc", "html"])
    parser.add_argument("--release", action="store_true", help="time an optimised build")
    parser.add_argument("--list", action="store_true", help="print the words that differ")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    if not shutil.which("soffice"):
        sys.exit("left out: LibreOffice (no soffice in the path); install libreoffice-writer-nogui")
    has_poppler = bool(shutil.which("pdftotext"))
    if not has_poppler:
        print("left out: pages (no pdftotext in the path)", file=sys.stderr)
    files = [file.resolve() for file in arguments.files] or sorted((ROOT / "corpus/resumes").glob("*.docx"))
    if arguments.ending:
        files = sorted(convert(files, arguments.ending).values())
    texts = convert(files, "txt")
    pages = convert(files, "pdf") if has_poppler else {}

    print(f"{'':58} {'words':>6} {'recall':>7} {'order':>7} {'more':>5} {'pages':>5}")
    compared, times = [], []
    for file, line in zip(files, vitae(files, arguments.release)):
        times.append(line["read_ms"])
        if file not in texts:
            print(f"{file.name:58.58} not opened by LibreOffice")
            continue
        page = shown(pages[file]) if file in pages else ""
        comparison = Comparison(line["text"], texts[file].read_text("utf-8", "replace"), page)
        compared.append(comparison)
        print(comparison.row(file.name))
        if arguments.list:
            print(*comparison.words(), sep="\n", end="\n" if any(comparison.words()) else "")
    count, common = sum(c.count for c in compared), sum(c.common for c in compared)
    ordered, more = sum(c.ordered for c in compared), sum(sum(c.more.values()) for c in compared)
    median = sorted(times)[len(times) // 2] if times else 0
    print(f"\n{len(compared)} files, {count} words: recall {common / max(1, count):.4f}, in order {ordered / max(1, common):.4f}, ", end="")
    print(f"more {more / max(1, count):.4f}; median {median:.3f} ms a file{'' if arguments.release else ' (not optimised)'}")


if __name__ == "__main__":
    main()
