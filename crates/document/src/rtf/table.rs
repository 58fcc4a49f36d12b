//! Row definitions of RTF. Source: RTF specification 1.9.1, "Table definitions".

use crate::flow::{Merge, Row};

const TWIP: f32 = 0.05;

/// The row that `\trowd` and its companions describe.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Definition {
    pub(super) row: Row,
    next_merge: Merge,
}

impl Definition {
    /// Takes over a control word; tells whether it was one of a row's.
    pub(super) fn read(&mut self, word: &str, number: Option<i32>) -> bool {
        let length = number.unwrap_or(0) as f32 * TWIP;
        match word {
            "trowd" => *self = Self { row: Row::new(), next_merge: Merge::None },
            "trleft" => self.row.left = length.clamp(-144.0, 600.0),
            "trgaph" => self.row.gap = length.clamp(0.0, 36.0),
            "clvmgf" => self.next_merge = Merge::Begins,
            "clvmrg" => self.next_merge = Merge::GoesOn,
            "cellx" => self.row.add(length, std::mem::take(&mut self.next_merge)),
            _ => return false,
        }
        true
    }
}
