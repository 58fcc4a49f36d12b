//! The two ASCII filters and run lengths.

use crate::pdf::lexer;

/// Hexadecimal digits up to `>`.
pub(super) fn hexadecimal(data: &[u8], limit: usize, out: &mut Vec<u8>) {
    let mut digits = data.iter().take_while(|byte| **byte != b'>').filter_map(|byte| lexer::digit(*byte));
    for _ in 0..limit {
        let Some(high) = digits.next() else { return };
        out.push(high << 4 | digits.next().unwrap_or(0));
    }
}

/// Five characters for four bytes, `z` for four zeros, up to `~>`.
pub(super) fn base85(data: &[u8], limit: usize, out: &mut Vec<u8>) {
    let end = out.len().saturating_add(limit);
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let (mut value, mut count) = (0_u32, 0);
    for &byte in data.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if count == 0 => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
            }
            _ => continue,
        }
        if count == 5 {
            out.extend_from_slice(&value.to_be_bytes());
            (value, count) = (0, 0);
        }
        if out.len() >= end {
            out.truncate(end);
            return;
        }
    }
    if count > 1 {
        for _ in count..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        out.extend_from_slice(&value.to_be_bytes()[..count - 1]);
    }
}

/// Length bytes, each followed by that many bytes or by one to repeat.
pub(super) fn run_lengths(data: &[u8], limit: usize, out: &mut Vec<u8>) {
    let end = out.len().saturating_add(limit);
    let mut rest = data;
    while let [length, tail @ ..] = rest {
        if *length == 128 || out.len() >= end {
            break;
        }
        if *length < 128 {
            let count = (usize::from(*length) + 1).min(tail.len());
            out.extend_from_slice(&tail[..count]);
            rest = &tail[count..];
        } else {
            let Some((byte, tail)) = tail.split_first() else { break };
            out.resize(out.len() + 257 - usize::from(*length), *byte);
            rest = tail;
        }
    }
    out.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(decoder: fn(&[u8], usize, &mut Vec<u8>), data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        decoder(data, 1000, &mut out);
        out
    }

    #[test]
    fn ascii_forms_decode() {
        assert_eq!(decoded(hexadecimal, b"48 65 6c 6C 6f7>junk"), b"Hellop");
        assert_eq!(decoded(base85, b"<~87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(decoded(base85, b"z87cUR~>"), b"\0\0\0\0Hell");
        assert_eq!(decoded(run_lengths, &[2, b'a', b'b', b'c', 254, b'x', 128, 9]), b"abcxxx");
    }

    #[test]
    fn limits_hold() {
        let mut out = Vec::new();
        run_lengths(&[129, b'x', 129, b'x'], 10, &mut out);
        assert_eq!(out.len(), 10);
        out.clear();
        base85(b"zzzzzz", 10, &mut out);
        assert_eq!(out.len(), 10);
    }
}
