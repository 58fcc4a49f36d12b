//! Dates and ranges of dates as people write them.
//!
//! One scan over the text, no pattern engine: tokens, then dates at the precision printed, then ranges.
//! Phone numbers, versions, amounts and the like give nothing.

mod calendar;
mod range;
mod token;

use vitae_model::PartialDate;

use crate::lent::{Lent, lend};
use crate::lexicon::Digits;

use token::Tokens;

lend!(DateRange);

/// A date, or a range of dates, found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DateRange {
    /// First day, month or year; of a single date, only where it is a quarter or half of a year.
    pub(crate) start: Option<PartialDate>,
    /// Last day, month or year.
    pub(crate) end: Option<PartialDate>,
    /// It goes on: a word for "present", "since", or nothing behind the dash.
    pub(crate) current: bool,
    /// Both ends are given, or one of them is left open on purpose; a single date has `end`.
    pub(crate) is_range: bool,
    /// First byte of the text it covers, with words such as "since" and "expected".
    pub(crate) from: usize,
    /// One behind its last byte, durations in brackets included.
    pub(crate) to: usize,
    /// Where the start stands.
    pub(crate) start_at: (usize, usize),
    /// Where the end stands, or the word that stands for it.
    pub(crate) end_at: (usize, usize),
}

/// Reads the dates of one document: knows its language, which says what months are called, and keeps the working space.
#[derive(Debug)]
pub(crate) struct Dates {
    tokens: Lent<Tokens>,
    found: Lent<Vec<DateRange>>,
}

impl Dates {
    /// For texts in `language`, an ISO 639-1 code; [`crate::evidence::Builder::dates`] knows that of its document.
    pub(crate) fn in_language(language: Option<&str>) -> Self {
        let mut tokens = Lent::<Tokens>::default();
        tokens.speak(language);
        Self { tokens, found: Lent::default() }
    }

    /// For texts of which only where dates stand is asked: the language is not known yet, or has no say.
    pub(crate) fn in_any_language() -> Self {
        Self::in_language(None)
    }

    /// All dates of `text`, left to right.
    pub(crate) fn read(&mut self, text: &str) -> &[DateRange] {
        let Self { tokens, found } = self;
        found.clear();
        let (has_digit, shows_year) = digits(text);
        let is_long = !has_digit && text.len() > 60;
        // Without a year there is only "- present" and "until today", at the beginning.
        let may_have = shows_year || !is_long && tokens.may_open(text);
        if may_have {
            tokens.read(text);
            range::find(tokens, found);
        }
        found
    }
}

