//! Signatures of notifications.

use ring::hmac;

use crate::account::ApiKey;

/// The scheme understood here: HMAC with SHA-256, in hexadecimal digits.
const SCHEME: &str = "v1=";

/// The headers a signature covers, literally as they came; a missing one counts as empty.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signed<'a> {
    pub(super) timestamp: &'a str,
    pub(super) event_id: &'a str,
    pub(super) event_name: &'a str,
    pub(super) event_version: &'a str,
    pub(super) link: &'a str,
    pub(super) body: &'a [u8],
}

impl Signed<'_> {
    /// Whether one of the signatures in `header`, such as `v1=…;v1=…`, was made with one of `keys`.
    ///
    /// Several stand there while keys overlap; other schemes are passed over. Compared in constant time.
    pub(super) fn is_signed_by(&self, header: &str, keys: &[ApiKey]) -> bool {
        let message = self.message();
        let signatures = header.split(';').filter_map(|part| from_hex(part.trim().strip_prefix(SCHEME)?));
        let mut signed = false;
        for signature in signatures {
            for key in keys {
                let key = hmac::Key::new(hmac::HMAC_SHA256, key.expose().as_bytes());
                signed |= hmac::verify(&key, &message, &signature).is_ok();
            }
        }
        signed
    }

    fn message(&self) -> Vec<u8> {
        let parts: [&[u8]; 6] = [
            self.timestamp.as_bytes(),
            self.body,
            self.event_id.as_bytes(),
            self.event_name.as_bytes(),
            self.event_version.as_bytes(),
            self.link.as_bytes(),
        ];
        parts.join(&b'.')
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| if let &[high, low] = pair { Some(digit(high)? << 4 | digit(low)?) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector that the provider publishes.
    const PUBLISHED: Signed<'_> = Signed {
        timestamp: "1574080897",
        event_id: "123",
        event_name: "application.created",
        event_version: "v201910",
        link: "<http://smartrecruiters.com/endpoint>; rel=self",
        body: br#"{"job_id":"jid","candidate_id":"cid"}"#,
    };
    const SIGNATURE: &str = "v1=2e9291f10d44ca10204a4cd81b05d73b6a316b2b605d4e2e0e0b37b40198ce1f";

    fn key() -> ApiKey {
        ApiKey::new("HeBVky2bccvvkcXPimH8c")
    }

    #[test]
    fn the_published_vector_is_accepted_also_among_others() {
        assert!(PUBLISHED.is_signed_by(SIGNATURE, &[key()]));
        assert!(PUBLISHED.is_signed_by(&format!("v0=abc; v1=00ff;{SIGNATURE}"), &[ApiKey::new("older"), key()]));
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(!PUBLISHED.is_signed_by(SIGNATURE, &[]));
        assert!(!PUBLISHED.is_signed_by(SIGNATURE, &[ApiKey::new("other")]));
        assert!(!PUBLISHED.is_signed_by(&SIGNATURE.replace("v1", "v2"), &[key()]));
        assert!(!PUBLISHED.is_signed_by("", &[key()]));
        assert!(!PUBLISHED.is_signed_by("v1=", &[key()]));
        assert!(!PUBLISHED.is_signed_by("v1=é", &[key()]));
        let changed = Signed { body: br#"{"job_id":"jid","candidate_id":"other"}"#, ..PUBLISHED };
        assert!(!changed.is_signed_by(SIGNATURE, &[key()]));
    }
}
