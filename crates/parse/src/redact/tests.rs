//! Blind profiles: what goes, what stays.

use vitae_model::Evidence;

use super::*;

fn extraction(profile: &str) -> Extraction {
    Extraction {
        source: "cv-ada-lovelace.pdf".to_owned(),
        sha256: Sha256::from_bytes([7; 32]),
        format: Format::Pdf,
        pages: 1,
        outcome: Outcome::Parsed,
        error: None,
        profile: Some(serde_json::from_str(profile).expect("a profile")),
        evidence: Vec::<Evidence>::new(),
        notes: vec!["written by Ada".to_owned()],
        record: None,
        person: None,
        elapsed_us: 1,
    }
}

fn person() -> Extraction {
    extraction(
        r#"{"basics": {"name": "Dr. Ada M. van Lovelace-Byron", "givenName": "Ada M.", "familyName": "van Lovelace-Byron", "honorifics": ["Dr."],
            "email": "ada@lovelace.example", "emails": ["ada@lovelace.example"], "phone": "(617) 555-0143", "phones": ["+16175550143"],
            "url": "https://lovelace.example", "image": "https://lovelace.example/ada.png", "label": "Analyst",
            "summary": "Dr. Ada M. van Lovelace-Byron is 36 years old; she leads. Write to ada@lovelace.example, call 617.555.0143 or see lovelace.example/cv.",
            "location": {"address": "1 Example Street", "city": "London", "countryCode": "GB"},
            "profiles": [{"network": "GitHub", "username": "countess-ada", "url": "https://github.com/countess-ada"}]},
        "work": [{"name": "Lovelace Engines", "position": "Analyst", "startDate": "2019-01", "url": "https://engines.example",
            "highlights": ["Wrote with C. Babbage and A. M. Lovelace in 2019", "countess-ada/notes grew", "@countess on social media"]}],
        "education": [{"institution": "Somerville", "studyType": "BSc", "startDate": "2001", "endDate": "2004"}],
        "references": [{"name": "Charles Babbage", "reference": "Her notes are the best; Ada knows."}],
        "sections": [{"title": "Personal", "lines": ["Date of birth: 10 December 1985", "Married, two children", "Driving licence B"]}],
        "meta": {"language": "en"}}"#,
    )
}

#[test]
fn nothing_that_identifies_is_left() {
    let blind = redact(&person(), Keep::default());
    let told = serde_json::to_string(&blind).expect("JSON").to_lowercase();
    for leak in [
        "ada",
        "lovelace",
        "byron",
        "dr.",
        "617",
        "0143",
        "@",
        "http",
        "countess",
        "babbage\"",
        "1985",
        "2001",
        "2004",
        "36",
        "london",
        "she",
    ] {
        assert!(!told.contains(leak), "{leak} in {told}");
    }
    let profile = blind.profile.expect("a profile");
    assert_eq!(profile.basics.summary.as_deref(), Some("[name] is; they leads. Write to [email], call [phone] or see [link]"));
    assert_eq!(profile.work[0].name.as_deref(), Some("[name] Engines"));
    assert_eq!(profile.work[0].highlights[0], "Wrote with [name] and [name] in 2019");
    assert_eq!(profile.references[0].reference.as_deref(), Some("Their notes are the best; [name] knows."));
    assert_eq!(profile.sections[0].lines, ["Driving licence B"]);
    assert_eq!(profile.work[0].start_date.map(|date| date.to_string()).as_deref(), Some("2019-01"));
    assert!(blind.removed["name"] >= 6 && blind.removed["age"] >= 3 && blind.removed["gender"] >= 3, "{:?}", blind.removed);
}

#[test]
fn names_go_in_every_form_they_take() {
    for (language, name, text, left) in [
        ("pl", "Jan Kowalski", "Projekt Kowalskiego i Jana, z Kowalskim", "Projekt [name] i [name], z [name]"),
        ("fi", "Matti Virtanen", "Virtasen tiimi, Matille", "[name] tiimi, [name]"),
        ("cs", "Petr Novák", "Novákův návrh s Novákem", "[name] návrh s [name]"),
        ("hu", "Kovács Anna", "Kovácsnak és Annával", "[name] és [name]"),
        ("de", "Anna Schmidt", "Frau Schmidts Entwurf, A. Schmidt", "[name] Entwurf, [name]"),
        ("en", "Jane O'Neil", "Ms O'Neil's plan by J. O'Neil (jane_oneil_cv.pdf)", "[name]'s plan by [name] ([name])"),
        ("tr", "Elif Özkan", "Özkan'ın ekibi", "[name]'ın ekibi"),
        ("en", "Robert Baker", "Trained bakers and one baker", "Trained bakers and one baker"),
    ] {
        let profile = serde_json::json!({"basics": {"name": name, "summary": text}, "meta": {"language": language}});
        let profile = redact(&extraction(&profile.to_string()), Keep::default()).profile.expect("a profile");
        assert_eq!(profile.basics.summary.as_deref(), Some(left), "{name}");
    }
}

