//! What the server answers once a request is let through.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::cursor;
use super::jobs::Job;
use super::world::World;
use super::{Shared, Signed};

/// A request in parts.
pub(super) struct Asked<'a> {
    /// Segments of the path, decoded.
    pub(super) path: Vec<&'a str>,
    /// Parameters, decoded, in order.
    pub(super) query: Vec<(String, String)>,
}

/// What kind of request it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Route {
    /// Its name in the counters.
    pub(super) name: &'static str,
    /// Parameters the documentation names.
    pub(super) parameters: &'static [&'static str],
    /// Whether it takes no credential.
    pub(super) public: bool,
}

const CANDIDATE_FILTERS: [&str; 8] = ["q", "limit", "pageId", "jobId", "status", "tag", "updatedAfter", "location"];
const AUDIT_FILTERS: [&str; 9] =
    ["eventDateAfter", "eventDateBefore", "eventName", "authorType", "authorId", "entityType", "entityId", "nextPageId", "limit"];
const LOG_FILTERS: [&str; 5] = ["page_id", "limit", "callbackStatus", "after", "before"];
const JOB_FILTERS: [&str; 6] = ["limit", "pageId", "sort", "updatedAfter", "statuses", "postingStatus"];

pub(super) fn route(path: &[&str]) -> Option<Route> {
    let keyed = |name, parameters| Some(Route { name, parameters, public: false });
    let public = |name, parameters| Some(Route { name, parameters, public: true });
    match path {
        ["candidates"] => keyed("GET /candidates", &CANDIDATE_FILTERS),
        ["candidates", _] => keyed("GET /candidates/{id}", &[]),
        ["candidates", _, "attachments"] => keyed("GET /candidates/{id}/attachments", &[]),
        ["candidates", _, "attachments", _] => keyed("GET /candidates/{id}/attachments/{attachmentId}", &[]),
        ["candidates", _, "consents"] => keyed("GET /candidates/{id}/consents", &[]),
        ["candidates", _, "consent"] => keyed("GET /candidates/{id}/consent", &[]),
        ["candidates", _, "jobs", _, "screening-answers"] => keyed("GET /candidates/{id}/jobs/{jobId}/screening-answers", &[]),
        ["audit-api", "v201910", "audit-events"] => keyed("GET /audit-api/v201910/audit-events", &AUDIT_FILTERS),
        ["webhooks-api", "v201907", "subscriptions"] => keyed("/webhooks-api/v201907/subscriptions", &["page_id", "limit"]),
        ["webhooks-api", "v201907", "subscriptions", _] => keyed("/webhooks-api/v201907/subscriptions/{id}", &[]),
        ["webhooks-api", "v201907", "subscriptions", _, "activation" | "secret-key"] => {
            keyed("/webhooks-api/v201907/subscriptions/{id}/…", &[])
        }
        ["webhooks-api", "v201907", "subscriptions", _, "callbacks-log"] => {
            keyed("/webhooks-api/v201907/subscriptions/{id}/callbacks-log", &LOG_FILTERS)
        }
        ["identity", "oauth", "token"] => public("POST /identity/oauth/token", &[]),
        ["candidates", _, "jobs", _, "status", "history"] => keyed("GET /candidates/{id}/jobs/{jobId}/status/history", &[]),
        ["jobs"] => keyed("GET /jobs", &JOB_FILTERS),
        ["jobs", _] => keyed("GET /jobs/{jobId}", &[]),
        ["jobs", _, "jobads"] => keyed("GET /jobs/{jobId}/jobads", &[]),
        ["configuration", "company"] => keyed("GET /configuration/company", &[]),
        ["user-api", "v201804", "users", "me"] => keyed("GET /user-api/v201804/users/me", &[]),
        ["v1", "companies", _, "postings"] => public("GET /v1/companies/{id}/postings", &["limit", "offset", "destination", "language"]),
        ["v1", "companies", _, "postings", _] => public("GET /v1/companies/{id}/postings/{postingId}", &[]),
        _ => None,
    }
}

