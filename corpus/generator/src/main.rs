//! Writes labelled résumés into a folder: `html/`, `docx/` and `truth/`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vitae_generator::layout::{Layout, Medium};
use vitae_generator::{Order, compose::Document, docx, html, make};

const USAGE: &str = "usage: vitae-generator --out DIR [--count N] [--seed S] [--language xx] [--layouts FIRST+COUNT] [--held|--mixed]";

#[expect(clippy::print_stderr, reason = "a tool that makes data tells what went wrong")]
fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (out, order) = arguments(std::env::args().skip(1))?;
    for folder in ["html", "docx", "truth"] {
        std::fs::create_dir_all(out.join(folder))?;
    }
    let mut failed = None;
    make(&order, |layout, document| {
        if failed.is_none() {
            failed = write(&out, layout, &document).err();
        }
    });
    failed.map_or(Ok(()), Err)
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<(PathBuf, Order), Box<dyn Error>> {
    let mut out = None;
    let mut order = Order { count: 100, seed: 1, language: None, layouts: (0, 240), held: false, mixed: false };
    while let Some(name) = given.next() {
        if name == "--held" || name == "--mixed" {
            *(if name == "--held" { &mut order.held } else { &mut order.mixed }) = true;
            continue;
        }
        let value = given.next().ok_or(USAGE)?;
        match name.as_str() {
            "--out" => out = Some(PathBuf::from(value)),
            "--count" => order.count = value.parse()?,
            "--seed" => order.seed = value.parse()?,
            "--language" => order.language = Some(value),
            "--layouts" => {
                let (first, count) = value.split_once('+').ok_or(USAGE)?;
                order.layouts = (first.parse()?, count.parse()?);
            }
            _ => return Err(USAGE.into()),
        }
    }
    Ok((out.ok_or(USAGE)?, order))
}

#[expect(clippy::disallowed_methods, reason = "this program's whole purpose is to write these files")]
fn write(out: &Path, layout: &Layout, document: &Document) -> Result<(), Box<dyn Error>> {
    let stem = &document.stem;
    match layout.medium {
        Medium::Chromium | Medium::Weasy => std::fs::write(out.join(format!("html/{stem}.html")), html::write(&document.sheet, layout))?,
        Medium::Docx | Medium::Office => std::fs::write(out.join(format!("docx/{stem}.docx")), docx::write(&document.sheet, layout)?)?,
    }
    std::fs::write(out.join(format!("truth/{stem}.json")), serde_json::to_string_pretty(&document.truth)?)?;
    Ok(())
}
