//! From lexemes to what a query means.

use super::field::{self, Asked, Side};
use super::lexer::{Kind, Lexeme, error, lex};
use super::range::{self, Unit, range};
use super::{Near, Node, Pattern, Target, Text};
use crate::InvalidQuery;
use crate::analysis;
use crate::facts::OPEN;
use crate::lexicon::{City, names_of};
use crate::schema::{Measure, Part, Rated, Role};

/// Most values in a query.
const MOST: usize = 256;
/// Deepest nesting.
const DEEPEST: usize = 50;
/// Kilometres around a city where none are told.
const USUAL_KM: f32 = 25.0;
/// Most kilometres around a city.
const MOST_KM: f32 = 2_000.0;

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) node: Node,
    /// What was left out, and why.
    pub(crate) notes: Vec<String>,
}

/// Parses a query; an empty one finds everybody.
pub(crate) fn parse(query: &str) -> Result<Parsed, InvalidQuery> {
    let lexemes = lex(query)?;
    let mut parser = Parser { query, lexemes, place: 0, values: 0, depth: 0, notes: Vec::new() };
    if parser.lexemes.is_empty() {
        return Ok(Parsed { node: Node::All, notes: parser.notes });
    }
    let node = parser.or(None)?;
    match parser.lexemes.get(parser.place) {
        None => Ok(Parsed { node: node.map_or(Node::All, Piece::node), notes: parser.notes }),
        Some(lexeme) => Err(parser.error(lexeme.start, "this closing parenthesis has no opening one")),
    }
}

/// A part of a query that is not put together yet.
enum Piece {
    Node(Node),
    /// Years, which narrow the part before them; the place to complain about.
    Years(i32, i32, usize),
}

impl Piece {
    fn node(self) -> Node {
        match self {
            Self::Node(node) => node,
            Self::Years(low, high, _) => Node::Number { measure: Measure::Worked, low: low.into(), high: high.into() },
        }
    }
}

struct Parser<'a> {
    query: &'a str,
    lexemes: Vec<Lexeme>,
    place: usize,
    values: usize,
    depth: usize,
    notes: Vec<String>,
}

type Found = Result<Option<Piece>, InvalidQuery>;

