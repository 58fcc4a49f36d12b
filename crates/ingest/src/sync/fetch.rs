//! Everything the source says of one candidate.

use serde_json::Value;
use vitae_engine::{Attachment, Candidate, CandidateState, Content, Engine, Received};
use vitae_model::{Application, Consent, CountryCode, PartialDate, Record};

use super::digest::{self, Digest};
use super::listing::Line;
use crate::account::AccountSettings;
use crate::client::{ApiError, ApiErrorKind, Client};
use crate::{convert, wire};

/// Times that the address of a document is asked for anew before it is taken to be gone.
const MAX_ADDRESSES: usize = 2;

/// Why a document has no bytes in a preview.
const NOT_NOW: &str = "not downloaded, since nothing is to be kept";

/// What became of asking for one candidate.
#[derive(Debug)]
pub(super) enum Fetched {
    /// It is there.
    Candidate {
        /// What the engine takes over.
        candidate: Box<Candidate>,
        /// Documents downloaded for it.
        downloaded: u64,
        /// Documents that could not be had.
        missing: u64,
    },
    /// The source has it no more, or has wiped who it was: what is kept here must go.
    Gone(String),
    /// It could not be fetched this time.
    Failed(String, ApiError),
}

/// Fetches candidates of one account.
pub(super) struct Fetcher<'a> {
    pub(super) account: &'a AccountSettings,
    pub(super) client: &'a Client,
    /// Where documents are received.
    pub(super) engine: &'a Engine,
    /// Whether documents are downloaded. Otherwise what is not here yet counts as missing.
    pub(super) downloads: bool,
}

impl Fetcher<'_> {
    /// Fetches a candidate with its applications and documents. `known` is what was kept of it.
    pub(super) async fn fetch(&self, line: &Line, known: Option<&CandidateState>) -> Fetched {
        match self.try_fetch(line, known).await {
            Ok(fetched) => fetched,
            // A listed one that is not there yet comes later; one that was only heard of is gone.
            Err(error) if error.is_gone() && (known.is_some() || !line.is_listed()) => Fetched::Gone(line.id.clone()),
            Err(error) => Fetched::Failed(line.id.clone(), error),
        }
    }

    async fn try_fetch(&self, line: &Line, known: Option<&CandidateState>) -> Result<Fetched, ApiError> {
        let id = line.id.as_str();
        let (details, raw) = self.client.candidate(id).await?;
        if is_wiped(&details) {
            return Ok(Fetched::Gone(id.to_owned()));
        }
        let mut record = convert::record(&self.account.name, &details);
        let mut told = vec![serde_json::from_slice(&raw).unwrap_or(Value::Null)];
        for application in &mut record.applications {
            if let Some(list) = permitted(self.client.history(id, &application.job_id).await)? {
                application.history = convert::history(&list);
                told.push(serde_json::to_value(&application.history).unwrap_or(Value::Null));
            }
            if self.account.candidates.screening {
                let answers = permitted(self.client.screening_answers(id, &application.job_id).await)?;
                application.answers = answers.as_ref().map(convert::answers).unwrap_or_default();
                told.push(serde_json::to_value(&application.answers).unwrap_or(Value::Null));
            }
        }
        record.consents = self.consents(line, &details).await?;
        told.push(serde_json::to_value(&record.consents).unwrap_or(Value::Null));
        let attachments = self.attachments(id, known).await?;
        told.extend(attachments.iter().map(|attachment| Value::String(format!("{}\n{}", attachment.id, attachment.name))));
        let digest = Digest::new(&line.digest, &digest::of_values(&told));
        Ok(summed_up(id, record, attachments, &details, &digest))
    }

    /// What the candidate agreed to: by scope where the company asks so, otherwise as lists tell it, and where there was none it is asked for.
    async fn consents(&self, line: &Line, details: &wire::Candidate) -> Result<Vec<Consent>, ApiError> {
        if details.has_scoped_consents()
            && let Some(told) = permitted(self.client.consents(&line.id).await)?
            && !told.decisions.is_empty()
        {
            return Ok(convert::consents(told));
        }
        let raw = match &line.consent {
            Some(status) => Some(wire::Consent { status: Some(status.clone()), date: None }),
            None if line.is_listed() => None,
            // The date is left out, for lists do not tell it.
            None => permitted(self.client.consent(&line.id).await)?.map(|told| wire::Consent { date: None, ..told }),
        };
        Ok(raw.and_then(convert::consent).into_iter().collect())
    }

    /// The candidate's résumés and other attachments that are wanted, downloaded unless they are here already.
    async fn attachments(&self, id: &str, known: Option<&CandidateState>) -> Result<Vec<Attachment>, ApiError> {
        let settings = &self.account.candidates;
        if !settings.sync_resumes && settings.attachments.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = |attachment: &&wire::Attachment| {
            (settings.sync_resumes && attachment.is_resume()) || attachment.is_one_of(&settings.attachments)
        };
        let mut found = Vec::new();
        for attachment in self.client.attachments(id).await?.iter().filter(wanted) {
            found.push(Attachment {
                id: attachment.id.clone(),
                name: attachment.safe_name(),
                parse: settings.parse_resumes && attachment.is_resume(),
                content: match self.stored(known, &attachment.id) {
                    Some(content) => content,
                    None if !self.downloads => Content::Missing(NOT_NOW.to_owned()),
                    None => self.download(id, attachment).await?,
                },
            });
        }
        Ok(found)
    }

    /// Downloads a document; an address that has expired is asked for again.
    async fn download(&self, id: &str, attachment: &wire::Attachment) -> Result<Content, ApiError> {
        let mut received = self.receive(id, attachment).await;
        for _ in 0..MAX_ADDRESSES {
            if !received.as_ref().is_err_and(is_expired) {
                break;
            }
            let again = self.client.attachments(id).await?;
            let Some(fresh) = again.iter().find(|other| other.id == attachment.id) else {
                return Ok(Content::Missing("the source has it no more".to_owned()));
            };
            received = self.receive(id, fresh).await;
        }
        content(received)
    }

    async fn receive(&self, id: &str, attachment: &wire::Attachment) -> Result<Received, ApiError> {
        let draft = self.engine.draft().map_err(|error| {
            let place = format!("{error} ({})", error.source);
            ApiError::new("a download", ApiErrorKind::Unwritable(place))
        })?;
        self.client.download(id, attachment, self.account.candidates.max_document(), draft).await
    }

    /// What is here already, or is known not to be had. One that was too large for another bound is asked for again.
    fn stored(&self, known: Option<&CandidateState>, attachment: &str) -> Option<Content> {
        let state = known?.attachments.iter().find(|state| state.id == attachment)?;
        if let Some(sha256) = state.sha256 {
            return Some(Content::Stored(sha256));
        }
        let reason = state.missing.clone()?;
        let too_large = |limit| ApiErrorKind::TooLarge { limit }.to_string();
        let outgrown = is_size(&reason) && reason != too_large(self.account.candidates.max_document());
        (!outgrown).then_some(Content::Missing(reason))
    }
}

