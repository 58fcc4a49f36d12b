//! Web archives (MHT) and mails: the HTML part inside. Sources: RFC 2045, 2046, 2557.

use std::borrow::Cow;

use memchr::memmem;

/// Parts inside parts inside parts are no web archive.
const DEEPEST: usize = 8;
/// Parts that are looked at.
const MOST_PARTS: usize = 256;

/// The HTML part of an archive, decoded from its transfer encoding, and the charset its header names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) body: Cow<'a, [u8]>,
    pub(super) charset: Option<String>,
    pub(super) is_html: bool,
}

/// Finds the HTML part, or else the plain text part, of a message.
pub(super) fn find(message: &[u8]) -> Option<Part<'_>> {
    let mut plain = None;
    let mut waiting = vec![(message, 0)];
    let mut looked_at = 0;
    while let Some((bytes, depth)) = waiting.pop() {
        looked_at += 1;
        if looked_at > MOST_PARTS {
            break;
        }
        let (header, body) = split(bytes);
        let header = Header::parse(header);
        let kind = header.kind.to_ascii_lowercase();
        if kind.starts_with("multipart/") && depth < DEEPEST {
            let parts = header.boundary.as_deref().map(|boundary| parts(body, boundary)).unwrap_or_default();
            waiting.extend(parts.into_iter().rev().map(|part| (part, depth + 1)));
        } else if kind == "text/html" || kind == "application/xhtml+xml" {
            return Some(Part { body: header.decode(body), charset: header.charset, is_html: true });
        } else if kind == "text/plain" && plain.is_none() {
            plain = Some(Part { body: header.decode(body), charset: header.charset, is_html: false });
        }
    }
    plain
}

/// Header and body, which an empty line separates.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let crlf = memmem::find(bytes, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memmem::find(bytes, b"\n\n").map(|at| (at, at + 2));
    let (end, start) = match (crlf, lf) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b).unwrap_or((bytes.len(), bytes.len())),
    };
    (&bytes[..end], &bytes[start..])
}

fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let delimiter = format!("--{boundary}");
    let starts: Vec<usize> = memmem::find_iter(body, delimiter.as_bytes()).take(MOST_PARTS).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(body.len()));
    let inside = |(start, end): (usize, usize)| {
        let part = &body[start + delimiter.len()..end];
        // The closing delimiter has no part behind it.
        (!part.starts_with(b"--")).then(|| part.trim_ascii_start())
    };
    starts.iter().copied().zip(ends).filter_map(inside).collect()
}

#[derive(Debug, Default)]
struct Header {
    kind: String,
    charset: Option<String>,
    boundary: Option<String>,
    encoding: String,
}

impl Header {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(16 << 10)]).replace("\r\n", "\n");
        // A line that begins with white space goes on with the one above.
        let unfolded = text.replace("\n ", " ").replace("\n\t", " ");
        let mut header = Self::default();
        for (name, value) in unfolded.lines().filter_map(|line| line.split_once(':')) {
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => header.read_type(value),
                "content-transfer-encoding" => header.encoding = value.trim().to_ascii_lowercase(),
                _ => {}
            }
        }
        header
    }

    fn read_type(&mut self, value: &str) {
        let mut fields = value.split(';');
        self.kind = fields.next().unwrap_or_default().trim().to_owned();
        for (name, value) in fields.filter_map(|field| field.split_once('=')) {
            let value = value.trim().trim_matches('"').to_owned();
            match name.trim().to_ascii_lowercase().as_str() {
                "charset" => self.charset = Some(value),
                "boundary" => self.boundary = Some(value),
                _ => {}
            }
        }
    }

    fn decode<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        match self.encoding.as_str() {
            "quoted-printable" => Cow::Owned(quoted_printable(body)),
            "base64" => Cow::Owned(base64(body)),
            _ => Cow::Borrowed(body),
        }
    }
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let rest = &body[at..];
        let digit = |index: usize| rest.get(index).and_then(|byte| char::from(*byte).to_digit(16));
        if let (Some(high), Some(low)) = (digit(0), digit(1)) {
            out.push((high * 16 + low) as u8);
            at += 2;
        } else if rest.starts_with(b"\r\n") {
            at += 2;
        } else if rest.starts_with(b"\n") {
            at += 1;
        } else {
            out.push(byte);
        }
    }
    out
}

fn base64(body: &[u8]) -> Vec<u8> {
    let value = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = body.iter().take_while(|byte| **byte != b'=').filter_map(value).collect();
    let mut out = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0u32, |bits, digit| (bits << 6) | u32::from(*digit)) << (6 * (4 - group.len()));
        out.extend(bits.to_be_bytes()[1..].iter().take(group.len().saturating_sub(1)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings_are_undone() {
        assert_eq!(quoted_printable(b"Caf=C3=A9 =\r\non 5=5"), "Café on 5=5".as_bytes());
        assert_eq!(base64(b"SmFuZSBE\r\nb2U="), b"Jane Doe");
        assert_eq!(base64(b"SmFuZQ=="), b"Jane");
    }

    #[test]
    fn the_html_part_is_found_inside_others() {
        let message = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"outer\"\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n\
            --inner\r\nContent-Type: text/plain\r\n\r\nplain\r\n--inner\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p>Zo=C3=AB</p>\r\n--inner--\r\n--outer\r\nContent-Type: image/png\r\n\r\nx\r\n--outer--\r\n";
        let part = find(message).expect("there is an HTML part");
        assert_eq!(part.charset.as_deref(), Some("utf-8"));
        assert!(part.body.starts_with("<p>Zoë</p>".as_bytes()));
    }
}
