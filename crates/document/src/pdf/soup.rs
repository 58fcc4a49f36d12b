//! Tells text from symbol soup: what comes out of a font whose maps are wrong.

/// Shorter texts prove nothing.
const LEAST: usize = 80;

/// The ten letters that are most frequent in the languages of Europe: they make up 60 to 75 % of text in Latin letters, and 30 to 48 %
/// of text whose letters have been shifted or shuffled. Measured on résumés in eight languages and on PDFs with spoilt fonts.
const FREQUENT: &str = "eainrstolu";
const LEAST_FREQUENT_PERCENT: usize = 50;

/// Symbols that are neither letters, figures nor usual in text make up less than 1 % of a résumé.
const MOST_SYMBOLS_PERCENT: usize = 30;

/// Letters and figures make up well over half of a résumé.
const LEAST_LETTERS_PERCENT: usize = 25;

/// Whether `text` cannot be what a reader of the page sees.
pub(super) fn is_soup(text: &str) -> bool {
    let (mut shown, mut letters, mut latin, mut frequent, mut symbols) = (0, 0, 0, 0, 0);
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        shown += 1;
        if letter.is_ascii_alphabetic() {
            letters += 1;
            latin += 1;
            frequent += usize::from(FREQUENT.contains(letter.to_ascii_lowercase()));
        } else if letter.is_alphabetic() {
            letters += 1;
        } else if !letter.is_numeric() && !is_usual(letter) {
            symbols += 1;
        }
    }
    if shown < LEAST {
        return false;
    }
    let is_shuffled = latin >= LEAST && latin * 2 > letters && frequent * 100 < latin * LEAST_FREQUENT_PERCENT;
    is_shuffled || symbols * 100 > shown * MOST_SYMBOLS_PERCENT || letters * 100 < shown * LEAST_LETTERS_PERCENT && !is_mostly_figures(text)
}

/// Whether `letter` is a mark that text uses: punctuation, bullets, currencies, combining marks.
fn is_usual(letter: char) -> bool {
    matches!(letter, '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' | '\u{A1}'..='\u{BF}' | '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}')
        || matches!(letter, '\u{2010}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF65}')
        || "●○•■□▪▫◆◇►▶▸▹★☆✓✔✗➢➤→←↑↓✉☎✆⌂−×".contains(letter)
}

/// A page of figures is dull, but no soup.
fn is_mostly_figures(text: &str) -> bool {
    let shown = text.chars().filter(|letter| !letter.is_whitespace()).count();
    let figures = text.chars().filter(|letter| letter.is_numeric() || matches!(letter, '.' | ',' | '-' | '/')).count();
    figures * 10 > shown * 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_no_soup() {
        let texts = [
            "Backend engineer with ten years on payment systems. I like boring databases, small diffs and being able to sleep at night.",
            "Inżynier automatyk z dziewięcioletnim doświadczeniem w projektowaniu, programowaniu i uruchamianiu linii produkcyjnych w branży.",
            "Kỹ sư phần mềm với mười năm kinh nghiệm trong lĩnh vực thanh toán và hệ thống phân tán tại Thành phố Hồ Chí Minh, Việt Nam.",
            "AWS GCP SQL XML HTML CSS JVM gRPC REST API CI/CD K8S Docker Terraform PostgreSQL MySQL Redis Kafka Python Rust Go Java C C++ C#",
            "Инженер-программист с десятилетним опытом разработки платёжных систем и распределённых хранилищ данных в Москве и Казани, Россия",
            "有十年支付系统经验的后端工程师",
            "01/2019 – 03/2020 · +49 30 901820 · 10115 · 2015-2018 · 12.05.1990 · 4.0/4.0 · 2020 · 2021 · 2022 · 2023 · 2024 · 030 555 0199",
        ];
        for text in texts {
            assert!(!is_soup(text), "{text}");
        }
    }

    #[test]
    fn soups_are_told() {
        let shifted =
            "3ULYDWHHTXLW\\YDOXHFUHDWLRQ FRPSRXQGHGDWD\\HDUVLQFHWKHSLORWLQ7XOVD 0HPEHURIWKHSRVWPHUJHUVXSSO\\WHDPIRU7KH*LOOHWWH&RPSDQ\\";
        let dingbats = "❵1❝❣❞2❣❛❞♠❢❜3 ❤❦❵❵1r2 1❛❝4❛❜❤♥❡❵ ❡❣4❦❤❞❜❡❝1✇ ♦❛4❡❥❝124❛❧❡❥❛ ♦❡11❡❢❣ 5❡11❡❢❣ ❜❛❧❛❣❦❛10 ❦❣4❛❜2 ❵❛❜s❢❜♦❡❣❷ ❤❡❢❣❛❜❡";
        let marks =
            "0$#$*#$\"'$$0$'#0- 123#$ 0%-##$#$4-5-4- 6#$$##21$21'$'#'# 7-$$*-$89 6#-)-'#0*'#-'\"2$ !232 ./01%1-! #$2132 6/@AB4\"#% (#%7600";
        for text in [shifted, dingbats, marks] {
            assert!(is_soup(text), "{text}");
        }
    }
}
