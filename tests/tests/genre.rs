//! Which documents are taken for résumés: letters, invoices, papers and advertisements are not, however much they speak of jobs; short, academic
//! and unusual résumés are.

use vitae_model::Outcome;
use vitae_parse::{ParseOptions, Scratch, extract};

/// Documents of other kinds: a name, and the text.
const OTHERS: &[(&str, &str)] = &[
    (
        "letter, German",
        "Mira Feldkamp\nAm Anger 3, 99084 Erfurt\n\nStadtwerke Beispielhausen\nPersonalabteilung\n\n12. Mai 2023\n\nBewerbung als Netzplanerin\n\n\
         Sehr geehrte Frau Tannert,\n\nmit großem Interesse habe ich Ihre Anzeige gelesen. Seit 2018 plane ich bei der Netz Nord GmbH Leitungen; \
         zuvor habe ich an der Hochschule Anhalt Elektrotechnik studiert.\n\nÜber eine Einladung freue ich mich.\n\nMit freundlichen Grüßen\n\nMira Feldkamp\n",
    ),
    (
        "letter, French",
        "Élodie Marchetti\n8 rue des Tilleuls, 69003 Lyon\n\nLyon, le 4 avril 2022\n\nObjet : candidature au poste de bibliothécaire\n\nMadame, Monsieur,\n\n\
         Actuellement assistante à la médiathèque de Bron depuis 2019, je souhaite rejoindre votre équipe. J'ai étudié les lettres à l'université.\n\n\
         Je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.\n\nÉlodie Marchetti\n",
    ),
    (
        "letter, Spanish",
        "Nerea Olmedo\nCalle Mayor 12, Burgos\n\n7 de junio de 2021\n\nEstimado señor Quiroga:\n\nMe dirijo a usted para presentar mi candidatura como \
         enfermera. Trabajé en el Hospital del Valle entre 2016 y 2020 y estudié en Salamanca.\n\nReciba un cordial saludo.\n\nAtentamente,\n\nNerea Olmedo\n",
    ),
    (
        "letter, Dutch",
        "Jip Verhoeven\nDorpsstraat 5, 3511 AA Utrecht\n\n2 februari 2023\n\nGeachte mevrouw De Wit,\n\nGraag solliciteer ik naar de functie van \
         timmerman. De afgelopen zes jaar werkte ik bij Bouwbedrijf Kroon.\n\nMet vriendelijke groet,\n\nJip Verhoeven\n",
    ),
    (
        "letter, Polish",
        "Zofia Brzeska\nul. Polna 4, Gdynia\n\n3 marca 2022\n\nSzanowni Państwo,\n\nzgłaszam swoją kandydaturę na stanowisko księgowej. Od 2017 roku \
         pracuję w biurze rachunkowym Saldo.\n\nZ poważaniem\n\nZofia Brzeska\n",
    ),
    (
        "letter, Swedish",
        "Tova Lindgård\nStorgatan 9, Umeå\n\n11 maj 2022\n\nHej!\n\nJag söker tjänsten som snickare hos er. Sedan 2018 arbetar jag på Norrbygg.\n\n\
         Jag ser fram emot att höra från er.\n\nMed vänliga hälsningar\nTova Lindgård\n",
    ),
    (
        "invoice, English",
        "Harbour Print Ltd\n\nINVOICE\n\nInvoice number: 2023-0417\nInvoice date: 17 April 2023\nDue date: 17 May 2023\n\nBill to: Example Books, York\n\n\
         Description   Quantity   Unit price   Amount\nBrochures   200   1.20   240.00\nPosters   10   8.00   80.00\n\nSubtotal 320.00\nVAT 20 % 64.00\n\
         Total 384.00\n\nPayment terms: 30 days\n",
    ),
    (
        "invoice, German",
        "Druckerei Beispiel GmbH\n\nRechnung\n\nRechnungsnummer: 4711\nRechnungsdatum: 02.03.2023\n\nPos. Bezeichnung Menge Preis\n1 Plakate 10 80,00\n\
         2 Hefte 200 240,00\n\nZwischensumme 320,00\nMwSt. 19 % 60,80\nGesamtbetrag 380,80\n\nZahlungsziel: 14 Tage\nIBAN DE00 0000 0000 0000 0000 00\n",
    ),
    (
        "invoice, French",
        "Atelier Exemple SARL\n\nFacture\n\nNuméro de facture : 2022-118\nDate : 3 octobre 2022\n\nAffiches 10 80,00\nTotal HT 80,00\nTVA 20 % 16,00\n\
         Total TTC 96,00\n\nIBAN FR00 0000 0000 0000\n",
    ),
    (
        "paper, English",
        "On the Drying of Paint\n\nR. Example and S. Sample\nUniversity of Exampleton\n\nAbstract\n\nIn this paper we propose a model of paint. We present \
         measurements of twelve walls.\n\n1 Introduction\n\nPaint has been studied by Sample et al. [1]. Figure 1 shows a wall.\n\n2 Related work\n\n\
         Walls were described before [2].\n\nReferences\n\n[1] S. Sample et al. Walls. Proceedings of the Wall Society, 2011.\n[2] R. Example. Paint. 2014.\n",
    ),
    (
        "advertisement, English",
        "Senior Gardener (m/f/d)\n\nAbout the role\n\nWe are looking for a gardener with five years of experience.\n\nYour responsibilities\n\n- Pruning\n\
         - Planning of beds, 2024 to 2026\n\nWhat we offer\n\n- A shed\n\nHow to apply\n\nSend your application to jobs@example.com. We are an equal opportunity \
         employer.\n",
    ),
    (
        "advertisement, German",
        "Netzplaner (m/w/d)\n\nWir suchen zum 1. März 2024 Verstärkung in Erfurt.\n\nIhre Aufgaben\n\n- Planung von Leitungen\n\nIhr Profil\n\n\
         - Studium der Elektrotechnik\n\nWir bieten\n\n- Gleitzeit\n\nIhre Bewerbung senden Sie an personal@example.com.\n",
    ),
];

