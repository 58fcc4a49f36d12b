//! What a caller may know or limit.

use vitae_document::Limits;
use vitae_model::{CountryCode, PartialDate};

/// What a caller may know of a document, and how much work it may cause.
#[derive(Debug, Clone, Default)]
pub struct ParseOptions {
    /// Bounds of size and time.
    pub limits: Limits,
    /// The day that "present" means where the document itself has no date: the application's date.
    pub document_date: Option<PartialDate>,
    /// The country that numbers and places without one are taken to be in, where the document gives no hint.
    pub region: Option<CountryCode>,
    /// Label jobs and studies by rules alone, without the trained model: to see what it gains.
    pub rules_only: bool,
    /// Leave confidences as the rules and the model give them, without what was learnt of how often they are right: to learn it anew.
    pub uncalibrated: bool,
}