/// Answers a request that passed the gate.
pub(super) fn answer(shared: &Shared, asked: &Asked<'_>) -> Response {
    if asked.path.first() == Some(&"audit-api") {
        return super::admin::audit(shared, asked);
    }
    let world = shared.world();
    match asked.path.as_slice() {
        ["candidates"] => list_candidates(&world, asked),
        ["candidates", id] => with(&world, id, |candidate| match candidate.broken {
            true => answer_with(StatusCode::INTERNAL_SERVER_ERROR, "text/html", b"<html>out of order</html>".to_vec()),
            false => json_body(&candidate.details(id, &world, shared.options.scoped_consents.then_some(shared.base.as_str()))),
        }),
        ["candidates", id, "consents"] if shared.options.scoped_consents => with(&world, id, |candidate| json_body(&candidate.consents())),
        ["candidates", id, "consent"] => with(&world, id, |candidate| json_body(&candidate.consent())),
        ["candidates", id, "jobs", job, "screening-answers"] => {
            with(&world, id, |candidate| candidate.answers(job, &world.jobs).map_or_else(not_found, |told| json_body(&told)))
        }
        ["candidates", id, "attachments"] => attachments(shared, &world, id),
        ["candidates", id, "attachments", attachment] => download(shared, &world, id, attachment),
        ["candidates", id, "jobs", job, "status", "history"] => {
            with(&world, id, |candidate| candidate.history(job, &world.jobs).map_or_else(not_found, |told| json_body(&told)))
        }
        ["jobs"] => list_jobs(&world, asked),
        ["jobs", id] => with_job(&world, id, |job| json_body(&job.details())),
        ["jobs", id, "jobads"] => with_job(&world, id, |job| json_body(&job.ads())),
        ["configuration", "company"] => json_body(&json!({"identifier": shared.options.company, "name": "Example Corp"})),
        ["user-api", "v201804", "users", "me"] => json_body(
            &json!({"id": "u-1", "firstName": "Robin", "lastName": "Voorbeeld", "systemRole": {"id": "ADMINISTRATOR", "name": "Administrator"}}),
        ),
        ["v1", "companies", company, "postings"] => list_postings(shared, &world, company, asked),
        ["v1", "companies", company, "postings", id] => posting(shared, &world, company, id),
        _ => not_found(),
    }
}

fn list_candidates(world: &World, asked: &Asked<'_>) -> Response {
    let filters = match Page::read(asked, 10) {
        Ok(page) => page,
        Err(reason) => return bad_request(&reason),
    };
    let changed = |updated: Timestamp| filters.updated_after.is_none_or(|bound| updated >= bound);
    let total = world.candidates.values().filter(|candidate| changed(candidate.updated)).count();
    let start = filters.after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
    let rest = world.candidates.range::<String, _>((start, std::ops::Bound::Unbounded)).filter(|(_, candidate)| changed(candidate.updated));
    let page: Vec<(&String, Value)> = rest.take(filters.limit + 1).map(|(id, candidate)| (id, candidate.summary(id, world))).collect();
    paged(page, filters.limit, total)
}

fn list_jobs(world: &World, asked: &Asked<'_>) -> Response {
    let filters = match Page::read(asked, 10) {
        Ok(page) => page,
        Err(reason) => return bad_request(&reason),
    };
    let mut jobs: BTreeMap<String, Value> = BTreeMap::new();
    for job in world.jobs.listed().filter(|job| filters.updated_after.is_none_or(|bound| job.updated() >= bound)) {
        jobs.insert(job.id().to_owned(), job.summary());
    }
    let total = jobs.len();
    // Pages of the default order lose jobs, which is what the documentation warns of.
    let sorted = asked.query.iter().any(|(name, value)| name == "sort" && value == "job_id");
    let start = filters.after.filter(|_| sorted).map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
    let skipped = if sorted { 0 } else { usize::from(total > filters.limit) };
    let rest = jobs.range::<String, _>((start, std::ops::Bound::Unbounded)).skip(skipped);
    paged(rest.take(filters.limit + 1).map(|(id, told)| (id, told.clone())).collect(), filters.limit, total)
}

/// One page out of `rows`, which hold one more than the page where there is a next one.
fn paged(mut rows: Vec<(&String, Value)>, limit: usize, total: usize) -> Response {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut told = json!({"limit": limit, "offset": 0, "totalFound": total});
    if let Some((last, _)) = rows.last().filter(|_| more) {
        told["nextPageId"] = json!(cursor::encode(last));
    }
    told["content"] = rows.into_iter().map(|(_, row)| row).collect();
    json_body(&told)
}

fn list_postings(shared: &Shared, world: &World, company: &str, asked: &Asked<'_>) -> Response {
    let number = |name: &str, otherwise: usize| {
        asked.query.iter().find(|(known, _)| known == name).map_or(Some(otherwise), |(_, value)| value.parse().ok())
    };
    let (Some(limit @ 1..=100), Some(offset)) = (number("limit", 10), number("offset", 0)) else { return bad_request("limit or offset") };
    // A company that does not exist looks like one without jobs.
    let known = company == shared.options.company;
    let all: Vec<Value> = world.jobs.listed().filter(|job| known && job.posted).map(|job| job.posting(company, &shared.base)).collect();
    let total = all.len();
    let content: Vec<Value> = all.into_iter().skip(offset).take(limit).collect();
    json_body(&json!({"offset": offset, "limit": limit, "totalFound": total, "content": content}))
}

