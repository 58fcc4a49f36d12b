//! Predictors of PNG and TIFF, which cross-reference and object streams use.

use crate::pdf::value::Value;

/// How rows were predicted.
pub(super) struct Predictor {
    is_png: bool,
    /// Bytes of one row, without PNG's leading tag.
    row: usize,
    /// Bytes of one pixel, at least 1.
    pixel: usize,
}

impl Predictor {
    /// The predictor that the parameters ask for; `None` for none, or for one no text stream uses.
    pub(super) fn from_parameters(parameters: Value<'_>) -> Option<Self> {
        let parameter = |key: &[u8], default: i64| parameters.get(key).and_then(Value::integer).unwrap_or(default);
        let kind = parameter(b"Predictor", 1);
        let bits = parameter(b"Colors", 1).clamp(1, 32) * parameter(b"BitsPerComponent", 8).clamp(1, 16);
        let columns = parameter(b"Columns", 1).clamp(1, 1 << 20);
        let row = usize::try_from((bits * columns + 7) / 8).ok()?;
        let pixel = usize::try_from((bits + 7) / 8).ok()?;
        let is_bytewise = parameter(b"BitsPerComponent", 8) == 8;
        (kind >= 10 || (kind == 2 && is_bytewise)).then_some(Self { is_png: kind >= 10, row, pixel })
    }

    /// Undoes the prediction of everything in `out` behind `start`.
    pub(super) fn undo(&self, start: usize, out: &mut Vec<u8>) {
        if self.is_png {
            let length = self.undo_png(&mut out[start..]);
            out.truncate(start + length);
        } else {
            for row in out[start..].chunks_mut(self.row) {
                for at in self.pixel..row.len() {
                    row[at] = row[at].wrapping_add(row[at - self.pixel]);
                }
            }
        }
    }

    /// Works in place: a row is written one byte further to the left for each tag so far, over bytes that were read already.
    fn undo_png(&self, data: &mut [u8]) -> usize {
        let mut read = 0;
        let mut written = 0;
        while read < data.len() {
            let tag = data[read];
            read += 1;
            let length = self.row.min(data.len() - read);
            for at in 0..length {
                let left = if at >= self.pixel { data[written + at - self.pixel] } else { 0 };
                let above = if written >= self.row { data[written + at - self.row] } else { 0 };
                let corner = if at >= self.pixel && written >= self.row { data[written + at - self.row - self.pixel] } else { 0 };
                let predicted = match tag {
                    1 => left,
                    2 => above,
                    3 => ((u16::from(left) + u16::from(above)) / 2) as u8,
                    4 => paeth(left, above, corner),
                    _ => 0,
                };
                data[written + at] = data[read + at].wrapping_add(predicted);
            }
            read += length;
            written += length;
        }
        written
    }
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(above) - i16::from(corner);
    let distance = |value: u8| (estimate - i16::from(value)).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        left
    } else if distance(above) <= distance(corner) {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn png_rows_are_undone_in_place() {
        let predictor = Predictor { is_png: true, row: 3, pixel: 1 };
        let mut data = vec![9, 0, 1, 2, 3, 2, 1, 1, 1, 1, 1, 1, 1, 4, 1, 0];
        predictor.undo(1, &mut data);
        assert_eq!(data, [9, 1, 2, 3, 2, 3, 4, 1, 2, 3, 2, 2]);
    }
}
