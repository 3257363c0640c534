//! Quantities in free text: `99.9 %`, `P1D`, `24h`, `2032-05-12`, `09:00-08:00`.

use jiff::civil::Date;

/// A quantity, in one unit per dimension so that two of them compare.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Measure {
    /// A share of a hundred.
    Percent(f64),
    /// A length of time. A month counts 30 days and a year 365.
    Seconds(f64),
    /// A day.
    Date(Date),
    /// A time of day, in seconds after midnight UTC.
    TimeOfDay(u32),
    /// A number in some other unit, as written, or in none.
    Other(f64, Option<Box<str>>),
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;
const MONTH: f64 = 30.0 * DAY;
const YEAR: f64 = 365.0 * DAY;

impl Measure {
    /// Reads a text that may hold its unit; `unit` counts where it holds none.
    pub(super) fn parse(text: &str, unit: Option<&str>) -> Option<Self> {
        let text = text.trim();
        let bare = text
            .trim_start_matches(['<', '>', '=', '\u{2264}', '\u{2265}', '~'])
            .trim_start();
        iso_duration(bare)
            .map(Self::Seconds)
            .or_else(|| date(bare).map(Self::Date))
            .or_else(|| time_of_day(bare).map(Self::TimeOfDay))
            .or_else(|| cycle(bare).map(Self::Seconds))
            .or_else(|| quantity(bare, unit))
            .or_else(|| compound(bare).map(Self::Seconds))
    }

    /// A number with its unit. A unit that is not known is kept.
    pub(super) fn of_number(value: f64, unit: Option<&str>) -> Self {
        let Some(unit) = unit.map(str::trim).filter(|unit| !unit.is_empty()) else {
            return Self::Other(value, None);
        };
        if let Some(seconds) = seconds_of(unit) {
            return Self::Seconds(tidy(value * seconds));
        }
        match unit.to_lowercase().as_str() {
            "%" | "percent" | "percentage" | "pct" => Self::Percent(value),
            "ratio" | "fraction" => Self::Percent(tidy(value * 100.0)),
            _ => Self::Other(value, Some(unit.into())),
        }
    }
}

/// The seconds of a length of time as people write it: `P1D`, `PT4H`, `24h`. Months count 30 days and years 365.
pub fn duration_seconds(text: &str) -> Option<f64> {
    match Measure::parse(text, None)? {
        Measure::Seconds(seconds) => Some(seconds),
        _ => None,
    }
}

/// A share of a hundred from 0 to 100: a number, or a text such as `99.9` or `99.9 %`.
pub fn percentage(value: &serde_json::Value) -> Option<f64> {
    let percent = match value {
        serde_json::Value::Number(number) => number.as_f64()?,
        serde_json::Value::String(text) => match Measure::parse(text, Some("%"))? {
            Measure::Percent(percent) => percent,
            _ => return None,
        },
        _ => return None,
    };
    (0.0..=100.0).contains(&percent).then_some(percent)
}

/// The length of a unit of time. `M` alone is a month, as in ISO 8601 dates; `m` is a minute.
fn seconds_of(unit: &str) -> Option<f64> {
    if unit == "M" {
        return Some(MONTH);
    }
    Some(match unit.trim_end_matches('.').to_lowercase().as_str() {
        "ms" | "msec" | "millisecond" | "milliseconds" => 0.001,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "wk" | "wks" | "week" | "weeks" => 7.0 * DAY,
        "mo" | "mos" | "mon" | "mth" | "month" | "months" => MONTH,
        "y" | "yr" | "yrs" | "year" | "years" => YEAR,
        _ => return None,
    })
}

