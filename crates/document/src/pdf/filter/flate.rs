//! Deflate with its state reused from stream to stream.

use flate2::{Decompress, FlushDecompress, Status};

/// Inflates streams one after another.
#[derive(Default)]
pub(in crate::pdf) struct Inflater {
    /// Made for the first stream: its window is as large as a small document.
    state: Option<Decompress>,
}

impl std::fmt::Debug for Inflater {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inflater")
    }
}

impl Inflater {
    /// Appends the inflated `data` to `out`, at most `limit` bytes. Damaged data gives what came before the damage; data without
    /// a zlib header is taken for raw deflate.
    pub(super) fn inflate(&mut self, data: &[u8], limit: usize, out: &mut Vec<u8>) {
        let start = out.len();
        // Some producers put a line end between the keyword and the data twice.
        let skip = data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let data = data.get(skip..).unwrap_or_default();
        // Behind its header the data is read without the checksum at its end, which a stream that is damaged is read in spite of.
        match data {
            [method, flags, rest @ ..] if is_header(*method, *flags) => self.run(rest, false, limit, out),
            _ => self.run(data, true, limit, out),
        }
        if out.len() == start && data.len() > 2 {
            self.run(data, false, limit, out);
        }
        if out.len() == start && data.len() > 2 {
            self.run(&data[2..], false, limit, out);
        }
    }

    fn run(&mut self, data: &[u8], with_header: bool, limit: usize, out: &mut Vec<u8>) {
        let state = self.state.get_or_insert_with(|| Decompress::new(with_header));
        state.reset(with_header);
        let end = out.len().saturating_add(limit);
        let mut room = (data.len().saturating_mul(4)).max(4096);
        loop {
            out.reserve(room.min(end - out.len()));
            let before = (state.total_in(), out.len());
            let input = data.get(before.0 as usize..).unwrap_or_default();
            // "Finish" spares the copy of the latest 32 KiB that another call would look back into: most streams end within one.
            let status = state.decompress_vec(input, out, FlushDecompress::Finish);
            if out.len() >= end {
                out.truncate(end);
                return;
            }
            let moved = (state.total_in(), out.len()) != before;
            if !moved || !matches!(status, Ok(Status::Ok | Status::BufError)) {
                return;
            }
            room = out.len().max(4096);
        }
    }
}

/// Whether a zlib stream begins with these bytes: deflate, a window of at most 32 KiB, no dictionary (RFC 1950, 2.2).
fn is_header(method: u8, flags: u8) -> bool {
    method & 0x0F == 8 && method >> 4 <= 7 && flags & 0x20 == 0 && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn stops_at_the_limit_and_keeps_what_precedes_damage() {
        let plain: Vec<u8> = (0..200_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 20).to_le_bytes()).collect();
        let packed = deflated(&plain);
        let mut inflater = Inflater::default();
        let mut out = Vec::new();
        inflater.inflate(&packed, usize::MAX >> 1, &mut out);
        assert!(out == plain);
        out.clear();
        inflater.inflate(&packed, 1000, &mut out);
        assert!(out == plain[..1000]);
        out.clear();
        inflater.inflate(&packed[..packed.len() / 2], usize::MAX >> 1, &mut out);
        assert!(out.len() > 1000 && plain.starts_with(&out));
    }

    #[test]
    fn raw_deflate_is_taken_too() {
        let packed = deflated(b"a line of text");
        let mut out = Vec::new();
        Inflater::default().inflate(&packed[2..], 100, &mut out);
        assert_eq!(out, b"a line of text");
    }
}
