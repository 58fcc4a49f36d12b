//! What an account's credential may do, found by asking, with nothing kept.

use serde_json::Value;

use crate::account::{Account, AccountSettings};
use crate::client::{ApiError, ApiErrorKind, Client};

/// One endpoint that was asked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Probe {
    /// Method and path.
    pub endpoint: &'static str,
    /// What works with it.
    pub serves: &'static str,
    /// The scope that opens it to an OAuth client; none is needed for what is public.
    pub scope: Option<&'static str>,
    /// Whether the account's settings need it.
    pub needed: bool,
    /// What it gave, for people, or why it did not.
    pub outcome: Result<String, ApiError>,
}

/// What asking around gave.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Checkup {
    /// The endpoints in the order they were asked.
    pub probes: Vec<Probe>,
    /// What looks wrong although everything answered, with what to do.
    pub warnings: Vec<String>,
}

impl Probe {
    /// What to do about it; nothing where it answered.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        let error = self.outcome.as_ref().err()?;
        let scope = self.scope.map(|scope| format!("the scope {scope} and ")).unwrap_or_default();
        Some(match error.kind() {
            ApiErrorKind::Unauthorized(_) => "check the credential".to_owned(),
            ApiErrorKind::Forbidden(_) => format!("ask an administrator for {scope}a system role that allows it"),
            ApiErrorKind::NotFound(_) => "the server does not have it: check base_url".to_owned(),
            ApiErrorKind::Unreachable(_) | ApiErrorKind::TimedOut => "check the network and base_url".to_owned(),
            _ => "try again later".to_owned(),
        })
    }
}

impl Checkup {
    /// Whether everything works that the account's settings need.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.probes.iter().all(|probe| probe.outcome.is_ok() || !probe.needed)
    }
}

/// Asks every endpoint that a sync uses for as little as it can give, and tells what works. Nothing is kept.
#[must_use]
pub fn check_account(account: &Account) -> Checkup {
    account.block_on(Asking { client: account.client(), settings: account.settings(), checkup: Checkup::default() }.all())
}

struct Asking<'a> {
    client: &'a Client,
    settings: &'a AccountSettings,
    checkup: Checkup,
}

impl Asking<'_> {
    async fn all(mut self) -> Checkup {
        let first = self.candidates().await;
        let resumes = self.settings.candidates.sync_resumes;
        if let Some(candidate) = first.as_ref().and_then(id_of) {
            let details = self.ask("GET /candidates/{id}", "candidates", "candidates_read", true, &["candidates", candidate], &[]).await;
            let path = ["candidates", candidate, "attachments"];
            self.ask("GET /candidates/{id}/attachments", "résumés", "candidates_read", resumes, &path, &[]).await;
            if let Some(job) = details.as_ref().and_then(|told| told.pointer("/primaryAssignment/job/id")?.as_str()) {
                let path = ["candidates", candidate, "jobs", job, "status", "history"];
                self.ask(
                    "GET /candidates/{id}/jobs/{jobId}/status/history",
                    "histories of applications",
                    "candidates_status_read",
                    false,
                    &path,
                    &[],
                )
                .await;
            }
        }
        let one = [("limit", "1".to_owned()), ("sort", "job_id".to_owned())];
        self.ask("GET /jobs", "hiding by the company's own fields", "jobs_read", false, &["jobs"], &one).await;
        let company = self.ask("GET /configuration/company", "this check", "company_read", false, &["configuration", "company"], &[]).await;
        self.postings(company.as_ref().and_then(|told| told.get("identifier")?.as_str())).await;
        let limit = [("limit", "1".to_owned())];
        let path = ["audit-api", "v201910", "audit-events"];
        self.ask("GET /audit-api/v201910/audit-events", "deletions and merges at once", "audit_events_read", false, &path, &limit).await;
        let path = ["webhooks-api", "v201907", "subscriptions"];
        self.ask("GET /webhooks-api/v201907/subscriptions", "webhooks", "webhooks_manage", false, &path, &[]).await;
        self.checkup
    }

    async fn candidates(&mut self) -> Option<Value> {
        let listed = self.client.list_candidates(None, None).await;
        let (outcome, first) = match listed {
            Ok(listed) => {
                let total = listed.page.total_found.map_or_else(|| "answers".to_owned(), |total| format!("{total} candidates"));
                (Ok(total), listed.page.content.into_iter().next())
            }
            Err(error) => (Err(error), None),
        };
        self.note("GET /candidates", "candidates", Some("candidates_read"), true, outcome);
        first
    }

    async fn ask(
        &mut self,
        endpoint: &'static str,
        serves: &'static str,
        scope: &'static str,
        needed: bool,
        path: &[&str],
        query: &[(&str, String)],
    ) -> Option<Value> {
        let answer = self.client.look(path, query).await;
        let told = |answer: &Value| match answer.get("totalFound").and_then(Value::as_u64) {
            Some(total) => format!("{total} found"),
            None => "answers".to_owned(),
        };
        self.note(endpoint, serves, Some(scope), needed, answer.as_ref().map(told).map_err(Clone::clone));
        answer.ok()
    }

    /// A company that does not exist looks like one without postings, so none is a warning.
    async fn postings(&mut self, identifier: Option<&str>) {
        let company = self.settings.company.clone();
        let n_postings = self.count_postings(&company).await;
        let outcome = n_postings.as_ref().map(|number| format!("{number} postings")).map_err(Clone::clone);
        self.note("GET /v1/companies/{company}/postings", "postings", None, true, outcome);
        if let Some(own) = identifier.filter(|own| *own != company) {
            self.checkup.warnings.push(format!(
                "the credential belongs to the company `{own}`, and company = \"{company}\"; the identifier is case-sensitive"
            ));
        }
        if !matches!(n_postings, Ok(0)) {
            return;
        }
        let other = match identifier.filter(|own| *own != company) {
            Some(own) => self.count_postings(own).await.ok().filter(|number| *number > 0).map(|number| (own, number)),
            None => None,
        };
        self.checkup.warnings.push(match other {
            Some((own, number)) => format!("`{company}` has no postings, `{own}` has {number}: set company = \"{own}\""),
            None => format!(
                "`{company}` has no postings: either there are none, or the identifier is misspelt; it is case-sensitive and the last part of the \
                 career site's address"
            ),
        });
    }

    async fn count_postings(&self, company: &str) -> Result<u64, ApiError> {
        let page = self.client.list_postings(company, 0).await?.page;
        Ok(page.total_found.unwrap_or(page.content.len() as u64))
    }

    fn note(
        &mut self,
        endpoint: &'static str,
        serves: &'static str,
        scope: Option<&'static str>,
        needed: bool,
        outcome: Result<String, ApiError>,
    ) {
        self.checkup.probes.push(Probe { endpoint, serves, scope, needed, outcome });
    }
}

fn id_of(item: &Value) -> Option<&str> {
    item.get("id")?.as_str()
}
