//! Right labels for the pieces of a document whose truth is known: what training learns from.
//!
//! Truth lists entries with their values; it does not say where they stand. The alignment that explains most of the printed
//! text, with entries in their printed order, is found by dynamic programming over (piece, entry, values already used).

use super::field::{Field, N_FIELDS};

/// One entry of the truth: the words of each of its values, the parsed dates, and the words of its prose.
#[derive(Debug, Clone, Default)]
pub(crate) struct Truth {
    /// Folded words by field; the field's position is [`Field`] as a number.
    pub(crate) values: [Vec<String>; N_FIELDS],
    /// Folded words of highlights and summary.
    pub(crate) prose: Vec<String>,
    /// Years of its dates.
    pub(crate) years: Vec<i16>,
}

/// A piece as training sees it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// Folded words.
    pub(crate) words: Vec<String>,
    /// Years of the dates in it, where it is a date.
    pub(crate) years: Vec<i16>,
    /// It stands in a list item or a long line.
    pub(crate) prose: bool,
}

/// Which field a piece states, and whether it begins an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Right {
    pub(crate) field: Field,
    pub(crate) entry: Option<u16>,
}

/// One step of the best alignment so far.
#[derive(Clone, Copy)]
struct Step {
    score: f32,
    from: u32,
    field: Field,
}

/// Aligns `pieces` with `truths`, in printed order.
pub(crate) fn align(pieces: &[Seen], truths: &[Truth]) -> Vec<Right> {
    if truths.is_empty() {
        return pieces.iter().map(|piece| Right { field: leftover(piece), entry: None }).collect();
    }
    // A state is (entry, set of fields used, last field): small enough to try them all.
    let n_states = truths.len() * (1 << N_FIELDS) * (N_FIELDS + 1);
    let start = vec![f32::NEG_INFINITY; n_states];
    let mut ahead = start.clone();
    (0..truths.len()).for_each(|entry| ahead[state(entry, 0, N_FIELDS)] = -0.3 * entry as f32);
    let mut steps: Vec<Vec<Step>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let gains: Vec<Gains> = truths.iter().map(|truth| gains(piece, truth)).collect();
        let mut next = vec![Step { score: f32::NEG_INFINITY, from: 0, field: Field::Body }; n_states];
        for entry in 0..truths.len() {
            for used in 0..1 << N_FIELDS {
                for last in 0..=N_FIELDS {
                    let from = state(entry, used, last);
                    if ahead[from] == f32::NEG_INFINITY {
                        continue;
                    }
                    let mut offer = |to: usize, gain: f32, field: Field| {
                        if ahead[from] + gain > next[to].score {
                            next[to] = Step { score: ahead[from] + gain, from: from as u32, field };
                        }
                    };
                    offer(state(entry, used, N_FIELDS), gains[entry].body, leftover(piece));
                    for field in Field::VALUES {
                        let index = field as usize;
                        let free = used & (1 << index) == 0 || last == index;
                        let gain = gains[entry].fields[index];
                        if gain > 0.0 && free {
                            offer(state(entry, used | 1 << index, index), gain, field);
                        }
                    }
                    // Further entries begin with a piece of their own; skipping one costs.
                    if used == 0 && last == N_FIELDS {
                        continue;
                    }
                    for (later, gains) in gains.iter().enumerate().skip(entry + 1) {
                        let fee = 0.05 + 0.5 * (later - entry - 1) as f32;
                        for field in Field::VALUES {
                            let index = field as usize;
                            if gains.fields[index] > 0.0 {
                                offer(state(later, 1 << index, index), gains.fields[index] - fee, field);
                            }
                        }
                    }
                }
            }
        }
        ahead = next.iter().map(|step| step.score).collect();
        steps.push(next);
    }
    trace(&steps, &ahead)
}

fn state(entry: usize, used: usize, last: usize) -> usize {
    (entry * (1 << N_FIELDS) + used) * (N_FIELDS + 1) + last
}

fn trace(steps: &[Vec<Step>], ahead: &[f32]) -> Vec<Right> {
    let mut at = (0..ahead.len()).max_by(|left, right| ahead[*left].total_cmp(&ahead[*right])).unwrap_or(0);
    let mut rights = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let entry = at / ((1 << N_FIELDS) * (N_FIELDS + 1));
        rights.push(Right { field: step[at].field, entry: Some(entry as u16) });
        at = step[at].from as usize;
    }
    rights.reverse();
    rights
}

/// What a piece that states no value is.
fn leftover(piece: &Seen) -> Field {
    if piece.prose { Field::Body } else { Field::Other }
}

struct Gains {
    fields: [f32; N_FIELDS],
    body: f32,
}

fn gains(piece: &Seen, truth: &Truth) -> Gains {
    let mut fields = [0.0; N_FIELDS];
    for field in Field::VALUES {
        let value = &truth.values[field as usize];
        fields[field as usize] = if field == Field::Date {
            let hits = piece.years.iter().filter(|year| truth.years.contains(year)).count();
            if hits > 0 && hits == piece.years.len() { 1.0 + hits as f32 } else { 0.0 }
        } else {
            within(&piece.words, value).max(around(&piece.words, value))
        };
    }
    let (title, area) = (Field::Title as usize, Field::Area as usize);
    if states_both(&piece.words, &truth.values[title], &truth.values[area]) {
        fields[title] = 1.5 + 0.3 * piece.words.len() as f32;
    }
    let body = if piece.words.len() >= 3 && !truth.prose.is_empty() {
        let hits = piece.words.iter().filter(|word| truth.prose.contains(word)).count();
        let share = hits as f32 / piece.words.len() as f32;
        if share > 0.8 { (piece.words.len() as f32).min(10.0) * 0.2 } else { 0.0 }
    } else {
        0.0
    };
    Gains { fields, body }
}

/// How much of `value` the words of a piece are: they must stand in it one after the other.
fn within(words: &[String], value: &[String]) -> f32 {
    if words.is_empty() || words.len() > value.len() || !value.windows(words.len()).any(|window| window == words) {
        return 0.0;
    }
    let share = words.len() as f32 / value.len() as f32;
    0.4 + 0.3 * words.len() as f32 * share + share
}

/// What a piece is worth that holds all of `value` and little besides.
fn around(words: &[String], value: &[String]) -> f32 {
    let holds = value.len() >= 2 && words.len() > value.len() && words.windows(value.len()).any(|window| window == value);
    let share = value.len() as f32 / words.len().max(1) as f32;
    if holds && share >= 0.6 { 0.2 + 0.3 * value.len() as f32 * share } else { 0.0 }
}

/// Whether a piece begins with the degree and goes on with its subject: "BSc in Computer Science".
fn states_both(words: &[String], degree: &[String], area: &[String]) -> bool {
    let n_area = words.iter().filter(|word| area.contains(word)).count();
    !degree.is_empty() && words.starts_with(degree) && n_area > 0 && degree.len() + n_area + 2 >= words.len()
}
