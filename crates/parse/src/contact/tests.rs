//! Heads of documents, from bytes to the profile: names in every form, numbers, addresses, links, headline and summary.

use vitae_model::Basics;

use crate::{ParseOptions, Scratch, extract};

/// The rest of a document, by language: section titles, a job, a school.
fn body(language: &str) -> &'static str {
    match language {
        "de" => {
            "BERUFSERFAHRUNG\n\nEntwicklerin, Nordwind GmbH, Hamburg\n01/2019 – heute\n\nAUSBILDUNG\n\nB.Sc. Informatik, Universität Hamburg\n2015 – 2018\n"
        }
        "fr" => {
            "EXPÉRIENCE PROFESSIONNELLE\n\nDéveloppeuse, Ventdunord SARL, Lyon\njanv. 2019 – aujourd’hui\n\nFORMATION\n\nLicence informatique, Université Lyon 1\n2015 – 2018\n"
        }
        "es" => {
            "EXPERIENCIA LABORAL\n\nDesarrolladora, Viento Norte S.L., Sevilla\nenero 2019 – actualidad\n\nFORMACIÓN\n\nGrado en Informática, Universidad de Sevilla\n2015 – 2018\n"
        }
        "pl" => {
            "DOŚWIADCZENIE ZAWODOWE\n\nProgramistka, Wiatr Sp. z o.o., Łódź\n01.2019 – obecnie\n\nWYKSZTAŁCENIE\n\nLicencjat, Informatyka, Uniwersytet Łódzki\n2015 – 2018\n"
        }
        "hu" => {
            "SZAKMAI TAPASZTALAT\n\nSzoftverfejlesztő, Északi Szél Kft., Szeged\n2019. január – jelenleg\n\nTANULMÁNYOK\n\nBSc Informatika, Szegedi Tudományegyetem\n2015 – 2018\n"
        }
        _ => {
            "EXPERIENCE\n\nSoftware Engineer, Northwind Ltd, Leeds\nJan 2019 – present\n\nEDUCATION\n\nBSc Computer Science, University of Leeds\n2015 – 2018\n"
        }
    }
}

