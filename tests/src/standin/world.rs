//! What the pretended company knows: candidates, their applications and documents, and how all that changes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::jobs::Jobs;
use super::people::Person;
use super::resume;
use crate::random::Random;

const STATUSES: [&str; 6] = ["NEW", "IN_REVIEW", "INTERVIEW", "OFFERED", "HIRED", "REJECTED"];

/// An application of a candidate.
#[derive(Debug, Clone)]
pub(super) struct Application {
    pub(super) job: usize,
    /// Status and moment of each step, oldest first.
    pub(super) history: Vec<(Timestamp, &'static str)>,
}

/// A file attached to a candidate.
#[derive(Debug, Clone)]
pub(super) struct Attachment {
    pub(super) id: String,
    pub(super) kind: &'static str,
    /// Which résumé it is: each number gives other bytes.
    pub(super) version: usize,
}

/// A candidate.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) number: usize,
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
    pub(super) applications: Vec<Application>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) tags: Vec<String>,
    /// Who it was is gone, as after a retention period.
    pub(super) wiped: bool,
    /// The server fails whenever it is asked for the details.
    pub(super) broken: bool,
}

/// What the company knows.
#[derive(Debug)]
pub struct World {
    pub(super) seed: u64,
    pub(super) candidates: BTreeMap<String, Candidate>,
    pub(super) jobs: Jobs,
    files: Arc<[PathBuf]>,
    next_number: usize,
    random: Random,
    /// What the audit tells: moment, event, candidate.
    pub(super) audit: Vec<(Timestamp, &'static str, String)>,
    /// Moves the company's clock: a week may pass in a minute.
    pub(super) ahead: SignedDuration,
}

impl World {
    pub(super) fn new(seed: u64, n_candidates: usize, n_jobs: usize, files: Vec<PathBuf>) -> Self {
        let mut world = Self {
            seed,
            candidates: BTreeMap::new(),
            jobs: Jobs::new(seed, n_jobs),
            files: files.into(),
            next_number: 0,
            random: Random::new(seed, u64::MAX),
            audit: Vec::new(),
            ahead: SignedDuration::ZERO,
        };
        let now = world.now();
        for _ in 0..n_candidates {
            let age = SignedDuration::from_mins(60 + world.random.below(2 * 365 * 24 * 60) as i64);
            world.add_at(now - age);
        }
        world
    }

    /// The company's time.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::now() + self.ahead
    }

    /// Lets time pass for the company alone.
    pub fn pass(&mut self, time: SignedDuration) {
        self.ahead += time;
    }

