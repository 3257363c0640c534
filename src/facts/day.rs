//! Days as people write them, and the months between them.

use jiff::civil::Date;

/// The day of a date or of a time stamp: what begins with year, month and day.
pub(super) fn of(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}

/// The whole months from one day to another; none before the first one.
pub(super) fn whole_months(since: Date, until: Date) -> u32 {
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    let begun = months(until) - months(since) - i32::from(until.day() < since.day());
    u32::try_from(begun).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{of, whole_months};

    #[test]
    fn a_time_stamp_has_a_day() {
        assert_eq!(of(" 2026-02-03T10:00:00Z"), Some(date(2026, 2, 3)));
        assert_eq!(of("2026-02-30"), None);
        assert_eq!(of("soon"), None);
    }

    #[test]
    fn a_month_is_whole_on_its_day() {
        for (since, until, months) in [
            (date(2026, 5, 23), date(2026, 11, 23), 6),
            (date(2026, 5, 24), date(2026, 11, 23), 5),
            (date(2025, 12, 1), date(2026, 1, 1), 1),
            (date(2026, 11, 23), date(2026, 11, 23), 0),
            (date(2027, 1, 1), date(2026, 11, 23), 0),
        ] {
            assert_eq!(whole_months(since, until), months, "{since} {until}");
        }
    }
}
