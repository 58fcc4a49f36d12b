//! How far a stream has been taken over.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::CandidateSettings;

/// The next run looks this far behind the cursor: the source's clock, its search index and its idea of `after` are not exact.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);

/// Everything the source changed before this moment has been taken over, as far as the settings asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    updated_after: Timestamp,
    /// The settings of that time: where more is asked for now, everything must be looked at again.
    import_unknown: bool,
    sync_resumes: bool,
    parse_resumes: bool,
    #[serde(default)]
    screening: bool,
    /// Names the kinds of attachments.
    #[serde(default)]
    attachments: u64,
}

impl Cursor {
    /// The cursor that a run begun at `started` leaves behind. `started` is the source's own time where it told it.
    pub(super) fn after_run(started: Timestamp, settings: &CandidateSettings) -> Self {
        let &CandidateSettings { import_unknown, sync_resumes, parse_resumes, screening, .. } = settings;
        let attachments = kinds(settings);
        Self { updated_after: started, import_unknown, sync_resumes, parse_resumes, screening, attachments }
    }

    /// Reads a stored cursor; one that cannot be read starts over, which costs time but no data.
    pub(super) fn read(stored: Option<&str>) -> Option<Self> {
        let text = stored?;
        let read = serde_json::from_str(text).ok();
        if read.is_none() {
            tracing::warn!("the stored cursor cannot be read; everything is listed again");
        }
        read
    }

    /// Whether `settings` ask for something that was not asked for when this cursor was reached.
    pub(super) fn is_outgrown_by(self, settings: &CandidateSettings) -> bool {
        (settings.import_unknown && !self.import_unknown)
            || (settings.sync_resumes && !self.sync_resumes)
            || (settings.sync_resumes && settings.parse_resumes && !self.parse_resumes)
            || (settings.screening && !self.screening)
            || (!settings.attachments.is_empty() && self.attachments != kinds(settings))
    }

    pub(super) fn to_text(self) -> String {
        serde_json::to_string(&self).expect("a moment always serialises")
    }

    /// The moment until which everything was taken over.
    pub(super) fn moment(self) -> Timestamp {
        self.updated_after
    }

    /// From when on to ask for changes.
    pub(super) fn ask_from(self) -> Timestamp {
        self.updated_after.checked_sub(OVERLAP).unwrap_or(self.updated_after)
    }
}

/// Names the kinds of attachments that are asked for, whatever their order; 0 where there are none.
fn kinds(settings: &CandidateSettings) -> u64 {
    let mut kinds: Vec<String> = settings.attachments.iter().map(|kind| kind.to_ascii_uppercase()).collect();
    kinds.sort();
    kinds.dedup();
    if kinds.is_empty() { 0 } else { super::digest::of_id(&kinds.join("\n")) as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_overlaps_and_survives_storage() {
        let started: Timestamp = "2026-01-15T10:00:00Z".parse().expect("a moment");
        let cursor = Cursor::after_run(started, &CandidateSettings::default());
        assert_eq!(Cursor::read(Some(&cursor.to_text())), Some(cursor));
        assert_eq!(cursor.ask_from().to_string(), "2026-01-15T09:55:00Z");
        assert_eq!((Cursor::read(None), Cursor::read(Some("page 7"))), (None, None));
    }

    #[test]
    fn asking_for_more_starts_over_and_asking_for_less_does_not() {
        let all = CandidateSettings::default();
        let none = CandidateSettings { import_unknown: false, sync_resumes: false, ..all.clone() };
        assert!(Cursor::after_run(Timestamp::UNIX_EPOCH, &none).is_outgrown_by(&all));
        assert!(!Cursor::after_run(Timestamp::UNIX_EPOCH, &all).is_outgrown_by(&none));
        assert!(!Cursor::after_run(Timestamp::UNIX_EPOCH, &none).is_outgrown_by(&none));
        let more = CandidateSettings { attachments: vec!["cover_letter".into()], ..all.clone() };
        assert!(Cursor::after_run(Timestamp::UNIX_EPOCH, &all).is_outgrown_by(&more));
        assert!(!Cursor::after_run(Timestamp::UNIX_EPOCH, &more).is_outgrown_by(&more));
        assert!(!Cursor::after_run(Timestamp::UNIX_EPOCH, &more).is_outgrown_by(&all));
    }
}
