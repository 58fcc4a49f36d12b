#!/usr/bin/env python3
"""Prints what the generator wrote: DIR/html and DIR/docx to DIR/files.

usage: print.py DIR [--jobs N]

A file's layout name says what prints it: `chromium-*` by headless Chromium, `weasy-*` by WeasyPrint, `docx-*` is copied
as it is, `office-*` by LibreOffice. Files that exist already are left. Needs chromium, weasyprint (pip) and soffice;
where one is missing its files, and their truth, are left out and told.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def chromium(source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}"]
        subprocess.run([*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True, timeout=90)


def weasy(source: Path, target: Path) -> None:
    import weasyprint

    weasyprint.HTML(filename=str(source)).write_pdf(str(target))


def office(sources: list[Path], folder: Path) -> None:
    """Converts in batches: starting LibreOffice takes longer than a document."""
    for start in range(0, len(sources), 40):
        with tempfile.TemporaryDirectory() as profile:
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf", "--outdir", str(folder)]
            subprocess.run([*command, *map(str, sources[start : start + 40])], check=True, capture_output=True, timeout=600)


def medium(path: Path) -> str:
    return path.stem.split("--", 1)[1].split("-", 1)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    folder = options.dir.resolve()
    files = folder / "files"
    files.mkdir(exist_ok=True)
    failures: list[str] = []

    def page(source: Path) -> None:
        target = files / f"{source.stem}.pdf"
        if target.exists():
            return
        try:
            (chromium if medium(source) == "chromium" else weasy)(source, target)
        except (OSError, ImportError, subprocess.SubprocessError) as error:
            failures.append(f"{source.name}: {error}")

    pages = sorted((folder / "html").glob("*.html"))
    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(page, [source for source in pages if medium(source) == "chromium"]))
    for source in pages:  # WeasyPrint runs in this process, one after the other
        if medium(source) == "weasy":
            page(source)
    wordy = sorted((folder / "docx").glob("*.docx"))
    for source in wordy:
        if medium(source) == "docx":
            shutil.copyfile(source, files / source.name)
    try:
        office([source for source in wordy if medium(source) == "office" and not (files / f"{source.stem}.pdf").exists()], files)
    except (OSError, subprocess.SubprocessError) as error:
        failures.append(f"soffice: {error}")
    printed = {path.stem for path in files.iterdir()}
    for truth in (folder / "truth").glob("*.json"):
        if truth.stem not in printed:
            failures.append(f"{truth.stem}: not printed, truth removed")
            truth.unlink()
    print("\n".join(failures) or f"{len(printed)} files in {files}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
