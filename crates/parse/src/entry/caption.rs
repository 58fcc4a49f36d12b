//! Captions of values: `Employer: Acme Ltd`, `Position: Clerk`, `Period: 2012 – 2015` say of themselves what they are, and are no values.

use vitae_document::Span;

use super::role::Scores;
use super::row::{Edge, Row};
use crate::layout::Layout;
use crate::lexicon::{WordSet, fold};

/// What a caption announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    Employer,
    Title,
    School,
    Degree,
    Place,
    /// What was done there.
    Duties,
    /// Something that is said of all entries.
    Other,
}

/// Captions, folded.
static CAPTIONS: [(Kind, WordSet); 7] = [
    (
        Kind::Date,
        WordSet::new(&[
            "date",
            "dates",
            "dates from to",
            "period",
            "duration",
            "tenure",
            "zeitraum",
            "dauer",
            "datum",
            "periode",
            "duree",
            "fecha",
            "fechas",
            "periodo",
            "duracion",
            "data",
            "datas",
            "durata",
            "duracao",
            "looptijd",
            "tid",
            "tidsperiod",
            "okres",
            "obdobi",
            "idoszak",
            "perioada",
            "ajanjakso",
            "tarih",
            "sure",
            "razdoblje",
            "obdobje",
            "период",
            "період",
            "περιοδοσ",
        ]),
    ),
    (
        Kind::Employer,
        WordSet::new(&[
            "company",
            "employer",
            "company name",
            "name of employer",
            "name and address of employer",
            "organisation",
            "organization",
            "firma",
            "arbeitgeber",
            "unternehmen",
            "betrieb",
            "entreprise",
            "employeur",
            "societe",
            "empresa",
            "empleador",
            "compania",
            "azienda",
            "datore di lavoro",
            "empregador",
            "entidade patronal",
            "werkgever",
            "bedrijf",
            "arbetsgivare",
            "foretag",
            "virksomhed",
            "arbejdsgiver",
            "arbeidsgiver",
            "bedrift",
            "pracodawca",
            "zamestnavatel",
            "munkaltato",
            "angajator",
            "tyonantaja",
            "isveren",
            "poslodavac",
            "delodajalec",
            "работодатель",
            "организация",
            "роботодавець",
            "место работы",
            "місце роботи",
            "εργοδοτησ",
            "sirket",
            "name und adresse des arbeitgebers",
            "nom et adresse de l employeur",
            "nombre y direccion de la empresa o empleador",
            "nombre y direccion del empleador",
            "nome e indirizzo del datore di lavoro",
            "nome e morada do empregador",
            "naam en adres van de werkgever",
            "nazwa i adres pracodawcy",
            "numele si adresa angajatorului",
        ]),
    ),
    (
        Kind::Title,
        WordSet::new(&[
            "position",
            "job title",
            "role",
            "designation",
            "title",
            "position held",
            "occupation or position held",
            "post",
            "post held",
            "stelle",
            "funktion",
            "tatigkeit",
            "beruf",
            "poste",
            "poste occupe",
            "fonction",
            "puesto",
            "cargo",
            "posizione",
            "ruolo",
            "mansione",
            "qualifica",
            "funcao",
            "functie",
            "befattning",
            "stilling",
            "titel",
            "stanowisko",
            "pozice",
            "beosztas",
            "munkakor",
            "functia",
            "postul",
            "tehtava",
            "nimike",
            "pozisyon",
            "radno mjesto",
            "delovno mesto",
            "должность",
            "посада",
            "θεση",
            "unvan",
            "gorev",
            "beruf oder funktion",
            "fonction ou poste occupe",
            "profesion o cargo desempenado",
            "lavoro o posizione ricoperti",
            "lavoro o posizione ricoperta",
            "funcao ou cargo ocupado",
            "beroep of functie",
            "zawod lub stanowisko",
            "functia sau postul ocupat",
        ]),
    ),
    (
        Kind::School,
        WordSet::new(&[
            "institution",
            "school",
            "university",
            "college",
            "institute",
            "name of institution",
            "schule",
            "hochschule",
            "universitat",
            "bildungseinrichtung",
            "etablissement",
            "ecole",
            "universite",
            "centro",
            "universidad",
            "centro educativo",
            "istituto",
            "universita",
            "scuola",
            "instituicao",
            "universidade",
            "escola",
            "onderwijsinstelling",
            "larosate",
            "skole",
            "uddannelsessted",
            "uczelnia",
            "szkola",
            "skola",
            "intezmeny",
            "institutia",
            "oppilaitos",
            "okul",
            "ustanova",
            "учебное заведение",
            "навчальний заклад",
            "name and type of organisation providing education and training",
            "name und art der bildungs oder ausbildungseinrichtung",
            "nom et type de l etablissement d enseignement ou de formation",
            "nombre y tipo de la organizacion que ha impartido la formacion",
            "nombre y tipo del centro de estudios",
            "nome e tipo d organizzazione erogatrice dell istruzione e formazione",
            "nome e tipo da organizacao de ensino ou formacao",
            "nazwa i typ organizacji prowadzacej ksztalcenie lub szkolenie",
        ]),
    ),
    (
        Kind::Degree,
        WordSet::new(&[
            "degree",
            "qualification",
            "course",
            "program",
            "programme",
            "title of qualification awarded",
            "abschluss",
            "studiengang",
            "diplome",
            "formation",
            "titulo",
            "titulacion",
            "estudios",
            "titolo",
            "titolo di studio",
            "curso",
            "grau",
            "diploma",
            "opleiding",
            "examen",
            "utbildning",
            "uddannelse",
            "tytul",
            "kierunek",
            "stopien",
            "obor",
            "vegzettseg",
            "diploma obtinuta",
            "tutkinto",
            "специальность",
            "спеціальність",
            "bolum",
            "derece",
            "bezeichnung der erworbenen qualifikation",
            "intitule du certificat ou diplome delivre",
            "titulo de la cualificacion obtenida",
            "cualificacion obtenida",
            "titolo della qualifica rilasciata",
            "designacao da qualificacao atribuida",
            "tytul uzyskanej kwalifikacji",
        ]),
    ),
    (
        Kind::Place,
        WordSet::new(&[
            "location",
            "place",
            "city",
            "ort",
            "lieu",
            "lugar",
            "luogo",
            "local",
            "plaats",
            "sted",
            "miejsce",
            "misto",
            "mjesto",
            "kraj",
            "hely",
            "locul",
            "yer",
            "город",
            "місто",
        ]),
    ),
    (
        Kind::Duties,
        WordSet::new(&[
            "main activities and responsibilities",
            "wichtigste tatigkeiten und zustandigkeiten",
            "principales activites et responsabilites",
            "funciones y responsabilidades principales",
            "principales actividades y responsabilidades",
            "principali attivita e responsabilita",
            "principali mansioni e responsabilita",
            "principais actividades e responsabilidades",
            "principais atividades e responsabilidades",
            "glowne zadania i obowiazki",
            "principalele activitati si responsabilitati",
        ]),
    ),
];