fn posting(shared: &Shared, world: &World, company: &str, id: &str) -> Response {
    let found = world.jobs.all().find(|job| company == shared.options.company && job.posted && job.has_posting(id));
    found.map_or_else(not_found, |job| json_body(&job.posting_details(company, &shared.base)))
}

fn attachments(shared: &Shared, world: &World, id: &str) -> Response {
    with(world, id, |candidate| {
        let content: Vec<Value> = candidate
            .attachments
            .iter()
            .map(|attachment| {
                let url = format!("{}/candidates/{id}/attachments/{}", shared.base, attachment.id);
                json!({"id": attachment.id, "name": format!("../CV {}\u{202e}.pdf", attachment.version), "type": attachment.kind,
                    "contentType": "application/octet-stream", "actions": {"download": {"url": url, "method": "GET"}}})
            })
            .collect();
        json_body(&json!({"totalFound": content.len(), "content": content}))
    })
}

fn download(shared: &Shared, world: &World, id: &str, attachment: &str) -> Response {
    with(world, id, |candidate| {
        let Some(found) = candidate.attachments.iter().find(|known| known.id == attachment) else { return not_found() };
        let document = world.document(candidate, found);
        let Some(storage) = &shared.storage else { return file(document.bytes()) };
        let token = shared.sign(Signed(document));
        redirect(&format!("{storage}/signed/{token}?X-Amz-Signature=5ec2e7&X-Amz-Expires=60"))
    })
}

fn with(world: &World, id: &str, tell: impl FnOnce(&super::world::Candidate) -> Response) -> Response {
    world.candidates.get(id).map_or_else(not_found, tell)
}

fn with_job(world: &World, id: &str, tell: impl FnOnce(&Job) -> Response) -> Response {
    match world.jobs.all().find(|job| job.id() == id) {
        Some(job) if job.is_broken() => answer_with(StatusCode::INTERNAL_SERVER_ERROR, "text/html", b"<html>out of order</html>".to_vec()),
        Some(job) => tell(job),
        None => not_found(),
    }
}

/// The filters of a listing, checked as strictly as they are documented.
struct Page {
    limit: usize,
    after: Option<String>,
    updated_after: Option<Timestamp>,
}

impl Page {
    fn read(asked: &Asked<'_>, limit: usize) -> Result<Self, String> {
        let mut page = Self { limit, after: None, updated_after: None };
        for (name, value) in &asked.query {
            match name.as_str() {
                "limit" => page.limit = value.parse().ok().filter(|limit| (1..=100).contains(limit)).ok_or("limit must be 1 to 100")?,
                "pageId" => page.after = Some(cursor::decode(value).ok_or_else(|| format!("pageId {value} is malformed"))?),
                "updatedAfter" => page.updated_after = Some(moment(value).ok_or_else(|| format!("updatedAfter {value} is malformed"))?),
                _ => {}
            }
        }
        Ok(page)
    }
}

/// A moment exactly as documented: milliseconds and a zone.
fn moment(text: &str) -> Option<Timestamp> {
    let shape = text.len() == 24 && text.as_bytes()[19] == b'.' && text.ends_with('Z');
    text.parse().ok().filter(|_| shape)
}

pub(super) fn json_body(told: &Value) -> Response {
    answer_with(StatusCode::OK, "application/json;charset=utf-8", told.to_string().into_bytes())
}

fn file(bytes: Vec<u8>) -> Response {
    answer_with(StatusCode::OK, "application/octet-stream", bytes)
}

pub(super) fn redirect(to: &str) -> Response {
    let mut response = answer_with(StatusCode::FOUND, "text/plain", Vec::new());
    response.headers_mut().insert(header::LOCATION, to.parse().expect("an address is a header value"));
    response
}

pub(super) fn answer_with(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}

pub(super) fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    let told = json!({"message": message, "errors": [{"code": code, "message": message}]});
    answer_with(status, "application/json;charset=utf-8", told.to_string().into_bytes())
}

pub(super) fn bad_request(reason: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", reason)
}

pub(super) fn not_found() -> Response {
    refusal(StatusCode::NOT_FOUND, "NOT_FOUND", "there is no such resource")
}
