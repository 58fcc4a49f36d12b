//! What an applicant tracking system told, taken over in one transaction with the cursor.

use vitae_model::{Application, Consent, CountryCode, PartialDate, PersonId, Profile, RecordId, Sha256};

use crate::{Decision, Received, Unknown};

/// The bytes of an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Downloaded just now, held in memory.
    Bytes(Vec<u8>),
    /// Downloaded just now, to disk.
    Received(Received),
    /// Stored already: known from [`crate::Engine::candidate_state`].
    Stored(Sha256),
    /// Not to be had, and why; remembered so that it is not asked for at every turn.
    Missing(String),
}

/// A file attached to a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its identifier in the ATS.
    pub id: String,
    /// Its file name; never trusted to say the format.
    pub name: String,
    /// Whether to read it as a résumé; otherwise only its bytes are kept.
    pub parse: bool,
    /// Its bytes.
    pub content: Content,
}

/// A candidate as the ATS tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candidate {
    /// Its identifier in the ATS.
    pub id: String,
    /// What the ATS says of it.
    pub profile: Profile,
    /// Its applications.
    pub applications: Vec<Application>,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it agreed to be kept for.
    pub consents: Vec<Consent>,
    /// When the ATS last changed it, as sent.
    pub updated_on: Option<String>,
    /// The caller's digest of everything the ATS said of it; equal digests are taken for equal content.
    pub content_hash: Option<String>,
    /// All its attachments. One that was there before and is missing here is gone.
    pub attachments: Vec<Attachment>,
    /// The day of the latest application: pins "present" in its résumés.
    pub applied_on: Option<PartialDate>,
    /// The country that numbers and places without one are taken to be in.
    pub region: Option<CountryCode>,
}

/// One step of a sync: candidates, erasures and the cursor that follows them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncBatch {
    /// The account's name.
    pub account: String,
    /// The stream, such as `candidates`.
    pub stream: String,
    /// Candidates, new, changed or as before.
    pub candidates: Vec<Candidate>,
    /// Candidates that the source erased: erased here too.
    pub erased: Vec<String>,
    /// Where the stream goes on after this batch; `None` leaves the cursor as it is.
    pub cursor: Option<String>,
    /// What happens to candidates that match nobody.
    pub unknown: Unknown,
}

/// What became of one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateOutcome {
    /// Its identifier in the ATS.
    pub id: String,
    /// Its record; absent where it was left out.
    pub record: Option<RecordId>,
    /// Its person; absent where it was left out.
    pub person: Option<PersonId>,
    /// What was decided.
    pub decision: Decision,
    /// Whether anything of it differs from last time.
    pub changed: bool,
}

/// What a batch came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncOutcome {
    /// Candidate by candidate, in the batch's order.
    pub candidates: Vec<CandidateOutcome>,
    /// Candidates seen for the first time and kept.
    pub new: u64,
    /// Candidates that changed.
    pub changed: u64,
    /// Candidates as before.
    pub unchanged: u64,
    /// Candidates left out because nobody matched.
    pub unknown: u64,
    /// Candidates erased.
    pub erased: u64,
    /// Documents parsed.
    pub parsed: u64,
    /// Documents whose bytes had been parsed before.
    pub reused: u64,
    /// Documents that gave no profile.
    pub unreadable: u64,
}
