#!/usr/bin/env python3
"""Fills fuzz/corpus/<target> with seeds from the corpus and the cases of this repository.

usage: fuzz/seeds.py [FOLDER ...]        further folders with résumés to take apart

Compression hides what a file holds from a fuzzer. So a PDF is also given with its streams inflated, and its content streams, CMaps and font
programs go to the targets for those; an archive gives its parts. Seeds are named by their digest: running this again adds nothing twice.
"""
import hashlib
import io
import pathlib
import re
import sys
import zipfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
HERE = pathlib.Path(__file__).resolve().parent
# Longer seeds teach little and slow every mutation of them down.
LONGEST = 48 << 10
STREAM = re.compile(rb"<<((?:[^<>]|<(?!<)|>(?!>)|<<[^<>]*>>)*)>>\s*stream\r?\n(.*?)\r?\n?endstream", re.S)

DOCX_PARTS = ["document.xml", "styles.xml", "numbering.xml", "_rels/document.xml.rels", "header1.xml", "footnotes.xml"]
ODT_PARTS = ["content.xml", "styles.xml", "meta.xml"]


def seed(target, data):
    if not 0 < len(data) <= LONGEST:
        return
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def inflated(head, data):
    """The stream's content where it is deflated and nothing else, or None."""
    if b"/FlateDecode" not in head or b"/DecodeParms" in head or b"/Image" in head:
        return None
    try:
        return zlib.decompressobj().decompress(data, 1 << 20)
    except zlib.error:
        return None


def font_kind(head, data):
    """The number by which the target `font` knows the kind of program in `data`."""
    if b"/Type1C" in head:
        return 1
    if b"/CIDFontType0C" in head or b"/OpenType" in head:
        return 4
    if data.startswith(b"%!"):
        return 0
    return 3 if data[:4] in (b"\0\1\0\0", b"true") else None


def pdf(data):
    seed("any", data)
    seed("pdf", data.split(b"\n", 1)[-1])
    maps, fonts = [], []
    open_streams = bytearray()
    end = 0
    for found in STREAM.finditer(data):
        head, content = found.group(1), inflated(found.group(1), found.group(2))
        plain = found.group(2) if content is None else content
        if b"begincmap" in plain:
            maps.append(plain)
        elif re.search(rb"\bBT\b.*\bT[jJ]\b", plain, re.S):
            seed("content", plain)
        elif (kind := font_kind(head, plain)) is not None:
            fonts.append((kind, plain))
        if content is not None and len(content) < LONGEST // 2:
            open_streams += data[end : found.start()] + b"<<" + head.replace(b"/FlateDecode", b"[]") + b">>\nstream\n" + content + b"\nendstream"
            end = found.end()
    seed("pdf", bytes(open_streams + data[end:]).split(b"\n", 1)[-1])
    for kind, program in fonts:
        font(kind, maps[0] if maps else b"", program)
    for content in maps:
        font(3, content, b"")
        font(4, content, b"")


def font(kind, content, program):
    content = content[:0xFFFF]
    seed("font", bytes([kind]) + len(content).to_bytes(2, "big") + content + program)


def archive(data):
    seed("any", data)
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        read = lambda name: parts.read(name) if name in parts.namelist() and parts.getinfo(name).file_size < 1 << 20 else b""
        if "content.xml" in parts.namelist():
            joined("odt", [read(name) for name in ODT_PARTS])
        else:
            joined("docx", [read("word/" + name) for name in DOCX_PARTS])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        pass


def binary_word(data):
    """The streams of a compound file, found through its table of sectors. Small streams lie in a file of their own inside it."""
    number = lambda at: int.from_bytes(data[at : at + 4], "little")
    sector = lambda index: data[512 * (index + 1) : 512 * (index + 2)]
    table = b"".join(sector(number(0x4C + 4 * index)) for index in range(min(number(0x2C), 109)))

    def chain(index, table, piece):
        out, seen = [], set()
        while index < 0xFFFFFFF0 and index not in seen and 4 * index < len(table):
            seen.add(index)
            out.append(piece(index))
            index = int.from_bytes(table[4 * index : 4 * index + 4], "little")
        return b"".join(out)

    directory = chain(number(0x30), table, sector)
    entries = {}
    for at in range(0, len(directory), 128):
        entry = directory[at : at + 128]
        name = entry[: max(0, int.from_bytes(entry[64:66], "little") - 2)].decode("utf-16-le", "replace")
        entries[name] = int.from_bytes(entry[116:120], "little"), int.from_bytes(entry[120:124], "little")
    inside = chain(entries.get("Root Entry", (0xFFFFFFFE, 0))[0], table, sector)
    small = chain(number(0x3C), table, sector)

    def stream(name):
        start, size = entries.get(name, (0xFFFFFFFE, 0))
        if size < 4096:
            return chain(start, small, lambda index: inside[64 * index : 64 * index + 64])[:size]
        return chain(start, table, sector)[:size]

    main = stream("WordDocument")[:0xFFFF]
    seed("doc", len(main).to_bytes(2, "little") + main + (stream("1Table") or stream("0Table")))


def joined(target, parts):
    """All parts, and the first alone: what stands in one part is quickly found there."""
    parts = [part.replace(b"\0", b"") for part in parts]
    seed(target, b"\0".join(parts))
    seed(target, parts[0])


def take(data):
    seed("any", data)
    if data.startswith(b"%PDF"):
        pdf(data)
    elif data.startswith(b"PK"):
        archive(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        binary_word(data)
    elif data.startswith(b"{\\rtf"):
        seed("rtf", re.sub(rb"^\{\\rtf1?(\\ansi)? ?", b"", data))
    elif re.match(rb"\s*(<!doctype|<html|mime-version|content-type)", data, re.I):
        seed("html", data)
    else:
        seed("text", data)
        seed("resume", data)


def texts():
    """What a careful reader finds in the labelled résumés, as lines."""
    for file in sorted((ROOT / "tests/truth").glob("*.json")):
        lines = re.sub(r'["{}\[\],]|^\s+', "", file.read_text(), flags=re.M)
        seed("resume", re.sub(r"\n+", "\n", lines).encode())


def main():
    folders = [ROOT / "corpus/resumes", ROOT / "tests/cases", *map(pathlib.Path, sys.argv[1:])]
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            is_seed = folder.name != "cases" or file.name.startswith("input.") or "hostile" in file.parts
            if file.is_file() and is_seed and file.stat().st_size < 1 << 20:
                take(file.read_bytes())
    texts()
    for folder in sorted((HERE / "corpus").iterdir()):
        files = list(folder.iterdir())
        print(f"{folder.name:8} {len(files):5} seeds {sum(file.stat().st_size for file in files) >> 10:6} KiB")


if __name__ == "__main__":
    main()
