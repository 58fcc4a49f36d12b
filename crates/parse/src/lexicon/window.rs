//! Short stretches of a text, all of them asked at once.

/// Places that are looked at at once.
const BLOCK: usize = 64;

/// Whether `holds` of six bytes in a row of `text`, which stands between blanks, wherever the second of them stands.
///
/// Where a number begins and how long it is cannot be foreseen by a processor: every place is asked, and `holds` should do without branches.
pub(crate) fn any_window(text: &str, holds: impl Fn([u8; 6]) -> bool) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).step_by(BLOCK).any(|start| {
        // One byte more in front, and four behind.
        let mut block = [b' '; BLOCK + 5];
        let near = &bytes[start.saturating_sub(1)..bytes.len().min(start + BLOCK + 4)];
        let from = usize::from(start == 0);
        block[from..from + near.len()].copy_from_slice(near);
        (0..BLOCK)
            .fold(false, |any, at| any | holds([block[at], block[at + 1], block[at + 2], block[at + 3], block[at + 4], block[at + 5]]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_asked() {
        for before in [0, 1, 58, 63, 64, 65, 127, 200] {
            for after in [0, 1, 4, 70] {
                let text = "-".repeat(before) + "1" + &"-".repeat(after);
                assert!(any_window(&text, |[_, first, ..]| first == b'1'), "{text}");
                assert!(any_window(&text, |[first, second, third, ..]| (first == b'1') | (second == b'1') & (third == b' ')), "{text}");
                assert!(!any_window(&text, |[_, first, second, ..]| (first == b'1') & (second == b'1')), "{text}");
            }
        }
        assert!(!any_window("", |_| true) && any_window("a", |window| &window == b" a    "));
    }
}
