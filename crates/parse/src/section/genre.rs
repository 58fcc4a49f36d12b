//! Documents that are no résumé: letters, invoices, papers.

use vitae_model::Profile;

use crate::layout::Layout;
use crate::section::{Section, SectionKind, fold};

/// Says why `layout` is taken for no résumé, a sentence without a full stop; none for a résumé.
///
/// Two signs are needed: that the structure of a résumé is missing, and that words of another kind of document are there.
pub(crate) fn not_a_resume(layout: &Layout, sections: &[Section]) -> Option<String> {
    let core = |kind: SectionKind| {
        matches!(
            kind,
            SectionKind::Work
                | SectionKind::Education
                | SectionKind::Skills
                | SectionKind::Languages
                | SectionKind::Certificates
                | SectionKind::Volunteer
        )
    };
    let headed = sections.iter().filter(|section| section.heading.is_some() && core(section.kind)).count();
    if headed >= 2 || layout.lines.is_empty() {
        return None;
    }
    let mut counts = [0usize; GENRES.len()];
    let mut folded = String::new();
    for line in layout.lines.iter().take(400) {
        fold(layout.text_of(line), &mut folded);
        for (count, genre) in counts.iter_mut().zip(GENRES) {
            *count += usize::from(genre.openings.iter().any(|opening| folded.starts_with(opening))) * 2;
            *count += usize::from(genre.words.iter().any(|word| folded.contains(word)));
        }
    }
    let (count, genre) = counts.iter().zip(GENRES).max_by_key(|(count, _)| **count)?;
    let needed = if headed == 0 { 3 } else { 6 };
    (*count >= needed).then(|| format!("this reads like {}, not like a résumé; no profile was taken from it with certainty", genre.name))
}

/// Says so where nothing that résumés hold has been read: no way to reach anybody, no job, no study, no skill, no heading of a résumé.
pub(crate) fn is_bare(sections: &[Section], profile: &Profile) -> Option<String> {
    let basics = &profile.basics;
    let reached = !basics.emails.is_empty() || basics.phone.is_some() || !basics.profiles.is_empty() || basics.url.is_some();
    let told = !profile.work.is_empty() || !profile.education.is_empty() || !profile.skills.is_empty() || !profile.languages.is_empty();
    let headed = sections.iter().any(|section| section.heading.is_some() && section.kind != SectionKind::Other);
    let is_bare = !reached && !told && !headed && sections.iter().any(|section| !section.lines().is_empty());
    is_bare.then(|| "nothing that résumés hold was found: no contact data, job, study or skill".to_owned())
}

struct Genre {
    name: &'static str,
    /// How lines of it begin.
    openings: &'static [&'static str],
    /// What lines of it say.
    words: &'static [&'static str],
}