/// Labels that are compared with each other.
const MOST_LABELS: usize = 128;
/// Bytes of a caption at most.
const LONGEST: usize = 80;

/// Words that head columns of a table and announce nothing that has a field, folded.
static COLUMNS: WordSet = WordSet::new(&[
    "from",
    "to",
    "from to",
    "start",
    "end",
    "start date",
    "end date",
    "year",
    "years",
    "year of passing",
    "passing year",
    "university board",
    "board university",
    "board",
    "percentage",
    "marks",
    "grade",
    "score",
    "gpa",
    "cgpa",
    "result",
    "no",
    "s no",
    "sl no",
    "sr no",
    "description",
    "duties",
    "responsibilities",
    "von",
    "bis",
    "von bis",
    "jahr",
    "aufgaben",
    "note",
    "annee",
    "annees",
    "dates de debut et de fin",
    "missions",
    "ano",
    "anos",
    "anno",
    "anni",
    "voto",
    "jaar",
    "van tot",
    "ar",
    "rok",
    "lata",
    "od do",
    "zakres obowiazkow",
    "yil",
    "yillar",
]);

/// Takes out the rows that head the columns of a table: `Period`, `Employer` and `Position` side by side.
pub(super) fn drop_heads(layout: &Layout, rows: &mut Vec<Row>) {
    rows.retain(|row| !heads_columns(layout, row));
}

fn heads_columns(layout: &Layout, row: &Row) -> bool {
    let [_, others @ ..] = row.bits.as_slice() else { return false };
    if others.is_empty() || !row.dates.is_empty() || row.is_bullet || others.iter().any(|bit| bit.edge != Edge::Cell) {
        return false;
    }
    let (mut kinds, mut n_known) = (0_u8, 0);
    for bit in row.bits.iter().filter(|bit| bit.span.len() < LONGEST) {
        let folded = fold(layout.slice(bit.span));
        let kind = announced(&folded);
        kinds |= kind.map_or(0, |kind| 1 << kind as u8);
        n_known += usize::from(kind.is_some() || COLUMNS.has(&folded));
    }
    kinds != 0 && n_known == row.bits.len()
}