impl Parser<'_> {
    fn error(&self, position: usize, message: impl Into<String>) -> InvalidQuery {
        error(self.query, position, message)
    }

    fn peek(&self) -> Option<&Kind> {
        self.lexemes.get(self.place).map(|lexeme| &lexeme.kind)
    }

    /// Where the next lexeme starts, or where the query ends.
    fn here(&self) -> usize {
        self.lexemes.get(self.place).map_or_else(|| self.query.chars().count(), |lexeme| lexeme.start)
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let here = self.peek() == Some(kind);
        self.place += usize::from(here);
        here
    }

    fn or(&mut self, target: Option<Target>) -> Found {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(self.here(), format!("parentheses are nested more than {DEEPEST} deep")));
        }
        let mut branches: Vec<Piece> = self.and(target)?.into_iter().collect();
        while self.take(&Kind::Or) {
            branches.extend(self.and(target)?);
        }
        self.depth -= 1;
        Ok(match branches.len() {
            0 => None,
            1 => branches.pop(),
            _ => Some(Piece::Node(Node::Or(branches.into_iter().map(Piece::node).collect()))),
        })
    }

    fn and(&mut self, target: Option<Target>) -> Found {
        let mut parts: Vec<Piece> = self.unary(target)?.into_iter().collect();
        loop {
            let operator = self.take(&Kind::And);
            if !operator && matches!(self.peek(), None | Some(Kind::Close | Kind::Or)) {
                break;
            }
            parts.extend(self.unary(target)?);
        }
        if parts.len() < 2 {
            return Ok(parts.pop());
        }
        let mut nodes: Vec<Node> = Vec::new();
        // Years that no part took yet, or that the part before took.
        let mut last: Option<(i32, i32)> = None;
        for part in parts {
            match part {
                Piece::Node(node) => {
                    nodes.push(node);
                    last = None;
                }
                Piece::Years(low, high, start) => {
                    let (low, high) = last.map_or((low, high), |(from, to)| (low.max(from), high.min(to)));
                    let narrowed = nodes.last_mut().map_or(Ok(false), |node| narrow(node, (low, high)));
                    let narrowed = narrowed.map_err(|message| self.error(start, message))?;
                    let years = Piece::Years(low, high, start).node();
                    match nodes.last_mut() {
                        _ if narrowed => {}
                        Some(earlier) if last.is_some() => *earlier = years,
                        _ => nodes.push(years),
                    }
                    last = Some((low, high));
                }
            }
        }
        Ok(Some(Piece::Node(Node::all(nodes))))
    }

    fn unary(&mut self, target: Option<Target>) -> Found {
        let mut negated = false;
        while self.take(&Kind::Not) {
            negated = !negated;
        }
        let item = self.item(target)?;
        Ok(if negated { item.map(|item| Piece::Node(Node::Not(Box::new(item.node())))) } else { item })
    }

    fn item(&mut self, target: Option<Target>) -> Found {
        let here = self.here();
        let Some(lexeme) = self.lexemes.get(self.place).cloned() else {
            return Err(self.error(here, "something to look for is missing"));
        };
        match lexeme.kind {
            Kind::Close => Err(self.error(here, "something to look for is missing before this parenthesis")),
            Kind::And | Kind::Or | Kind::Not => Err(self.error(here, "something to look for is missing before this operator")),
            Kind::Open => self.group(target),
            Kind::Field(name, qualifier) => {
                self.place += 1;
                self.field(&name, qualifier.as_deref(), here)
            }
            Kind::Text(text, quoted) => {
                self.place += 1;
                self.count(here)?;
                let span = (lexeme.start, lexeme.end);
                self.text(target.unwrap_or(Target::Any), &text, quoted, span).map(|node| Some(Piece::Node(node)))
            }
        }
    }

    fn count(&mut self, here: usize) -> Result<(), InvalidQuery> {
        self.values += 1;
        if self.values > MOST { Err(self.error(here, format!("the query looks for more than {MOST} things"))) } else { Ok(()) }
    }

    fn group(&mut self, target: Option<Target>) -> Found {
        let open = self.here();
        self.place += 1;
        let node = self.or(target)?;
        if !self.take(&Kind::Close) {
            return Err(self.error(open, "this parenthesis is never closed"));
        }
        // What was narrowed inside of parentheses narrows nothing outside.
        Ok(node.map(|part| Piece::Node(part.node())))
    }

    fn field(&mut self, name: &str, qualifier: Option<&str>, start: usize) -> Found {
        self.count(start)?;
        let asked = field::asked(name, qualifier).map_err(|message| self.error(start, message))?;
        if let (Asked::Text(target), Some(Kind::Open)) = (&asked, self.peek()) {
            return self.group(Some(*target));
        }
        let here = self.here();
        let Some(Lexeme { kind: Kind::Text(text, quoted), start: from, end }) = self.lexemes.get(self.place).cloned() else {
            return Err(self.error(here, format!("a value is missing after `{name}:`")));
        };
        self.place += 1;
        let node = match asked {
            Asked::Web => {
                self.notes.push(format!("`{name}:{text}` speaks of pages on the web and was left out"));
                return Ok(None);
            }
            Asked::Text(target) => self.text(target, &text, quoted, (from, end))?,
            Asked::Measure(measure) => {
                let (low, high) = range(&text, Unit::of(measure)).map_err(|message| self.error(from, message))?;
                Node::Number { measure, low, high }
            }
            Asked::Rated(rated, name) => {
                let (low, high) = range(&text, Unit::of_rated(rated)).map_err(|message| self.error(from, message))?;
                Node::Rated { rated, names: names(rated, &name), low, high }
            }
            Asked::Years(side) => return self.years(side, &text, from).map(Some),
            Asked::Near => Node::Near(near(&text).map_err(|message| self.error(from, message))?),
        };
        Ok(Some(Piece::Node(node)))
    }

    fn years(&self, side: Side, text: &str, start: usize) -> Result<Piece, InvalidQuery> {
        let wrong = || self.error(start, "write a year, such as before:2019, or two, such as during:2015..2018");
        let as_year = |year: i64| i32::try_from(year).expect("years have four digits");
        let (low, high) = match side {
            Side::Before => (i32::MIN, as_year(range::year(text).ok_or_else(wrong)?) - 1),
            Side::After => (as_year(range::year(text).ok_or_else(wrong)?) + 1, OPEN),
            Side::During => {
                let (low, high) = range(text, Unit::Year).map_err(|message| self.error(start, message))?;
                let bound = |year: i64| i32::try_from(year.clamp(0, i64::from(OPEN))).expect("bounded just now");
                (bound(low), bound(high))
            }
        };
        Ok(Piece::Years(low.max(0), high, start))
    }

    fn text(&self, target: Target, text: &str, quoted: bool, span: (usize, usize)) -> Result<Node, InvalidQuery> {
        if text == "*" && !quoted {
            return Ok(Node::All);
        }
        let nothing = || self.error(span.0, format!("`{text}` holds no word to look for"));
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let like_phone = digits >= 7 && text.chars().all(|symbol| symbol.is_ascii_digit() || "+-/(). ".contains(symbol));
        let target = match target {
            Target::Any if text.contains('@') && !text.contains(char::is_whitespace) => Target::Email,
            Target::Any if like_phone => Target::Phone,
            target => target,
        };
        let pattern = match target {
            Target::Email => Pattern::Whole(text.to_lowercase()),
            Target::Phone => Pattern::Whole(analysis::phone(text)),
            Target::Facet(_) => Pattern::Whole(analysis::whole(text)),
            Target::Person => Pattern::Whole(text.to_owned()),
            Target::Any | Target::Part(_) | Target::Role { .. } => pattern(text, quoted).ok_or_else(nothing)?,
        };
        if pattern == Pattern::Whole(String::new()) {
            return Err(nothing());
        }
        Ok(Node::Text(Box::new(Text { target, pattern, quoted, also: Vec::new(), further: 0, years: None, span })))
    }
}