#[test]
fn facts_of_a_life_go() {
    let document = extraction(
        r#"{"basics": {"name": "Ada Byron", "personal": {"birthDate": "1985-12-10", "birthPlace": "Piccadilly", "nationality": "British",
            "maritalStatus": "married", "drivingLicence": "B"}}}"#,
    );
    let blind = redact(&document, Keep::default());
    let told = serde_json::to_string(&blind).expect("JSON");
    for leak in ["1985", "Piccadilly", "British", "\"married", "personal"] {
        assert!(!told.contains(leak), "{leak} in {told}");
    }
    assert_eq!((blind.removed["age"], blind.removed["gender"], blind.removed["origin"]), (1, 1, 2));
}

#[test]
fn what_is_to_be_kept_stays() {
    let keep = Keep { school_years: true, city: true, inflection: true };
    let profile = redact(&person(), keep).profile.expect("a profile");
    assert_eq!(profile.education[0].end_date.map(|date| date.to_string()).as_deref(), Some("2004"));
    let location = profile.basics.location.expect("a place");
    assert_eq!((location.city.as_deref(), location.address), (Some("London"), None));
}

#[test]
fn words_that_only_look_like_the_person_stay() {
    let document = extraction(
        r#"{"basics": {"name": "Will Baker", "phone": "555-0143", "summary": "I will train bakers and a baker in May 2019 - 2021; Will Baker knows 10 years of dough."},
            "work": [{"position": "Single sign-on lead, he-said board", "startDate": "1999"}], "meta": {"language": "de"}}"#,
    );
    let profile = redact(&document, Keep::default()).profile.expect("a profile");
    assert_eq!(
        profile.basics.summary.as_deref(),
        Some("I will train bakers and a baker in May 2019 - 2021; [name] knows 10 years of dough.")
    );
    assert_eq!(profile.work[0].position.as_deref(), Some("Single sign-on lead, he-said board"));
}

#[test]
fn degrees_that_stand_before_a_name_stay_degrees() {
    let document = extraction(
        r#"{"basics": {"name": "Dr.-Ing. Eva Rauch", "honorifics": ["Dr.-Ing."]},
            "education": [{"studyType": "Promotion (Dr.-Ing.)", "institution": "Eva-Rauch-Schule"}]}"#,
    );
    let study = redact(&document, Keep::default()).profile.expect("a profile").education.remove(0);
    assert_eq!((study.study_type.as_deref(), study.institution.as_deref()), (Some("Promotion (Dr.-Ing.)"), Some("[name]-Schule")));
}

