//! Names: titles, post-nominals, nicknames and the order of the parts may differ.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::words::{fold, words};

const POST_NOMINALS: &str = "rn bsn msn ccrn cen np fnp aprn dnp md mbbs frcs frcp mrcp facp phd dphil edd psyd jd llm llb esq mba emba mpa mph mpp \
    msc bsc ma ba meng beng mphil mdiv bcc cpa ca aca acca fca fcca cfa cma cia cisa cissp pmp prince2 pmi scrum csm psm cspo shrm phr sphr cipd \
    fcipd mcipd pe leed ap aia riba frics mrics ceng fieng miet fiet frsa frhists flsw mbe obe cbe kbe om qc kc pharmd rph bcps mpsn mpsi rd ldn dds \
    dmd dvm ot otr pt dpt lcsw lmft lpc cdir fiod fhea sfhea jp dl psm rgn rmn cfp clu chfc cams cgma";

const HONORIFICS: &str = "dr mr mrs ms miss mx prof professor rev revd sir dame ing dring dipl diplom mgr inz mag maga iur med pharm eng engr lic herr \
    frau m mme sr sra don doña dott dottssa avv drhab hab rer nat phil jur h c univ ddr a arq abg";

static ABBREVIATION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:[A-Za-zÀ-ž]{1,5}\.)+[A-Za-z]{0,5}\.?$").expect("the pattern is well formed"));
static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"["“”„«(][^"“”»)]*["“”»)]"#).expect("the pattern is well formed"));

/// Whether two names are one, in any accepted form of either.
pub(crate) fn agrees(predicted: &str, truth: &str) -> bool {
    !forms(predicted).is_disjoint(&forms(truth))
}

/// The accepted forms of a name, each as its sorted words, and each also without spaces: initials and particles are spaced at will.
fn forms(name: &str) -> BTreeSet<Vec<String>> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut forms = BTreeSet::new();
    for base in bases(&name) {
        let all = words(&base.replace('.', " "));
        let bare = without_post_nominals(&all);
        for form in [&all[..], bare, without_honorifics(bare), without_honorifics(&all)] {
            let mut form = form.to_vec();
            form.sort();
            forms.insert(vec![form.concat()]);
            forms.insert(form);
        }
    }
    forms.retain(|form| form.iter().any(|word| !word.is_empty()));
    forms
}

/// The name with and without what follows commas and stands in quotes or brackets.
fn bases(name: &str) -> BTreeSet<String> {
    let mut parts = name.split(',').map(str::trim);
    let mut kept: Vec<&str> = parts.next().into_iter().collect();
    kept.extend(parts.filter(|part| !is_post_nominal(part)));
    let plain = [name.to_owned(), kept.join(" ")];
    let unquoted = plain.iter().map(|base| QUOTED.replace_all(base, " ").into_owned());
    let unmarked = plain.iter().map(|base| base.replace(['"', '“', '”', '„', '«', '»', '(', ')'], " "));
    unquoted.chain(unmarked).chain(plain.iter().cloned()).collect()
}

/// Whether what follows a comma is a list of degrees or certificates.
fn is_post_nominal(part: &str) -> bool {
    let printed: Vec<&str> = part.split_whitespace().collect();
    let known = |bare: &str| POST_NOMINALS.split_whitespace().any(|known| known == bare);
    let looks = |word: &str, bare: &str| {
        let capitals = printed.len() == 1 && (2..=6).contains(&bare.chars().count()) && is_upper(word);
        known(bare) || capitals || ABBREVIATION.is_match(word)
    };
    let bare = |word: &str| fold(word).chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    !printed.is_empty() && printed.iter().all(|word| looks(word, &bare(word)))
}

fn is_upper(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

/// Two words always stay: a name may look like a title.
fn without_post_nominals(words: &[String]) -> &[String] {
    let mut rest = words;
    while let [kept @ .., last] = rest {
        if rest.len() <= 2 || !POST_NOMINALS.split_whitespace().any(|known| known == last) {
            break;
        }
        rest = kept;
    }
    rest
}

fn without_honorifics(words: &[String]) -> &[String] {
    let mut rest = words;
    while let [first, kept @ ..] = rest {
        if rest.len() <= 2 || !HONORIFICS.split_whitespace().any(|known| known == first) {
            break;
        }
        rest = kept;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_many_spellings() {
        let cases = [
            ("DANIELLE R KOWALCZYK", "Danielle R. Kowalczyk, RN, BSN", true),
            ("Danielle Kowalczyk", "Danielle R. Kowalczyk, RN, BSN", false),
            ("Oluwaseun Michael Adebayo", "ADEBAYO, Oluwaseun Michael", true),
            ("Adebayo", "ADEBAYO, Oluwaseun Michael", false),
            ("Stefanie Oberhuber-Yildiz", "Dr.-Ing. Stefanie Oberhuber-Yıldız", true),
            ("Josephine Baptiste-Lund", "Josephine \"Joey\" Baptiste-Lund", true),
            ("S. Müller", "S Muller", true),
            ("Agnieszka Wróblewska-Sęk", "mgr inż. Agnieszka Wróblewska-Sęk", true),
            ("Curriculum Vitae", "Jan Kowalski", false),
            ("", "Jan Kowalski", false),
        ];
        for (predicted, truth, expected) in cases {
            assert_eq!(agrees(predicted, truth), expected, "{predicted} / {truth}");
        }
    }
}