fn read(source: &str, bytes: &str) -> Basics {
    let extraction = extract(source, bytes.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
    extraction.profile.expect("it is a résumé").basics
}

/// What is read of a plain text that begins with `head`.
fn basics(head: &str, language: &str) -> Basics {
    read("cv.txt", &format!("{head}\n\n{}", body(language)))
}

#[test]
fn names_are_read_in_every_form_they_take() {
    const CONTACT: &str = "contact@example.com | +44 20 7946 0958";
    for (head, language, name) in [
        // Particles.
        // A colon that stands apart from its label.
        ("Name               :   Ada Example\nCity               :   Leeds", "en", "Ada Example"),
        ("Ulrike von der Heydt", "de", "Ulrike von der Heydt"),
        ("Hélène de La Rochefoucauld", "fr", "Hélène de La Rochefoucauld"),
        ("María del Carmen Ruiz", "es", "María del Carmen Ruiz"),
        ("Pieter in 't Veld", "en", "Pieter in 't Veld"),
        // Suffixes and letters behind the name, titles before it.
        ("Robert Lamar Hayes Jr.", "en", "Robert Lamar Hayes Jr."),
        ("Thomas Greer, Sr.", "en", "Thomas Greer, Sr."),
        ("Danielle Kowalczyk, RN, BSN", "en", "Danielle Kowalczyk, RN, BSN"),
        ("Prof. Dr. rer. nat. Anja Wetzlar", "de", "Prof. Dr. rer. nat. Anja Wetzlar"),
        ("Dipl.-Ing. (FH) Markus Obermeier", "de", "Dipl.-Ing. (FH) Markus Obermeier"),
        ("mgr inż. Katarzyna Wrona", "pl", "mgr inż. Katarzyna Wrona"),
        // A profession in the type of the name is the headline.
        ("Göran Forsberg\nTruckförare", "en", "Göran Forsberg"),
        // Nicknames.
        ("Wei (William) Zhang", "en", "Wei (William) Zhang"),
        ("Josephine \"Joey\" Baptiste", "en", "Josephine \"Joey\" Baptiste"),
        ("Piotr „Peter” Zieliński", "pl", "Piotr „Peter” Zieliński"),
        // Capitals, small letters.
        ("MARGARET OKONKWO", "en", "MARGARET OKONKWO"),
        ("ÉLODIE LEFÈVRE", "fr", "ÉLODIE LEFÈVRE"),
        ("jane doe", "en", "jane doe"),
        // Spaced out.
        ("J A N E   D O E", "en", "JANE DOE"),
        ("É L O D I E   L E F È V R E", "fr", "ÉLODIE LEFÈVRE"),
        ("A n n a   S c h m i d t", "de", "Anna Schmidt"),
        // On two lines.
        ("JANE\nDOE", "en", "JANE DOE"),
        ("Ulrike\nvon der Heydt", "de", "Ulrike von der Heydt"),
        ("Élodie\nLEFÈVRE", "fr", "Élodie LEFÈVRE"),
        ("María José\nGarcía Fernández", "es", "María José García Fernández"),
        ("Curriculum Vitae\nJane\nDoe", "en", "Jane Doe"),
        // One name alone.
        ("Suharto", "en", "Suharto"),
        ("TEVITA", "en", "TEVITA"),
        // The family name first.
        ("DOE, Jane", "en", "DOE, Jane"),
        ("García Fernández, María José", "es", "García Fernández, María José"),
        ("VASSEUR Solène", "fr", "VASSEUR Solène"),
        ("Kovács Anna Mária", "hu", "Kovács Anna Mária"),
        ("山田 太郎", "en", "山田 太郎"),
        // Beside what the document is called.
        ("Curriculum Vitae\nJane Doe", "en", "Jane Doe"),
        ("Lebenslauf\nAnna Schmidt", "de", "Anna Schmidt"),
        ("CURRICULUM VITÆ\nÉlodie Lefèvre", "fr", "Élodie Lefèvre"),
        ("HOJA DE VIDA\nLucía Ortega Prieto", "es", "Lucía Ortega Prieto"),
        ("Resume of Jane Doe", "en", "Jane Doe"),
        ("Jane Doe – Curriculum Vitae", "en", "Jane Doe"),
        ("Jane Doe’s Resume", "en", "Jane Doe"),
        // Behind labels.
        ("Name: Jane Doe", "en", "Jane Doe"),
        ("First name: Jane\nLast name: Doe", "en", "Jane Doe"),
        ("Name: Schmidt\nVorname: Anna", "de", "Anna Schmidt"),
        ("Nom : LEFÈVRE\nPrénom : Élodie", "fr", "Élodie LEFÈVRE"),
        ("Nombre: María José\nApellidos: García Fernández", "es", "María José García Fernández"),
    ] {
        let told = basics(&format!("{head}\n{CONTACT}"), language);
        assert_eq!(told.name.as_deref(), Some(name), "{head}");
        assert_eq!(told.emails.len(), 1, "{head}");
        assert_eq!(told.phones.len(), 1, "{head}");
    }
}

#[test]
fn names_are_read_in_sidebars_and_in_hard_blanks() {
    let page = |head: &str| {
        format!(
            "<table><tr><td>{head}<p>contact@example.com</p><p>London, UK</p></td><td><h2>Experience</h2><p><b>Software Engineer, Northwind \
             Ltd</b><br>Jan 2019 – present</p><h2>Education</h2><p>BSc Computer Science, University of Leeds<br>2015 – 2018</p></td></tr></table>"
        )
    };
    for (head, name) in [
        ("<h1>Jane Doe</h1>", "Jane Doe"),
        ("<h1>Anna<br>Schmidt</h1>", "Anna Schmidt"),
        ("<h1>J&nbsp;A&nbsp;N&nbsp;E&nbsp;&nbsp;&nbsp;D&nbsp;O&nbsp;E</h1>", "JANE DOE"),
        ("<h1>J&nbsp;A&nbsp;N&nbsp;E D&nbsp;O&nbsp;E</h1>", "JANE DOE"),
    ] {
        assert_eq!(read("cv.html", &page(head)).name.as_deref(), Some(name), "{head}");
    }
}

#[test]
fn numbers_take_the_form_of_the_documents_country() {
    for (contact, language, numbers) in [
        ("+44 20 7946 0958", "en", &["+442079460958"][..]),
        ("London, UK | 020 7946 0958", "en", &["+442079460958"]),
        ("Springfield, IL | (217) 555-0143", "en", &["+12175550143"]),
        ("Wohnort: 9000 St. Gallen\nTelefon: 071 555 01 23", "de", &["+41715550123"]),
        ("20095 Hamburg | Tel. 030 23125 014 | Mobil: 0171 3920013", "de", &["+493023125014", "+491713920013"]),
        ("69003 Lyon | Tél. : 01 99 00 12 34", "fr", &["+33199001234"]),
        ("41001 Sevilla | Móvil: 600 000 123", "es", &["+34600000123"]),
        ("90-001 Łódź | tel. kom.: 512 000 123", "pl", &["+48512000123"]),
        ("6720 Szeged | Telefon: (06-62) 200-123", "hu", &["+3662200123"]),
    ] {
        let told = basics(&format!("Jane Doe\n{contact} | contact@example.com"), language);
        let found: Vec<String> = told.phones.iter().map(ToString::to_string).collect();
        assert_eq!(found, numbers, "{contact}");
    }
}

#[test]
fn addresses_are_told_in_their_parts() {
    for (contact, language, city, region, country) in [
        ("Wohnort: 9000 St. Gallen", "de", "St. Gallen", None, Some("CH")),
        ("Rosenbergstraße 12, 20095 Hamburg", "de", "Hamburg", None, Some("DE")),
        ("12 rue des Lilas, 69003 Lyon", "fr", "Lyon", None, Some("FR")),
        ("Dirección: Calle Sol 4, 41001 Sevilla", "es", "Sevilla", None, Some("ES")),
        ("ul. Polna 3, 90-001 Łódź", "pl", "Łódź", None, Some("PL")),
        ("6720 Szeged, Kossuth utca 3.", "hu", "Szeged", None, Some("HU")),
        ("12 Oak Street, Springfield, IL 62701", "en", "Springfield", Some("IL"), Some("US")),
        ("Marrickville NSW 2204", "en", "Marrickville", Some("NSW"), Some("AU")),
        ("Based in: Leeds, United Kingdom", "en", "Leeds", None, Some("GB")),
    ] {
        let told = basics(&format!("Jane Doe\n{contact}\ncontact@example.com"), language);
        let place = told.location.unwrap_or_default();
        let code = place.country_code.map(|code| code.to_string());
        assert_eq!((place.city.as_deref(), place.region.as_deref(), code.as_deref()), (Some(city), region, country), "{contact}");
    }
}

#[test]
fn links_are_filed_by_their_network() {
    for (contact, network, user) in [
        ("linkedin.com/in/jane-doe", Some("LinkedIn"), Some("jane-doe")),
        ("LinkedIn: jane-doe", Some("LinkedIn"), Some("jane-doe")),
        ("https://www.xing.com/profile/Jane_Doe", Some("XING"), Some("Jane_Doe")),
        ("GitHub: github.com/janedoe", Some("GitHub"), Some("janedoe")),
        ("orcid.org/0000-0000-0000-0124", Some("ORCID"), Some("0000-0000-0000-0124")),
        ("Portfolio: https://jane.example/work", None, None),
    ] {
        let told = basics(&format!("Jane Doe\ncontact@example.com | {contact}"), "en");
        let profile = told.profiles.first();
        let found = profile.map(|profile| (profile.network.as_deref(), profile.username.as_deref()));
        assert_eq!(found.unwrap_or_default(), (network, user), "{contact}");
        assert_eq!(told.url.is_some(), network.is_none(), "{contact}");
    }
}

#[test]
fn headlines_and_summaries_stand_below_the_name() {
    const PROSE: &str = "Designer of forms that people can fill in without help, with ten years in public services and in banks.";
    for (head, language, label) in [
        ("Jane Doe\nProduct Designer\ncontact@example.com", "en", "Product Designer"),
        ("Jane Doe | Product Designer\ncontact@example.com", "en", "Product Designer"),
        ("Jane\nDoe\nProduct Designer\ncontact@example.com", "en", "Product Designer"),
        ("Jane Doe, Product Designer\ncontact@example.com", "en", "Product Designer"),
        ("Anna Schmidt\nGrafikdesignerin\ncontact@example.com", "de", "Grafikdesignerin"),
        ("Élodie Lefèvre\nDéveloppeuse web\ncontact@example.com", "fr", "Développeuse web"),
        ("Lucía Ortega\nDiseñadora gráfica\ncontact@example.com", "es", "Diseñadora gráfica"),
    ] {
        let told = basics(&format!("{head}\n\n{PROSE}"), language);
        assert_eq!(told.label.as_deref(), Some(label), "{head}");
        assert_eq!(told.summary.as_deref(), Some(PROSE), "{head}");
    }
}

#[test]
fn a_number_that_other_words_name_comes_last() {
    let basics = basics("Jane Doe\nFile No. 48213377\nTel. +44 20 7946 0958\njane@example.com", "en");
    assert_eq!(basics.phone.as_deref(), Some("+44 20 7946 0958"));
}
