//! When a limit is reached, by how it filled up so far.
//!
//! The slope is that of Theil and Sen, the median over all pairs of days: a clean-up, or one wild night, does not move it.

use jiff::civil::Date;

/// Days on which something was counted that a forecast needs at least.
const DAYS: usize = 5;

/// A forecast that is further away than this, in days, is none: nothing grows like that for so long.
const HORIZON: f64 = 3650.0;

/// The fit is poor where the days scatter about it by more than this part of what it rises by over them.
const SCATTER: f64 = 0.5;

/// From the median distance to the median to a standard deviation, for a normal distribution.
const NORMAL: f64 = 1.4826;

/// How full a limit was in one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LimitSample {
    /// The Azure id of the scope.
    pub scope: Box<str>,
    /// The limit, by its name in the subject's `limits`.
    pub limit_name: Box<str>,
    /// The day.
    pub day: Date,
    /// How many there were.
    pub used: u32,
    /// How many there may be.
    pub limit: u32,
}

/// What can be said of a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// What is said.
    pub growth: Growth,
    /// How many come a day; none where nothing can be said.
    pub per_day: Option<f64>,
    /// On how many days it was counted.
    pub days: usize,
}

/// How a limit fills up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Growth {
    /// There are too few days to say.
    TooFewRuns,
    /// The days scatter too much to say.
    PoorFit,
    /// It does not fill up, or so slowly that nobody need care.
    NotGrowing,
    /// It is full.
    Reached,
    /// It is reached on a day.
    On {
        /// The likely day.
        date: Date,
        /// By the steeper of the slopes between the days: nine in ten are less steep.
        earliest: Date,
        /// By the flatter of them; none where these do not rise.
        latest: Option<Date>,
    },
}

impl Growth {
    /// The name in subjects and reports.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TooFewRuns => "too_few_runs",
            Self::PoorFit => "poor_fit",
            Self::NotGrowing => "not_growing",
            Self::Reached => "reached",
            Self::On { .. } => "on",
        }
    }
}

/// Says when a limit is reached. `counted` holds the days and what was counted on each, in any order; of several counts of one
/// day the last stands. `limit` is what holds now.
pub fn forecast(counted: &[(Date, u32)], limit: u32) -> Forecast {
    let mut days: std::collections::BTreeMap<Date, u32> = std::collections::BTreeMap::new();
    for (day, used) in counted {
        days.insert(*day, *used);
    }
    let said = |growth, per_day| Forecast {
        growth,
        per_day,
        days: days.len(),
    };
    let (Some((first, _)), Some((last, now))) = (days.first_key_value(), days.last_key_value()) else {
        return said(Growth::TooFewRuns, None);
    };
    if *now >= limit {
        return said(Growth::Reached, None);
    }
    if days.len() < DAYS {
        return said(Growth::TooFewRuns, None);
    }
    let points: Vec<(f64, f64)> = days
        .iter()
        .map(|(day, used)| (between(*first, *day), f64::from(*used)))
        .collect();
    let slopes = slopes(&points);
    let slope = quantile(&slopes, 0.5);
    if slope <= 0.0 {
        return said(Growth::NotGrowing, Some(slope));
    }
    if is_poor(&points, slope) {
        return said(Growth::PoorFit, None);
    }
    let left = f64::from(limit - now);
    let on = |slope: f64| day_after(*last, left / slope);
    let (steep, flat) = (quantile(&slopes, 0.9), quantile(&slopes, 0.1));
    match (on(slope), on(steep)) {
        (Some(date), Some(earliest)) => {
            let latest = if flat > 0.0 { on(flat) } else { None };
            let growth = Growth::On { date, earliest, latest };
            said(growth, Some(slope))
        }
        _ => said(Growth::NotGrowing, Some(slope)),
    }
}

/// Days from one to another.
fn between(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).map_or(0, |span| span.get_days()))
}

/// The day on which as many days have passed; none beyond the horizon.
fn day_after(day: Date, days: f64) -> Option<Date> {
    if !(0.0..=HORIZON).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is below the horizon")]
    let days = days.ceil() as i64;
    day.checked_add(jiff::Span::new().days(days)).ok()
}

/// The slopes between all pairs of days, in order.
fn slopes(points: &[(f64, f64)]) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (index, (x, y)) in points.iter().enumerate() {
        for (later, count) in points.iter().skip(index + 1) {
            slopes.push((count - y) / (later - x));
        }
    }
    slopes.sort_by(f64::total_cmp);
    slopes
}

/// A quantile of sorted values, between its neighbours by their distance.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand values")]
    let at = part * sorted.len().saturating_sub(1) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is an index of the values"
    )]
    let index = at.floor() as usize;
    let low = sorted.get(index).copied().unwrap_or_default();
    let high = sorted.get(index + 1).copied().unwrap_or(low);
    low + (high - low) * (at - at.floor())
}

