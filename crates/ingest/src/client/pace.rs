//! How long answers take, by kind of request.

use std::time::Duration;

/// Answers of a kind that must have been seen before the soonest of them says something: the first ones wait for connections.
const ENOUGH: u32 = 32;

/// Kinds that are told apart; further ones are measured by the soonest of all.
const MOST_KINDS: usize = 32;

/// Requests that give a server about the same work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    segments: usize,
    word: u64,
}

/// The soonest answers lately.
#[derive(Debug, Default)]
pub(super) struct Paces {
    all: Pace,
    kinds: Vec<(Kind, Pace)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Pace {
    soonest: Duration,
    seen: u32,
}

impl Kind {
    /// The kind of a path: how long it is, and its last segment where that is a word and no identifier.
    pub(crate) fn of(path: &str) -> Self {
        let last = path.rsplit('/').next().unwrap_or_default();
        let word = if last.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') { last } else { "" };
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self { segments: path.split('/').count(), word: hash }
    }
}

impl Paces {
    /// How much later than the soonest an answer came, at most, that took so long. All of it while too few were seen.
    pub(super) fn lateness(&mut self, kind: Kind, took: Duration) -> Duration {
        let of_all = self.all.note(took);
        let known = self.kinds.iter_mut().find(|(known, _)| *known == kind);
        let of_kind = match known {
            Some((_, pace)) => pace.note(took),
            None => {
                if self.kinds.len() < MOST_KINDS {
                    self.kinds.push((kind, Pace { soonest: took, seen: 1 }));
                }
                None
            }
        };
        took.saturating_sub(of_kind.or(of_all).unwrap_or_default())
    }
}

impl Pace {
    /// Notes an answer; the soonest, once enough were seen.
    fn note(&mut self, took: Duration) -> Option<Duration> {
        // It grows slowly, so that one lucky answer does not count for ever.
        self.soonest = if self.seen == 0 { took } else { took.min(self.soonest + self.soonest / 256) };
        self.seen = self.seen.saturating_add(1);
        (self.seen >= ENOUGH).then_some(self.soonest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn identifiers_make_no_kinds() {
        assert_eq!(Kind::of("/candidates/1f-2"), Kind::of("/candidates/9B"));
        assert_ne!(Kind::of("/candidates/1f-2"), Kind::of("/candidates"));
        assert_ne!(Kind::of("/candidates/1f-2/consent"), Kind::of("/candidates/1f-2/attachments"));
    }

    #[test]
    fn an_answer_is_as_late_as_it_came_after_the_soonest_of_its_kind() {
        let (mut paces, quick, slow) = (Paces::default(), Kind::of("/quick"), Kind::of("/slow"));
        assert_eq!(paces.lateness(quick, millis(50)), millis(50), "nothing is known yet");
        (0..ENOUGH).for_each(|_| _ = paces.lateness(quick, millis(20)));
        assert_eq!(paces.lateness(quick, millis(20)), Duration::ZERO);
        assert_eq!(paces.lateness(slow, millis(300)).as_millis(), 279, "of this kind nothing is known, but for what all need");
        (0..ENOUGH).for_each(|_| _ = paces.lateness(slow, millis(300)));
        assert_eq!(paces.lateness(slow, millis(330)).as_millis(), 28);
        assert!(paces.lateness(quick, millis(60)) >= millis(39));
    }

    #[test]
    fn kinds_are_bounded() {
        let mut paces = Paces::default();
        (0..1000).for_each(|length| _ = paces.lateness(Kind { segments: length, word: 0 }, millis(5)));
        assert_eq!((paces.kinds.len(), paces.lateness(Kind::of("/new"), millis(6)) <= millis(1)), (MOST_KINDS, true));
    }
}
