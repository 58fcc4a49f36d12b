//! Style sheets in a page: rules by simple selectors and what stands inside what. Source: Selectors 3, CSS 2.2, 5 and 6.4.
//!
//! Selectors of element, class and id are understood, alone, together, and one inside another; a selector with anything else applies to
//! nothing, because half of it would apply to too much.

use rustc_hash::FxHashMap;

use super::css::{Style, declarations};

/// Rules of one page that are kept.
const MOST_RULES: usize = 4096;
/// Compounds of one selector, and declarations of one rule, that are looked at.
const MOST_PARTS: usize = 16;
/// Rules that may be compared with one element.
const MOST_CANDIDATES: usize = 256;

/// What selectors ask of an element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Traits {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) classes: Vec<String>,
}

impl Traits {
    /// The traits of an element by its attributes.
    pub(super) fn new(name: &str, id: Option<String>, classes: Option<String>) -> Self {
        let classes = classes.map(|text| text.split_ascii_whitespace().take(32).map(str::to_owned).collect()).unwrap_or_default();
        Self { name: name.to_owned(), id: id.unwrap_or_default(), classes }
    }

    /// Whether an element has all that a compound selector, which is told in the same words, asks for.
    fn fits(&self, compound: &Self) -> bool {
        (compound.name.is_empty() || compound.name == self.name)
            && (compound.id.is_empty() || compound.id == self.id)
            && compound.classes.iter().all(|class| self.classes.contains(class))
    }
}

#[derive(Debug)]
struct Rule {
    /// The element itself comes last; those before it stand around it, the innermost last.
    compounds: Vec<Traits>,
    /// How many ids, classes and names the selector has.
    weight: (usize, usize, usize),
    /// Which of the bodies applies.
    body: usize,
}

/// The rules of a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    bodies: Vec<Vec<(String, String)>>,
    /// Rules by the id, class or name that their last compound asks for, in this order of preference.
    by_key: FxHashMap<String, Vec<usize>>,
}

impl Sheet {
    /// Adds the rules in `text`. Rules for paper and for narrow screens are left out.
    pub(super) fn add(&mut self, text: &str) {
        let text = without_comments(text);
        let mut rest = text.as_str();
        while let Some(open) = rest.find('{') {
            let (prelude, inside) = (rest[..open].trim(), &rest[open + 1..]);
            // What stands before the block may begin with statements that have none.
            let prelude = prelude.rsplit(';').next().unwrap_or_default().trim();
            if let Some(query) = prelude.strip_prefix('@') {
                let applies = matches!(query.split_whitespace().collect::<Vec<_>>().join(" ").as_str(), "media screen" | "media all");
                rest = if applies { inside } else { behind_block(inside) };
                continue;
            }
            let end = inside.find('}').unwrap_or(inside.len());
            self.add_rule(prelude.trim_start_matches('}').trim(), &inside[..end]);
            rest = inside.get(end + 1..).unwrap_or_default();
        }
    }

    fn add_rule(&mut self, selectors: &str, body: &str) {
        if self.rules.len() >= MOST_RULES {
            return;
        }
        self.bodies.push(declarations(body).take(4 * MOST_PARTS).collect());
        for selector in selectors.split(',').take(4 * MOST_PARTS) {
            let Some(compounds) = compounds(selector) else { continue };
            let Some(last) = compounds.last() else { continue };
            let count = |of: fn(&Traits) -> usize| compounds.iter().map(of).sum();
            let weight = (
                count(|compound| usize::from(!compound.id.is_empty())),
                count(|compound| compound.classes.len()),
                count(|compound| usize::from(!compound.name.is_empty())),
            );
            self.by_key.entry(key(last)).or_default().push(self.rules.len());
            self.rules.push(Rule { compounds, weight, body: self.bodies.len() - 1 });
        }
    }

    /// What the rules say of `element`; those around it come outermost first, `size` is the font size around it.
    pub(super) fn style<'e>(&self, element: &Traits, around: impl DoubleEndedIterator<Item = &'e Traits> + Clone, size: f32) -> Style {
        let mut style = Style::default();
        if self.rules.is_empty() {
            return style;
        }
        let id = (!element.id.is_empty()).then(|| format!("#{}", element.id));
        let classes = element.classes.iter().map(|class| format!(".{class}"));
        let keys = id.into_iter().chain(classes).chain([element.name.clone(), "*".to_owned()]);
        let candidates = keys.filter_map(|key| self.by_key.get(&key)).flatten().copied().take(MOST_CANDIDATES);
        let mut found: Vec<usize> = candidates.filter(|index| self.rules[*index].applies(element, around.clone())).collect();
        found.sort_by_key(|index| (self.rules[*index].weight, *index));
        for index in found {
            for (name, value) in &self.bodies[self.rules[index].body] {
                style.read(name, value, size);
            }
        }
        style
    }
}

