//! How places, dates of birth and personal numbers compare.

use super::{Comparison, Field, one_slip, resemble};
use crate::corpus::{Corpus, NONE, Row, Symbol, Table};
use crate::place;

impl Corpus {
    pub(super) fn compare_places(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let field = Field::City as usize;
        let same_region = self.same_region(left, right);
        if left.city == NONE || right.city == NONE {
            // Where a city is missing, the region says what it can.
            outcome.levels[field] = same_region.map_or(0, |same| 1 + u8::from(same));
        } else if left.city == right.city && same_region == Some(false) {
            // There is a Springfield in every other state.
            outcome.levels[field] = 1;
        } else if left.city == right.city {
            outcome.levels[field] = 4;
            outcome.shares[field] = self.share(Table::City, left.city);
        } else {
            let cities = &self.tables[Table::City as usize];
            let slip = one_slip(cities.text(left.city), cities.text(right.city));
            let near = || same_region == Some(true) || self.are_near(left, right);
            outcome.levels[field] = if slip { 3 } else { 1 + u8::from(near()) };
        }
        if left.country != NONE && right.country != NONE {
            let field = Field::Country as usize;
            outcome.levels[field] = if left.country == right.country { 2 } else { 1 };
            outcome.shares[field] = if left.country == right.country { self.share(Table::Country, left.country) } else { 0.0 };
        }
        if left.street != NONE && right.street != NONE {
            let streets = &self.tables[Table::Street as usize];
            let near = resemble(streets.text(left.street), streets.text(right.street), 0.9);
            let code = left.postcode == right.postcode && left.postcode != NONE;
            let field = Field::Street as usize;
            outcome.levels[field] = if left.street == right.street {
                3
            } else if near || code {
                2
            } else {
                1
            };
            if left.street == right.street {
                outcome.shares[field] = self.share(Table::Street, left.street);
            }
        }
    }

    /// Whether two rows tell one state or province; nothing where that is not known.
    fn same_region(&self, left: &Row, right: &Row) -> Option<bool> {
        if left.region == NONE || right.region == NONE {
            return None;
        }
        let regions = &self.tables[Table::Region as usize];
        if left.region == right.region { Some(true) } else { place::same_region(regions.text(left.region), regions.text(right.region)) }
    }

    /// Whether the cities of two rows are near each other, as far as it is known where they lie.
    fn are_near(&self, left: &Row, right: &Row) -> bool {
        let point = |row: &Row| self.atlas.point(row.city, (row.country != NONE).then_some(row.country));
        point(left).zip(point(right)).is_some_and(|(left, right)| left.is_near(right))
    }

    /// The chance that two persons share a number: the two records that are compared say nothing of it, only those that hold it besides.
    fn number_chance(&self, number: Symbol) -> f32 {
        let held = self.tables[Table::Number as usize].count[number as usize] as f32;
        self.by_holders(held - 1.0)
    }

    pub(super) fn compare_numbers(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let mut level = 0;
        for left_number in self.numbers(left) {
            for right_number in self.numbers(right) {
                let numbers = &self.tables[Table::Number as usize];
                let here = if left_number == right_number {
                    3
                } else if one_slip(numbers.text(*left_number), numbers.text(*right_number)) {
                    2
                } else {
                    1
                };
                let share = if here == 3 { self.number_chance(*left_number) } else { 0.0 };
                let known = &mut outcome.shares[Field::Number as usize];
                if here > level || (here == level && share < *known) {
                    (level, *known) = (here, share);
                }
            }
        }
        outcome.levels[Field::Number as usize] = level;
        if left.birth != NONE && right.birth != NONE {
            let births = &self.tables[Table::Birth as usize];
            let field = Field::Birth as usize;
            outcome.levels[field] = if left.birth == right.birth {
                outcome.shares[field] = self.share(Table::Birth, left.birth);
                3
            } else if dates_resemble(births.text(left.birth), births.text(right.birth)) {
                2
            } else {
                1
            };
        }
    }
}

/// Whether two dates of digits differ by a slip, or in one of year, month and day, or have month and day exchanged.
fn dates_resemble(left: &str, right: &str) -> bool {
    let parts = |date: &str| Some([date.get(..4)?.to_owned(), date.get(4..6)?.to_owned(), date.get(6..8)?.to_owned()]);
    let parted = parts(left).zip(parts(right)).is_some_and(|(left, right)| {
        let equal = (0..3).filter(|&part| left[part] == right[part]).count();
        equal == 2 || left[0] == right[0] && left[1] == right[2] && left[2] == right[1]
    });
    parted || one_slip(left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Batch;

    /// The chance that two persons share the number of the first two records of `numbers`.
    fn chance(numbers: &[u32]) -> f32 {
        let lines = (0..).zip(numbers).map(|(id, ssn)| format!("{{\"record_id\":\"{id:02}\",\"ssn\":{ssn}}}\n"));
        let mut batch = Batch::default();
        assert!(batch.read(&mut lines.collect::<String>().as_bytes()).is_ok());
        batch.arrange();
        batch.compare(0, 1).shares[Field::Number as usize]
    }

    #[test]
    fn who_else_holds_a_number_says_how_little_it_tells() {
        let alone = chance(&[7_000_001, 7_000_001, 7_000_002, 7_000_003]);
        let shared = chance(&[7_000_001, 7_000_001, 7_000_001, 7_000_003]);
        assert!(alone > 0.0 && alone * 10.0 < shared, "{alone} {shared}");
    }
}