/// Lets a part hold in some of these years only; whether it is of a kind that can.
fn narrow(node: &mut Node, years: (i32, i32)) -> Result<bool, &'static str> {
    match node {
        Node::Text(text) => {
            let Target::Part(part) = text.target else { return Ok(false) };
            if Role::of(part).is_none() {
                return Ok(false);
            }
            if !matches!(text.pattern, Pattern::Phrase(_)) {
                return Err("years go with words and \"phrases\", not with beginnings* and fuzzy~ words");
            }
            text.years = Some(text.years.map_or(years, |(low, high)| (low.max(years.0), high.min(years.1))));
            Ok(true)
        }
        Node::And(parts) | Node::Or(parts) if parts.iter().all(is_of_job) && !parts.is_empty() => {
            let mut all = true;
            for part in parts {
                all &= narrow(part, years)?;
            }
            Ok(all)
        }
        _ => Ok(false),
    }
}

fn is_of_job(node: &Node) -> bool {
    matches!(node, Node::Text(text) if matches!(text.target, Target::Part(Part::Title | Part::Employer)))
}

/// The names under which something rated is indexed.
fn names(rated: Rated, name: &str) -> Vec<String> {
    let own = analysis::whole(name);
    let mut all: Vec<String> = match rated {
        Rated::Skill => crate::lexicon::short_forms(&own).map(str::to_owned).collect(),
        Rated::Language => names_of(&own).map(str::to_owned).collect(),
    };
    all.push(own);
    all.sort_unstable();
    all.dedup();
    all
}

