//! ZIP archives taken apart and put together again.

use std::io::{Cursor, Read, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

use super::change::{Changes, change};
use crate::random::Random;

/// Parts that no reader of text opens are not worth a change.
const READ: [&str; 3] = [".xml", ".rels", "mimetype"];
/// Larger parts are bombs already.
const LARGEST: u64 = 1 << 20;

/// The parts of an archive, in its order.
#[derive(Debug)]
pub(super) struct Archive {
    parts: Vec<(String, Vec<u8>)>,
}

impl Archive {
    /// Inflates all parts; nothing where that is not possible.
    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        if archive.len() > 100 {
            return None;
        }
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index(index).ok()?;
            let name = entry.name().ok()?.into_owned();
            let mut content = Vec::new();
            entry.take(LARGEST).read_to_end(&mut content).ok()?;
            parts.push((name, content));
        }
        (!parts.is_empty()).then_some(Self { parts })
    }

    /// The largest part, which is nearly always the text.
    pub(super) fn largest(&self) -> &[u8] {
        self.parts.iter().map(|(_, content)| content.as_slice()).max_by_key(|content| content.len()).unwrap_or_default()
    }

    /// The archive with one or two of its parts changed.
    pub(super) fn mutated(&self, changes: &Changes<'_>, random: &mut Random) -> Vec<u8> {
        let readable: Vec<usize> = (0..self.parts.len()).filter(|&part| READ.iter().any(|end| self.parts[part].0.ends_with(end))).collect();
        let chosen = [random.pick(&readable), random.pick(&readable)];
        let main = self.parts.iter().position(|(name, _)| name.ends_with("document.xml") || name.ends_with("content.xml"));
        // Half of the time the text itself is among them.
        let chosen = if random.chance(0.5) { [main.unwrap_or(chosen[0]), chosen[1]] } else { [chosen[0], chosen[0]] };
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
        for (number, (name, content)) in self.parts.iter().enumerate() {
            writer.start_file(name.as_str(), options).expect("the names come from an archive");
            let mut content = content.clone();
            if chosen.contains(&number) {
                change(&mut content, changes, random);
            }
            writer.write_all(&content).expect("memory can be written");
        }
        writer.finish().expect("memory can be written").into_inner()
    }
}
