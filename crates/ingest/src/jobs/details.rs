//! Details of one job or posting, and whether it is hidden.

use serde_json::Value;
use vitae_engine::Update;
use vitae_model::{Job, Posting};

use super::convert;
use super::criterion::Facts;
use super::known::{All, Known};
use super::links::Links;
use super::listing::Line;
use crate::account::{Account, AccountSettings};
use crate::client::{ApiError, ApiErrorKind};
use crate::sync::digest;

/// What became of asking for the details of a line.
pub(super) enum Got<T> {
    Told(Box<Update<T>>),
    /// Listed, and not there: the list is older than the details.
    Vanished,
    /// Listed, and taken down all the same.
    Closed(String),
    Failed(String, ApiError),
}

/// Whether a posting is kept out of what is published: it or its job meets the criterion, or it is not meant for everybody.
pub(super) fn is_hidden(settings: &AccountSettings, posting: &Posting, job: Option<&Job>) -> bool {
    let for_everybody = posting.visibility.as_ref().is_none_or(|word| word.eq_ignore_ascii_case("PUBLIC"));
    let meets = |facts| settings.jobs.hidden.as_ref().is_some_and(|criterion| criterion.is_met_by(facts));
    let both = Facts { job, posting: Some(posting) };
    !for_everybody
        || meets(both)
        || meets(Facts { job: None, posting: Some(posting) })
        || job.is_some_and(|job| meets(Facts { job: Some(job), posting: None }))
}

/// Asks for a job, and for its advertisements where its line changed.
pub(super) async fn job(account: &Account, line: &Line, known: Option<&Known<Job>>) -> Got<Job> {
    let client = account.client();
    let (raw, bytes) = match client.job(&line.id).await {
        Ok(told) => told,
        Err(error) if error.is_gone() => return Got::Vanished,
        Err(error) => return Got::Failed(line.id.clone(), error),
    };
    let ads = match known.filter(|kept| kept.line_hash == line.digest) {
        Some(kept) => kept.item.ads.clone(),
        None => match client.job_ads(&line.id).await {
            Ok(ads) => ads.ids(),
            // Some keys may not read them, and some jobs have none; the reference number remains.
            Err(error) if error.is_lasting() => Vec::new(),
            Err(error) => return Got::Failed(line.id.clone(), error),
        },
    };
    let item = convert::job(&raw, ads);
    let criterion = account.settings().jobs.hidden.as_ref();
    let hidden = criterion.is_some_and(|criterion| criterion.is_met_by(Facts { job: Some(&item), posting: None }));
    let content_hash = content_hash(&bytes, item.ads.join("\n"));
    Got::Told(Box::new(Update { line_hash: line.digest.clone(), content_hash, hidden, item }))
}

/// Asks for a posting.
pub(super) async fn posting(account: &Account, line: &Line, jobs: &All<Job>, links: &Links) -> Got<Posting> {
    let settings = account.settings();
    let (raw, bytes) = match account.client().posting(&settings.company, &line.id).await {
        Ok(told) => told,
        Err(error) if error.is_gone() => return Got::Vanished,
        Err(error) => return Got::Failed(line.id.clone(), error),
    };
    if raw.active.as_deref() == Some("false") {
        return Got::Closed(line.id.clone());
    }
    let mut item = convert::posting(&raw);
    item.job_id = links.job_of(&item);
    let undecided = item.job_id.is_none() && item.reference.as_ref().is_some_and(|reference| links.unknown.contains(reference));
    if undecided && settings.jobs.hidden.is_some() {
        let reason = "the job of this posting could not be looked up, so whether to hide it is not known";
        return Got::Failed(line.id.clone(), ApiError::new("GET /jobs", ApiErrorKind::Unreadable(reason.to_owned())));
    }
    let job = item.job_id.as_ref().and_then(|id| jobs.get(id)).map(|known| &known.item);
    let hidden = is_hidden(settings, &item, job);
    let content_hash = content_hash(&bytes, item.job_id.clone().unwrap_or_default());
    Got::Told(Box::new(Update { line_hash: line.digest.clone(), content_hash, hidden, item }))
}

fn content_hash(body: &[u8], more: String) -> String {
    let mut told: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    if let Some(fields) = told.as_object_mut() {
        fields.remove("lastActivityOn");
    }
    digest::of_values([&told, &Value::String(more)])
}