/// Reads `Berlin`, `Berlin,50km` or `Paris,US,30mi`.
fn near(text: &str) -> Result<Near, String> {
    let mut parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut km = USUAL_KM;
    if let Some(told) = parts.last().filter(|last| last.starts_with(|symbol: char| symbol.is_ascii_digit())) {
        km = kilometres(told).ok_or_else(|| format!("`{told}` is no distance; write one up to {MOST_KM} km, such as 50km or 30mi"))?;
        parts.pop();
    }
    let country = parts.last().copied().filter(|last| parts.len() > 1 && last.len() == 2);
    if country.is_some() {
        parts.pop();
    }
    let name = parts.join(" ");
    let city = City::find(&name, country).ok_or_else(|| match country {
        Some(country) => format!("no city with more than 15,000 inhabitants is called `{name}` in {country}"),
        None => format!("no city with more than 15,000 inhabitants is called `{name}`"),
    })?;
    Ok(Near { city, km })
}

fn kilometres(text: &str) -> Option<f32> {
    let end = text.find(|symbol: char| !symbol.is_ascii_digit() && symbol != '.').unwrap_or(text.len());
    let number: f32 = text[..end].parse().ok()?;
    let km = match text[end..].trim().to_ascii_lowercase().as_str() {
        "" | "km" => number,
        "mi" | "miles" | "mile" => number * 1.609_344,
        _ => return None,
    };
    (0.0..=MOST_KM).contains(&km).then_some(km)
}

