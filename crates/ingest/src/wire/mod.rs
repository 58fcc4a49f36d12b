//! Bodies of the provider's API, as loosely as they come. Converted by hand to the model's words elsewhere.
//!
//! Every field may be missing but an `id`; unknown fields and values pass.

mod attachment;
mod candidate;
mod lenient;
mod opening;
mod page;

pub(crate) use attachment::{Attachment, AttachmentList};
pub(crate) use candidate::{
    Assignment, Candidate, Consent, Consents, Decision, Education, Experience, HistoryList, Labeled, Location, ScreeningAnswers, Web,
};
pub(crate) use opening::{Ads, CustomField, Job, JobAd, Place, Posting, Property, Section};
pub(crate) use page::Page;
