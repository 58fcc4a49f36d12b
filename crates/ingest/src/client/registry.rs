//! The limiters of this process, one per credential.
//!
//! The provider counts per credential, not per account or connection; accounts that share a key share its limits.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::{Digest, Sha256};

use super::limiter::Limiter;

/// Names a credential at a host without holding it.
type Fingerprint = [u8; 32];

static LIMITERS: Mutex<Vec<(Fingerprint, Weak<Limiter>)>> = Mutex::new(Vec::new());

/// The limiter of `key` at `host`: the one in use, else a new one for `rate` and `concurrent`.
pub(super) fn limiter(host: &str, key: &str, rate: f64, concurrent: usize) -> Arc<Limiter> {
    let mut digest = Sha256::new();
    digest.update(host.len().to_le_bytes());
    digest.update(host);
    digest.update(key);
    let fingerprint: Fingerprint = digest.finalize().into();
    let mut limiters = LIMITERS.lock().unwrap_or_else(PoisonError::into_inner);
    limiters.retain(|(_, limiter)| limiter.strong_count() > 0);
    if let Some(known) = limiters.iter().find(|(other, _)| *other == fingerprint).and_then(|(_, limiter)| limiter.upgrade()) {
        return known;
    }
    let made = Arc::new(Limiter::new(rate, concurrent));
    limiters.push((fingerprint, Arc::downgrade(&made)));
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_at_one_host_has_one_limiter() {
        let first = limiter("https://a.example.com", "key", 10.0, 8);
        assert!(Arc::ptr_eq(&first, &limiter("https://a.example.com", "key", 10.0, 8)));
        assert!(!Arc::ptr_eq(&first, &limiter("https://a.example.com", "other", 10.0, 8)));
        assert!(!Arc::ptr_eq(&first, &limiter("https://b.example.com", "key", 10.0, 8)));
    }
}
