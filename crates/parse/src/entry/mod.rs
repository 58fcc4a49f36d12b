//! Jobs and studies: where one ends and the next begins, and what each of their words is.

mod body;
mod bracket;
mod broken;
mod caption;
mod cut;
mod degree;
mod halves;
mod headline;
mod items;
pub(crate) mod label;
mod likewise;
mod pair;
mod prose;
mod rail;
mod role;
mod row;
mod rules;
mod schedule;
mod split;
mod stack;
mod stop;
mod study;
mod subheading;
mod subject;
mod template;
#[cfg(test)]
mod tests;
mod work;
mod wrapped;

use vitae_document::Span;

#[cfg(feature = "train")]
use crate::date::DateRange;
use crate::evidence::{Builder, Path, shown};
use crate::lent::Lent;
use crate::section::{Section, SectionKind};

use crate::chain::Model;

pub(crate) use caption::{announces, is_known as is_caption};
use label::{Field, Labeller, Models};
use row::{Row, RowDate, Rows};
use template::Role;

/// Buffers reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    rows: Rows,
    labeller: Labeller,
    rules: rules::Rules,
    /// The models that [`Method::Chain`] labels with.
    pub(crate) models: Models,
}

/// Who says where entries begin and what their words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Method {
    /// The trained chain, whose features include what the rules think.
    #[default]
    Chain,
    /// The rules alone.
    Rules,
}

/// Reads all sections of jobs, studies and voluntary work into the profile.
pub(crate) fn read(builder: &mut Builder<'_>, sections: &[Section], method: Method, buffers: &mut Buffers) {
    buffers.rows.start();
    for section in &runs(builder, sections) {
        let (subject, fill): (&Subject, Fill) = match section.kind {
            SectionKind::Work => (&JOBS, work::fill),
            SectionKind::Volunteer => (&JOBS, work::fill_volunteer),
            SectionKind::Education => (&STUDIES, study::fill),
            _ => continue,
        };
        buffers.rows.read(builder, section.first_line, section.end_line);
        let Buffers { rows: Rows { list: rows, gists, .. }, labeller, rules, models } = &mut *buffers;
        rules.read(builder, rows, subject);
        match (subject.model)(models).filter(|_| method == Method::Chain) {
            Some(model) => {
                let layout = builder.layout();
                labeller.cut(layout, rows, gists, rules);
                labeller.label(layout, rows, rules, model, subject.is_study);
                labeller.assemble(layout, rows, subject.roles, |entry| {
                    if !entry.is_signature(builder) {
                        fill(builder, entry);
                    }
                });
            }
            None => rules.entries(builder, rows).into_iter().for_each(|mut entry| fill(builder, &mut entry)),
        }
    }
}

/// The sections, with headings that are no headings but the first lines of entries put back, and the pieces joined.
pub(crate) fn runs(builder: &Builder<'_>, sections: &[Section]) -> Vec<Section> {
    let layout = builder.layout();
    let mut runs: Vec<Section> = Vec::with_capacity(sections.len());
    for section in sections {
        let mut section = *section;
        let is_entry = matches!(section.kind, SectionKind::Work | SectionKind::Education | SectionKind::Volunteer);
        if let Some(heading) = section.heading.filter(|_| is_entry) {
            let text = layout.lines[heading as usize..section.first_line as usize].iter().map(|line| layout.slice(layout.span_of(line)));
            let mut lines = Lent::<String>::default();
            text.for_each(|line| {
                lines.push_str(line);
                lines.push(' ');
            });
            let text = shown(&lines);
            // A word that tells the kind of a section tells nothing below a heading of that kind: a school may be called so.
            let goes_on = runs.last().is_some_and(|last| last.kind == section.kind && last.end_line == heading);
            let heads = if goes_on {
                crate::section::reads_as_heading(&text, &mut Lent::default())
            } else {
                crate::section::heads(&text, section.kind)
            };
            if !heads {
                section.first_line = heading;
            }
        }
        match runs.last_mut() {
            Some(last) if is_entry && last.kind == section.kind && last.end_line == section.first_line => last.end_line = section.end_line,
            _ => runs.push(section),
        }
    }
    runs
}

type Fill = fn(&mut Builder<'_>, &mut Entry<'_>);

/// What is known of a kind of entry.
struct Subject {
    /// Parts that the rules look for.
    parts: &'static [Role],
    /// What the chain's fields are called here.
    roles: fn(Field) -> Option<Role>,
    model: fn(&Models) -> Option<&Model>,
    is_study: bool,
}

