#!/usr/bin/env python3
"""Prints what the generator wrote: DIR/html and DIR/docx to DIR/files.

usage: print.py DIR [--jobs N]

A file's layout name says what prints it: `chromium-*` by headless Chromium, `weasy-*` by WeasyPrint, `docx-*` is copied
as it is, `office-*` by LibreOffice. Files that exist already are left. Needs chromium, playwright and weasyprint (pip) and
soffice; where one is missing its files, and their truth, are left out and told.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def chromium(sources: list[Path], folder: Path) -> list[str]:
    """Prints all pages with one browser: starting it takes longer than a page."""
    from playwright.sync_api import Error, sync_playwright

    failures: list[str] = []
    margins = dict.fromkeys(["top", "right", "bottom", "left"], "0.4in")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        except Error as error:
            return [f"chromium: {error}"]
        page = browser.new_page()
        for source in sources:
            try:
                page.goto(source.as_uri())
                target = str(folder / f"{source.stem}.pdf")
                page.pdf(path=target, print_background=True, prefer_css_page_size=True, margin=margins, tagged=True, outline=False)
            except Error as error:
                failures.append(f"{source.name}: {error}")
        browser.close()
    return failures


def weasy(source: Path, folder: Path) -> list[str]:
    """Prints a page in a process of its own: some pages are laid out for ever."""
    command = [sys.executable, "-m", "weasyprint", str(source), str(folder / f"{source.stem}.pdf")]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        return [f"{source.name}: {error}"]
    return []


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

    pages = [source for source in sorted((folder / "html").glob("*.html")) if not (files / f"{source.stem}.pdf").exists()]
    try:
        failures += chromium([source for source in pages if medium(source) == "chromium"], files)
    except ImportError as error:
        failures.append(f"chromium: {error}")
    with ThreadPoolExecutor(options.jobs) as pool:
        told = pool.map(lambda source: weasy(source, files), [source for source in pages if medium(source) == "weasy"])
        failures += [failure for failures in told for failure in failures]
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
