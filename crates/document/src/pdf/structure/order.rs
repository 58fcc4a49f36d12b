//! Whether the tree is to be believed, and the runs in its order.

use super::{Leaf, Structure, Tag};
use crate::{Document, Role, Run};

/// The tree is used when it knows at least this share of the text, in percent.
const LEAST_KNOWN: usize = 90;

/// Headings that make up more than this share of the text, in percent, are no headings.
const MOST_HEADINGS: usize = 50;

/// Headers and footers of pages end this far from the edge, as a share of the page's height.
const MARGIN: f32 = 0.2;

/// Gives the runs of `document`, whose tags are `tags`, what the structure says of them, and puts those of each page in its order.
pub(in crate::pdf) fn apply(structure: &Structure, tags: &[Tag], document: &mut Document) {
    if tags.iter().all(|tag| *tag == Tag::None) {
        return;
    }
    mark_margins(tags, document);
    if structure.is_empty() || !covers(tags, &document.runs) {
        return;
    }
    let places = places(tags, &document.runs);
    assign(structure, tags, &places, &mut document.runs);
    if !places.is_sorted_by_key(|place| place.run) {
        reorder(&places, document);
    }
}

/// Headers and footers are what the marks and the place on the page call so.
fn mark_margins(tags: &[Tag], document: &mut Document) {
    for (run, tag) in document.runs.iter_mut().zip(tags) {
        let Some(page) = document.pages.get(usize::from(run.page)) else { continue };
        run.role = match tag {
            Tag::Header if run.area.bottom < MARGIN * page.height => Role::Header,
            Tag::Footer if run.area.top > (1.0 - MARGIN) * page.height => Role::Footer,
            _ => run.role,
        };
    }
}

/// Whether the tree knows nearly all of the text that belongs to the pages' content.
fn covers(tags: &[Tag], runs: &[Run]) -> bool {
    let length_of = |wanted: fn(&Tag) -> bool| tags.iter().zip(runs).filter(|(tag, _)| wanted(tag)).map(|(_, run)| run.span.len()).sum();
    let known: usize = length_of(|tag| matches!(tag, Tag::Leaf(_)));
    let content: usize = length_of(|tag| matches!(tag, Tag::Leaf(_) | Tag::None));
    known > 0 && known * 100 >= content * LEAST_KNOWN
}

/// Where a run stands in the tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    page: u16,
    leaf: u32,
    run: u32,
}

/// The places of all runs, sorted. What is not in the tree stays behind what it follows.
fn places(tags: &[Tag], runs: &[Run]) -> Vec<Place> {
    let mut places = Vec::with_capacity(runs.len());
    let (mut page, mut last) = (0, 0);
    for ((run, tag), index) in runs.iter().zip(tags).zip(0..) {
        if page != run.page {
            (page, last) = (run.page, 0);
        }
        if let Tag::Leaf(leaf) = tag {
            last = *leaf;
        }
        places.push(Place { page, leaf: last, run: index });
    }
    places.sort_unstable();
    places
}

fn assign(structure: &Structure, tags: &[Tag], places: &[Place], runs: &mut [Run]) {
    let leaf_of = |tag: &Tag| if let Tag::Leaf(index) = tag { structure.leaf(*index) } else { None };
    let is_heading = |leaf: &Leaf| matches!(leaf.role, Role::Heading(_));
    let length_of = |wanted: &dyn Fn(&Tag) -> bool| -> usize {
        tags.iter().zip(&*runs).filter(|(tag, _)| wanted(tag)).map(|(_, run)| run.span.len()).sum()
    };
    let headings = length_of(&|tag| leaf_of(tag).is_some_and(|leaf| is_heading(&leaf)));
    let has_headings = headings * 100 <= length_of(&|_| true) * MOST_HEADINGS;
    let mut item = 0;
    for place in places {
        let (run, tag) = (&mut runs[place.run as usize], &tags[place.run as usize]);
        let Some(leaf) = leaf_of(tag) else { continue };
        run.cell = leaf.cell;
        run.role = match leaf.role {
            Role::Heading(_) if !has_headings => Role::Body,
            // Only the first run of an item is marked.
            Role::ListItem(_) if leaf.item <= item => Role::Body,
            role => role,
        };
        item = item.max(leaf.item);
    }
}

/// Puts the runs in the order of their places, and their text with them.
fn reorder(places: &[Place], document: &mut Document) {
    let runs = std::mem::take(&mut document.runs);
    let text = std::mem::take(&mut document.text);
    document.text.reserve(text.len());
    document.runs.reserve(runs.len());
    for place in places {
        let run = runs[place.run as usize];
        let span = document.push_text(&text[run.span.start as usize..run.span.end as usize]);
        document.runs.push(Run { span, ..run });
    }
}