/// Takes captions off the rows of a section where different ones stand; what follows them is rated as what they say.
pub(super) fn take(layout: &Layout, rows: &mut [Row]) {
    let mut kinds = 0_u8;
    for row in &*rows {
        kinds |= caption(layout, row).map_or(0, |kind| 1 << kind as u8);
    }
    if kinds.count_ones() < 2 {
        return;
    }
    let mut labels: Vec<Span> = rows.iter().filter_map(|row| labels_cell(layout, row)).take(MOST_LABELS).collect();
    if !labels.iter().any(|label| announced(&fold(layout.slice(*label))).is_some()) {
        labels.clear();
    }
    for row in rows {
        let Some(kind) = caption(layout, row).or_else(|| recurs(layout, row, &labels).then_some(Kind::Other)) else { continue };
        let label = row.bits.remove(0);
        row.n_letters = row.n_letters.saturating_sub(label.span.len());
        if let Some(value) = row.bits.first_mut() {
            value.edge = label.edge;
            row.look = value.look;
            rate(&mut value.scores, kind);
        }
    }
}

/// What the first words of a row announce: a colon follows them, a date, or another cell.
fn caption(layout: &Layout, row: &Row) -> Option<Kind> {
    let label = label(layout, row, &[Edge::Colon, Edge::Cell], &[':', '\n'])?;
    match layout.words(label) {
        Some(words) => announced(words.folded()),
        None => announced(&fold(layout.slice(label))),
    }
}

/// The words in the first cell of a row that has something in another one.
fn labels_cell(layout: &Layout, row: &Row) -> Option<Span> {
    label(layout, row, &[Edge::Cell], &['\n'])
}

/// The first words of a row that go before a date, or before something behind one of `edges`; one of `marks` stands behind them. Cells
/// follow each other line by line.
fn label(layout: &Layout, row: &Row, edges: &[Edge], marks: &[char]) -> Option<Span> {
    let label = row.bits.first().filter(|label| label.span.len() < LONGEST && !row.is_bullet)?.span;
    let goes_on = match row.bits.get(1) {
        Some(next) => edges.contains(&next.edge),
        None => row.dates.first().is_some_and(|date| date.range.from >= label.end as usize),
    };
    (goes_on && layout.text.get(label.end as usize..)?.trim_start_matches(' ').starts_with(marks)).then_some(label)
}

/// Whether the first cell of `row` says what that of another row says too.
fn recurs(layout: &Layout, row: &Row, labels: &[Span]) -> bool {
    let Some(own) = labels_cell(layout, row) else { return false };
    labels.iter().filter(|label| layout.slice(**label) == layout.slice(own)).nth(1).is_some()
}

fn announced(folded: &str) -> Option<Kind> {
    CAPTIONS.iter().find(|(_, captions)| captions.has(folded)).map(|(kind, _)| *kind)
}

fn rate(scores: &mut Scores, kind: Kind) {
    let score = match kind {
        Kind::Employer => &mut scores.employer,
        Kind::Title => &mut scores.title,
        Kind::School => &mut scores.institution,
        Kind::Degree => &mut scores.degree,
        Kind::Place => &mut scores.place,
        Kind::Date | Kind::Duties | Kind::Other => return,
    };
    *score = score.max(3.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_headed_by_captions_and_other_words() {
        for text in ["Year of passing", "Board / University", "S. No.", "von – bis"] {
            assert!(COLUMNS.has(&fold(text)), "{text}");
        }
    }

    #[test]
    fn captions_are_known_by_their_folded_words() {
        for (text, kind) in [
            ("Arbeitgeber", Kind::Employer),
            ("Période", Kind::Date),
            ("Stanowisko", Kind::Title),
            ("Uczelnia", Kind::School),
            ("Delovno mesto", Kind::Title),
            ("Період", Kind::Date),
            ("Intitulé du certificat ou diplôme délivré", Kind::Degree),
            ("Nome e indirizzo del datore di lavoro", Kind::Employer),
            ("Nom et type de l'établissement d'enseignement ou de formation", Kind::School),
            ("Name und Art der Bildungs- oder Ausbildungseinrichtung", Kind::School),
            ("Wichtigste Tätigkeiten und Zuständigkeiten", Kind::Duties),
        ] {
            assert_eq!(announced(&fold(text)), Some(kind), "{text}");
        }
    }
}
