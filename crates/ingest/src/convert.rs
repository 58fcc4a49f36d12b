//! What the ATS says of a candidate, in the model's words.

use vitae_model::{
    Answer, Application, ApplicationStatus, Consent, CountryCode, Education, Email, Location, PartialDate, Phone, Profile, Record,
    RecordSource, SocialProfile, StatusChange, Work,
};

use crate::wire;

/// The record of a candidate of `account`. Values that are no value of their kind are left out, everything else is kept as sent.
pub(crate) fn record(account: &str, candidate: &wire::Candidate) -> Record {
    let source = RecordSource::Candidate { account: account.to_owned(), candidate: candidate.id.clone() };
    Record {
        id: source.record_id(),
        source,
        profile: profile(candidate),
        applications: applications(candidate),
        tags: candidate.tags.clone(),
        consents: Vec::new(),
    }
}

fn profile(candidate: &wire::Candidate) -> Profile {
    let mut profile = Profile::default();
    let basics = &mut profile.basics;
    basics.given_name.clone_from(&candidate.first_name);
    basics.family_name.clone_from(&candidate.last_name);
    basics.name = joined([&candidate.first_name, &candidate.last_name], " ");
    basics.email = candidate.email.as_deref().and_then(|raw| Email::parse(raw).ok());
    basics.emails = basics.email.iter().cloned().collect();
    basics.location = candidate.location.as_ref().and_then(location);
    basics.phone.clone_from(&candidate.phone_number);
    let country = basics.location.as_ref().and_then(|place| place.country_code);
    basics.phones = candidate.phone_number.as_deref().and_then(|raw| Phone::parse(raw, country).ok()).into_iter().collect();
    if let Some(web) = &candidate.web {
        basics.url.clone_from(&web.website);
        basics.profiles = profiles(web);
    }
    profile.work = candidate.experience.iter().filter_map(work).collect();
    profile.education = candidate.education.iter().filter_map(education).collect();
    profile.meta.last_modified.clone_from(&candidate.updated_on);
    profile
}

fn location(raw: &wire::Location) -> Option<Location> {
    let code = |text: &Option<String>| text.as_deref().and_then(|text| CountryCode::parse(text).ok());
    let place = Location {
        address: None,
        postal_code: None,
        city: raw.city.clone(),
        country_code: code(&raw.country_code).or_else(|| code(&raw.country)),
        region: raw.region.clone(),
    };
    (place != Location::default()).then_some(place)
}

fn profiles(web: &wire::Web) -> Vec<SocialProfile> {
    let linkedin = web.linkedin.as_ref().or(web.linked_in.as_ref());
    [("LinkedIn", linkedin), ("Facebook", web.facebook.as_ref()), ("Twitter", web.twitter.as_ref()), ("Skype", web.skype.as_ref())]
        .into_iter()
        .filter_map(|(network, value)| Some(social(network, value?)))
        .collect()
}

/// Candidates write an address or only the name they use there.
fn social(network: &str, value: &str) -> SocialProfile {
    let is_address = value.contains("://") || value.contains('/');
    SocialProfile {
        network: Some(network.to_owned()),
        username: (!is_address).then(|| value.trim_start_matches('@').to_owned()),
        url: is_address.then(|| value.to_owned()),
    }
}

fn work(raw: &wire::Experience) -> Option<Work> {
    let entry = Work {
        name: raw.company.clone(),
        position: raw.title.clone(),
        location: raw.location.as_deref().and_then(place),
        start_date: raw.start_date.as_deref().and_then(date),
        // Sent for current jobs too, where it cannot be an end.
        end_date: raw.end_date.as_deref().filter(|_| !raw.current).and_then(date),
        current: raw.current,
        summary: raw.description.clone(),
        ..Work::default()
    };
    (entry != Work::default()).then_some(entry)
}

fn education(raw: &wire::Education) -> Option<Education> {
    let entry = Education {
        institution: raw.institution.clone(),
        area: raw.major.clone(),
        study_type: raw.degree.clone(),
        location: raw.location.as_deref().and_then(place),
        start_date: raw.start_date.as_deref().and_then(date),
        end_date: raw.end_date.as_deref().and_then(date),
        current: raw.current,
        summary: raw.description.clone(),
        ..Education::default()
    };
    (entry != Education::default()).then_some(entry)
}

/// A date of any precision; a moment counts as its day.
fn date(raw: &str) -> Option<PartialDate> {
    raw.split(['T', ' ']).next()?.parse().ok()
}

