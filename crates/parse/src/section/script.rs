//! The language of documents in other scripts than Latin: the script tells it, or its rarer letters do.

/// Letters whose first bytes in UTF-8 lie above these are of no European language written in Latin letters.
const BEYOND_LATIN: u8 = 0xCE;

/// The ISO 639-1 code of the language of `text` where most of its letters are of another script than Latin.
pub(super) fn language_of(text: &str) -> Option<&'static str> {
    let n_others = n_bytes(text, |byte| (byte >= BEYOND_LATIN) & !is_punctuation(byte));
    // Code, names and addresses are in Latin letters everywhere.
    if n_others < 20 || n_others * 2 < n_bytes(text, |byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let count = |wanted: fn(char) -> bool| text.chars().filter(|letter| wanted(*letter)).count();
    let scripts = [
        (count(|letter| matches!(letter, '\u{370}'..='\u{3FF}')), "el"),
        (count(|letter| matches!(letter, '\u{400}'..='\u{52F}')), "ru"),
        (count(|letter| matches!(letter, '\u{590}'..='\u{5FF}')), "he"),
        (count(|letter| matches!(letter, '\u{600}'..='\u{6FF}')), "ar"),
        (count(|letter| matches!(letter, '\u{4E00}'..='\u{9FFF}' | '\u{3040}'..='\u{30FF}')), "zh"),
        (count(|letter| matches!(letter, '\u{AC00}'..='\u{D7AF}')), "ko"),
    ];
    let (n_letters, language) = scripts.into_iter().max_by_key(|(n_letters, _)| *n_letters).filter(|(n_letters, _)| *n_letters >= 20)?;
    let shows = |letters: &str| text.chars().filter(|letter| letters.contains(*letter)).count() * 200 > n_letters;
    Some(match language {
        "ru" if shows("іїєґ") => "uk",
        "ru" if !shows("ыэ") && shows("ъ") => "bg",
        "ru" if shows("ђћљњџј") => "sr",
        "ar" if shows("ٹڈڑے") => "ur",
        "ar" if shows("پچژگ") => "fa",
        "zh" if count(|letter| matches!(letter, '\u{3040}'..='\u{30FF}')) * 20 > n_letters => "ja",
        other => other,
    })
}

/// How many bytes of `text` are as `wanted`: counted in bytes, so that many go at once.
fn n_bytes(text: &str, wanted: impl Fn(u8) -> bool) -> usize {
    text.as_bytes().chunks(255).map(|bytes| usize::from(bytes.iter().fold(0_u8, |count, byte| count + u8::from(wanted(*byte))))).sum()
}

/// First bytes of dashes, quotes, bullets, icons and pictures.
fn is_punctuation(byte: u8) -> bool {
    (byte == 0xE2) | (byte >= 0xEE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_their_rarer_letters_tell_languages() {
        for (text, expected) in [
            ("Опыт работы: разработчик программного обеспечения, высшее образование, языки", Some("ru")),
            ("Досвід роботи: інженер-програміст, вища освіта, українська мова, її проєкти", Some("uk")),
            ("Трудов опит: програмист, висше образование, обучение, български език, София, България, удостоверение, кръг", Some("bg")),
            ("Επαγγελματική εμπειρία, εκπαίδευση, γλώσσες", Some("el")),
            ("ניסיון תעסוקתי, השכלה, כישורים ושפות", Some("he")),
            ("الخبرة العملية والتعليم والمهارات واللغات", Some("ar")),
            ("سوابق شغلی و تحصیلی، مهارت‌های گروهی و زبان‌ها", Some("fa")),
            ("職務経歴書。ソフトウェアの開発とプロジェクト管理を担当しました", Some("ja")),
            ("个人简历工作经历教育背景专业技能语言能力自我评价软件工程师", Some("zh")),
            ("경력 사항 및 학력 소프트웨어 개발자로 근무하였습니다 언어 능력", Some("ko")),
            ("Curriculum vitae: Москва, experience with many systems, languages and tools", None),
            ("Łódź, Kraków, Gdańsk: doświadczenie zawodowe i wykształcenie", None),
        ] {
            assert_eq!(language_of(text), expected, "{text}");
        }
    }
}
