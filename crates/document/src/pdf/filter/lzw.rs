//! LZW as PDF and TIFF use it: codes of 9 to 12 bits, most significant bit first.

const CLEAR: usize = 256;
const END: usize = 257;

/// Appends the decoded `data` to `out`, at most `limit` bytes. `early` says that code widths grow one code early (the default).
pub(super) fn decode(data: &[u8], early: bool, limit: usize, out: &mut Vec<u8>) {
    let end = out.len().saturating_add(limit);
    // Each code stands for a stretch of the output: where it starts and its length.
    let mut stretches: Vec<(usize, usize)> = Vec::with_capacity(4096);
    let mut previous: Option<(usize, usize)> = None;
    let mut bits = Bits { data, buffer: 0, available: 0 };
    while out.len() < end {
        let next_code = END + 1 + stretches.len() + usize::from(previous.is_some()) + usize::from(early);
        let width = match next_code {
            ..=512 => 9,
            513..=1024 => 10,
            1025..=2048 => 11,
            _ => 12,
        };
        let Some(code) = bits.take(width) else { return };
        if code == END {
            return;
        }
        if code == CLEAR {
            stretches.clear();
            previous = None;
            continue;
        }
        let start = out.len();
        match code {
            0..=255 => out.push(code as u8),
            _ if code - END - 1 < stretches.len() => {
                let (from, length) = stretches[code - END - 1];
                out.extend_from_within(from..from + length);
            }
            // The code being defined right now: the previous stretch and its first byte again.
            _ => {
                let Some((from, length)) = previous else { return };
                out.extend_from_within(from..from + length);
                out.push(out[from]);
            }
        }
        if let Some((from, length)) = previous.filter(|_| stretches.len() < 4096 - END - 1) {
            // The previous stretch and the byte that followed it lie side by side in the output.
            stretches.push((from, length + 1));
        }
        previous = Some((start, out.len() - start));
    }
    out.truncate(end);
}

struct Bits<'a> {
    data: &'a [u8],
    buffer: u32,
    available: u32,
}

impl Bits<'_> {
    fn take(&mut self, width: u32) -> Option<usize> {
        while self.available < width {
            let (&byte, rest) = self.data.split_first()?;
            self.data = rest;
            self.buffer = self.buffer << 8 | u32::from(byte);
            self.available += 8;
        }
        self.available -= width;
        Some((self.buffer >> self.available & ((1 << width) - 1)) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        // ISO 32000-1, 7.4.4.2.
        let mut out = Vec::new();
        decode(&[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01], true, 100, &mut out);
        assert_eq!(out, [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn wide_codes_agree_with_an_encoder() {
        let plain: Vec<u8> = (0..60_000_u32).map(|n| ((n * n) >> 7) as u8).collect();
        let mut dictionary: std::collections::BTreeMap<Vec<u8>, u32> = (0..=255_u8).map(|byte| (vec![byte], u32::from(byte))).collect();
        let (mut bits, mut next, mut word) = (vec![(256_u32, 9)], 258_u32, Vec::new());
        let width = |next: u32| match next + 1 {
            ..=512 => 9,
            513..=1024 => 10,
            1025..=2048 => 11,
            _ => 12,
        };
        for &byte in &plain {
            let mut longer = word.clone();
            longer.push(byte);
            if dictionary.contains_key(&longer) {
                word = longer;
                continue;
            }
            bits.push((dictionary[&word], width(next)));
            if next < 4094 {
                dictionary.insert(longer, next);
                next += 1;
            } else {
                bits.push((256, width(next)));
                dictionary.retain(|word, _| word.len() == 1);
                next = 258;
            }
            word = vec![byte];
        }
        bits.push((dictionary[&word], width(next)));
        bits.push((257, width(next + 1)));
        let mut packed = Vec::new();
        let (mut buffer, mut available) = (0_u64, 0);
        for (code, width) in bits {
            buffer = buffer << width | u64::from(code);
            available += width;
            while available >= 8 {
                available -= 8;
                packed.push((buffer >> available) as u8);
            }
        }
        packed.push((buffer << (8 - available)) as u8);
        let mut out = Vec::new();
        decode(&packed, true, usize::MAX >> 1, &mut out);
        assert_eq!(out.len(), plain.len());
        assert!(out == plain);
    }
}
