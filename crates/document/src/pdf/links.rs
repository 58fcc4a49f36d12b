//! Link annotations (ISO 32000-1, 12.5.6.5).

use vitae_model::BoundingBox;

use super::matrix::Matrix;
use super::page::image_of;
use super::value::Value;
use crate::{Document, Link, LinkId};

/// Annotations one page may have.
const MAX_ANNOTATIONS: usize = 1_000;

/// Different targets one document may link to.
const MAX_TARGETS: usize = 2_000;

/// A link's area on its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageLink {
    pub(super) area: BoundingBox,
    pub(super) link: LinkId,
}

/// The annotations of a page.
pub(super) fn annotations<'f>(page: Value<'f>) -> impl Iterator<Item = Value<'f>> {
    page.get(b"Annots").into_iter().flat_map(Value::elements).take(MAX_ANNOTATIONS)
}

/// Collects the web links of a page into `links` and their targets into `document`.
pub(super) fn collect(page: Value<'_>, ctm: Matrix, document: &mut Document, links: &mut Vec<PageLink>) {
    links.clear();
    for annotation in annotations(page) {
        if annotation.get(b"Subtype").and_then(Value::name) != Some(b"Link") {
            continue;
        }
        let Some(target) = annotation.get(b"A").and_then(|action| action.get(b"URI")).and_then(Value::text) else { continue };
        let Some(rectangle) = annotation.get(b"Rect").and_then(Value::numbers::<4>) else { continue };
        if let Some(link) = intern(target, document) {
            links.push(PageLink { area: image_of(ctm, rectangle), link });
        }
    }
}

fn intern(target: String, document: &mut Document) -> Option<LinkId> {
    if target.is_empty() {
        return None;
    }
    let known = document.links.iter().position(|link| link.target == target);
    if known.is_none() && document.links.len() >= MAX_TARGETS {
        return None;
    }
    let position = known.unwrap_or_else(|| {
        document.links.push(Link { target });
        document.links.len() - 1
    });
    u16::try_from(position).ok().map(LinkId)
}
