//! The documents that mutants are made of.

use std::path::Path;

use super::archive::Archive;
use super::change::{Changes, change};
use crate::random::Random;
use crate::{corpus, root, written};

/// Larger documents teach nothing that smaller ones do not.
const LARGEST: usize = 256 << 10;

/// A changed file.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The file it was made of, as a path in this repository.
    pub origin: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The documents that mutants are made of.
#[derive(Debug)]
pub struct Pool {
    /// First the corpus, then the cases.
    seeds: Vec<Seed>,
    /// How many of them are of the corpus.
    resumes: usize,
}

#[derive(Debug)]
struct Seed {
    name: String,
    bytes: Vec<u8>,
    inside: Inside,
}

/// What compression hides.
#[derive(Debug)]
enum Inside {
    Nothing,
    /// The parts of an archive.
    Parts(Archive),
    /// A PDF whose streams are inflated.
    Open(Vec<u8>),
}

impl Pool {
    /// Loads the corpus and the inputs of all cases.
    ///
    /// # Panics
    /// Where one of them is missing.
    #[must_use]
    pub fn load() -> Self {
        let mut paths = corpus::documents();
        for topic in ["document", "hostile"] {
            inputs(&root().join("tests/cases").join(topic), &mut paths);
        }
        let seeds: Vec<Seed> = paths.iter().map(|path| Seed::load(path)).filter(|seed| seed.bytes.len() <= LARGEST).collect();
        let resumes = seeds.iter().filter(|seed| seed.name.starts_with("corpus")).count();
        assert!(resumes > 40 && seeds.len() - resumes > 40, "only {resumes} of {} documents found", seeds.len());
        Self { seeds, resumes }
    }

    /// Makes mutant `index` of `seed`; neither depends on which were made before.
    #[must_use]
    pub fn mutant(&self, seed: u64, index: u64) -> Mutant {
        let mut random = Random::new(seed, index + 1);
        // Cases are small and of every format, résumés are what users send: half each.
        let range = if random.chance(0.5) { 0..self.resumes } else { self.resumes..self.seeds.len() };
        let origin = &self.seeds[range.start + random.below(range.len())];
        let other = &self.seeds[random.below(self.seeds.len())];
        let changes = Changes { other: other.open_bytes() };
        let bytes = match &origin.inside {
            Inside::Parts(archive) if random.chance(0.7) => archive.mutated(&changes, &mut random),
            Inside::Open(open) if random.chance(0.6) => mutated(open, &changes, &mut random),
            _ => mutated(&origin.bytes, &changes, &mut random),
        };
        Mutant { origin: origin.name.clone(), bytes }
    }
}

fn mutated(bytes: &[u8], changes: &Changes<'_>, random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    change(&mut bytes, changes, random);
    bytes
}

impl Seed {
    #[expect(clippy::disallowed_methods, reason = "documents lie in files")]
    fn load(path: &Path) -> Self {
        let name = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned();
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let bytes = if name.ends_with(".pdf.txt") { written::pdf(&String::from_utf8_lossy(&bytes)) } else { bytes };
        let inside = if bytes.starts_with(b"PK") {
            Archive::unpack(&bytes).map_or(Inside::Nothing, Inside::Parts)
        } else if bytes.starts_with(b"%PDF") {
            open_pdf(&bytes).map_or(Inside::Nothing, Inside::Open)
        } else {
            Inside::Nothing
        };
        Self { name, bytes, inside }
    }

    /// The bytes to take pieces from.
    fn open_bytes(&self) -> &[u8] {
        match &self.inside {
            Inside::Nothing => &self.bytes,
            Inside::Parts(archive) => archive.largest(),
            Inside::Open(open) => open,
        }
    }
}

/// The same PDF without compression.
fn open_pdf(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut document = lopdf::Document::load_mem(bytes).ok()?;
    document.decompress();
    let mut open = Vec::new();
    document.save_to(&mut open).ok()?;
    Some(open)
}

/// All files called `input.*` below `folder`, sorted.
fn inputs(folder: &Path, paths: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut children: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    children.sort();
    for child in children {
        if child.is_dir() {
            inputs(&child, paths);
        } else if child.file_name().is_some_and(|name| name.to_string_lossy().starts_with("input.")) {
            paths.push(child);
        }
    }
}
