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

/// More text than this tells nothing new.
const SAMPLE: usize = 16 << 10;

/// What the characters of a text are.
#[derive(Debug, Default, Clone, Copy)]
struct Census {
    shown: usize,
    letters: usize,
    latin: usize,
    frequent: usize,
    figures: usize,
    symbols: usize,
}

/// Whether `text` cannot be what a reader of the page sees.
pub(super) fn is_soup(text: &str) -> bool {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    !is_plainly_text(sample.as_bytes()) && Census::of(sample).is_of_soup()
}

/// Whether bytes alone show that a sample is no soup, each of what it holds beyond ASCII taken for what speaks most against it.
fn is_plainly_text(sample: &[u8]) -> bool {
    let mut sums = [0; 4];
    // Each lane of a part counts up to what a byte can hold.
    for part in sample.chunks(LANES * usize::from(u8::MAX - 1)) {
        let (blocks, rest) = part.as_chunks();
        let mut last = [b' '; LANES];
        last[..rest.len()].copy_from_slice(rest);
        let mut counts = [[0; LANES]; 4];
        blocks.iter().chain([&last]).for_each(|block| count(block, &mut counts));
        for (sum, lanes) in sums.iter_mut().zip(&counts) {
            *sum += lanes.iter().map(|lane| usize::from(*lane)).sum::<usize>();
        }
    }
    let [latin, frequent, strange, shown] = sums;
    frequent * 100 >= latin * LEAST_FREQUENT_PERCENT
        && latin * 100 >= shown * LEAST_LETTERS_PERCENT
        && strange * 100 <= (shown - strange) * MOST_SYMBOLS_PERCENT
}

/// Bytes that are looked at at once.
const LANES: usize = 16;

/// Counts Latin letters, frequent ones, what may be symbols, and what shows at all.
#[inline]
fn count(block: &[u8; LANES], counts: &mut [[u8; LANES]; 4]) {
    let [latin, frequent, strange, shown] = counts;
    for (lane, &byte) in block.iter().enumerate() {
        let low = byte | 0x20;
        latin[lane] += u8::from(low.wrapping_sub(b'a') < 26);
        frequent[lane] += u8::from(FREQUENT.bytes().fold(false, |any, letter| any | (low == letter)));
        strange[lane] += u8::from((byte >= 0x7F) | (byte < b' ') & (byte.wrapping_sub(b'\t') >= 5));
        shown[lane] += u8::from((byte != b' ') & (byte.wrapping_sub(b'\t') >= 5));
    }
}

impl Census {
    fn of(text: &str) -> Self {
        let mut census = Self::default();
        // Bytes are counted first and looked at afterwards: most text is ASCII.
        for (letter, count) in (0..128_u8).map(char::from).zip(counts(text.as_bytes())).filter(|(_, count)| *count > 0) {
            census.add(letter, count);
        }
        if !text.is_ascii() {
            text.chars().filter(|letter| !letter.is_ascii()).for_each(|letter| census.add(letter, 1));
        }
        census
    }

    fn is_of_soup(&self) -> bool {
        let Self { shown, letters, latin, frequent, figures, symbols } = *self;
        if shown < LEAST {
            return false;
        }
        let is_shuffled = latin >= LEAST && latin * 2 > letters && frequent * 100 < latin * LEAST_FREQUENT_PERCENT;
        // A page of figures is dull, but no soup.
        let has_no_words = letters * 100 < shown * LEAST_LETTERS_PERCENT && figures * 10 <= shown * 7;
        is_shuffled || has_no_words || symbols * 100 > shown * MOST_SYMBOLS_PERCENT
    }

    fn add(&mut self, letter: char, count: usize) {
        if letter.is_whitespace() {
            return;
        }
        self.shown += count;
        if letter.is_ascii_alphabetic() {
            self.letters += count;
            self.latin += count;
            self.frequent += if FREQUENT.contains(letter.to_ascii_lowercase()) { count } else { 0 };
        } else if letter.is_alphabetic() {
            self.letters += count;
        } else if letter.is_numeric() || matches!(letter, '.' | ',' | '-' | '/') {
            self.figures += count;
        } else if !is_usual(letter) {
            self.symbols += count;
        }
    }
}

/// How often each byte stands in a text of at most [`SAMPLE`] bytes.
///
/// Four bytes in turn are counted apart: a count that was just written cannot be read again at once.
fn counts(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut tables = [[0_u16; 256]; 4];
    for four in text.chunks(4) {
        for (table, byte) in tables.iter_mut().zip(four) {
            table[usize::from(*byte)] += 1;
        }
    }
    (0..256).map(move |byte| tables.iter().map(|table| usize::from(table[byte])).sum())
}

/// Whether `letter` is a mark that text uses: punctuation, bullets, currencies, combining marks.
fn is_usual(letter: char) -> bool {
    matches!(letter, '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' | '\u{A1}'..='\u{BF}' | '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}')
        || matches!(letter, '\u{2010}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF65}')
        || "●○•■□▪▫◆◇►▶▸▹★☆✓✔✗➢➤→←↑↓✉☎✆⌂−×".contains(letter)
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
    fn what_bytes_show_to_be_text_is_no_soup_when_its_letters_are_counted() {
        let words = "Jane Doe built boring systems that sleep at night and wrote small letters to her colleagues in Leeds. ";
        for (part, times, is_plain) in [("", 0, true), ("• été ", 5, true), ("\u{1}\u{7F}♦♥♣", 60, false), ("XQZ KWV ", 60, false)]
        {
            let text = words.repeat(3) + &part.repeat(times);
            let is_plainly_text = is_plainly_text(text.as_bytes());
            assert!(!(is_plainly_text && Census::of(&text).is_of_soup()), "{part:?}");
            assert_eq!(is_plainly_text, is_plain, "{part:?}");
        }
        let long = words.repeat(90);
        assert!(long.len() > 2 * LANES * usize::from(u8::MAX) && is_plainly_text(long.as_bytes()));
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