    /// The identifiers of all candidates.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.candidates.keys().cloned().collect()
    }

    /// Somebody new applies; returns the identifier.
    pub fn add(&mut self) -> String {
        let now = self.now();
        self.add_at(now)
    }

    fn add_at(&mut self, moment: Timestamp) -> String {
        let number = self.next_number;
        self.next_number += 1;
        let id = self.random.uuid();
        let first = self.random.below(self.jobs.len());
        let mut applications = vec![Application { job: first, history: vec![(moment, "NEW")] }];
        if self.random.chance(0.15) && self.jobs.len() > 1 {
            let second = (first + 1 + self.random.below(self.jobs.len() - 1)) % self.jobs.len();
            applications.push(Application { job: second, history: vec![(moment, "NEW"), (moment, "REJECTED")] });
        }
        let mut attachments = vec![Attachment { id: self.random.uuid(), kind: "RESUME", version: number }];
        if self.random.chance(0.1) {
            attachments.push(Attachment { id: self.random.uuid(), kind: "AVATAR", version: number });
        }
        let tags = if self.random.chance(0.2) { vec!["sourced".to_owned()] } else { Vec::new() };
        let candidate =
            Candidate { number, created: moment, updated: moment, applications, attachments, tags, wiped: false, broken: false };
        self.candidates.insert(id.clone(), candidate);
        id
    }

    /// Moves the candidate's first application one step on; whether there is such a candidate.
    pub fn advance(&mut self, id: &str) -> bool {
        let now = self.now();
        let Some(candidate) = self.candidates.get_mut(id) else { return false };
        let history = &mut candidate.applications[0].history;
        history.push((now, STATUSES[history.len() % STATUSES.len()]));
        candidate.updated = now;
        true
    }

    /// The candidate uploads another résumé; whether there is such a candidate.
    pub fn upload(&mut self, id: &str) -> bool {
        let now = self.now();
        let attachment = Attachment { id: self.random.uuid(), kind: "RESUME", version: self.next_number + 1_000_000 };
        self.next_number += 1;
        let Some(candidate) = self.candidates.get_mut(id) else { return false };
        candidate.attachments.push(attachment);
        candidate.updated = now;
        true
    }

    /// The candidate is deleted without a trace; whether there was one.
    pub fn delete(&mut self, id: &str) -> bool {
        let now = self.now();
        self.audit.push((now, "CANDIDATE_DELETED", id.to_owned()));
        self.candidates.remove(id).is_some()
    }

    /// Two candidates become one, the first: it takes the other's applications and documents; whether there are both.
    pub fn merge(&mut self, id: &str, other: &str) -> bool {
        let now = self.now();
        if id == other || !self.candidates.contains_key(id) {
            return false;
        }
        let Some(gone) = self.candidates.remove(other) else { return false };
        let Some(kept) = self.candidates.get_mut(id) else { return false };
        kept.applications.extend(gone.applications);
        kept.attachments.extend(gone.attachments);
        kept.updated = now;
        self.audit.push((now, "CANDIDATE_DELETED_DUE_TO_MERGE", other.to_owned()));
        self.audit.push((now, "CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE", id.to_owned()));
        true
    }

    /// The candidate's applications change places, as they do when another one becomes the latest; whether there were several.
    pub fn flip(&mut self, id: &str) -> bool {
        let now = self.now();
        let Some(candidate) = self.candidates.get_mut(id).filter(|candidate| candidate.applications.len() > 1) else { return false };
        candidate.applications.rotate_left(1);
        candidate.updated = now;
        true
    }

    /// The candidate applies for the job as well; whether there is such a candidate and it had not done so.
    pub fn apply(&mut self, id: &str, job: usize) -> bool {
        let now = self.now();
        let Some(candidate) = self.candidates.get_mut(id) else { return false };
        if candidate.applications.iter().any(|known| known.job == job) {
            return false;
        }
        candidate.applications.insert(0, Application { job, history: vec![(now, "NEW")] });
        candidate.updated = now;
        true
    }

    /// The candidate uploads another résumé and nothing else tells of it; whether there is such a candidate.
    pub fn slip_in(&mut self, id: &str) -> bool {
        let before = self.candidates.get(id).map(|candidate| candidate.updated);
        let uploaded = self.upload(id);
        if let (Some(before), Some(candidate)) = (before, self.candidates.get_mut(id)) {
            candidate.updated = before;
        }
        uploaded
    }

    /// A cover letter is attached to the candidate; whether there is such a candidate.
    pub fn write_letter(&mut self, id: &str) -> bool {
        let uploaded = self.upload(id);
        if let Some(last) = self.candidates.get_mut(id).and_then(|candidate| candidate.attachments.last_mut()) {
            last.kind = "COVER_LETTER";
        }
        uploaded
    }

    /// Who the candidate was is wiped; whether there is such a candidate.
    pub fn wipe(&mut self, id: &str) -> bool {
        let now = self.now();
        let Some(candidate) = self.candidates.get_mut(id) else { return false };
        candidate.wiped = true;
        candidate.attachments.clear();
        candidate.updated = now;
        true
    }

    /// Lets the server fail, or not, whenever it is asked for this candidate.
    pub fn set_broken(&mut self, id: &str, broken: bool) {
        if let Some(candidate) = self.candidates.get_mut(id) {
            candidate.broken = broken;
        }
    }

    /// Identifiers of a candidate's résumés, sorted.
    #[must_use]
    pub fn resumes(&self, id: &str) -> Vec<String> {
        let attachments = self.candidates.get(id).map(|candidate| candidate.attachments.as_slice()).unwrap_or_default();
        let mut ids: Vec<String> = attachments.iter().filter(|known| known.kind == "RESUME").map(|known| known.id.clone()).collect();
        ids.sort();
        ids
    }

    /// When a candidate last changed, as the API tells it.
    #[must_use]
    pub fn updated(&self, id: &str) -> Option<String> {
        self.candidates.get(id).map(|candidate| stamp(candidate.updated))
    }

    /// Something happens: mostly steps, sometimes new people and documents, seldom a deletion.
    pub fn churn(&mut self) {
        let ids = self.ids();
        let Some(id) = ids.get(self.random.below(ids.len())).cloned() else { return };
        match self.random.below(20) {
            0..=9 => drop(self.advance(&id)),
            10..=15 => drop(self.add()),
            16..=18 => drop(self.upload(&id)),
            _ => drop(self.delete(&id)),
        }
    }

    /// Other jobs and postings: see [`Jobs`].
    pub fn jobs(&mut self) -> &mut Jobs {
        &mut self.jobs
    }

    pub(super) fn person(&self, candidate: &Candidate) -> Person {
        Person::new(self.seed, candidate.number)
    }

    /// What makes an attachment's bytes, so that they can be made without holding the world.
    pub(super) fn document(&self, candidate: &Candidate, attachment: &Attachment) -> Document {
        let file = (!self.files.is_empty()).then(|| self.files[attachment.version % self.files.len()].clone());
        Document { seed: self.seed, number: candidate.number, version: attachment.version, file }
    }
}

/// The bytes of an attachment, not yet made.
#[derive(Debug, Clone)]
pub(super) struct Document {
    seed: u64,
    number: usize,
    version: usize,
    file: Option<PathBuf>,
}

impl Document {
    /// Names it, whatever the address.
    pub(super) fn name(&self) -> String {
        format!("/signed/{}/{}", self.number, self.version)
    }

