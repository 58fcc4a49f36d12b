//! The language a document is written in, by its function words and frequent résumé words.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::sync::LazyLock;

use memchr::{Memchr3, memchr3_iter};
use vitae_document::Span;

use crate::layout::Layout;
use crate::lexicon::{Hashed, for_each_word, hash};
use crate::section::lexicon::stripped;
use crate::section::{fold, script};

/// Function words and words that most résumés hold, folded, by ISO 639-1 code. Words of several languages count for each.
const WORDS: [(&str, &str); 18] = [
    (
        "en",
        "the and of to in for with on from by as at an was is were led managed developed including team experience university present which years their over across work skills this were our through using january february march april june july august october december skills",
    ),
    (
        "fr",
        "le la les de des du et en pour avec dans sur au aux une un par sous est chez ans expérience gestion formation équipe projet français anglais depuis développement mise entreprise d l qu que qui ce cette nous leur leurs ses son sa plus entre ou ainsi janvier février mars avril juin juillet août septembre octobre novembre décembre diplôme langues compétences",
    ),
    (
        "de",
        "der die das und in mit für von im am bei zur zum den dem des auf eine ein als nach sowie durch seit erfahrung kenntnisse ausbildung deutsch englisch entwicklung leitung heute universität bis unter über beim januar februar märz mai juni juli oktober dezember sprachen berufserfahrung",
    ),
    (
        "es",
        "el la los las de del y en para con por una un al como desde su sobre experiencia gestión desarrollo empresa español inglés formación actualidad universidad equipo años proyectos que más entre hasta años enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre idiomas habilidades",
    ),
    (
        "it",
        "il la le di del della dei e in per con da un una nel alla dal presso gli esperienza gestione sviluppo italiano inglese formazione università anni azienda attività progetti oggi che più tra fino gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre dicembre lingue competenze esperienze",
    ),
    (
        "pt",
        "o a os as de do da dos das e em para com por uma um no na ao pela experiência gestão desenvolvimento empresa português inglês formação universidade equipe equipa anos atual projetos não que mais entre até janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro idiomas competências",
    ),
    (
        "nl",
        "de het een en van in voor met op bij aan naar uit als door tot ook werkervaring opleiding nederlands engels beheer ontwikkeling heden jaar universiteit team werk bij jaar januari februari maart april mei juni juli augustus oktober talen vaardigheden",
    ),
    (
        "sv",
        "och att det som för med på av en ett i till från har den inom samt är erfarenhet utbildning svenska engelska ansvar arbete år universitet nuvarande januari februari mars april maj juni juli augusti oktober december språk kunskaper",
    ),
    (
        "pl",
        "i w z na do oraz dla od przez po się jest ze przy doświadczenie wykształcenie polski angielski obecnie praca znajomość projektu zespołu lat umiejętności uniwersytet obsługa styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień języki studia firma",
    ),
    (
        "tr",
        "ve bir bu ile için olarak de da en olan çok deneyim eğitim türkçe ingilizce yılı üniversitesi çalışma yönetimi proje geliştirme halen şirketi beceriler ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık diller",
    ),
    ("da", "og i at det en et til på af med for som den har fra er ved samt erfaring uddannelse dansk engelsk ansvar arbejde år nuværende"),
    ("no", "og i å det en et til på av med for som den har fra er ved samt erfaring utdanning norsk engelsk ansvar arbeid år nåværende"),
    (
        "hr",
        "su iz te kao uz radno iskustvo iskustva iskustvom obrazovanje vještine vještina znanja jezici hrvatski engleski njemački talijanski rad vođenje godine godina tijekom danas trenutno sveučilište veleučilište voditelj voditeljica tima poslova kupcima prodaje srednja siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan studeni prosinac tvrtka",
    ),
    (
        "sl",
        "so iz ter kot pri delovne izkušnje izkušnjami izobrazba izobraževanje veščine znanja jeziki slovenščina angleščina nemščina univerza fakulteta danes trenutno leta vodja vodenje podjetje delo projektov junij julij avgust",
    ),
    ("cs", "a v na s z do pro se od ve za je při praxe vzdělání český čeština angličtina znalost práce dosud roku let společnost"),
    ("fi", "ja on ei että oli sekä tai kokemus koulutus suomi englanti työ vuotta yliopisto nykyinen kanssa mukaan"),
    ("ro", "și în de la cu pe din pentru o un a al ale experiență educație română engleză prezent universitatea ani proiecte"),
    ("hu", "és a az egy is hogy nem volt magyar angol tapasztalat tanulmányok egyetem jelenleg év munka"),
];

/// The words of all languages.
struct Words {
    /// Number of each word's languages in `languages`.
    numbers: Hashed,
    /// Languages that words have in common, a bit each; number 0 is of words that none has.
    languages: Vec<u32>,
}