impl Rule {
    fn applies<'e>(&self, element: &Traits, around: impl DoubleEndedIterator<Item = &'e Traits>) -> bool {
        let Some((last, mut outer)) = self.compounds.split_last().filter(|(last, _)| element.fits(last)) else { return false };
        let _ = last;
        // The nearest that fits is taken: any further one could only leave less around it.
        for candidate in around.rev() {
            let Some((compound, rest)) = outer.split_last() else { break };
            if candidate.fits(compound) {
                outer = rest;
            }
        }
        outer.is_empty()
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    // Old pages hide their sheets from older browsers.
    out.replace("<!--", " ").replace("-->", " ")
}

/// What follows the block that `text` is inside of.
fn behind_block(text: &str) -> &str {
    let mut depth = 1usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

/// The compounds of a selector; `None` where it has more than names, classes, ids and nesting.
fn compounds(selector: &str) -> Option<Vec<Traits>> {
    let words = selector.split([' ', '\t', '\n', '\r', '>']).filter(|word| !word.is_empty());
    let compounds: Vec<Traits> = words.take(MOST_PARTS + 1).map(compound).collect::<Option<_>>()?;
    (1..=MOST_PARTS).contains(&compounds.len()).then_some(compounds)
}

fn compound(word: &str) -> Option<Traits> {
    let mut traits = Traits::default();
    let mut rest = if word == ":root" { "html" } else { word };
    while let Some(first) = rest.chars().next() {
        let body = rest.trim_start_matches(['.', '#', '*']);
        let length = body.find(['.', '#']).unwrap_or(body.len());
        let (name, behind) = body.split_at(length);
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        match first {
            '*' if name.is_empty() => {}
            _ if !is_name(name) || rest.len() - body.len() > 1 => return None,
            '.' => traits.classes.push(name.to_owned()),
            '#' => traits.id = name.to_owned(),
            _ => traits.name = name.to_ascii_lowercase(),
        }
        rest = behind;
    }
    Some(traits)
}

fn key(compound: &Traits) -> String {
    match (compound.id.as_str(), compound.classes.first(), compound.name.as_str()) {
        ("", None, "") => "*".to_owned(),
        ("", None, name) => name.to_owned(),
        ("", Some(class), _) => format!(".{class}"),
        (id, _, _) => format!("#{id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        let mut sheet = Sheet::default();
        sheet.add(text);
        sheet
    }

    fn element(name: &str, id: &str, classes: &str) -> Traits {
        Traits::new(name, Some(id.to_owned()), Some(classes.to_owned()))
    }

    #[track_caller]
    fn check(text: &str, element: &Traits, around: &[Traits], bold: Option<bool>) {
        assert_eq!(sheet(text).style(element, around.iter(), 12.0).bold, bold, "{text}");
    }

    #[test]
    fn selectors_find_their_elements() {
        let date = element("p", "top", "date late");
        let body = [element("body", "", ""), element("div", "", "head"), element("div", "", "")];
        check(".date{font-weight:bold}", &date, &[], Some(true));
        check("p.date.late, h9 { font-weight : bold }", &date, &[], Some(true));
        check("p.none{font-weight:bold}", &date, &[], None);
        check("#top{font-weight:bold} p{font-weight:normal}", &date, &[], Some(true));
        check("p{font-weight:normal} p{font-weight:bold}", &date, &[], Some(true));
        check("body .head p{font-weight:bold}", &date, &body, Some(true));
        check(".head .head p{font-weight:bold}", &date, &body, None);
        check("*{font-weight:bold}", &date, &[], Some(true));
    }

    #[test]
    fn what_is_not_understood_applies_to_nothing() {
        let date = element("p", "", "date");
        for text in ["p:first-child{font-weight:bold}", "p[x]{font-weight:bold}", "p + p{font-weight:bold}", "p::before{font-weight:bold}"]
        {
            check(text, &date, &[], None);
        }
        check("@media print{p{font-weight:bold}} @import url(x); .date{color:red}", &date, &[], None);
        check("@media screen{p{font-weight:bold}} .x{}", &date, &[], Some(true));
        check("/* p{ */ <!-- p{font-weight:bold} -->", &date, &[], Some(true));
    }

    #[test]
    fn broken_sheets_end() {
        for text in ["{", "}", "p{", "@media print{p{", "/*", "p{}}}}.date{font-weight:bold", ",,{;;:}"] {
            let _ = sheet(text).style(&element("p", "", "date"), [].iter(), 12.0);
        }
    }
}