#[test]
fn personal_lines_go_in_many_languages() {
    for (language, line, left) in [
        ("de", "geboren am 23.08.1986 in Rosenheim", None),
        ("de", "verheiratet, zwei Kinder", None),
        ("fr", "Né le 14/07/1991 • Permis B", Some("Permis B")),
        ("es", "Fecha de nacimiento: 3 de mayo de 1990", None),
        ("it", "Nata il 3 maggio 1990 a Roma", None),
        ("pl", "Data urodzenia: 03.05.1990", None),
        ("nl", "Ongehuwd, rijbewijs B", Some("rijbewijs B")),
        ("tr", "Askerlik durumu: tamamlandı", None),
        ("fr", "Âge: 39 ans", None),
        ("fr", "39 ans, mariée, Permis B", Some("Permis B")),
        ("fr", "Marie Martin, née Dupont", Some("[name]")),
        ("it", "Servizio militare assolto", None),
        ("nb", "Førerkort B | Født: 12. mars 1985", Some("Førerkort B")),
        ("cs", "ženatý, řidičský průkaz B", Some("řidičský průkaz B")),
        ("sv", "Personnummer: 1987-03-10", None),
        ("en", "National service 2001, Signal Corps", None),
        ("en", "Deliver sex: education and gender studies reviews", Some("Deliver")),
    ] {
        let profile = format!(r#"{{"basics": {{}}, "sections": [{{"lines": ["{line}", "x1"]}}], "meta": {{"language": "{language}"}}}}"#);
        let profile = redact(&extraction(&profile), Keep::default()).profile.expect("a profile");
        let mut lines = profile.sections[0].lines.iter().map(String::as_str);
        assert_eq!(lines.next().filter(|line| *line != "x1"), left, "{line}");
    }
}

#[test]
fn a_document_that_could_not_be_read_says_why() {
    let mut document = person();
    document.profile = None;
    document.outcome = Outcome::Encrypted;
    document.error = Some("a password is needed".to_owned());
    let blind = redact(&document, Keep::default());
    assert_eq!(blind.error.as_deref(), Some("a password is needed"));
    assert!(format!("{:?}", blocks(&blind)).contains("encrypted: a password is needed"));
}

#[test]
fn cues_of_gender_and_age_in_titles_studies_and_prose_go() {
    let blind = redact(
        &extraction(
            r#"{"basics": {"name": "Ada Stone", "givenName": "Ada", "familyName": "Stone", "label": "Senior Waitress",
                "summary": "I am the mother of two, born 1975; her husband is a chairman. Took maternity leave."},
            "work": [{"position": "Head Waitress", "normalizedTitle": {"label": "head waiter/head waitress", "score": 1.0},
                "highlights": ["Chairwoman of the council"]}],
            "education": [{"institution": "Leeds", "studyType": "A levels 1993", "summary": "class of 2005"},
                {"institution": "York", "studyType": "BA History (1993-96)"}],
            "meta": {"language": "en"}}"#,
        ),
        Keep::default(),
    );
    let profile = blind.profile.expect("a profile");
    assert_eq!(profile.basics.label.as_deref(), Some("Senior Waiter/waitress"));
    assert_eq!(profile.basics.summary.as_deref(), Some("I am the parent of two; their spouse is a chair. Took parental leave."));
    assert_eq!(profile.work[0].position.as_deref(), Some("Head Waiter/waitress"));
    assert_eq!(profile.work[0].normalized_title.as_ref().map(|title| title.label.as_str()), Some("head waiter/head waitress"));
    assert_eq!(profile.work[0].highlights, ["Chair of the council"]);
    let studies: Vec<Option<&str>> = profile.education.iter().map(|study| study.study_type.as_deref()).collect();
    assert_eq!(studies, [Some("A levels"), Some("BA History")]);
    assert_eq!(profile.education[0].summary, None);
}

#[test]
fn what_agrees_with_a_persons_gender_takes_one_form() {
    for (language, feminine, masculine, left) in [
        (
            "fr",
            "Elle dirige une équipe; il faut du temps.",
            "Il dirige une équipe; il faut du temps.",
            "Il/elle dirige une équipe; il faut du temps.",
        ),
        (
            "fr",
            "Diplômée de Lyon, passionnée et rigoureuse",
            "Diplômé de Lyon, passionné et rigoureux",
            "Diplômé/e de Lyon, passionné/e et rigoureux/euse",
        ),
        (
            "es",
            "Licenciada en Derecho, apasionada por enseñar",
            "Licenciado en Derecho, apasionado por enseñar",
            "Licenciado/a en Derecho, apasionado/a por enseñar",
        ),
        ("es", "Trabajó como enfermera en Sevilla", "Trabajó como enfermero en Sevilla", "Trabajó como enfermero/a en Sevilla"),
        (
            "it",
            "Sono laureata in Fisica e mi sono occupata di laser",
            "Sono laureato in Fisica e mi sono occupato di laser",
            "Sono laureato/a in Fisica e mi sono occupato/a di laser",
        ),
        ("pt", "Formada em Direito, motivada", "Formado em Direito, motivado", "Formado/a em Direito, motivado/a"),
        (
            "pl",
            "Kierowałam zespołem; absolwentka politechniki",
            "Kierowałem zespołem; absolwent politechniki",
            "Kierowałem/am zespołem; absolwent/ka politechniki",
        ),
        ("cs", "Pracovala jsem v Brně", "Pracoval jsem v Brně", "Pracoval/a jsem v Brně"),
        (
            "de",
            "Sie führte ihre Abteilung, zuletzt als Leiterin",
            "Er führte seine Abteilung, zuletzt als Leiterin",
            "Er/sie führte seine/ihre Abteilung, zuletzt als Leiter/in",
        ),
        (
            "de",
            "Frau Schmidt ist eine erfahrene Entwicklerin. Verheiratet, zwei Kinder.",
            "Herr Schmidt ist ein erfahrener Entwickler/in.",
            "[name] ist ein/e erfahrene/r Entwickler/in.",
        ),
        ("de", "Gern möchte ich Teil davon sein.", "Gern möchte ich Teil davon sein.", "Gern möchte ich Teil davon sein."),
        ("nl", "Zij leidde haar team", "Hij leidde haar team", "Hij/zij leidde zijn/haar team"),
        ("sv", "Hon ledde hennes grupp", "Han ledde hans grupp", "Hen ledde hens grupp"),
        ("ro", "Absolventă, pasionată de chimie", "Absolvent, pasionat de chimie", "Absolvent/ă, pasionat/ă de chimie"),
        ("en", "She led her team", "He led his team", "They led their team"),
    ] {
        for text in [feminine, masculine] {
            let profile = serde_json::json!({"basics": {"summary": text}, "meta": {"language": language}});
            let profile = redact(&extraction(&profile.to_string()), Keep::default()).profile.expect("a profile");
            assert_eq!(profile.basics.summary.as_deref(), Some(left), "{text}");
        }
    }
}