/// ISO 8601: `P1Y2M3DT4H5M6S`, `P2W`.
fn iso_duration(text: &str) -> Option<f64> {
    let rest = text.strip_prefix(['P', 'p'])?;
    let (days, time) = match rest.split_once(['T', 't']) {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (rest, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let days = parts(days, &[('Y', YEAR), ('M', MONTH), ('W', 7.0 * DAY), ('D', DAY)])?;
    let time = parts(time, &[('H', HOUR), ('M', MINUTE), ('S', 1.0)])?;
    Some(tidy(days + time))
}

/// The sum of numbers with designators, each at most once and in the order given.
fn parts(mut text: &str, designators: &[(char, f64)]) -> Option<f64> {
    let mut sum = 0.0;
    for (designator, seconds) in designators {
        let end = number_end(text);
        let Some(rest) = text
            .get(end..)?
            .strip_prefix([*designator, designator.to_ascii_lowercase()])
        else {
            continue;
        };
        sum += number(&text.get(..end)?.replace(',', "."))? * seconds;
        text = rest;
    }
    text.is_empty().then_some(sum)
}

/// A date, or the date of a time stamp.
fn date(text: &str) -> Option<Date> {
    let date = text.get(..10)?.parse().ok()?;
    match text.get(10..)?.chars().next() {
        None | Some('T' | 't' | ' ') => Some(date),
        Some(_) => None,
    }
}

/// `09:00`, `09:00:30Z`, `09:00-08:00`.
fn time_of_day(text: &str) -> Option<u32> {
    let (clock, offset) = match text.find(['+', '-', 'Z', 'z']) {
        Some(at) => (text.get(..at)?, text.get(at..)?),
        None => (text, ""),
    };
    let mut fields = clock.trim_end().split(':');
    let hour = digits(fields.next()?, 24)?;
    let minute = digits(fields.next()?, 60)?;
    let second = fields.next().map_or(Some(0), |text| digits(text, 60))?;
    if fields.next().is_some() {
        return None;
    }
    let local = hour * 3_600 + minute * 60 + second;
    let ahead = match offset.get(..1) {
        Some(sign @ ("+" | "-")) => {
            let (hours, minutes) = offset.get(1..)?.split_once(':')?;
            let seconds = digits(hours, 24)? * 3_600 + digits(minutes, 60)? * 60;
            if sign == "+" { seconds } else { 86_400 - seconds }
        }
        None | Some("Z" | "z") if offset.len() < 2 => 0,
        _ => return None,
    };
    Some((local + 86_400 - ahead % 86_400) % 86_400)
}

fn digits(text: &str, below: u32) -> Option<u32> {
    if !matches!(text.len(), 1 | 2) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|value| *value < below)
}

/// How often, in one word.
fn cycle(text: &str) -> Option<f64> {
    Some(match text.to_lowercase().as_str() {
        "hourly" => HOUR,
        "daily" => DAY,
        "weekly" => 7.0 * DAY,
        "monthly" => MONTH,
        "yearly" | "annually" => YEAR,
        _ => return None,
    })
}

/// One number, with its own unit or the one given.
fn quantity(text: &str, unit: Option<&str>) -> Option<Measure> {
    let end = number_end(text);
    let value = number(text.get(..end)?)?;
    let own = text.get(end..)?.trim();
    if own.is_empty() {
        return Some(Measure::of_number(value, unit));
    }
    let is_unit = own == "%"
        || own
            .chars()
            .all(|character| character.is_alphabetic() || matches!(character, '/' | '.'));
    is_unit.then(|| Measure::of_number(value, Some(own)))
}

/// Several numbers with units of time, such as `1d 12h`.
fn compound(text: &str) -> Option<f64> {
    let mut sum = 0.0;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = number_end(rest);
        let value = number(rest.get(..end)?)?;
        let tail = rest.get(end..)?.trim_start();
        let length = tail
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(tail.len());
        sum += value * seconds_of(tail.get(..length)?)?;
        rest = tail.get(length..)?.trim_start_matches([',', ' ']);
    }
    (!text.is_empty()).then(|| tidy(sum))
}

fn number_end(text: &str) -> usize {
    text.find(|character: char| !character.is_ascii_digit() && !matches!(character, '.' | ','))
        .unwrap_or(text.len())
}

