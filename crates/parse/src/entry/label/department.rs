//! Departments, units and branches: what stands beside an employer or a title and is neither by itself.

use crate::lexicon::{WordSet, fold};

/// Words that a department's name begins or ends with, folded.
static DEPARTMENTS: WordSet = WordSet::new(&[
    "department",
    "dept",
    "division",
    "unit",
    "team",
    "ward",
    "depot",
    "directorate",
    "abteilung",
    "bereich",
    "referat",
    "filiale",
    "niederlassung",
    "zweigstelle",
    "standort",
    "werk",
    "departement",
    "direction",
    "pole",
    "unite",
    "succursale",
    "departamento",
    "unidad",
    "area",
    "seccion",
    "delegacion",
    "sucursal",
    "almacen",
    "planta",
    "zona",
    "dipartimento",
    "reparto",
    "settore",
    "divisione",
    "sede",
    "magazzino",
    "setor",
    "secao",
    "unidade",
    "armazem",
    "regiao",
    "afdeling",
    "vestiging",
    "locatie",
    "avdelning",
    "avdelningen",
    "avdeling",
    "avdelingen",
    "afdelingen",
    "filial",
    "osasto",
    "yksikko",
    "toimipiste",
    "varasto",
    "osztaly",
    "reszleg",
    "telephely",
    "raktar",
    "oddzial",
    "dzial",
    "pobocka",
    "oddeleni",
    "odbor",
    "departamentul",
    "sectia",
    "sucursala",
    "depozit",
    "depozitul",
    "birimi",
    "birim",
    "departmani",
    "subesi",
    "bolumu",
]);

/// What such a word ends with where it is one with others, folded.
const ENDINGS: &[&str] = &["avdelning", "avdelningen", "avdeling", "avdelingen", "afdeling", "afdelingen", "abteilung", "osasto"];

/// What departments are called without such a word, folded.
static FUNCTIONS: WordSet = WordSet::new(&[
    "customer service",
    "human resources",
    "research and development",
    "quality assurance",
    "supply chain",
    "kundenservice",
    "kundendienst",
    "qualitatssicherung",
    "personalwesen",
    "einkauf",
    "forschung und entwicklung",
    "service client",
    "ressources humaines",
    "recherche et developpement",
    "service apres vente",
    "atencion al cliente",
    "recursos humanos",
    "investigacion y desarrollo",
    "control de calidad",
    "servizio clienti",
    "risorse umane",
    "ricerca e sviluppo",
    "ufficio acquisti",
    "atendimento ao cliente",
    "pesquisa e desenvolvimento",
    "klantenservice",
    "personeelszaken",
    "inkoop",
    "onderzoek en ontwikkeling",
    "facilitair",
    "kundtjanst",
    "inkop",
    "forskning och utveckling",
    "lager och logistik",
    "kundeservice",
    "indkob",
    "innkjop",
    "forskning og udvikling",
    "forskning og utvikling",
    "asiakaspalvelu",
    "tutkimus ja kehitys",
    "ugyfelszolgalat",
    "minosegugy",
    "kutatas fejlesztes",
    "beszerzes",
    "biuro obslugi klienta",
    "kontrola jakosci",
    "zakaznicky servis",
    "rizeni kvality",
    "relatii cu clientii",
    "resurse umane",
    "cercetare dezvoltare",
    "musteri hizmetleri",
    "insan kaynaklari",
    "satin alma",
    "arge",
]);

/// Whether `text` begins or ends with a word for a department, or is what one does: "Personalavdelningen", "Platform Team", "Oddział Gdynia".
pub(super) fn is_department(text: &str) -> bool {
    const LONGEST: usize = 48;
    if text.len() > LONGEST {
        return false;
    }
    let folded = fold(text);
    let (first, last) = (folded.split(' ').next().unwrap_or_default(), folded.rsplit(' ').next().unwrap_or_default());
    DEPARTMENTS.has(first) || DEPARTMENTS.has(last) || FUNCTIONS.has(&folded) || ENDINGS.iter().any(|ending| last.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_go_by_their_first_or_last_word() {
        for text in ["Personalavdelningen", "Platform Team", "Customer Service", "Oddział Gdynia", "Abteilung Einkauf"] {
            assert!(is_department(text), "{text}");
        }
        for text in ["Oakfield Ltd", "Baker", "The Team of Oakfield"] {
            assert!(!is_department(text), "{text}");
        }
    }
}