/// The pattern a text asks for; `None` where it holds no word.
fn pattern(text: &str, quoted: bool) -> Option<Pattern> {
    let words = |text: &str| -> Vec<String> { analysis::words(text).into_iter().map(|word| word.text).collect() };
    if !quoted {
        if text.ends_with('*') {
            return Some(words(text)).filter(|words| !words.is_empty()).map(Pattern::Prefix);
        }
        let slips = match text.rsplit_once('~') {
            Some((before, "" | "1")) => Some((before, 1)),
            Some((before, "2")) => Some((before, 2)),
            _ => None,
        };
        // The number after the sign is no word of the query.
        if let Some((before, slips)) = slips {
            let mut words = words(before);
            return match words.len() {
                0 => None,
                1 => words.pop().map(|word| Pattern::Fuzzy(word, slips)),
                _ => Some(Pattern::Phrase(words)),
            };
        }
    }
    Some(words(text)).filter(|words| !words.is_empty()).map(Pattern::Phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Facet;

    /// Tells a node in short, as fully bracketed text.
    fn told(node: &Node) -> String {
        let join = |parts: &[Node], by: &str| format!("({})", parts.iter().map(told).collect::<Vec<_>>().join(by));
        match node {
            Node::All => "*".to_owned(),
            Node::Text(text) => {
                let field = match text.target {
                    Target::Any => String::new(),
                    Target::Part(part) => format!("{}:", part.as_str()),
                    Target::Role { role, current } => format!("{}.{}:", role.part().as_str(), if current { "current" } else { "past" }),
                    Target::Facet(facet) => format!("{}=", facet.as_str()),
                    Target::Email => "email=".to_owned(),
                    Target::Phone => "phone=".to_owned(),
                    Target::Person => "person=".to_owned(),
                };
                let value = match &text.pattern {
                    Pattern::Phrase(words) => words.join("_"),
                    Pattern::Prefix(words) => format!("{}*", words.join("_")),
                    Pattern::Fuzzy(word, slips) => format!("{word}~{slips}"),
                    Pattern::Whole(whole) => whole.clone(),
                };
                let years = text.years.map(|(low, high)| format!("@{low}-{high}")).unwrap_or_default();
                format!("{field}{value}{years}")
            }
            Node::Number { measure, low, high } => format!("{}[{low},{high}]", measure.as_str()).replace(&i64::MAX.to_string(), ""),
            Node::Rated { rated, names, low, high } => {
                format!("{}.{}[{low},{high}]", rated.as_str(), names.join("/")).replace(&i64::MAX.to_string(), "")
            }
            Node::Near(near) => format!("near[{:.1},{:.1},{:.1}]", near.city.latitude, near.city.longitude, near.km),
            Node::And(parts) => join(parts, " "),
            Node::Or(parts) => join(parts, "|"),
            Node::Weighed(parts) => format!("{} weighed", parts.len()),
            Node::Not(inner) => format!("-{}", told(inner)),
        }
    }

    #[test]
    fn queries_mean_what_is_documented() {
        for (query, expected) in [
            ("rust OR go NOT java", "(rust|(go -java))"),
            ("rust OR (go -java)", "(rust|(go -java))"),
            ("rust OR go AND NOT java", "(rust|(go -java))"),
            (" rust  OR\tgo -java ", "(rust|(go -java))"),
            ("or", "or"),
            ("NOT NOT rust", "rust"),
            ("c++", "c++"),
            ("", "*"),
            ("title:(cook OR chef)", "(title:cook|title:chef)"),
            ("company:\"Acme Labs\"", "employer:acme_labs"),
            ("city:\"New York\"", "city=new york"),
            ("Jane@Example.org", "email=jane@example.org"),
            ("\"+49 (0)151 23456780\"", "phone=123456780"),
            ("develop*", "develop*"),
            ("enginer~", "enginer~1"),
            ("enginer~2", "enginer~2"),
            ("experience:>5y", "experience[61,]"),
            ("graduated:2015..2020", "graduated[2015,2020]"),
            ("at:ACME before:2019", "employer:acme@0-2018"),
            ("at:ACME after:2014 before:2019 rust", "(employer:acme@2015-2018 rust)"),
            ("at:(ACME OR \"Globex Labs\") during:2015..2018", "(employer:acme@2015-2018|employer:globex_labs@2015-2018)"),
            ("before:2019", "worked[0,2018]"),
            ("rust after:2014 before:2019", "(rust worked[2015,2018])"),
            ("title.current:engineer employer.past:acme", "(title.current:engineer employer.past:acme)"),
            ("near:Berlin,50km", "near[52.5,13.4,50.0]"),
            ("near:\"New York\",10mi", "near[40.7,-74.0,16.1]"),
            ("experience.rust:>3y", "experience.rust[37,]"),
            ("(site:linkedin.com/in OR site:xing.com) (java | kotlin) -intitle:jobs", "(java|kotlin)"),
            ("“software engineer” AND [java, kotlin]", "(software_engineer (java kotlin))"),
            ("*", "*"),
        ] {
            let parsed = parse(query).expect(query);
            assert_eq!(told(&parsed.node), expected, "{query}");
        }
    }

    #[test]
    fn what_is_left_out_is_told() {
        let parsed = parse("site:linkedin.com/in rust").expect("a query");
        assert_eq!(parsed.notes, ["`site:linkedin.com/in` speaks of pages on the web and was left out"]);
    }

    #[test]
    fn languages_are_known_by_all_their_names() {
        let parsed = parse("language.German:>=b2").expect("a query");
        assert!(matches!(&parsed.node, Node::Rated { names, low: 4, .. } if names.contains(&"deutsch".to_owned())), "{parsed:?}");
        assert_eq!(parse("consent:marketing").map(|parsed| told(&parsed.node)), Ok(format!("{}=marketing", Facet::Consent.as_str())));
    }

    #[test]
    fn errors_point_at_their_place() {
        for (query, position) in [
            ("rust (go", 5),
            ("rust)", 4),
            ("\"open", 0),
            ("a OR", 4),
            ("OR a", 0),
            ("colour:red", 0),
            ("a AND )", 6),
            ("rust NOT", 8),
            ("()", 1),
            ("experience:soon", 11),
            ("rust near:Nowhereburg,5km", 10),
            ("near:Berlin,5parsecs", 5),
            ("at:ac* before:2019", 14),
            ("title.next:cook", 0),
            ("skill:…", 6),
        ] {
            let error = parse(query).expect_err(query);
            assert_eq!(error.position, position, "{query}: {error}");
        }
        let error = parse("rust experiense:5y").expect_err("a slip");
        assert_eq!(error.pointed(), "there is no field `experiense`; did you mean `experience`?\n  rust experiense:5y\n       ^");
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        assert!(parse(&"(".repeat(4000)).is_err());
        assert!(parse(&"a ".repeat(2000)).is_err());
        assert!(parse(&"-a".repeat(2000)).is_ok());
        assert!(parse(&"NOT ".repeat(1000)).is_err());
    }
}
