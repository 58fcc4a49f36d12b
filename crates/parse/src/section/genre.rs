//! Documents that are no résumé: letters, invoices, papers.

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

struct Genre {
    name: &'static str,
    /// How lines of it begin.
    openings: &'static [&'static str],
    /// What lines of it say.
    words: &'static [&'static str],
}

const GENRES: [Genre; 3] = [
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
];