static JOBS: Subject = Subject { parts: template::WORK, roles: job_role, model: |models| models.work.as_deref(), is_study: false };
static STUDIES: Subject =
    Subject { parts: template::STUDY, roles: study_role, model: |models| models.education.as_deref(), is_study: true };

fn job_role(field: Field) -> Option<Role> {
    match field {
        Field::Title => Some(Role::Title),
        Field::Organisation => Some(Role::Employer),
        Field::Place => Some(Role::Place),
        _ => None,
    }
}

fn study_role(field: Field) -> Option<Role> {
    match field {
        Field::Title => Some(Role::Degree),
        Field::Organisation => Some(Role::Institution),
        Field::Area => Some(Role::Area),
        Field::Score => Some(Role::Grade),
        other => job_role(other),
    }
}

/// One job or study.
struct Entry<'a> {
    rows: &'a [Row],
    /// The employer that a row above several entries names.
    above: Option<Above>,
    /// When.
    date: Option<RowDate>,
    /// Numbers of the rows of prose.
    body: Vec<usize>,
    values: Vec<Value>,
    /// Pieces of the header that are no value and belong to the prose.
    strangers: Vec<Span>,
    /// Buffers of what is found in the prose.
    found: body::Body,
}

/// What a row above several entries says of all of them.
#[derive(Debug, Clone, Copy)]
struct Above {
    /// The employer.
    name: Span,
    place: Option<Span>,
}

/// One value of an entry.
#[derive(Debug, Clone)]
struct Value {
    role: Role,
    text: String,
    /// Where it begins; what a date interrupts lies outside.
    span: Span,
    confidence: f32,
}

impl Entry<'_> {
    /// Takes the value of `role` out, and tells where it stands.
    fn value(&mut self, role: Role) -> Option<(String, Span)> {
        let value = self.values.iter_mut().find(|value| value.role == role)?;
        Some((std::mem::take(&mut value.text), value.span))
    }

    /// Reads the value of `role` into the profile's `path`.
    fn read(&mut self, builder: &mut Builder<'_>, role: Role, path: Path) -> Option<(String, Span)> {
        let (text, span) = self.value(role)?;
        builder.mark(path, span, self.confidence(role));
        Some((text, span))
    }

    /// Whether nothing is said but the person's own name, with a place and a day perhaps, as below a letter or at the foot of a page.
    fn is_signature(&self, builder: &Builder<'_>) -> bool {
        let mut said = self.values.iter().filter(|value| value.role != Role::Place);
        let (Some(value), None) = (said.next(), said.next()) else { return false };
        let name = builder.profile.basics.name.as_deref().filter(|name| !name.is_empty());
        let rest = name.and_then(|name| value.text.strip_prefix(name)).map(str::trim_start);
        let is_range = self.date.is_some_and(|date| date.range.is_range);
        !is_range && self.body.is_empty() && rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    }

    /// Puts `value` in the place of the one of its role.
    fn put(&mut self, value: Value) {
        self.values.retain(|known| known.role != value.role);
        self.values.push(value);
    }

    /// How sure the value of `role` is; 0 where there is none.
    fn confidence(&self, role: Role) -> f32 {
        self.values.iter().find(|value| value.role == role).map_or(0.0, |value| value.confidence)
    }
}

/// The pieces of one section with what the model sees of them, for training.
#[cfg(feature = "train")]
pub(crate) struct Observed {
    pub(crate) features: Vec<Vec<crate::chain::Feature>>,
    pub(crate) edges: Vec<u8>,
    /// Each piece's text, the dates in it, and whether it stands in prose.
    pub(crate) pieces: Vec<(Span, Option<DateRange>, bool)>,
}

/// Cuts a section as [`read`] does.
#[cfg(feature = "train")]
pub(crate) fn observe(builder: &Builder<'_>, section: &Section, buffers: &mut Buffers) -> Observed {
    buffers.rows.start();
    buffers.rows.read(builder, section.first_line, section.end_line);
    let Rows { list: rows, gists, .. } = &buffers.rows;
    let subject = if section.kind == SectionKind::Education { &STUDIES } else { &JOBS };
    buffers.rules.read(builder, rows, subject);
    buffers.labeller.cut(builder.layout(), rows, gists, &buffers.rules);
    let (features, edges) = buffers.labeller.observations(rows);
    let pieces = buffers.labeller.pieces.iter().map(|piece| {
        let row = &rows[piece.row as usize];
        (piece.span, piece.date.map(|date| date.range), row.is_bullet || row.is_continued || row.n_letters > 70)
    });
    Observed { features, edges, pieces: pieces.collect() }
}