/// A plain decimal number; `f64` alone would also read `inf` and `1e9`.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain || !text.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Takes the noise of binary fractions off: no service level has more than nine decimals.
pub(super) fn tidy(value: f64) -> f64 {
    let scaled = value * 1e9;
    // Above 2^53 every double is whole already.
    if scaled.abs() < 9e15 {
        scaled.round() / 1e9
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Measure, compound, iso_duration};

    fn seconds(text: &str, unit: Option<&str>) -> Option<f64> {
        match Measure::parse(text, unit) {
            Some(Measure::Seconds(seconds)) => Some(seconds),
            _ => None,
        }
    }

    #[test]
    fn durations_in_all_spellings_are_seconds() {
        for (text, unit, expected) in [
            ("P1D", None, 86_400.0),
            ("PT15M", None, 900.0),
            ("P1M", None, 2_592_000.0),
            ("P1Y", None, 31_536_000.0),
            ("P1DT12H", None, 129_600.0),
            ("P2W", None, 1_209_600.0),
            ("PT0,5S", None, 0.5),
            ("24h", None, 86_400.0),
            ("24 hours", None, 86_400.0),
            ("500ms", None, 0.5),
            ("<= 4 h", None, 14_400.0),
            ("4", Some("d"), 345_600.0),
            ("3", Some("y"), 94_608_000.0),
            ("3", Some("months"), 7_776_000.0),
            ("1d 12h", None, 129_600.0),
            ("1h30min", None, 5_400.0),
            ("daily", None, 86_400.0),
            ("6", Some("M"), 15_552_000.0),
        ] {
            assert_eq!(seconds(text, unit), Some(expected), "{text} {unit:?}");
        }
    }

    #[test]
    fn shares_dates_times_and_other_units_are_told_apart() {
        assert_eq!(Measure::parse("99.9%", None), Some(Measure::Percent(99.9)));
        assert_eq!(Measure::parse("> 99.9 %", None), Some(Measure::Percent(99.9)));
        assert_eq!(Measure::parse("99.9", Some("percent")), Some(Measure::Percent(99.9)));
        assert_eq!(Measure::parse("0.9995", Some("ratio")), Some(Measure::Percent(99.95)));
        assert_eq!(
            Measure::parse("2032-05-12T09:30:10-08:00", None),
            Some(Measure::Date(jiff::civil::date(2032, 5, 12)))
        );
        assert_eq!(
            Measure::parse("09:00-08:00", None),
            Some(Measure::TimeOfDay(17 * 3_600))
        );
        assert_eq!(
            Measure::parse("01:00+02:00", None),
            Some(Measure::TimeOfDay(23 * 3_600))
        );
        assert_eq!(Measure::parse("23:59:59Z", None), Some(Measure::TimeOfDay(86_399)));
        assert_eq!(Measure::parse("7", None), Some(Measure::Other(7.0, None)));
        assert_eq!(
            Measure::parse("7 GB", None),
            Some(Measure::Other(7.0, Some("GB".into())))
        );
    }

    #[test]
    fn prose_is_no_quantity() {
        for text in [
            "",
            "soon",
            "P",
            "PT",
            "P1",
            "P1DT",
            "P1D2Y",
            "9-5 CET",
            "1.2.3",
            "99,9",
            "inf",
            "2032-13-01",
            "24:00",
            "2032-05-12x",
            "4 hours a day",
            "%",
            "\u{2264}",
            "1h 2 parsecs",
            "P1H",
            "09:00+25:00",
        ] {
            assert_eq!(Measure::parse(text, None), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*", unit in ".*") {
            let _ = Measure::parse(&text, Some(&unit));
        }

        #[test]
        fn an_iso_duration_is_the_sum_of_its_parts(d in 0u32..9999, h in 0u32..999, m in 0u32..999, s in 0u32..999) {
            let expected = f64::from(d) * 86_400.0 + f64::from(h) * 3_600.0 + f64::from(m) * 60.0 + f64::from(s);
            prop_assert_eq!(iso_duration(&format!("P{d}DT{h}H{m}M{s}S")), Some(expected));
            prop_assert_eq!(compound(&format!("{d}d {h}h {m}min {s}s")), Some(expected));
        }

        #[test]
        fn a_share_is_read_as_it_is_written(thousandths in 0u32..=100_000) {
            let share = f64::from(thousandths) / 1_000.0;
            for text in [format!("{share}%"), format!("{share} %"), format!(">={share} percent")] {
                prop_assert_eq!(Measure::parse(&text, None), Some(Measure::Percent(share)));
            }
        }
    }
}
