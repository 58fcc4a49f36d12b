//! Numbers of few decimals: edges and confidences.

/// One more than the greatest number that is told by its thousandths.
const BEYOND: f32 = 1000.0;

/// How many thousandths `value` is; none where it is no such number, or too large.
///
/// No two numbers of six digits are one of this type, so that the one found is the shortest that `value` is.
pub(super) fn thousandths(value: f32) -> Option<u32> {
    // What is negative has the highest bit.
    if value.to_bits() >= BEYOND.to_bits() {
        return None;
    }
    let nearest = (value * 1000.0 + 0.5) as i32;
    (nearest as f32 / 1000.0 == value).then_some(nearest.cast_unsigned())
}

/// Bits of a fraction behind the digit that is told next.
const POINT: u32 = 40;

/// Appends a number of at most three digits before the point, and as many decimals behind it as it needs, one at least.
pub(super) fn push_thousandths(thousandths: u32, out: &mut Vec<u8>) {
    // Hundreds and a fraction of them, a little too great: what is too much stays below the last digit.
    let mut rest = u64::from(thousandths) * ((1 << POINT) / 100_000 + 1);
    let mut digit = || {
        let digit = b'0' + (rest >> POINT) as u8;
        rest = (rest & ((1 << POINT) - 1)) * 10;
        digit
    };
    let [hundreds, tens, ones] = [digit(), digit(), digit()];
    let [first, second, third] = [digit(), digit(), digit()];
    if thousandths >= 100_000 {
        out.push(hundreds);
    }
    if thousandths >= 10_000 {
        out.push(tens);
    }
    out.extend_from_slice(&[ones, b'.', first, second, third]);
    let n_zeros = usize::from(third == b'0') + usize::from((third == b'0') & (second == b'0'));
    out.truncate(out.len() - n_zeros);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_all_others_write_them() {
        let few = (0..10_000_u32).map(|tenths| tenths as f32 / 10.0);
        let more = (0..1_000_000_u32).step_by(7).map(|thousandths| thousandths as f32 / 1000.0);
        let mut out = Vec::new();
        for value in few.chain(more) {
            out.clear();
            push_thousandths(thousandths(value).expect("few decimals"), &mut out);
            assert_eq!(out, serde_json::to_string(&value).expect("a number").as_bytes());
        }
    }

    #[test]
    fn what_has_more_digits_is_told_elsewhere() {
        for value in [-0.0, -3.2, 0.1234, 1e-5, 999.999_94, 1000.0, 1e9, f32::MAX, f32::MIN_POSITIVE, 1.0 / 3.0, f32::NAN, f32::INFINITY] {
            assert_eq!(thousandths(value), None, "{value}");
        }
    }
}
