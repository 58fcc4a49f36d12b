//! Running titles and page numbers, set apart from the body.

use rustc_hash::FxHashMap;
use vitae_document::{Document, Role, Run};

use crate::lexicon;

/// What is done with a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Margin {
    /// It belongs to the body.
    #[default]
    Body,
    /// It stands in the margin and is read apart.
    Aside,
    /// A page number, or the repetition of a running title.
    Dropped,
}

/// The share of a page's height at its top and foot in which running titles stand.
const STRIP: f32 = 0.09;

/// Buffers reused from document to document.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    rows: Vec<Row>,
    /// The shapes of all rows, one behind the other.
    shapes: String,
    /// The shape of a part of a row.
    part: String,
}

/// Runs of one baseline in the strips.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Its runs, in the order of all that stand in the strips.
    start: usize,
    end: usize,
    /// Where its shape ends; it begins where that of the row before ends.
    shape_end: usize,
}

/// Sets `margins`, run by run.
pub(super) fn mark(document: &Document, order: &mut Vec<u32>, margins: &mut Vec<Margin>, buffers: &mut Buffers) {
    margins.clear();
    margins.resize(document.runs.len(), Margin::Body);
    order.clear();
    order.extend((0..document.runs.len() as u32).filter(|&index| in_strip(document, &document.runs[index as usize])));
    let run_at = |index: u32| &document.runs[index as usize];
    order.sort_by(|&a, &b| {
        let (a, b) = (run_at(a), run_at(b));
        a.page.cmp(&b.page).then(a.baseline.total_cmp(&b.baseline)).then(a.area.left.total_cmp(&b.area.left))
    });
    let Buffers { rows, shapes, part } = buffers;
    rows.clear();
    shapes.clear();
    let mut start = 0;
    while start < order.len() {
        let first = run_at(order[start]);
        let same = |&&index: &&u32| run_at(index).page == first.page && (run_at(index).baseline - first.baseline).abs() < 2.0;
        let end = start + order[start..].iter().take_while(same).count();
        push_shape(document, &order[start..end], shapes);
        rows.push(Row { start, end, shape_end: shapes.len() });
        start = end;
    }
    for (position, row) in rows.iter().enumerate() {
        let verdict = judge(document, order, rows, shapes, position, part);
        for &index in &order[row.start..row.end] {
            margins[index as usize] = verdict;
        }
    }
    mark_declared(document, margins);
}

fn in_strip(document: &Document, run: &Run) -> bool {
    let Some(page) = document.pages.get(usize::from(run.page)) else { return false };
    run.rotation == 0 && page.height > 0.0 && (run.area.bottom < STRIP * page.height || run.area.top > (1.0 - STRIP) * page.height)
}

fn judge(document: &Document, order: &[u32], rows: &[Row], shapes: &str, position: usize, part: &mut String) -> Margin {
    let runs_of = |row: &Row| &order[row.start..row.end];
    let shape_of = |position: usize| &shapes[position.checked_sub(1).map_or(0, |before| rows[before].shape_end)..rows[position].shape_end];
    let row = runs_of(&rows[position]);
    let first = &document.runs[row[0] as usize];
    let shape = shape_of(position);
    if shape.is_empty() {
        return Margin::Body;
    }
    let isolated = is_isolated(document, row);
    if is_page_number(shape) {
        return if isolated { Margin::Dropped } else { Margin::Body };
    }
    let is_twin = |other: usize| {
        let run = &document.runs[runs_of(&rows[other])[0] as usize];
        run.page != first.page && (run.baseline - first.baseline).abs() < 4.0 && shape_of(other) == shape
    };
    let numbered = shape.contains('#');
    if isolated || numbered {
        if (0..position).any(is_twin) {
            return Margin::Dropped;
        }
        if (position + 1..rows.len()).any(is_twin) {
            return Margin::Aside;
        }
    }
    let foot = document.pages.get(usize::from(first.page)).is_some_and(|page| first.baseline > page.height / 2.0);
    if isolated
        && (ends_in_page_number(shape)
            || begins_with_page_number(shape)
            || (foot && is_contact(shape))
            || is_stamp(shape)
            || ((foot || tells_page(document, row)) && is_numbered_apart(document, row, part)))
    {
        return Margin::Aside;
    }
    Margin::Body
}

/// Appends the row's text in lower case without spaces, each number a `#`.
fn push_shape(document: &Document, row: &[u32], shapes: &mut String) {
    let start = shapes.len();
    let mut digits = 0;
    for &index in row {
        for symbol in document.text_of(&document.runs[index as usize]).chars() {
            let in_number = shapes[start..].ends_with('#');
            match symbol {
                '0'..='9' if in_number => digits += 1,
                '0'..='9' => {
                    shapes.push('#');
                    digits = 1;
                }
                _ if symbol.is_whitespace() => {}
                _ => shapes.extend(symbol.to_lowercase()),
            }
            // Years are no page numbers.
            if digits == 4 && shapes[start..].ends_with('#') {
                shapes.push('y');
                digits = 0;
            }
        }
    }
}