const GENRES: [Genre; 8] = [
    Genre {
        name: "a letter",
        openings: &[
            "dear ",
            "to whom it may",
            "sehr geehrte",
            "madame monsieur",
            "madame",
            "cher ",
            "chere ",
            "estimado",
            "estimada",
            "a quien corresponda",
            "gentile ",
            "egregi",
            "prezado",
            "prezada",
            "exmo",
            "geachte",
            "beste ",
            "szanown",
            "sayin ",
            "basta ",
            "hej ",
            "vazen",
            "tisztelt",
            "stimat",
            "kaere ",
            "kjaere ",
            "hyva ",
            "hej",
            "hei",
            "hello ",
        ],
        words: &[
            "yours sincerely",
            "yours faithfully",
            "kind regards",
            "best regards",
            "sincerely",
            "i am writing to",
            "mit freundlichen grussen",
            "cordialement",
            "salutations distinguees",
            "veuillez agreer",
            "atentamente",
            "saludo",
            "cordiali saluti",
            "distinti saluti",
            "atenciosamente",
            "cumprimentos",
            "met vriendelijke groet",
            "hoogachtend",
            "z powazaniem",
            "saygilarim",
            "med vanliga halsningar",
            "i look forward to",
            "thank you for your",
            "hiermit bewerbe ich",
            "je vous prie",
            "jag ser fram emot",
            "jag soker tjansten",
            "med venlig hilsen",
            "med vennlig hilsen",
            "ystavallisin terveisin",
            "s pozdravem",
            "udvozlettel",
            "cu stima",
            "solliciteer ik",
            "in risposta al vostro annuncio",
        ],
    },
    Genre {
        name: "an invoice",
        openings: &[
            "invoice",
            "rechnung",
            "facture",
            "factura",
            "fattura",
            "fatura",
            "factuur",
            "faktura",
            "bill to",
            "total",
            "subtotal",
            "amount due",
            "vat ",
            "iban",
        ],
        words: &[
            "invoice number",
            "invoice no",
            "invoice date",
            "amount due",
            "due date",
            "payment terms",
            "rechnungsnummer",
            "rechnungsdatum",
            "zahlungsziel",
            "mwst",
            "ust idnr",
            "numero de facture",
            "tva",
            "numero de factura",
            "partita iva",
            "nif ",
            "btw nummer",
            "factuurnummer",
            "unit price",
            "quantity",
            "subtotal",
            "bank account",
            "vat number",
            "iban ",
            "kdv",
        ],
    },
    Genre {
        name: "a paper",
        openings: &[
            "abstract",
            "introduction",
            "references",
            "bibliography",
            "acknowledg",
            "zusammenfassung",
            "related work",
            "conclusion",
            "resume abstract",
            "keywords",
            "doi",
        ],
        words: &[
            "et al",
            "in this paper",
            "we propose",
            "we present",
            "arxiv",
            "doi org",
            "proceedings of",
            "figure 1",
            "table 1",
            "theorem",
            "corresponding author",
            "in diesem beitrag",
            "dans cet article",
        ],
    },
    Genre {
        name: "a job advertisement",
        openings: &[
            "about the role",
            "the role",
            "your responsibilities",
            "your tasks",
            "your profile",
            "what we offer",
            "we offer",
            "what you will do",
            "what you bring",
            "who you are",
            "requirements",
            "how to apply",
            "ihre aufgaben",
            "ihr profil",
            "deine aufgaben",
            "dein profil",
            "wir bieten",
            "vos missions",
            "votre profil",
            "nous offrons",
            "ofrecemos",
            "requisitos",
            "oferecemos",
            "cosa offriamo",
            "wij bieden",
            "oferujemy",
            "vi erbjuder",
            "vi tilbyder",
            "vi tilbyr",
        ],
        words: &[
            "we are looking for",
            "we re looking for",
            "apply now",
            "join our team",
            "equal opportunity employer",
            "wir suchen",
            "nous recherchons",
            "buscamos",
            "procuramos",
            "cerchiamo",
            "wij zoeken",
            "poszukujemy",
            "vi soker",
            "m f d",
            "m w d",
            "your application",
            "ihre bewerbung",
        ],
    },
    Genre {
        name: "a contract",
        openings: &[
            "employment agreement",
            "employment contract",
            "this agreement",
            "agreement",
            "arbeitsvertrag",
            "contrat de travail",
            "contrato de trabajo",
            "contratto di lavoro",
            "arbeidsovereenkomst",
            "umowa o prace",
            "anstallningsavtal",
        ],
        words: &[
            "this agreement",
            "hereinafter",
            "the employer",
            "the employee",
            "terminate this",
            "either party",
            "governing law",
            "der arbeitgeber",
            "der arbeitnehmer",
            "l employeur",
            "le salarie",
            "el trabajador",
        ],
    },
    Genre {
        name: "a certificate of employment",
        openings: &[
            "arbeitszeugnis",
            "zwischenzeugnis",
            "dienstzeugnis",
            "certificat de travail",
            "certificate of employment",
            "swiadectwo pracy",
            "tjanstgoringsintyg",
            "certificado laboral",
        ],
        words: &[
            "zu unserer vollsten zufriedenheit",
            "zu unserer vollen zufriedenheit",
            "in unserem unternehmen",
            "fur die zukunft alles gute",
            "wir danken",
            "was employed by us",
            "has been employed",
            "libre de tout engagement",
            "this is to certify that",
        ],
    },
    Genre {
        name: "a message",
        openings: &["subject ", "betreff ", "objet ", "asunto ", "oggetto ", "assunto ", "onderwerp ", "temat ", "amne "],
        words: &["wrote ", "schrieb ", "a ecrit", "best regards", "kind regards", "let me know", "can we meet", "hi ", "hello "],
    },
    Genre {
        name: "minutes of a meeting",
        openings: &[
            "minutes of",
            "agenda",
            "attendees",
            "present ",
            "apologies",
            "action items",
            "protokoll",
            "tagesordnung",
            "compte rendu",
            "ordre du jour",
            "notulen",
            "verbale",
        ],
        words: &["minutes of the", "any other business", "next meeting", "was approved", "the meeting"],
    },
];