static TABLE: LazyLock<Words> = LazyLock::new(|| {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for (position, (_, list)) in WORDS.iter().enumerate() {
        for word in list.split(' ') {
            let mut folded = String::new();
            fold(word, &mut folded);
            *words.entry(folded).or_default() |= 1 << position;
        }
    }
    let mut languages: Vec<u32> = words.values().copied().chain([0]).collect();
    languages.sort_unstable();
    languages.dedup();
    let number = |of: u32| languages.partition_point(|known| *known < of) as u16;
    Words { numbers: Hashed::new(words.iter().map(|(word, of)| (word.as_str(), number(*of)))), languages }
});

/// At most this many words are looked at.
const ENOUGH: usize = 1200;

/// The ISO 639-1 code of the language that most function words of `layout` belong to; none where there are too few.
pub(crate) fn of(layout: &Layout) -> Option<&'static str> {
    if let Some(language) = script::language_of(&layout.text) {
        return Some(language);
    }
    let table = &*TABLE;
    // How many words have the same languages.
    let mut counts = vec![0_u64; table.languages.len()];
    let mut folded = String::new();
    let mut words = 0;
    let mut joints = memchr3_iter(b'&', b'+', b'/', layout.text.as_bytes()).peekable();
    for line in &layout.lines {
        for_each_hash(layout, layout.span_of(line), &mut joints, &mut folded, |hash| {
            words += 1;
            if let Some(count) = counts.get_mut(usize::from(table.numbers.value(hash))) {
                *count += 1;
            }
        });
        if words > ENOUGH {
            break;
        }
    }
    let scores = scores(&counts, &table.languages);
    let (best, score) = scores.iter().enumerate().max_by_key(|(_, score)| **score)?;
    (*score >= 2 * WHOLE).then(|| WORDS[best].0)
}

/// Tells `each` the hashes of the words under `span` as headings are folded, in any order.
///
/// `joints` are the places of marks that join words, those of spans before may be gone. `folded` is a buffer.
fn for_each_hash(layout: &Layout, span: Span, joints: &mut Peekable<Memchr3<'_>>, folded: &mut String, mut each: impl FnMut(u64)) {
    let text = layout.slice(span);
    let stripped = stripped(text);
    let start = span.start + (stripped.as_ptr().addr() - text.as_ptr().addr()) as u32;
    let known = layout.words(Span { start, end: start + stripped.len() as u32 }).filter(|_| layout.folded().is_common());
    if let Some(words) = known {
        words.hashes().for_each(&mut each);
        while joints.next_if(|at| *at < span.start as usize).is_some() {}
        while joints.next_if(|at| *at < span.end as usize).is_some() {
            each(*AND);
        }
    } else {
        fold(text, folded);
        for_each_word(folded, |word| each(word.hash));
    }
}

/// The hash of the word that marks which join others stand for.
static AND: LazyLock<u64> = LazyLock::new(|| hash("and"));

/// The sum of the shares of each language in the words of `languages`, of which there are `counts`.
fn scores(counts: &[u64], languages: &[u32]) -> [u64; WORDS.len()] {
    let mut scores = [0; WORDS.len()];
    for (count, languages) in counts.iter().zip(languages).filter(|(count, _)| **count > 0) {
        let share = count * SHARES[languages.count_ones() as usize];
        for (language, score) in scores.iter_mut().enumerate() {
            *score += if languages >> language & 1 == 1 { share } else { 0 };
        }
    }
    scores
}

/// What a word of one language counts: every number of languages up to eighteen divides it.
const WHOLE: u64 = 12_252_240;

/// What a word counts for each of as many languages.
const SHARES: [u64; WORDS.len() + 1] = {
    let mut shares = [0; WORDS.len() + 1];
    let mut count = 1;
    while count < shares.len() {
        shares[count] = WHOLE / count as u64;
        count += 1;
    }
    shares
};

/// Whether `text` begins with the name of a language.
pub(super) fn is_language(text: &str) -> bool {
    let word = text.split(|symbol: char| !symbol.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    crate::list::is_language(word)
}

#[cfg(test)]
mod tests {
    use crate::{ParseOptions, Scratch, extract};

    #[test]
    fn near_languages_are_told_apart() {
        for (text, expected) in [
            ("Ivana Primjer\nRadno iskustvo\nVođenje tima od osam prodavača i rad s kupcima na terenu uz CRM\nObrazovanje\nJezici", "hr"),
            ("Ana Primer\nDelovne izkušnje\nVodenje projektov za kupce in priprava ponudb ter delo pri stranki\nIzobrazba\nJeziki", "sl"),
            ("Jana Vzorová\nPraxe\nVedení účtárny od roku 2018 a práce se mzdami pro společnost\nVzdělání\nJazyky", "cs"),
        ] {
            let extraction = extract("cv.txt", text.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
            let language = extraction.profile.and_then(|profile| profile.meta.language);
            assert_eq!(language.as_deref(), Some(expected), "{text}");
        }
    }
}