/// Whether nothing but a page number: `#`, `#/#`, `page # of #`, `- # -`.
fn is_page_number(shape: &str) -> bool {
    let inner = shape.trim_matches(['-', '–', '—', '|', '.', '[', ']', '(', ')', '/', '·', '•']);
    if !inner.contains('#') {
        return false;
    }
    inner.split('#').all(|word| {
        let word = word.trim_matches(['.', '/', '-', '–', '—', '|', ':', '(', ')', ',']);
        word.is_empty() || lexicon::counts_pages(word)
    }) && inner.matches('#').count() <= 2
}

/// Whether a row of several cells has a page number for a cell: the date at the left, the name in the middle, `1` at the right.
fn is_numbered_apart(document: &Document, row: &[u32], part: &mut String) -> bool {
    let apart = |pair: &[u32]| {
        let (left, right) = (&document.runs[pair[0] as usize], &document.runs[pair[1] as usize]);
        right.area.left - left.area.right > 4.0 * right.size
    };
    let mut is_number = |cell: &[u32]| {
        part.clear();
        push_shape(document, cell, part);
        is_page_number(part)
    };
    row.windows(2).any(apart) && (is_number(&row[row.len() - 1..]) || is_number(&row[..1]))
}

/// Whether a row of a later page begins or ends with the number of that page.
fn tells_page(document: &Document, row: &[u32]) -> bool {
    let runs = || [row.first(), row.last()].into_iter().flatten().map(|&index| &document.runs[index as usize]);
    runs().any(|run| run.page > 0 && document.text_of(run).trim().parse() == Ok(run.page + 1))
}

/// `jane doe – 1`, `cv of jane doe, page 1 of 2`.
fn ends_in_page_number(shape: &str) -> bool {
    let Some(stem) = shape.strip_suffix('#') else { return false };
    let stem = stem
        .strip_suffix('/')
        .or_else(|| stem.strip_suffix("of"))
        .or_else(|| stem.strip_suffix("von"))
        .and_then(|stem| stem.strip_suffix('#'))
        .unwrap_or(stem);
    let letters = stem.chars().filter(|symbol| symbol.is_alphabetic()).count();
    !stem.contains('#')
        && letters >= 4
        && (stem.ends_with(['-', '–', '—', ',', '|', '·', '•']) || stem.ends_with("page") || stem.ends_with("seite"))
}

/// `page 1 of 2 – cv of jane doe`.
fn begins_with_page_number(shape: &str) -> bool {
    let letters = shape.chars().filter(|symbol| symbol.is_alphabetic()).count();
    ["page#", "seite#", "página#", "pagina#", "strona#", "#/#"].iter().any(|start| shape.starts_with(start))
        && letters >= 4
        && shape.len() < 60
}

fn is_contact(shape: &str) -> bool {
    shape.contains('@')
}

/// The date of typesetting.
fn is_stamp(shape: &str) -> bool {
    [
        "lastupdate",
        "updated",
        "lastmodified",
        "lastrevised",
        "stand:",
        "dernièremiseàjour",
        "miseàjour",
        "últimaactualización",
        "aggiornato",
    ]
    .iter()
    .any(|stamp| shape.starts_with(stamp))
}

/// Whether white space parts the row from the body.
fn is_isolated(document: &Document, row: &[u32]) -> bool {
    let first = &document.runs[row[0] as usize];
    let Some(page) = document.pages.get(usize::from(first.page)) else { return false };
    let area = row.iter().map(|&index| document.runs[index as usize].area).reduce(|a, b| a.union(b)).unwrap_or(first.area);
    let foot = area.top > page.height / 2.0;
    let clear = 1.1 * first.size;
    !document.runs.iter().any(|run| {
        run.page == first.page
            && run.rotation == 0
            && !in_strip(document, run)
            && if foot {
                run.area.bottom > area.top - clear && run.area.top < area.top
            } else {
                run.area.top < area.bottom + clear && run.area.bottom > area.bottom
            }
    })
}

/// Headers and footers that the format declares: the first of each text is kept.
fn mark_declared(document: &Document, margins: &mut [Margin]) {
    // Runs come page by page: a text was on an earlier page where it was first seen on another one.
    let mut first_pages: FxHashMap<(Role, &str), u16> = FxHashMap::default();
    for (index, run) in document.runs.iter().enumerate() {
        if !matches!(run.role, Role::Header | Role::Footer) {
            continue;
        }
        let first_page = *first_pages.entry((run.role, document.text_of(run))).or_insert(run.page);
        let repeated = first_page != run.page;
        margins[index] = match run.role {
            _ if repeated => Margin::Dropped,
            Role::Header => Margin::Body,
            _ => Margin::Aside,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for shape in ["#", "#/#", "-#-", "page#of#", "seite#von#", "#|#", "strona#z#"] {
            assert!(is_page_number(shape), "{shape}");
        }
        for shape in ["", "#yearsofpython", "tel.#", "#-#-#", "janedoe-#"] {
            assert!(!is_page_number(shape), "{shape}");
        }
        assert!(ends_in_page_number("janedoe–#"));
        assert!(ends_in_page_number("cvofjanedoe,page#of#"));
        assert!(!ends_in_page_number("tel#-#"));
    }
}
