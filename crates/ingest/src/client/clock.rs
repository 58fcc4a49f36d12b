//! Times as the provider writes them.

use jiff::Timestamp;

/// Reads a date of an HTTP header, such as `Wed, 21 Oct 2015 07:28:00 GMT`. Source: RFC 9110, 5.6.7, preferred form.
pub(crate) fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())
}

/// Writes a moment as the API's filters want it: `2026-01-15T10:00:00.000Z`.
pub(crate) fn filter(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_carry_milliseconds_and_the_letter_of_utc() {
        let moment: Timestamp = "2026-01-15T10:00:00+00:00".parse().expect("a moment");
        assert_eq!(filter(moment), "2026-01-15T10:00:00.000Z");
        assert_eq!(filter(moment + jiff::SignedDuration::from_millis(7)), "2026-01-15T10:00:00.007Z");
    }

    #[test]
    fn header_dates_are_read() {
        assert_eq!(http_date("Thu, 15 Jan 2026 10:00:00 GMT").map(filter).as_deref(), Some("2026-01-15T10:00:00.000Z"));
        assert_eq!(http_date("yesterday"), None);
    }
}