/// Résumés that are easily refused: a name, and the text.
const RESUMES: &[(&str, &str)] = &[
    (
        "four lines",
        "Ada Fielding\nada.fielding@example.com\nBaker, Crumb & Co, 2019 – present\nApprentice, Mill Lane Bakery, 2016 – 2019\n",
    ),
    (
        "one heading",
        "Theo Marsh\n+44 20 7946 0321\n\nExperience\n\nDriver, Example Logistics, 2015 – 2023\nLoader, Harbour Depot, 2012 – 2015\n",
    ),
    (
        "federal",
        "Jordan Pike\njordan.pike@example.com\nCitizenship: United States\nVeterans' preference: 5 points\n\nWORK EXPERIENCE\n\nProgram Analyst\n\
         Department of Examples, Washington, DC\n01/2018 - Present\nSalary: $84,000 per year\nHours per week: 40\nGrade: GS-12\nSupervisor: may be contacted\n\n\
         Duties: prepared invoices, due dates and payment terms for 40 contracts; answered letters that begin with Dear Sir or Madam.\n\n\
         EDUCATION\n\nB.A. History, Example State University, 2014\n",
    ),
    (
        "academic",
        "Dr. Ines Quill\nines.quill@example.edu\n\nEducation\n\nPhD Botany, University of Exampleton, 2012\n\nAppointments\n\n\
         Lecturer, University of Sampleham, 2014 – present\n\nPublications\n\nQuill, I. et al. Mosses. Proceedings of the Moss Society, 2016. doi.org/10.0000/1\n\
         Quill, I., Fern, B. et al. In this paper we propose a moss. arXiv:0000.00001, 2018.\nQuill, I. Figure 1 and Table 1 of lichens. 2019.\n\n\
         Conference papers\n\nQuill, I. et al. Abstract of a talk on ferns. Proceedings of the Fern Society, 2020.\n",
    ),
    (
        "accountant",
        "Lars Nyholm\nlars.nyholm@example.com\n\nErfaring\n\nRegnskabsfører, Eksempel A/S, 2017 – 2022\n- Faktura, IBAN og moms for 300 kunder\n\nUddannelse\n\n\
         HD, Handelshøjskolen, 2013 – 2016\n",
    ),
    (
        "with a letter's courtesy",
        "Maja Kern\nmaja.kern@example.com\n\nSehr geehrte Damen und Herren, gern stelle ich mich vor.\n\nBerufserfahrung\n\n2019 – 2023 Köchin, Gasthaus Linde\n\
         2016 – 2019 Jungköchin, Hotel Seeblick\n\nAusbildung\n\n2013 – 2016 Kochlehre, Hotel Seeblick\n\nMit freundlichen Grüßen\nMaja Kern\n",
    ),
];

fn outcome(name: &str, bytes: &[u8]) -> Outcome {
    extract(name, bytes, &ParseOptions::default(), &mut Scratch::default()).outcome
}

/// The text as a web page, a paragraph for each line.
fn page(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let lines: Vec<String> = escaped.lines().filter(|line| !line.is_empty()).map(|line| format!("<p>{line}</p>\n")).collect();
    format!("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Document</title></head><body>\n{}</body></html>\n", lines.concat())
}

#[test]
fn other_kinds_of_documents_are_no_resumes() {
    for (name, text) in OTHERS {
        assert_eq!(outcome("other.txt", text.as_bytes()), Outcome::NotAResume, "{name}");
        assert_eq!(outcome("other.html", page(text).as_bytes()), Outcome::NotAResume, "{name} as a page");
    }
}

#[test]
fn unusual_resumes_are_resumes() {
    for (name, text) in RESUMES {
        assert_eq!(outcome("resume.txt", text.as_bytes()), Outcome::Parsed, "{name}");
        assert_eq!(outcome("resume.html", page(text).as_bytes()), Outcome::Parsed, "{name} as a page");
    }
}