    #[expect(clippy::disallowed_methods, reason = "a test server reads the files it was given")]
    pub(super) fn bytes(&self) -> Vec<u8> {
        if let Some(bytes) = self.file.as_ref().and_then(|path| std::fs::read(path).ok()) {
            return bytes;
        }
        let mut person = Person::new(self.seed, self.number);
        if self.version != self.number {
            person.skills.push("Revision");
            person.posts.truncate(1 + self.version % 3);
        }
        resume::write(&person, self.version).1
    }
}

impl Candidate {
    fn assignment(&self, application: &Application, jobs: &Jobs, with_status: bool) -> Value {
        let (id, title) = jobs.name(application.job);
        let mut told = json!({"job": {"id": id, "title": title}, "actions": {}});
        if with_status {
            told["status"] = json!(application.history.last().map(|step| step.1));
            told["source"] = json!("Career site");
        }
        if with_status && application.history.last().is_some_and(|step| step.1 == "REJECTED") {
            told["reasonOfRejection"] = json!({"id": "r-2", "label": "Location"});
        }
        told
    }

    /// The line of the listing: no telephone, no history, no status of further applications.
    pub(super) fn summary(&self, id: &str, world: &World) -> Value {
        let mut told = self.common(id, world);
        told["consent"] = self.consent();
        told["primaryAssignment"] = self.assignment(&self.applications[0], &world.jobs, true);
        let others = self.applications[1..].iter().map(|application| self.assignment(application, &world.jobs, false));
        told["secondaryAssignments"] = others.collect();
        told
    }

    /// The answer of the details.
    pub(super) fn details(&self, id: &str, world: &World, consents_at: Option<&str>) -> Value {
        let mut told = self.common(id, world);
        if let Some(base) = consents_at {
            told["actions"]["consents"] = json!({"url": format!("{base}/candidates/{id}/consents"), "method": "GET"});
        }
        if !self.wiped {
            let person = world.person(self);
            told["phoneNumber"] = json!(person.phone.clone().unwrap_or_default());
            told["web"] = json!({"linkedin": format!("https://www.linkedin.example.com/in/{}", self.number), "skype": ""});
            told["education"] = person.education();
            told["experience"] = person.experience();
        }
        told["primaryAssignment"] = self.assignment(&self.applications[0], &world.jobs, true);
        let others = self.applications[1..].iter().map(|application| self.assignment(application, &world.jobs, true));
        told["secondaryAssignments"] = others.collect();
        told
    }

    fn common(&self, id: &str, world: &World) -> Value {
        let mut told = json!({"id": id, "internal": false, "createdOn": stamp(self.created), "updatedOn": stamp(self.updated),
            "averageRating": self.number % 5, "tags": self.tags, "actions": {}});
        if !self.wiped {
            let person = world.person(self);
            let (city, region, country, code) = person.place;
            // Coordinates come as numbers from some and as text from others.
            let latitude = if self.number.is_multiple_of(2) { json!(52.09) } else { json!("52.09") };
            told["firstName"] = json!(person.given);
            told["lastName"] = json!(person.family);
            told["email"] = json!(person.email);
            told["location"] = json!({"city": city, "region": region, "country": country, "countryCode": code, "lat": latitude});
        }
        told
    }

    /// The answer of `GET /candidates/{id}/consent`, and part of a line of the listing.
    pub(super) fn consent(&self) -> Value {
        json!({"status": if self.number.is_multiple_of(3) { "PENDING" } else { "ACQUIRED" }})
    }

    /// The answer of `GET /candidates/{id}/consents`.
    pub(super) fn consents(&self) -> Value {
        let scope = |scope: &str, status: &str| json!({"status": status, "scope": scope, "decidedOn": stamp(self.created)});
        let far = if self.number.is_multiple_of(3) { "declined" } else { "acquired" };
        json!({"decisions": [scope("SINGLE", "acquired"), scope("ALL_ENTITIES", far)], "recentPendingRequestCreatedOn": stamp(self.created)})
    }

    /// The answer of `GET /candidates/{id}/jobs/{jobId}/screening-answers`.
    pub(super) fn answers(&self, job: &str, jobs: &Jobs) -> Option<Value> {
        self.applications.iter().find(|application| jobs.name(application.job).0 == job)?;
        let answer = if self.number.is_multiple_of(2) { "yes" } else { "no" };
        Some(
            json!({"totalFound": 1, "content": [{"id": "q-1", "type": "RADIO", "category": "JOB", "name": "licence", "label": "Do you drive?",
            "records": [{"fields": [{"id": "f-1", "values": [{"id": answer, "label": answer}]}]}]}]}),
        )
    }

    pub(super) fn history(&self, job: &str, jobs: &Jobs) -> Option<Value> {
        let application = self.applications.iter().find(|application| jobs.name(application.job).0 == job)?;
        let steps =
            application.history.iter().rev().map(|(moment, status)| json!({"changedOn": stamp(*moment), "status": status, "actions": {}}));
        Some(json!({"totalFound": application.history.len(), "content": steps.collect::<Vec<_>>()}))
    }
}

/// A moment as the provider writes it.
pub(super) fn stamp(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
