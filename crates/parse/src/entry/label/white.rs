//! Sections whose entries white space parts: as many large gaps as there are dates to part, and one date between each two.

use super::super::row::Row;

/// Where the entries of a section begin, where white space says so; buffers are kept from section to section.
#[derive(Debug, Default)]
pub(super) struct White {
    /// Whether an entry begins at each row, where that is told; empty where white space tells nothing.
    heads: Vec<Option<bool>>,
    gaps: Vec<f32>,
}

/// How much larger than all others the gaps between entries are, and by how many line heights.
const CLEAR: (f32, f32) = (1.3, 0.15);
/// Pages that the entries of a section go on over at most; more are not looked at.
const MOST_BREAKS: usize = 4;

impl White {
    /// Looks at the gaps above `rows`; `is_dated` says which of them hold the date of an entry, `may_head` which are no list and no text.
    pub(super) fn find(&mut self, rows: &[Row], is_dated: impl Fn(usize) -> bool, may_head: impl Fn(usize) -> bool) {
        let Self { heads, gaps } = self;
        heads.clear();
        let n_dates = (0..rows.len()).filter(|row| is_dated(*row)).count();
        if n_dates < 2 {
            return;
        }
        gaps.clear();
        gaps.extend(rows.iter().skip(1).map(|row| row.gap).filter(|gap| gap.is_finite()));
        gaps.sort_by(|one, other| other.total_cmp(one));
        // A page may end between two entries too.
        let n_breaks = rows.iter().skip(1).filter(|row| !row.gap.is_finite()).count();
        for n_gaps in (n_dates.saturating_sub(1 + n_breaks.min(MOST_BREAKS)).max(1)..n_dates).rev() {
            let (Some(&least), next) = (gaps.get(n_gaps - 1), gaps.get(n_gaps).copied().unwrap_or(0.0)) else { continue };
            if least > next * CLEAR.0 + CLEAR.1 && part(rows, least, (&is_dated, &may_head), heads) {
                return;
            }
        }
        heads.clear();
    }

    /// Looks at `rows` that stand in columns beside each other: where each begins in one look and holds one date, each is an entry.
    pub(super) fn find_columns(&mut self, rows: &[Row], is_dated: impl Fn(usize) -> bool, may_head: impl Fn(usize) -> bool) {
        let heads = &mut self.heads;
        heads.clear();
        let Some(first) = rows.first() else { return };
        // Dates since the last beginning.
        let mut n_dates = 1;
        for (index, row) in rows.iter().enumerate() {
            let begins = index == 0 || !row.gap.is_finite();
            if begins && (n_dates != 1 || row.look != first.look || !may_head(index)) {
                return heads.clear();
            }
            n_dates = if begins { 0 } else { n_dates } + usize::from(is_dated(index));
            heads.push(Some(begins));
        }
        if n_dates != 1 {
            heads.clear();
        }
    }

    /// Forgets what was found.
    pub(super) fn clear(&mut self) {
        self.heads.clear();
    }

    /// Whether an entry begins at `row`; none where white space tells nothing of it.
    pub(super) fn begins(&self, row: usize) -> Option<bool> {
        self.heads.get(row).copied().flatten()
    }
}

/// Fills `heads` with the rows that have at least the gap `least` above them; whether one date stands between each two of them.
fn part(
    rows: &[Row],
    least: f32,
    (is_dated, may_head): (&impl Fn(usize) -> bool, &impl Fn(usize) -> bool),
    heads: &mut Vec<Option<bool>>,
) -> bool {
    heads.clear();
    let is_apart = |row: &Row| row.gap.is_finite() && row.gap >= least;
    // Dates since the last beginning; none behind the break of a page at which an entry may begin as well as not.
    let mut n_dates = Some(0);
    for (index, row) in rows.iter().enumerate() {
        let is_whole = n_dates.is_none_or(|n_dates| n_dates == 1);
        if index > 0 && !row.gap.is_finite() {
            let end = (index + 1..rows.len()).find(|&next| is_apart(&rows[next]) || !rows[next].gap.is_finite()).unwrap_or(rows.len());
            let opens = n_dates == Some(1) && (index..end).any(is_dated) && may_head(index);
            n_dates = if opens { Some(0) } else { None };
            heads.push(opens.then_some(true));
        } else if index == 0 || is_apart(row) {
            if index > 0 && !(is_whole && may_head(index)) {
                return false;
            }
            n_dates = Some(0);
            heads.push(Some(true));
        } else {
            heads.push(n_dates.map(|_| false));
        }
        n_dates = n_dates.map(|n_dates| n_dates + usize::from(is_dated(index)));
    }
    n_dates.is_none_or(|n_dates| n_dates == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows that begin with these gaps; those of the second list hold dates.
    fn heads(gaps: &[f32], dated: &[usize]) -> Vec<usize> {
        let rows: Vec<Row> = gaps.iter().map(|gap| Row { gap: *gap, ..Row::default() }).collect();
        let mut white = White::default();
        white.find(&rows, |row| dated.contains(&row), |row| !rows[row].is_bullet);
        (0..rows.len()).filter(|row| white.begins(*row) == Some(true)).collect()
    }

    #[test]
    fn columns_with_a_date_each_are_entries() {
        let heads = |dated: &[usize]| {
            let gaps = [2.0, 0.5, 0.5, f32::INFINITY, 1.2, 0.5, f32::INFINITY, 1.2];
            let rows: Vec<Row> = gaps.iter().map(|gap| Row { gap: *gap, ..Row::default() }).collect();
            let mut white = White::default();
            white.find_columns(&rows, |row| dated.contains(&row), |_| true);
            (0..rows.len()).filter(|row| white.begins(*row) == Some(true)).collect::<Vec<_>>()
        };
        assert_eq!(heads(&[0, 3, 6]), [0, 3, 6]);
        assert!(heads(&[0, 2, 6]).is_empty());
        assert!(heads(&[0, 3]).is_empty());
    }

    #[test]
    fn one_date_between_each_two_large_gaps() {
        assert_eq!(heads(&[2.0, 0.5, 0.5, 1.2, 0.5, 0.5], &[1, 4]), [0, 3]);
        // Gaps inside entries are as large.
        assert!(heads(&[2.0, 1.2, 0.5, 1.2, 0.5, 0.5], &[1, 4]).is_empty());
        // An employer above two of his jobs.
        assert!(heads(&[2.0, 1.2, 0.5, 1.2, 0.5, 1.2, 0.5], &[1, 3, 5]).is_empty());
        // A page ends between two entries, or inside of one.
        assert_eq!(heads(&[2.0, 0.5, 1.2, 0.5, f32::INFINITY, 0.5], &[1, 3, 5]), [0, 2, 4]);
        assert_eq!(heads(&[2.0, 0.5, 1.2, 0.5, f32::INFINITY, 0.5], &[1, 3]), [0, 2]);
    }
}
