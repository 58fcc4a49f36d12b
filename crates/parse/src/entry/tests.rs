//! Plain sheets, one for each way of writing that a section has.

use crate::{ParseOptions, Scratch, extract};

/// The jobs and studies of a sheet with these lines: each as its values in brackets, those that are missing left out.
fn told(lines: &str) -> Vec<String> {
    let text = format!("Jane Doe\njane@example.com\n\n{lines}\n");
    let extraction = extract("jane.txt", text.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
    let profile = extraction.profile.unwrap_or_default();
    let dates = |start: Option<vitae_model::PartialDate>, end: Option<vitae_model::PartialDate>, current: bool| {
        let side = |date: Option<vitae_model::PartialDate>| date.map_or(String::new(), |date| date.to_string());
        (start.is_some() || end.is_some()).then(|| format!("{}..{}", side(start), if current { "now".to_owned() } else { side(end) }))
    };
    let line = |values: [Option<String>; 4]| values.into_iter().flatten().collect::<Vec<_>>().join(" | ");
    let jobs = profile.work.into_iter().map(|job| {
        let when = dates(job.start_date, job.end_date, job.current);
        line([job.position, job.name, job.location, when])
    });
    let studies = profile.education.into_iter().map(|study| {
        let when = dates(study.start_date, study.end_date, study.current);
        line([study.study_type, study.area, study.institution, when])
    });
    jobs.chain(studies).collect()
}

#[test]
fn entries_are_read_however_they_are_written() {
    let cases: &[(&str, &[&str])] = &[
        // Customers are nobody's employer.
        (
            "Experience\n\nFreelance Software Developer\n2018 – present\nClients: ACME Corp, Globex Ltd, Initech\n- Built shops.\n\n\
             Junior Developer, Initech GmbH, Berlin    2011 – 2014\n- Wrote tests.",
            &["Freelance Software Developer | 2018..now", "Junior Developer | Initech GmbH | Berlin | 2011..2014"],
        ),
        // Both ends of a range in cells of their own, below their captions.
        (
            "Experience\n\nFrom\tTo\n04/2021\tnow\nClerk\tOakfield Bakery Ltd\n\nFrom\tTo\n05/2016\t03/2021\nBaker\tElm Street Bakery Ltd",
            &["Clerk | Oakfield Bakery Ltd | 2021-04..now", "Baker | Elm Street Bakery Ltd | 2016-05..2021-03"],
        ),
        // A form in which each caption has its own colon; a number counts the entries.
        (
            "Experience\n\nWork Experience 1\nJob Title:\tClerk\nCompany:\tOakfield Bakery Ltd\nI currently work here:\tYes\nFrom:\t03/2021\n\n\
             Work Experience 2\nJob Title:\tBaker\nCompany:\tElm Street Bakery Ltd\nI currently work here:\tNo\nFrom:\t05/2016\nTo:\t02/2021",
            &["Clerk | Oakfield Bakery Ltd | 2021-03..now", "Baker | Elm Street Bakery Ltd | 2016-05..2021-02"],
        ),
        // One in which both ends stand in one row.
        (
            "Section 2: Present or most recent employment\n\nEmployer (name, place)      Oakfield Bakery Ltd, Leeds\n\
             Job title                   Clerk\nDate started                01/2017      Date left    Still employed",
            &["Clerk | Oakfield Bakery Ltd | Leeds | 2017-01..now"],
        ),
        // Degrees that are the items of a list, above schools and years.
        (
            "Education\n\n* Culinary Management Diploma\n  Oakfield Valley College of Arts and Crafts, Kingston, 2014\n\n\
             * Higher School Certificate\n  Elm Street Secondary School for Girls and Boys, Leeds, 2012",
            &[
                "Culinary Management Diploma | Oakfield Valley College of Arts and Crafts | ..2014",
                "Higher School Certificate | Elm Street Secondary School for Girls and Boys | ..2012",
            ],
        ),
        // A town behind a hyphen, in half of the jobs.
        (
            "Experience\n\nClerk\nOakfield Bakery Ltd-Leeds\nMarch 2019 - May 2021\n- Filed.\n\n\
             Baker\nElm Street Bakery-York\nMay 2016 - March 2019\n- Baked.",
            &["Clerk | Oakfield Bakery Ltd | Leeds | 2019-03..2021-05", "Baker | Elm Street Bakery | York | 2016-05..2019-03"],
        ),
        // Captions in list items, and heads of columns that a word joins or the end of a line breaks.
        (
            "Experience\n\n- Employer: Oakfield Bakery Ltd\nPosition: Clerk\nPeriod: March 2019 - May 2021\n\n\
             - Employer: Elm Street Bakery Ltd\nPosition: Baker\nPeriod: May 2016 - March 2019",
            &["Clerk | Oakfield Bakery Ltd | 2019-03..2021-05", "Baker | Elm Street Bakery Ltd | 2016-05..2019-03"],
        ),
        // A word announces the subject.
        (
            "Vzdělání\n\nVzorová univerzita | 9/2015 – 6/2018\nBc., obor Chemie\n\nVzorová akademie | 9/2018 – 6/2020\nMgr., obor Fyzika",
            &["Bc. | Chemie | Vzorová univerzita | 2015-09..2018-06", "Mgr. | Fyzika | Vzorová akademie | 2018-09..2020-06"],
        ),
        // Heads of columns say what stands below them.
        (
            "Experience\n\nOrganisation      Designation     Period\nTallow Rise       Quillon         2019 - 2021\n\
             Amber Vale        Osprey          2016 - 2019",
            &["Quillon | Tallow Rise | 2019..2021", "Osprey | Amber Vale | 2016..2019"],
        ),
        // A list mark before the caption that begins a job, several captions in a row, and one that a slash parts.
        (
            "Experience\n\n1) Organisation : Oakfield Bakery Ltd\nDesignation : Clerk\nDuration : 2019 - 2021\n\n\
             2) Organisation : Elm Street Bakery Ltd\nDesignation : Baker\nDuration : 2016 - 2019",
            &["Clerk | Oakfield Bakery Ltd | 2019..2021", "Baker | Elm Street Bakery Ltd | 2016..2019"],
        ),
        (
            "Experience\n\nCompany: Oakfield Bakery Ltd, Position: Clerk, Hours per week: 40\n2019 - 2021\n\n\
             Company: Elm Street Bakery Ltd, Position: Baker, Hours per week: 20\n2016 - 2019",
            &["Clerk | Oakfield Bakery Ltd | 2019..2021", "Baker | Elm Street Bakery Ltd | 2016..2019"],
        ),
        (
            "Experience\n\nPeriod\t2019 - 2021\nClient / employer\tOakfield Bakery Ltd\nRole\tClerk\n\n\
             Period\t2016 - 2019\nClient / employer\tElm Street Bakery Ltd\nRole\tBaker",
            &["Clerk | Oakfield Bakery Ltd | 2019..2021", "Baker | Elm Street Bakery Ltd | 2016..2019"],
        ),
        // So do captions.
        (
            "Education\n\nUczelnia: Politechnika Wzorowa\nStopień: Magister\nKierunek: Logistyka\nOkres: 2011 – 2013",
            &["Magister | Logistyka | Politechnika Wzorowa | 2011..2013"],
        ),
        // The degree stands in a bracket.
        (
            "Eğitim\n\nÖrnek Akademisi, Hukuk (Lisans)\n(Haziran 2006) Adana\n\n\
             Örnek Eğitim Merkezi, Aşçılık (Sertifika)\n(Haziran 2004) Adana",
            &["Lisans | Hukuk | Örnek Akademisi | ..2006-06", "Sertifika | Aşçılık | Örnek Eğitim Merkezi | ..2004-06"],
        ),
        // The jobs are the items of a list.
        (
            "Experience\n\n- Engineer, Acme Ltd\n  2019 - 2021\n  - Built things.\n  - Mended others.\n- Clerk, Globex Ltd\n  2016 - 2019\n  - Filed.",
            &["Engineer | Acme Ltd | 2019..2021", "Clerk | Globex Ltd | 2016..2019"],
        ),
        // Studies told in sentences.
        (
            "Formação\n\n- Bacharelado em História. Universidade Federal de Exemplo, Palmas, conclusão em 2018.\n\
             - Mestrado em Física. Universidade de Exemplo, Palmas, conclusão em 2020.",
            &["Bacharelado | História | Universidade Federal de Exemplo | ..2018", "Mestrado | Física | Universidade de Exemplo | ..2020"],
        ),
        // Slashes part the only job.
        (
            "Berufserfahrung\n\nBäckerei Muster GmbH / Bäckerin\n09/2024 – laufend / Bamberg",
            &["Bäckerin | Bäckerei Muster GmbH | Bamberg | 2024-09..now"],
        ),
        // No heading stands above the jobs.
        (
            "Engineer - Acme Ltd, Leeds, 2019 - 2021\n- Built things.\n\nClerk - Globex Ltd, York, 2016 - 2019\n- Filed.\n\n\
             EDUCATION\n\nBSc Mathematics, University of Leeds\n2013 - 2016",
            &[
                "Engineer | Acme Ltd | Leeds | 2019..2021",
                "Clerk | Globex Ltd | York | 2016..2019",
                "BSc | Mathematics | University of Leeds | 2013..2016",
            ],
        ),
        // A month at the end of a line, its year on the next.
        (
            "Experience\n\nEngineer, Acme Ltd, Leeds, March\n2019 – June 2021\n- Built things.\n\nClerk, Globex Ltd, York, May\n2016 – March 2019\n- Filed.",
            &["Engineer | Acme Ltd | Leeds | 2019-03..2021-06", "Clerk | Globex Ltd | York | 2016-05..2019-03"],
        ),
        // Quarters are months.
        (
            "Experience\n\nEngineer, Acme Ltd, Leeds\nQ1 2019 – Q3 2020\n- Built things.\n\nClerk, Globex Ltd, York\nQ4/2016 - Q4/2018\n- Filed.",
            &["Engineer | Acme Ltd | Leeds | 2019-01..2020-09", "Clerk | Globex Ltd | York | 2016-10..2018-12"],
        ),
        // A degree of two schools is a study at each.
        (
            "Education\n\n2015 – 2017  Double Degree MSc Management, HEC Paris and Bocconi University\n\
             2012 – 2015  BSc Mathematics, University of Leeds",
            &[
                "Double Degree MSc Management | HEC Paris | 2015..2017",
                "Double Degree MSc Management | Bocconi University | 2015..2017",
                "BSc | Mathematics | University of Leeds | 2012..2015",
            ],
        ),
        // Days of graduation below each other are no span of time.
        (
            "Education\n\n15/06/2017        BSc, Mathematics [University of Leeds]\n\
             15/06/2014        A-levels, Physics [Wakefield High School]",
            &["BSc | Mathematics | University of Leeds | ..2017-06-15", "A-levels | Physics | Wakefield High School | ..2014-06-15"],
        ),
        // A degree in the header is one even where the chain takes it for prose.
        (
            "Öğrenim Durumu\n\nAteş Sanatları Akademisi, Hukuk (Lisans)\n(Haziran 2006) Adana\n\n\
             Akgün Eğitim Merkezi, Aşçılık (Ustalık Belgesi)\n(Haziran 2005) İzmir",
            &["Lisans | Hukuk | Ateş Sanatları Akademisi | ..2006-06", "Ustalık Belgesi | Aşçılık | Akgün Eğitim Merkezi | ..2005-06"],
        ),
        // A word that joins a degree to a subject that is not there.
        (
            "Education\n\nBSc in Mathematics, University of Leeds\n2012 – 2015\n\nA-levels in, Wakefield High School\n2010 – 2012",
            &["BSc | Mathematics | University of Leeds | 2012..2015", "A-levels | Wakefield High School | 2010..2012"],
        ),
        // An employer and its place, in either order, stand above several jobs.
        (
            "Experience\n\nLeeds, Acme Ltd\nSenior Engineer — 2019 – 2021\n- Built things.\nEngineer — 2016 – 2019\n- Mended others.\n\n\
             York, Globex Ltd\nClerk — 2014 – 2016\n- Filed.\nPorter — 2012 – 2014\n- Carried.",
            &[
                "Senior Engineer | Acme Ltd | Leeds | 2019..2021",
                "Engineer | Acme Ltd | Leeds | 2016..2019",
                "Clerk | Globex Ltd | York | 2014..2016",
                "Porter | Globex Ltd | York | 2012..2014",
            ],
        ),
        // Months that are written small stand right below the item of a list.
        (
            "Werkervaring\n\nAcme BV [Zwolle]\nnov 2020 – okt 2022 | Hoofd personeel\naug 2019 – okt 2020 | Toneelmeester\n\
             - Begroting van 154 duizend euro.\nmrt 2019 – aug 2019 | Opticien\n- Brillen.",
            &[
                "Hoofd personeel | Acme BV | Zwolle | 2020-11..2022-10",
                "Toneelmeester | Acme BV | Zwolle | 2019-08..2020-10",
                "Opticien | Acme BV | Zwolle | 2019-03..2019-08",
            ],
        ),
        // Who signs below the studies is no school.
        (
            "Education\n\nBSc Mathematics, University of Leeds\n2012 – 2015\n\n5 May 2024\nJane Doe",
            &["BSc | Mathematics | University of Leeds | 2012..2015"],
        ),
        // A heading inside a job of which nothing more is said.
        (
            "Experience\n\nAcme Ltd\nEngineer\n2019 – 2021\nResponsibilities:\n\nGlobex Ltd\nClerk\n2016 – 2019\n\nResponsibilities:\n- Filed.",
            &["Engineer | Acme Ltd | 2019..2021", "Clerk | Globex Ltd | 2016..2019"],
        ),
        // Case endings and words behind a date say which end it is.
        (
            "Työkokemus\n\nOhjelmistokehittäjä, Nokia Oyj, Espoo\n03/2019 lähtien\n- Verkkokaupat\n\nKirjanpitäjä, Kesko Oyj, Helsinki\n\
             kesäkuusta 2015 helmikuuhun 2019\n- Kirjanpito",
            &["Ohjelmistokehittäjä | Nokia Oyj | Espoo | 2019-03..now", "Kirjanpitäjä | Kesko Oyj | Helsinki | 2015-06..2019-02"],
        ),
        // Numbers that have a full stop each.
        (
            "Szakmai tapasztalat\n\nKönyvelő, Napraforgó Kft., Győr\n2019. 01. – jelenleg\n- Számlák.\n\n\
             Asszisztens, Zöldág Zrt., Pécs\n2015. 06. – 2018. 12.\n- Levelek.",
            &["Könyvelő | Napraforgó Kft. | Győr | 2019-01..now", "Asszisztens | Zöldág Zrt. | Pécs | 2015-06..2018-12"],
        ),
        (
            "Töökogemus\n\nRaamatupidaja, Päikesekiir OÜ, Tartu\njaanuar 2019 – praeguseni\n- Arved.\n\nHaridustee\n\n\
             Tartu Ülikool, majandusteadus\n2010 – 2014",
            &["Raamatupidaja | Päikesekiir OÜ | Tartu | 2019-01..now", "majandusteadus | Tartu Ülikool | 2010..2014"],
        ),
    ];
    for (lines, expected) in cases {
        assert_eq!(told(lines), *expected, "{lines}");
    }
}
