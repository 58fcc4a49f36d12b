//! What a piece of an entry can state.

/// Fields that hold values; [`Field::Body`] and [`Field::Other`] come behind them.
pub(crate) const N_FIELDS: usize = 6;

/// What a piece of a work or education entry states. Work calls a study's school the employer and its degree the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Field {
    /// Job title, degree.
    Title = 0,
    /// Employer, school.
    Organisation = 1,
    /// Place of work or study.
    Place = 2,
    /// First and last day.
    Date = 3,
    /// Field of study.
    Area = 4,
    /// Grade.
    Score = 5,
    /// Prose: highlights, duties, courses.
    Body = 6,
    /// Anything else: durations, kinds of contract, decoration.
    Other = 7,
}

impl Field {
    /// The fields that hold values.
    pub(crate) const VALUES: [Self; N_FIELDS] = [Self::Title, Self::Organisation, Self::Place, Self::Date, Self::Area, Self::Score];

    /// All of them, by number.
    pub(super) const ALL: [Self; N_FIELDS + 2] =
        [Self::Title, Self::Organisation, Self::Place, Self::Date, Self::Area, Self::Score, Self::Body, Self::Other];
}

/// A field, and whether its piece is the first of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Label {
    pub(crate) field: Field,
    pub(crate) begins: bool,
}

/// Number of codes that [`Label::code`] gives.
pub(crate) const N_LABELS: usize = 2 * N_FIELDS + 2;

impl Label {
    /// The label's number in the model.
    pub(crate) fn code(self) -> u8 {
        match self.field {
            Field::Body => 2 * N_FIELDS as u8,
            Field::Other => 2 * N_FIELDS as u8 + 1,
            value => 2 * value as u8 + u8::from(self.begins),
        }
    }

    /// The label of a number.
    pub(crate) fn from_code(code: u8) -> Self {
        match usize::from(code).checked_sub(2 * N_FIELDS) {
            None => Self { field: Field::ALL[usize::from(code / 2)], begins: code % 2 == 1 },
            Some(0) => Self { field: Field::Body, begins: false },
            Some(_) => Self { field: Field::Other, begins: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_numbers_are_the_same_set() {
        for code in 0..N_LABELS as u8 {
            assert_eq!(Label::from_code(code).code(), code);
        }
    }
}
