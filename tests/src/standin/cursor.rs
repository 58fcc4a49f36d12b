//! Page identifiers that tell a client nothing and break when they are not percent-encoded.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Turns digits into `+` and `/`.
const MASK: u8 = 0xcb;

/// Hides the last identifier of a page.
pub(super) fn encode(last: &str) -> String {
    let masked: Vec<u8> = last.bytes().map(|byte| byte ^ MASK).collect();
    let mut text = String::new();
    for chunk in masked.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let symbol = ALPHABET[(bits >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= chunk.len() { char::from(symbol) } else { '=' });
        }
    }
    text
}

/// The identifier in a page identifier, if it is one.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut masked = Vec::new();
    if text.is_empty() || !text.len().is_multiple_of(4) {
        return None;
    }
    for chunk in text.as_bytes().chunks(4) {
        let n_symbols = chunk.iter().take_while(|symbol| **symbol != b'=').count();
        let mut bits = 0_u32;
        for symbol in &chunk[..n_symbols] {
            bits = bits << 6 | ALPHABET.iter().position(|known| known == symbol)? as u32;
        }
        bits <<= 6 * (4 - n_symbols);
        masked.extend_from_slice(&bits.to_be_bytes()[1..n_symbols.max(1)]);
    }
    let plain = masked.iter().map(|byte| byte ^ MASK).collect();
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_survive_and_need_encoding() {
        let mut all = String::new();
        for id in ["a", "ab", "abc", "3f0b7c9e-5a1d-4e0a-9b53-0a6d1f2c4e11"] {
            let page = encode(id);
            assert_eq!(decode(&page).as_deref(), Some(id), "{page}");
            all.push_str(&page);
        }
        assert!(['+', '/', '='].iter().all(|symbol| all.contains(*symbol)), "{all}");
        assert_eq!((decode(""), decode("a b="), decode("abc")), (None, None, None));
    }
}
