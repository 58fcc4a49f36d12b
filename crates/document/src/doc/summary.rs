//! What a file says of itself: the summary stream. Source: MS-OLEPS, MS-OSHARED 2.3.3.2.1.

use encoding_rs::Encoding;

use super::compound::{u16_at, u32_at};
use crate::{Metadata, metadata};

/// Properties of one stream that are looked at.
const MOST: u32 = 64;

/// Reads the summary information into `metadata`.
pub(super) fn read(stream: &[u8], metadata: &mut Metadata) {
    let Some(set) = u32_at(stream, 44).and_then(|start| stream.get(start as usize..)) else { return };
    let count = u32_at(set, 4).unwrap_or(0).min(MOST);
    let value = |wanted: u32| {
        let at = (0..count as usize).find(|index| u32_at(set, 8 + 8 * index) == Some(wanted)).map(|index| 12 + 8 * index)?;
        set.get(u32_at(set, at)? as usize..)
    };
    let code_page = value(1).and_then(|value| u16_at(value, 4)).unwrap_or(1252);
    let encoding = crate::rtf::code_page(code_page.into());
    let mut text = |id: u32, field: fn(&mut Metadata) -> &mut Option<String>| {
        if let Some(text) = value(id).and_then(|value| string(value, encoding)) {
            metadata::keep(field(metadata), &text);
        }
    };
    text(2, |metadata| &mut metadata.title);
    text(4, |metadata| &mut metadata.author);
    text(18, |metadata| &mut metadata.creator);
    metadata.created = value(12).and_then(date);
    metadata.modified = value(13).and_then(date);
}

fn string(value: &[u8], encoding: &'static Encoding) -> Option<String> {
    let length = u32_at(value, 4)? as usize;
    let rest = value.get(8..)?;
    let bytes = |length: usize| rest.get(..length.min(rest.len()).min(4096)).unwrap_or_default();
    let text = match u32_at(value, 0)? {
        30 => encoding.decode_without_bom_handling(bytes(length)).0.into_owned(),
        31 => encoding_rs::UTF_16LE.decode_without_bom_handling(bytes(length.saturating_mul(2))).0.into_owned(),
        _ => return None,
    };
    text.split('\0').next().map(str::to_owned)
}

/// A count of 100 nanoseconds since 1601; times of 1601 itself are durations or mean nothing.
fn date(value: &[u8]) -> Option<String> {
    const FROM_1601_TO_1970: u64 = 11_644_473_600;
    if u32_at(value, 0)? != 64 {
        return None;
    }
    let count = u64::from(u32_at(value, 8)?) << 32 | u64::from(u32_at(value, 4)?);
    let seconds = (count / 10_000_000).checked_sub(FROM_1601_TO_1970).filter(|seconds| *seconds < 253_402_300_800)?;
    let (days, time) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    Some(format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3600, time / 60 % 60, time % 60))
}

/// Year, month and day of a day counted from 1 January 1970.
fn civil(days: u64) -> (u64, u64, u64) {
    // Years begin in March here, so that a leap day comes last; 400 years have 146,097 days.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(19_782), (2024, 2, 29));
        assert_eq!(civil(20_088), (2024, 12, 31));
    }

    #[test]
    fn summaries_hold_texts_and_times() {
        let mut stream = vec![0u8; 44];
        stream.extend(48u32.to_le_bytes());
        let mut set = vec![0u8; 4];
        set.extend([2u32, 4, 24, 12, 40].iter().flat_map(|number| number.to_le_bytes()));
        set.extend([30u32, 8].iter().flat_map(|number| number.to_le_bytes()));
        set.extend(b"Zo\xEB Doe\0");
        set.extend(64u32.to_le_bytes());
        set.extend(133_000_000_000_000_000u64.to_le_bytes());
        stream.extend(set);
        let mut metadata = Metadata::default();
        read(&stream, &mut metadata);
        assert_eq!(metadata.author.as_deref(), Some("Zoë Doe"));
        assert_eq!(metadata.created.as_deref(), Some("2022-06-18T04:26:40Z"));
        read(&stream[..60], &mut metadata);
    }
}