/// Whether `text` has a digit, and whether one of its numbers can be a year: of four digits, or of two behind a mark.
fn digits(text: &str) -> (bool, bool) {
    let is_mark = |byte: u8| !(matches!(byte, b' ' | b'(' | b',' | b'.') || byte.is_ascii_alphabetic());
    let is_behind_mark = |at: usize| at.checked_sub(1).and_then(|before| text.as_bytes().get(before)).is_some_and(|byte| is_mark(*byte));
    Digits::of(text).fold((false, false), |(has_digit, shows_year), digits| {
        let is_year = || digits.fours().next().is_some() || digits.twos().any(is_behind_mark);
        (has_digit | digits.any(), shows_year || is_year())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        told_in(None, text)
    }

    fn told_in(language: Option<&str>, text: &str) -> Vec<String> {
        let mut dates = Dates::in_language(language);
        dates
            .read(text)
            .iter()
            .map(|range| {
                let side = |date: Option<PartialDate>| date.map_or(String::new(), |date| date.to_string());
                let end = if range.current { "now".to_owned() } else { side(range.end) };
                if range.is_range { format!("{}..{end}", side(range.start)) } else { end }
            })
            .collect()
    }

    #[test]
    fn ranges_in_many_styles() {
        for (text, expected) in [
            ("Jan 2019 – Mar 2021", "2019-01..2021-03"),
            ("01/2019 - 03/2021", "2019-01..2021-03"),
            ("01/2019 03/2021", "2019-01..2021-03"),
            ("03/2019 heute", "2019-03..now"),
            ("2019-01 — 2021-03", "2019-01..2021-03"),
            ("2019/01–2021/03", "2019-01..2021-03"),
            ("1.2.2019 bis 31.3.2021", "2019-02-01..2021-03-31"),
            ("Jan '19 – Mar ’21", "2019-01..2021-03"),
            ("03.2019 - heute", "2019-03..now"),
            ("Sept. 2019 to present day", "2019-09..now"),
            ("mai 2019 - à ce jour", "2019-05..now"),
            ("März 2019 – dato", "2019-03..now"),
            ("marzo de 2019 - actualidad", "2019-03..now"),
            ("enero de 2019 a la fecha", "2019-01..now"),
            ("jan. de 2019 até o momento", "2019-01..now"),
            ("Fall 2020 – Spring 2021", "2020..2021"),
            ("2019–21", "2019..2021"),
            ("2015/16", "2015..2016"),
            ("2019 - heute", "2019..now"),
            ("since 2019", "2019..now"),
            ("From: 03/2019 To: 04/2021", "2019-03..2021-04"),
            ("Desde: enero 2020 hasta: presente", "2020-01..now"),
            ("seit 04/2019", "2019-04..now"),
            ("depuis mars 2019", "2019-03..now"),
            ("od 2019", "2019..now"),
            ("2022-04 —", "2022-04..now"),
            ("JULI 2022- · Molde", "2022-07..now"),
            ("Q1 2022 -, Vila Nova de Gaia", "2022-01..now"),
            ("03/2022 - Gegenwart", "2022-03..now"),
            ("Jul ’21 – till date", "2021-07..now"),
            ("Jan 2019 - Mar 2021 (2 yrs 3 mos)", "2019-01..2021-03"),
            ("janv., 2011 - janv., 2013 2 years", "2011-01..2013-01"),
            ("Mar – Sep 2020", "2020-03..2020-09"),
            ("du 03/2019 au 04/2020", "2019-03..2020-04"),
            ("2019 do chwili obecnej", "2019..now"),
            ("wrzesień 2019 – obecnie", "2019-09..now"),
            ("2019年4月 - 2021年3月", "2019-04..2021-03"),
            ("August 2019 - Till Date", "2019-08..now"),
            ("- présent", "..now"),
            ("WS 2019/20", "2019..2020"),
            ("2025/08 - d.d.", "2025-08..now"),
            ("sep ’21 til nå", "2021-09..now"),
            ("fra juni 2025 til d.d.", "2025-06..now"),
            ("din apr. 2021 până în mai 2024", "2021-04..2024-05"),
            ("12/20 până în prezent", "2020-12..now"),
            ("Q2 2021 - Nykyhetki", "2021-04..now"),
            ("maalis 2020 - edelleen (3 vuotta 9 kuukautta)", "2020-03..now"),
            ("2019. jan. – napjainkig", "2019-01..now"),
            ("2025.06.29.–jelen", "2025-06-29..now"),
            ("2021. JÚN. — 2022. AUG.", "2021-06..2022-08"),
            ("ősz 2020–ősz 2023", "2020..2023"),
            ("våren 2019 – hösten 2020", "2019..2020"),
            ("06/2022 → Aujourd'hui (1 an 8 mois)", "2022-06..now"),
            ("set 2015 - > giu 2016", "2015-09..2016-06"),
            ("09/2015 - 04/2017 (1 år 8 måneder)", "2015-09..2017-04"),
            ("od 10/2023", "2023-10..now"),
            ("2020 – tills vidare", "2020..now"),
            ("08/22 au 10/24", "2022-08..2024-10"),
            ("07/15–08/18", "2015-07..2018-08"),
            ("2008/09 - 2012/05", "2008-09..2012-05"),
            ("2006/02 - 2008/09", "2006-02..2008-09"),
            ("2010/11 – present", "2010-11..now"),
            ("2008/09 – 2011/12", "2008-09..2011-12"),
            ("01.04.2023 - Heute", "2023-04-01..now"),
            ("2019 -> 2021", "2019..2021"),
            ("03/2019 -> heute", "2019-03..now"),
            ("09/01/2013 – 06/30/2018", "2013-09-01..2018-06-30"),
            ("09/10/2013 – 06/11/2018", "2013-10-09..2018-11-06"),
            ("2013.10.29. - 2019.04.30. (5 év 7 hónap)", "2013-10-29..2019-04-30"),
            ("29.02.2019-30.06.2023", "2019-02..2023-06-30"),
            ("15/01/2016 – 31/04/2017", "2016-01-15..2017-04"),
            ("2023-02-29 till 2023-07-31", "2023-02..2023-07-31"),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn old_slavic_months_are_other_ones_in_croatian() {
        for (text, croatian, others) in [
            ("listopad 2019. – lipanj 2021.", "2019-10..2021-06", "2019-11..2021-06"),
            ("Srp 2019 – Lis 2021", "2019-07..2021-10", "2019-08..2021-11"),
            ("lip. 2019. – danas", "2019-06..now", "2019-07..now"),
            ("listopadu 2019. – siječnju 2021.", "2019-10..2021-01", "2019-11..2021-01"),
            ("1. listopada 2019. – 30. studenoga 2021.", "2019-10-01..2021-11-30", "2019-11-01..2021-11-30"),
        ] {
            assert_eq!(told_in(Some("hr"), text), [croatian], "{text}");
            assert_eq!(told_in(Some("cs"), text), [others], "{text}");
        }
    }

    #[test]
    fn ranges_in_many_languages() {
        for (text, expected) in [
            ("01/2019 – Παρόν", "2019-01..now"),
            ("Ιανουάριος 2019 – ΣΗΜΕΡΑ", "2019-01..now"),
            ("ΜΆΡΤΙΟΣ 2019 – Νοέμ. 2021", "2019-03..2021-11"),
            ("από Μάρτιο 2019 έως σήμερα", "2019-03..now"),
            ("04/2019 – v teku", "2019-04..now"),
            ("04/2019 – u tijeku", "2019-04..now"),
            ("04/2019 – teraz", "2019-04..now"),
            ("з лютого 2019 по теперішній час", "2019-02..now"),
            ("лют. 2019 – досі", "2019-02..now"),
            ("у березні 2019 – травні 2021", "2019-03..2021-05"),
            ("с марта 2019 по настоящее время", "2019-03..now"),
            ("март 2019 – наст. время", "2019-03..now"),
            ("ное. 2019 – понастоящем", "2019-11..now"),
            ("novembar 2019 – danas", "2019-11..now"),
            ("januarja 2019 – decembra 2021", "2019-01..2021-12"),
            ("jaanuarist 2019 – detsember 2021", "2019-01..2021-12"),
            ("gennaio 2019 – oggi", "2019-01..now"),
            ("da marzo 2019 ad oggi", "2019-03..now"),
            ("dal 2019", "2019..now"),
            ("jan. 2019 – heden", "2019-01..now"),
            ("sinds 2019", "2019..now"),
            ("maart 2018 t/m mei 2020", "2018-03..2020-05"),
            ("Ocak 2019 – Günümüz", "2019-01..now"),
            ("Mart 2019 – halen", "2019-03..now"),
            ("leden 2019 – současnost", "2019-01..now"),
            ("03/2019 – dosud", "2019-03..now"),
            ("sedan 2019", "2019..now"),
            ("jan 2019 – nuvarande", "2019-01..now"),
            ("siden 2019", "2019..now"),
            ("januar 2019 – nu", "2019-01..now"),
            ("januar 2019 – nåværende", "2019-01..now"),
            ("tammikuu 2019 – nykyinen", "2019-01..now"),
            ("2019. január – jelenleg", "2019-01..now"),
            ("2015. 06. – 2018. 12.", "2015-06..2018-12"),
            ("2015. 06. 01. – 2018. 12. 31.", "2015-06-01..2018-12-31"),
            ("юни 2015 г. – декември 2018 г.", "2015-06..2018-12"),
            ("2015 г. – досега", "2015..now"),
            ("2019 m. sausis – dabar", "2019-01..now"),
            ("jaanuar 2019 – praeguseni", "2019-01..now"),
            ("siječanj 2019. – danas", "2019-01..now"),
            ("ianuarie 2019 – prezent", "2019-01..now"),
            ("stycznia 2019 – nadal", "2019-01..now"),
            ("desde enero de 2019", "2019-01..now"),
            ("desde 2019 até ao presente", "2019..now"),
            ("janeiro 2019 – atual", "2019-01..now"),
            ("depuis 2019", "2019..now"),
            ("de janvier 2019 à aujourd’hui", "2019-01..now"),
            ("Q1 2020 – Q3 2021", "2020-01..2021-09"),
            ("2020 Q1 – 2021 Q3", "2020-01..2021-09"),
            ("2020/Q1 - 2021/Q3", "2020-01..2021-09"),
            ("Q1 2020-Q3 2021", "2020-01..2021-09"),
            ("Frühjahr 2019 – Herbst 2020", "2019..2020"),
            ("printemps 2019 – automne 2020", "2019..2020"),
            ("otoño 2019 – primavera 2020", "2019..2020"),
            ("estate 2019 – inverno 2020", "2019..2020"),
            ("01/2019 – 03/2021 (2 Jahre 3 Monate)", "2019-01..2021-03"),
            ("01/2019 – 03/2021 (2 ans 3 mois)", "2019-01..2021-03"),
            ("01/2019 – 03/2021 (2 años 3 meses)", "2019-01..2021-03"),
            ("01/2019 – 03/2021 (2 anos e 3 meses)", "2019-01..2021-03"),
            ("01/2019 – 03/2021 (2 anni 3 mesi)", "2019-01..2021-03"),
            ("01/2019 – 03/2021 (2 lata 3 miesiące)", "2019-01..2021-03"),
            ("01/2019 – 03/2021 (2 yıl 3 ay)", "2019-01..2021-03"),
            ("01/2019 – 03/2021 (2 jaar 3 maanden)", "2019-01..2021-03"),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn parts_of_years_are_their_first_and_their_last_month() {
        for (text, expected) in [
            ("Q1 2019 – Q3 2020", "2019-01..2020-09"),
            ("Q4/2016 - Q4/2018", "2016-10..2018-12"),
            ("2. Quartal 2014 – 3. Quartal 2016", "2014-04..2016-09"),
            ("T1 2012 - T3 2013", "2012-01..2013-09"),
            ("1er trimestre 2019 - 2e trimestre 2020", "2019-01..2020-06"),
            ("2º trimestre de 2019 – actualidad", "2019-04..now"),
            ("first quarter of 2019 to third quarter of 2020", "2019-01..2020-09"),
            ("3rd quarter 2019 – 1st quarter 2021", "2019-07..2021-03"),
            ("II kwartał 2019 – obecnie", "2019-04..now"),
            ("2019. II. negyedév – 2020. IV. negyedév", "2019-04..2020-12"),
            ("H1 2008 – H2 2009", "2008-01..2009-12"),
            ("2. Halbjahr 2015 – 1. Halbjahr 2017", "2015-07..2017-06"),
            ("1. kvartal 2019 – 4. kvartal 2020", "2019-01..2020-12"),
            ("since Q2 2019", "2019-04..now"),
            ("Q1 2019 – März 2020", "2019-01..2020-03"),
            ("Spring 2019 – Q3 2020", "2019..2020-09"),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn endings_of_words_say_where_a_range_begins_and_ends() {
        for (text, expected) in [
            ("2016. szeptembertől 2019. februárig", "2016-09..2019-02"),
            ("2021. júliustól", "2021-07..now"),
            ("2019-től 2021-ig", "2019..2021"),
            ("2019-től", "2019..now"),
            ("2018 óta", "2018..now"),
            ("03/2019 lähtien", "2019-03..now"),
            ("2019 alkaen", "2019..now"),
            ("kesäkuusta 2013 joulukuuhun 2014", "2013-06..2014-12"),
            ("toukokuusta elokuuhun 2014", "2014-05..2014-08"),
            ("Mart 2019'dan Haziran 2021'e kadar", "2019-03..2021-06"),
            ("Mart 2019'dan itibaren", "2019-03..now"),
            ("2017'den beri", "2017..now"),
            ("2019 onwards", "2019..now"),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn single_dates() {
        for (text, expected) in [
            ("2010", "2010"),
            ("Summer 2017", "2017"),
            ("Q3 2021", "2021-09"),
            ("expected May 2026", "2026-05"),
            ("Graduated 2012", "2012"),
            ("Titulado en 2015", "2015"),
            ("April 30, 2019", "2019-04-30"),
            ("30 avril 2019", "2019-04-30"),
            ("04/30/2019", "2019-04-30"),
            ("(09/2019)", "2019-09"),
            ("forventet marts ’24", "2024-03"),
            ("Conclusão prevista: 2026", "2026"),
            ("Examen juni 2019", "2019-06"),
            ("(Diploma 06.1996)", "1996-06"),
            ("2026/06 (beklenen)", "2026-06"),
            ("Ukončeno 2002/06", "2002-06"),
            ("- 2024", "2024"),
            ("Q3'21", "2021-09"),
            ("first quarter of 2019", "2019-03"),
            ("2019. március", "2019-03"),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "(617) 555-0143",
            "+49 89 99998-417",
            "ISO 9001:2015",
            "v2.0.2019",
            "$2019",
            "2019%",
            "12,2019 units",
            "B737-800/-900ER",
            "95 %, 210 MW",
            "0171 3920042",
            "Microsoft Office 365",
            "may present the roadmap",
            "53212",
            "3.62/4.00",
        ] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn spans_cover_the_words_around_a_date() {
        let mut dates = Dates::in_any_language();
        let text = "Engineer (Jan 2019 – Mar 2021), ACME";
        let found = dates.read(text);
        assert_eq!(&text[found[0].from..found[0].to], "Jan 2019 – Mar 2021");
        assert_eq!(&text[found[0].start_at.0..found[0].start_at.1], "Jan 2019");
        assert_eq!(&text[found[0].end_at.0..found[0].end_at.1], "Mar 2021");
    }
}
