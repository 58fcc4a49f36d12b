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
    /// Whether the company tells everybody what is confidential.
    telling: bool,
    /// Whether the details fail.
    broken: bool,
    revision: usize,
    pub(super) posted: bool,
}

/// All jobs.
#[derive(Debug)]
pub struct Jobs {
    all: Vec<Job>,
    /// Lists come out empty, as they do for a company that does not exist.
    blackout: bool,
}

impl Jobs {
    pub(super) fn new(seed: u64, n_jobs: usize) -> Self {
        let mut random = Random::new(seed, 0x10b5);
        Self { all: (0..n_jobs.max(1)).map(|number| job(&mut random, number)).collect(), blackout: false }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Identifier and title.
    pub(super) fn name(&self, number: usize) -> (&str, &str) {
        let job = &self.all[number];
        (&job.id, &job.title)
    }

    /// Numbers of the jobs that are posted.
    #[must_use]
    pub fn posted(&self) -> Vec<usize> {
        (0..self.all.len()).filter(|number| self.all[*number].posted).collect()
    }

    /// The identifier of a job's posting.
    #[must_use]
    pub fn posting(&self, number: usize) -> &str {
        &self.all[number].posting
    }

    /// The identifier of a job.
    #[must_use]
    pub fn id(&self, number: usize) -> &str {
        &self.all[number].id
    }

    /// Numbers of the posted jobs that belong to the department or are marked as this test company marks what nobody shall see.
    #[must_use]
    pub fn secret(&self) -> Vec<usize> {
        let secret = |number: &usize| self.all[*number].department.1 == "Stealth" || self.all[*number].confidential;
        self.posted().into_iter().filter(secret).collect()
    }

    /// Marks a job as confidential, or not, without anything else of it changing.
    pub fn set_confidential(&mut self, number: usize, confidential: bool) {
        self.all[number].confidential = confidential;
    }

    /// Whether postings tell which of them are confidential.
    pub fn set_telling(&mut self, telling: bool) {
        self.all.iter_mut().for_each(|job| job.telling = telling);
    }

    /// Lets the details of a job fail, or not.
    pub fn set_broken(&mut self, number: usize, broken: bool) {
        self.all[number].broken = broken;
    }

    /// Lets lists come out empty, or not.
    pub fn set_blackout(&mut self, blackout: bool) {
        self.blackout = blackout;
    }

    /// Changes the words of a posting in a way that its line in the list does not tell.
    pub fn reword(&mut self, number: usize) {
        self.all[number].revision += 1;
    }

    /// Deletes a job with its posting.
    pub fn delete(&mut self, number: usize) {
        self.all.remove(number);
    }

    /// Changes the words of a job and posts it again.
    pub fn edit(&mut self, number: usize) {
        self.all[number].revision += 1;
        self.all[number].updated = Timestamp::now();
    }

    /// Takes a posting down.
    pub fn unpost(&mut self, number: usize) {
        self.all[number].posted = false;
        self.all[number].updated = Timestamp::now();
    }

    /// Puts a posting up again.
    pub fn post(&mut self, number: usize) {
        self.all[number].posted = true;
        self.all[number].updated = Timestamp::now();
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Job> {
        self.all.iter()
    }

    /// What lists tell.
    pub(super) fn listed(&self) -> impl Iterator<Item = &Job> {
        self.all.iter().filter(|_| !self.blackout)
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
        telling: true,
        broken: false,
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

    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The answer of `GET /jobs/{jobId}/jobads`.
    pub(super) fn ads(&self) -> Value {
        json!({"totalFound": 1, "content": [{"id": self.ad, "title": self.title, "default": true, "postingStatus":
            if self.posted { "PUBLISHED" } else { "NOT_PUBLISHED" }, "visibility": "PUBLIC", "actions": {}}]})
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
        let fields =
            json!([{"fieldId": "confidential", "fieldLabel": "Confidential", "valueId": confidential, "valueLabel": confidential}]);
        json!({"id": self.posting, "uuid": self.uuid, "name": self.title, "jobAdId": self.ad, "defaultJobAd": true,
            "refNumber": format!("REF{}", &self.posting[10..]), "company": {"identifier": company, "name": "Example Corp"},
            "releasedDate": stamp(self.updated), "location": {"city": "Utrecht", "region": "Utrecht", "country": "nl", "remote": false, "hybrid": false,
            "latitude": "52.0907", "longitude": "5.1214", "fullLocation": "Utrecht, Utrecht, Netherlands"},
            "industry": {"id": "industrial_automation", "label": "Industrial Automation"}, "department": {"id": id, "label": label},
            "function": {"id": "engineering", "label": "Engineering"}, "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
            "experienceLevel": {"id": "associate", "name": "Associate"},
            "customField": if self.telling { fields } else { json!([]) },
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