/// Free text such as `Budapest, , HU`, without its empty parts.
fn place(raw: &str) -> Option<String> {
    let parts: Vec<&str> = raw.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// All applications, the primary one first, one for each job.
fn applications(candidate: &wire::Candidate) -> Vec<Application> {
    let mut found: Vec<Application> = Vec::new();
    for assignment in candidate.primary_assignment.iter().chain(&candidate.secondary_assignments) {
        if !found.iter().any(|earlier| earlier.job_id == assignment.job.id) {
            found.push(application(assignment));
        }
    }
    found
}

fn application(raw: &wire::Assignment) -> Application {
    let reason = raw.reason_of_rejection.as_ref().or(raw.reason_of_withdrawal.as_ref());
    Application {
        job_id: raw.job.id.clone(),
        job_title: raw.job.title.clone(),
        status: ApplicationStatus::parse(raw.status.as_deref().unwrap_or_default()),
        sub_status: raw.sub_status.clone(),
        source: raw.source.clone(),
        reason: reason.and_then(|reason| reason.label.clone().or_else(|| reason.id.clone())),
        starts_on: raw.starts_on.clone(),
        history: Vec::new(),
        answers: Vec::new(),
    }
}

/// What a candidate agreed to.
pub(crate) fn consent(raw: wire::Consent) -> Option<Consent> {
    let status = raw.status?.to_ascii_uppercase();
    Some(Consent { status, scope: None, decided_on: raw.date })
}

/// What was decided by scope, in the order of the scopes' names; a decision without a status says nothing.
pub(crate) fn consents(raw: wire::Consents) -> Vec<Consent> {
    let read = |decision: wire::Decision| {
        Some(Consent { status: decision.status?.to_ascii_uppercase(), scope: decision.scope, decided_on: decision.decided_on })
    };
    let mut consents: Vec<Consent> = raw.decisions.into_iter().filter_map(read).collect();
    consents.sort_by(|left, right| left.scope.cmp(&right.scope));
    consents
}

/// The answers of an application form, by question; those to nothing in particular are left out.
pub(crate) fn answers(raw: &wire::ScreeningAnswers) -> Vec<Answer> {
    let mut found: Vec<Answer> = Vec::new();
    for answer in &raw.content {
        let Some(question) = answer.label.as_ref().or(answer.name.as_ref()) else { continue };
        for field in answer.records.iter().flat_map(|record| &record.fields) {
            let values: Vec<String> = field.values.iter().filter_map(|value| value.label.clone().or_else(|| value.id.clone())).collect();
            let question = match field.label.as_ref().filter(|label| *label != question) {
                Some(label) => format!("{question}: {label}"),
                None => question.clone(),
            };
            match found.iter_mut().find(|known| known.question == question) {
                Some(known) => known.values.extend(values),
                None if values.is_empty() => {}
                None => found.push(Answer { question, values }),
            }
        }
    }
    found
}

/// An application's history, oldest first.
pub(crate) fn history(list: &wire::HistoryList) -> Vec<StatusChange> {
    let mut steps: Vec<StatusChange> = list
        .content
        .iter()
        .filter_map(|change| {
            Some(StatusChange {
                changed_on: change.changed_on.clone(),
                status: ApplicationStatus::parse(change.status.as_deref()?),
                sub_status: change.sub_status.clone(),
            })
        })
        .collect();
    // The provider sends the newest first. Its dates are ISO 8601 in UTC, so they sort as text.
    steps.reverse();
    steps.sort_by(|left, right| left.changed_on.cmp(&right.changed_on));
    steps
}

fn joined<const N: usize>(parts: [&Option<String>; N], between: &str) -> Option<String> {
    let present: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    (!present.is_empty()).then(|| present.join(between))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: serde_json::Value) -> Record {
        record("acme", &serde_json::from_value(json).expect("reads"))
    }

    #[test]
    fn a_full_candidate_becomes_a_record() {
        let record = read(serde_json::json!({
            "id": "c-1", "internal": false, "firstName": "Maren", "lastName": "Tilborg", "email": " Maren.Tilborg@Example.com ",
            "phoneNumber": "030 555 0142", "updatedOn": "2026-01-15T09:41:02.007Z", "tags": ["welding", "", 7],
            "location": {"country": "Netherlands", "countryCode": "nl", "city": "Utrecht", "lat": "52.09", "lng": 5.12},
            "web": {"linkedIn": "https://www.linkedin.com/in/maren", "twitter": "@maren", "website": "https://maren.example.com"},
            "education": [{"institution": "Hogeschool Voorbeeld", "degree": "BSc", "major": "Engineering", "startDate": "2009", "endDate": "2013-07"}],
            "experience": [{"title": "Service Engineer", "company": "Example Pumps BV", "current": true, "startDate": "2018-03",
                "endDate": "2018-03-01T00:00:00.000Z", "location": "Utrecht, , NL", "description": "Pump overhauls.\n- rota"}],
            "primaryAssignment": {"job": {"id": "j-1", "title": "Maintenance Engineer"}, "status": "OFFER", "subStatus": "Call", "source": "Site"},
            "secondaryAssignments": [{"job": {"id": "j-2"}, "status": "REJECTED", "reasonOfRejection": {"id": "r", "label": "Location"}},
                {"job": {"id": "j-1"}, "status": "NEW"}]
        }));
        let basics = &record.profile.basics;
        assert_eq!(basics.name.as_deref(), Some("Maren Tilborg"));
        assert_eq!(basics.email.as_ref().map(Email::as_str), Some("maren.tilborg@example.com"));
        assert_eq!(basics.phones.iter().map(Phone::as_str).collect::<Vec<_>>(), ["+31305550142"]);
        assert_eq!(basics.profiles[0].url.as_deref(), Some("https://www.linkedin.com/in/maren"));
        assert_eq!(basics.profiles[1].username.as_deref(), Some("maren"));
        let job = &record.profile.work[0];
        assert_eq!((job.location.as_deref(), job.current, job.end_date), (Some("Utrecht, NL"), true, None));
        assert_eq!(record.profile.education[0].end_date.map(|date| date.to_string()).as_deref(), Some("2013-07"));
        let seen: Vec<_> =
            record.applications.iter().map(|application| (application.job_id.as_str(), application.status.as_str())).collect();
        assert_eq!(seen, [("j-1", "OFFERED"), ("j-2", "REJECTED")]);
        assert_eq!(record.applications[1].reason.as_deref(), Some("Location"));
        assert_eq!(record.tags, ["welding", "7"]);
    }

    #[test]
    fn only_an_identifier_is_needed_and_nonsense_costs_only_itself() {
        assert!(read(serde_json::json!({"id": "c-2"})).profile.is_empty());
        let odd = read(serde_json::json!({
            "id": "c-3", "firstName": "", "lastName": null, "email": "not an address", "phoneNumber": "call me", "location": "Utrecht",
            "web": [], "education": {"a": 1}, "experience": [3, {"startDate": "Fall 2012"}, {"title": "Cook", "startDate": "2012-13"}],
            "primaryAssignment": {"status": "NEW"}, "secondaryAssignments": null, "tags": "none"
        }));
        assert_eq!(odd.profile.basics.name, None);
        assert_eq!((odd.profile.basics.email.as_ref(), odd.profile.basics.phones.len()), (None, 0));
        assert_eq!(odd.profile.basics.phone.as_deref(), Some("call me"));
        assert_eq!((odd.profile.work.len(), odd.profile.work[0].start_date), (1, None));
        assert!(odd.applications.is_empty() && odd.tags.is_empty());
    }

    #[test]
    fn answers_are_told_by_question() {
        let told = serde_json::json!({"totalFound": 2, "content": [
            {"id": "q-1", "label": "Licences", "records": [{"fields": [{"id": "f", "values": [{"id": "b", "label": "B"}, {"id": "c"}]}]},
                {"fields": [{"id": "f", "values": [{"label": "D"}]}, {"label": "since", "values": [{"label": "2019"}]}]}]},
            {"name": "notice", "records": [{"fields": [{"label": "notice", "values": [{"label": "1 month"}]}]}]}, {"records": []},
            {"label": "empty", "records": [{"fields": [{"values": []}]}]}]});
        let read: Vec<(String, Vec<String>)> =
            answers(&serde_json::from_value(told).expect("reads")).into_iter().map(|answer| (answer.question, answer.values)).collect();
        let expected = [("Licences", vec!["B", "c", "D"]), ("Licences: since", vec!["2019"]), ("notice", vec!["1 month"])];
        assert_eq!(read, expected.map(|(question, values)| (question.to_owned(), values.into_iter().map(str::to_owned).collect())));
        assert_eq!(answers(&serde_json::from_str("{}").expect("reads")), []);
    }

    #[test]
    fn history_is_told_oldest_first() {
        let list = serde_json::json!({"content": [
            {"changedOn": "2026-01-15T09:41:02.007Z", "status": "IN_REVIEW", "subStatus": "Phone screen"},
            {"changedOn": "2026-01-12T08:15:30.120Z", "status": "NEW"}, {"changedOn": "2026-01-16T00:00:00.000Z"}]});
        let steps = history(&serde_json::from_value(list).expect("reads"));
        assert_eq!(steps.iter().map(|step| step.status.as_str()).collect::<Vec<_>>(), ["NEW", "IN_REVIEW"]);
    }
}
