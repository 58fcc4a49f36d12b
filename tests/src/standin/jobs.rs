//! Jobs of the pretended company and their public postings.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::world::stamp;
use crate::random::Random;

const TITLES: [&str; 10] = [
    "Maintenance Engineer (m/f/d)",
    "Backend Developer",
    "Staff Nurse",
    "Data Analyst",
    "Accounts Assistant",
    "Product Manager",
    "Field Electrician",
    "Marketing Manager",
    "Laboratory Technician",
    "Warehouse Supervisor",
];

const DEPARTMENTS: [(&str, &str); 4] = [("18554", "Operations"), ("18555", "Engineering"), ("18556", "Stealth"), ("18557", "Care")];

/// A job and its posting.
#[derive(Debug, Clone)]
pub(super) struct Job {
    id: String,
    posting: String,
    uuid: String,
    ad: String,
    title: String,
    department: (&'static str, &'static str),
    created: Timestamp,
    updated: Timestamp,
    confidential: bool,
    revision: usize,
    pub(super) posted: bool,
}

/// All jobs.
#[derive(Debug)]
pub struct Jobs(Vec<Job>);

impl Jobs {
    pub(super) fn new(seed: u64, n_jobs: usize) -> Self {
        let mut random = Random::new(seed, 0x10b5);
        Self((0..n_jobs.max(1)).map(|number| job(&mut random, number)).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Identifier and title.
    pub(super) fn name(&self, number: usize) -> (&str, &str) {
        let job = &self.0[number];
        (&job.id, &job.title)
    }

    /// Numbers of the jobs that are posted.
    #[must_use]
    pub fn posted(&self) -> Vec<usize> {
        (0..self.0.len()).filter(|number| self.0[*number].posted).collect()
    }

    /// The identifier of a job's posting.
    #[must_use]
    pub fn posting(&self, number: usize) -> &str {
        &self.0[number].posting
    }

    /// Changes the words of a job and posts it again.
    pub fn edit(&mut self, number: usize) {
        self.0[number].revision += 1;
        self.0[number].updated = Timestamp::now();
    }

    /// Takes a posting down.
    pub fn unpost(&mut self, number: usize) {
        self.0[number].posted = false;
        self.0[number].updated = Timestamp::now();
    }

    /// Puts a posting up again.
    pub fn post(&mut self, number: usize) {
        self.0[number].posted = true;
        self.0[number].updated = Timestamp::now();
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Job> {
        self.0.iter()
    }
}

fn job(random: &mut Random, number: usize) -> Job {
    let created = Timestamp::now() - SignedDuration::from_hours(24 + random.below(300 * 24) as i64);
    Job {
        id: random.uuid(),
        posting: format!("7440000990{number:05}"),
        uuid: random.uuid(),
        ad: random.uuid(),
        title: format!("{}{}", random.pick(&TITLES), if number.is_multiple_of(3) { " II" } else { "" }),
        department: if number % 7 == 3 { DEPARTMENTS[2] } else { DEPARTMENTS[number % 2] },
        created,
        updated: created,
        confidential: number % 11 == 5,
        revision: 0,
        posted: number % 10 != 9,
    }
}

impl Job {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn updated(&self) -> Timestamp {
        self.updated
    }

    pub(super) fn has_posting(&self, id: &str) -> bool {
        self.posting == id || self.uuid == id
    }

    /// A line of `GET /jobs`. Coordinates are text here.
    pub(super) fn summary(&self) -> Value {
        let (id, label) = self.department;
        json!({"id": self.id, "title": self.title, "refNumber": format!("REF{}", &self.posting[10..]), "createdOn": stamp(self.created),
            "updatedOn": stamp(self.updated), "lastActivityOn": stamp(self.updated), "department": {"id": id, "label": label},
            "location": {"country": "Netherlands", "countryCode": "nl", "city": "Utrecht", "latitude": "52.0907", "longitude": "5.1214", "remote": false},
            "status": "SOURCING", "postingStatus": if self.posted { "PUBLIC" } else { "NOT_PUBLISHED" }, "language": {"code": "en"}, "actions": {}})
    }

    pub(super) fn details(&self) -> Value {
        let mut told = self.summary();
        let confidential = if self.confidential { "yes" } else { "no" };
        told["function"] = json!({"id": "engineering", "label": "Engineering"});
        told["properties"] = json!([{"id": "confidential", "label": "Confidential", "value": {"id": confidential, "label": confidential}}]);
        told["jobAd"] = json!({"sections": self.sections(), "language": {"code": "en"}});
        told
    }

    /// A line of the public postings.
    pub(super) fn posting(&self, company: &str, base: &str) -> Value {
        let (id, label) = self.department;
        let confidential = if self.confidential { "yes" } else { "no" };
        json!({"id": self.posting, "uuid": self.uuid, "name": self.title, "jobAdId": self.ad, "defaultJobAd": true,
            "refNumber": format!("REF{}", &self.posting[10..]), "company": {"identifier": company, "name": "Example Corp"},
            "releasedDate": stamp(self.updated), "location": {"city": "Utrecht", "region": "Utrecht", "country": "nl", "remote": false, "hybrid": false,
            "latitude": "52.0907", "longitude": "5.1214", "fullLocation": "Utrecht, Utrecht, Netherlands"},
            "industry": {"id": "industrial_automation", "label": "Industrial Automation"}, "department": {"id": id, "label": label},
            "function": {"id": "engineering", "label": "Engineering"}, "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
            "experienceLevel": {"id": "associate", "name": "Associate"},
            "customField": [{"fieldId": "confidential", "fieldLabel": "Confidential", "valueId": confidential, "valueLabel": confidential}],
            "visibility": "PUBLIC", "ref": format!("{base}/v1/companies/{company}/postings/{}", self.posting), "creator": {"name": "Robin Voorbeeld"},
            "language": {"code": "en", "label": "English"}})
    }

    pub(super) fn posting_details(&self, company: &str, base: &str) -> Value {
        let mut told = self.posting(company, base);
        told["applyUrl"] = json!(format!("https://jobs.example.com/{company}/{}?oga=true", self.posting));
        told["postingUrl"] = json!(format!("https://jobs.example.com/{company}/{}", self.posting));
        told["active"] = json!(true);
        told["jobAd"] = json!({"sections": self.sections()});
        told
    }

    /// HTML as employers write it, with what must not get through.
    fn sections(&self) -> Value {
        let revision = self.revision;
        json!({"companyDescription": {"title": "Company Description", "text": "<p>Example Corp keeps pumps running.</p><script>alert(1)</script>"},
            "jobDescription": {"title": "Job Description",
                "text": format!("<p onclick=\"steal()\">You repair &amp; maintain, revision {revision}.</p><ul><li>Overhauls</li></ul>")},
            "qualifications": {"title": "Qualifications", "text": "<ul><li>BSc or similar</li></ul><a href=\"javascript:alert(1)\">apply</a>"}})
    }
}