#[test]
fn origin_and_age_in_sentences_go() {
    for (language, text, left) in [
        ("es", "Tengo 34 años y soy ciudadana española", "y soy"),
        ("es", "Tengo 34 años de experiencia", "Tengo 34 años de experiencia"),
        ("fr", "J’ai 34 ans, de nationalité belge", ""),
        ("de", "Ich bin 34 Jahre alt und deutsche Staatsangehörige", "und"),
        ("en", "French citizen, class of 1999", ""),
        ("pl", "Mam 34 lata, obywatelka polska", ""),
    ] {
        let profile = serde_json::json!({"basics": {"label": "x1", "summary": text}, "meta": {"language": language}});
        let profile = redact(&extraction(&profile.to_string()), Keep::default()).profile.expect("a profile");
        assert_eq!(profile.basics.summary.unwrap_or_default(), left, "{text}");
    }
}

#[test]
fn referees_in_running_text_go() {
    let document = extraction(
        r#"{"basics": {"name": "Ada Stone", "summary": "Recommended by Ines Roth. Mr. Grey taught me."},
            "references": [{"name": "Ines Roth, CTO", "reference": "Ines Roth, Head of Physics; Paul Grimm, University of Leeds"}],
            "work": [{"name": "Acme", "highlights": ["Wrote reports for Ines Roth"]}], "meta": {"language": "en"}}"#,
    );
    let told = serde_json::to_string(&redact(&document, Keep::default())).expect("JSON");
    for leak in ["Roth", "Ines", "Grimm", "Grey"] {
        assert!(!told.contains(leak), "{leak} in {told}");
    }
    assert!(told.contains("Head of Physics") && told.contains("University of Leeds"), "{told}");
}

#[test]
fn sentences_about_a_person_tell_no_gender_age_or_name() {
    for (language, text, left) in [
        (
            "de",
            "Als erfahrener Projektleiter und Ingenieur führte ich acht Techniker.",
            "Als erfahrene/r Projektleiter/in und Ingenieur/in führte ich acht Techniker.",
        ),
        ("de", "Vater zweier Töchter; junger Mann aus Kiel", "Elternteil zweier Töchter; junge Person aus Kiel"),
        ("de", "Aufbau mit Markus Obermeier (CTO) und Petra Lindner", "Aufbau mit [name] (CTO) und [name]"),
        ("en", "Proud mother and grandmother, born and raised in Leeds in 1979.", "Proud parent and grandparent,."),
        (
            "en",
            "Joined as a young woman; coached Tom Fielding at Morgan Stanley",
            "Joined as a young person; coached [name] at Morgan Stanley",
        ),
        ("en", "English is my mother tongue", "English is my mother tongue"),
        (
            "fr",
            "Je suis devenue conseillère, première femme cheffe avec Luc Martin",
            "Je suis devenu/e conseiller/ère, première femme chef/fe avec [name]",
        ),
        ("fr", "Je suis arrivé à Tours, jeune homme sérieux", "Je suis arrivé/e à Tours, jeune sérieux/euse"),
        (
            "es",
            "Soy una profesional con 38 años de edad, jefa de equipo con don Pablo Ruiz",
            "Soy un/a profesional con, jefe/a de equipo con [name]",
        ),
        ("es", "Ingeniera con 12 años de experiencia", "Ingeniero/a con 12 años de experiencia"),
        ("it", "Mamma di due bambini, maestra con Giulia Ferri", "Genitore di due bambini, maestro/a con [name]"),
        ("pt", "Sou uma profissional, professora em Braga", "Sou um/a profissional, professor/a em Braga"),
        ("nl", "Sanne Jansen werkte als lerares en secretaresse", "[name] werkte als leraar/-es en secretaris/-esse"),
        ("pl", "Byłam kierowniczką sklepu z Janem Nowakiem, ur. 1980.", "Byłem/am kierownikiem/czką sklepu z [name]"),
        ("sv", "Driven kvinna, trebarnsmamma. Född 1986.", "Driven person, förälder."),
    ] {
        let profile = serde_json::json!({"basics": {"label": "x1", "summary": text}, "meta": {"language": language}});
        let profile = redact(&extraction(&profile.to_string()), Keep::default()).profile.expect("a profile");
        assert_eq!(profile.basics.summary.unwrap_or_default(), left, "{text}");
    }
}