/// Whether the days scatter too much about the line.
fn is_poor(points: &[(f64, f64)], slope: f64) -> bool {
    let sorted = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values
    };
    let offsets = sorted(points.iter().map(|(x, y)| y - slope * x).collect());
    let middle = quantile(&offsets, 0.5);
    let distances = sorted(offsets.iter().map(|offset| (offset - middle).abs()).collect());
    let width = points.last().map_or(0.0, |(x, _)| *x);
    NORMAL * quantile(&distances, 0.5) > SCATTER * slope * width
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::{Growth, forecast};

    fn day(offset: i64) -> Date {
        date(2026, 11, 1).checked_add(jiff::Span::new().days(offset)).unwrap()
    }

    #[test]
    fn a_steady_rise_reaches_its_limit_on_the_day_that_anybody_would_say() {
        let counted: Vec<(Date, u32)> = (0..10)
            .map(|at| (day(at), 3000 + 10 * u32::try_from(at).unwrap()))
            .collect();
        let said = forecast(&counted, 4000);
        // 3,090 on the tenth day; 910 are left, ten a day.
        let expected = day(9 + 91);
        assert_eq!(
            said.growth,
            Growth::On {
                date: expected,
                earliest: expected,
                latest: Some(expected)
            }
        );
        assert_eq!((said.per_day, said.days), (Some(10.0), 10));
    }

    #[test]
    fn one_wild_night_moves_nothing() {
        let mut counted: Vec<(Date, u32)> = (0..15)
            .map(|at| (day(at), 3000 + 10 * u32::try_from(at).unwrap()))
            .collect();
        counted[7].1 = 3900;
        let Growth::On { date, .. } = forecast(&counted, 4000).growth else {
            panic!()
        };
        assert_eq!(date, day(14 + 86));
    }

    #[test]
    fn what_cannot_be_said_is_not() {
        let few: Vec<(Date, u32)> = (0..4).map(|at| (day(at), 100)).collect();
        assert_eq!(forecast(&few, 4000).growth, Growth::TooFewRuns);
        // Five runs of one day are one day.
        assert_eq!(forecast(&[(day(0), 1); 5], 4000).growth, Growth::TooFewRuns);
        assert_eq!(forecast(&[], 4000).growth, Growth::TooFewRuns);
        let flat: Vec<(Date, u32)> = (0..9).map(|at| (day(at), 100)).collect();
        assert_eq!(forecast(&flat, 4000).growth, Growth::NotGrowing);
        let wild = [100, 900, 150, 800, 120, 950, 130, 1000].iter().enumerate();
        let wild: Vec<(Date, u32)> = wild
            .map(|(at, used)| (day(i64::try_from(at).unwrap()), *used))
            .collect();
        assert_eq!(forecast(&wild, 4000).growth, Growth::PoorFit);
        assert_eq!(forecast(&[(day(0), 4000)], 4000).growth, Growth::Reached);
        let slow: Vec<(Date, u32)> = (0..9)
            .map(|at| (day(at * 30), 100 + u32::try_from(at).unwrap()))
            .collect();
        assert_eq!(forecast(&slow, 4000).growth, Growth::NotGrowing);
    }

    proptest! {
        /// The median slope, found here by counting for each slope how many lie below and above it.
        #[test]
        fn the_slope_is_the_median_of_all_pairs(counts in prop::collection::vec(0_u32..3000, 5..14), gaps in prop::collection::vec(1_i64..9, 13)) {
            let mut at = 0;
            let mut counted = Vec::new();
            for (used, gap) in counts.iter().zip(gaps.iter().chain([&1])) {
                counted.push((day(at), at, *used));
                at += gap;
            }
            let mut slopes = Vec::new();
            for (index, one) in counted.iter().enumerate() {
                for other in &counted[..index] {
                    #[expect(clippy::cast_precision_loss)]
                    slopes.push((f64::from(one.2) - f64::from(other.2)) / ((one.1 - other.1) as f64));
                }
            }
            let days: Vec<(Date, u32)> = counted.iter().map(|(day, _, used)| (*day, *used)).collect();
            let said = forecast(&days, 4000);
            if let Some(slope) = said.per_day {
                let below = slopes.iter().filter(|other| **other < slope - 1e-9).count();
                let above = slopes.iter().filter(|other| **other > slope + 1e-9).count();
                prop_assert!(below <= slopes.len() / 2 && above <= slopes.len() / 2, "{below} {above} {}", slopes.len());
                if let Growth::On { date, earliest, latest } = said.growth {
                    let left = f64::from(4000 - counts[counts.len() - 1]) / slope;
                    let days = f64::from(days[days.len() - 1].0.until(date).unwrap().get_days());
                    prop_assert!(days >= left - 1e-6 && days < left + 1.0 + 1e-6, "{days} {left}");
                    prop_assert!(earliest <= date && latest.is_none_or(|latest| latest >= date));
                }
            }
            let mut shuffled = days.clone();
            shuffled.reverse();
            prop_assert_eq!(forecast(&shuffled, 4000), said);
        }
    }
}
