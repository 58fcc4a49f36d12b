//! Jobs, paid and unpaid.

use vitae_document::Span;
use vitae_model::{PartialDate, Volunteer, Work};

use super::template::Role;
use super::{Entry, body};
use crate::evidence::{Builder, Part, Path};
use crate::lexicon;

/// What jobs and voluntary work have in common.
struct Common {
    organisation: Option<(String, Span)>,
    title: Option<(String, Span)>,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    current: bool,
    summary: Option<String>,
    highlights: Vec<String>,
}

/// Appends a job.
pub(super) fn fill(builder: &mut Builder<'_>, entry: &mut Entry<'_>) {
    let index = builder.profile.work.len();
    let above = entry.above.and_then(|above| printed_at(builder, above.name));
    let common = common(builder, entry, Part::Work, index, "name", above);
    let mut location = entry.read(builder, Role::Place, Path::entry(Part::Work, index, "location")).map(|(place, _)| place);
    if let Some((place, span)) =
        entry.above.and_then(|above| above.place).filter(|_| location.is_none()).and_then(|at| printed_at(builder, at))
    {
        builder.mark(Path::entry(Part::Work, index, "location"), span, 0.7);
        location = Some(place);
    }
    if common.organisation.is_none() && common.title.is_none() && common.start.is_none() && common.end.is_none() {
        return;
    }
    let normalized_title = common.title.as_ref().and_then(|(title, _)| lexicon::normalize(title, builder.profile.meta.language.as_deref()));
    if let (Some(normalized), Some((_, span))) = (&normalized_title, &common.title) {
        builder.mark(Path::entry(Part::Work, index, "normalizedTitle"), *span, normalized.score * 0.8);
    }
    builder.profile.work.push(Work {
        name: common.organisation.map(|(name, _)| name),
        position: common.title.map(|(title, _)| title),
        location,
        start_date: common.start,
        end_date: common.end,
        current: common.current,
        summary: common.summary,
        highlights: common.highlights,
        normalized_title,
        ..Work::default()
    });
}

/// Appends voluntary work.
pub(super) fn fill_volunteer(builder: &mut Builder<'_>, entry: &mut Entry<'_>) {
    let index = builder.profile.volunteer.len();
    let common = common(builder, entry, Part::Volunteer, index, "organization", None);
    if common.organisation.is_none() && common.title.is_none() {
        return;
    }
    builder.profile.volunteer.push(Volunteer {
        organization: common.organisation.map(|(name, _)| name),
        position: common.title.map(|(title, _)| title),
        start_date: common.start,
        end_date: common.end,
        current: common.current,
        summary: common.summary,
        highlights: common.highlights,
        ..Volunteer::default()
    });
}

/// What stands at `span`, in a row above several entries.
fn printed_at(builder: &Builder<'_>, span: Span) -> Option<(String, Span)> {
    let text = crate::evidence::joined(builder.layout().slice(span));
    (!text.is_empty()).then_some((text, span))
}

fn common(
    builder: &mut Builder<'_>,
    entry: &mut Entry<'_>,
    part: Part,
    index: usize,
    organisation_field: &'static str,
    above: Option<(String, Span)>,
) -> Common {
    let mut organisation = entry.read(builder, Role::Employer, Path::entry(part, index, organisation_field));
    let title = entry.read(builder, Role::Title, Path::entry(part, index, "position"));
    if organisation.is_none() {
        organisation = above;
        if let Some((_, span)) = &organisation {
            builder.mark(Path::entry(part, index, organisation_field), *span, 0.7);
        }
    }
    let (start, end, current) = dates(builder, entry, part, index);
    let found = body::gather(builder, entry);
    let mut highlights = Vec::with_capacity(found.items.len());
    for (number, span) in found.items.iter().enumerate() {
        highlights.extend(builder.read(Path::item(part, index, "highlights", number), *span, 0.9));
    }
    // Handed back for the next entry.
    let mut prose = std::mem::take(&mut entry.strangers);
    prose.extend_from_slice(&found.prose);
    let summary = summary(builder, part, index, &prose);
    (entry.strangers, entry.found) = (prose, found);
    Common { organisation, title, start, end, current, summary, highlights }
}

/// Prose of an entry.
pub(super) fn summary(builder: &mut Builder<'_>, part: Part, index: usize, prose: &[Span]) -> Option<String> {
    let text = body::text(builder, prose);
    if text.is_empty() {
        return None;
    }
    let whole = prose.iter().copied().reduce(|first, last| Span { start: first.start.min(last.start), end: first.end.max(last.end) })?;
    builder.mark(Path::entry(part, index, "summary"), whole, 0.8);
    Some(text)
}

/// The dates of an entry: start, end, whether it goes on.
pub(super) fn dates(
    builder: &mut Builder<'_>,
    entry: &Entry<'_>,
    part: Part,
    index: usize,
) -> (Option<PartialDate>, Option<PartialDate>, bool) {
    let Some(date) = entry.date else { return (None, None, false) };
    let range = date.range;
    let confidence = match (range.is_range, date.is_alone) {
        (true, true) => 0.98,
        (true, false) => 0.94,
        (false, true) => 0.85,
        (false, false) => 0.75,
    };
    let span = |(from, to): (usize, usize)| Span { start: from as u32, end: to as u32 };
    // A single date is when it was: both ends for a job, the end of a study.
    let is_span = range.is_range || part != Part::Education;
    let start = range.start.or(range.end.filter(|_| !range.is_range)).filter(|_| is_span);
    if start.is_some() {
        let at = if range.start.is_some() { range.start_at } else { range.end_at };
        builder.mark(Path::entry(part, index, "startDate"), span(at), confidence);
    }
    if range.end.is_some() {
        builder.mark(Path::entry(part, index, "endDate"), span(range.end_at), confidence);
    }
    if range.current {
        let at = if range.end_at == (0, 0) { range.start_at } else { range.end_at };
        builder.mark(Path::entry(part, index, "current"), span(at), confidence);
    }
    (start, range.end, range.current)
}