/// What the credential may see; nothing where it may not, or where there is nothing.
fn permitted<T>(answer: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match answer {
        Ok(told) => Ok(Some(told)),
        Err(error) if matches!(error.kind(), ApiErrorKind::NotFound(_) | ApiErrorKind::Forbidden(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a reason is the size, whatever the bound was.
fn is_size(reason: &str) -> bool {
    let words = ApiErrorKind::TooLarge { limit: 0 }.to_string();
    words.split_once('0').is_some_and(|(before, after)| reason.starts_with(before) && reason.ends_with(after))
}

fn is_expired(error: &ApiError) -> bool {
    error.is_gone() || matches!(error.kind(), ApiErrorKind::Forbidden(_))
}

/// Takes lasting reasons for an answer, so that a document that cannot be had does not hold back its candidate.
fn content(downloaded: Result<Received, ApiError>) -> Result<Content, ApiError> {
    match downloaded {
        Ok(received) => Ok(Content::Received(received)),
        Err(error) => match error.kind() {
            ApiErrorKind::NotFound(_)
            | ApiErrorKind::Forbidden(_)
            | ApiErrorKind::TooLarge { .. }
            | ApiErrorKind::Refused { .. }
            | ApiErrorKind::Redirected(_) => Ok(Content::Missing(error.kind().to_string())),
            _ => Err(error),
        },
    }
}

/// Whether the source has wiped who this is, as it does when a retention period ends.
fn is_wiped(details: &wire::Candidate) -> bool {
    details.first_name.is_none() && details.last_name.is_none() && details.email.is_none() && details.phone_number.is_none()
}

fn summed_up(id: &str, record: Record, attachments: Vec<Attachment>, details: &wire::Candidate, digest: &Digest) -> Fetched {
    let downloaded = attachments.iter().filter(|attachment| matches!(attachment.content, Content::Received(_))).count();
    let missing = attachments.iter().filter(|attachment| matches!(attachment.content, Content::Missing(_))).count();
    let region = record.profile.basics.location.as_ref().and_then(|place| place.country_code);
    let candidate = candidate(id, record, attachments, region, details.updated_on.clone(), digest);
    Fetched::Candidate { candidate: Box::new(candidate), downloaded: downloaded as u64, missing: missing as u64 }
}

fn candidate(
    id: &str,
    record: Record,
    attachments: Vec<Attachment>,
    region: Option<CountryCode>,
    updated_on: Option<String>,
    digest: &Digest,
) -> Candidate {
    Candidate {
        id: id.to_owned(),
        applied_on: applied_on(&record.applications),
        profile: record.profile,
        applications: record.applications,
        tags: record.tags,
        consents: record.consents,
        updated_on,
        content_hash: Some(digest.to_text()),
        attachments,
        region,
    }
}

/// The day of the latest application: its history begins with it.
fn applied_on(applications: &[Application]) -> Option<PartialDate> {
    let first_days = applications.iter().filter_map(|application| application.history.first()?.changed_on.as_deref());
    first_days.max()?.get(..10)?.parse().ok()
}
