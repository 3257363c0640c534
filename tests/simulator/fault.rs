//! Faults of the service and of the way to it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// One fault. Those that pass are drawn at random; the others are put in place by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 429 with `Retry-After` in seconds.
    ThrottledSeconds(u64),
    /// 429 with `Retry-After` as a date.
    ThrottledDate(u64),
    /// 429 with a header of the provider's own.
    ThrottledOwnHeader(u64),
    /// 429 with the wait in its words alone, as recorded.
    ThrottledWords(u64),
    /// 429 that says nothing.
    ThrottledSilent,
    /// 500, 502, 503 or 504.
    Status(u16),
    /// 502 of a provider that was never registered.
    NotRegistered,
    /// An empty page before the one that was asked for.
    EmptyPage,
    /// A link to the same page, without end.
    Loop,
    /// A link to the next page on another host.
    ForeignLink,
    /// A redirect to another host.
    Redirect,
    /// 400 in place of 403, as management groups answer.
    BadRequestForDenied,
    /// 401 for a token that has expired.
    Expired,
    /// 403 in the recorded words.
    Denied,
    /// 404.
    Gone,
    /// The first half of the body, as if it were all.
    Cut,
    /// The first half of the body, and then the connection breaks.
    Reset,
    /// A byte-order mark and line ends in the body.
    ByteOrderMark,
    /// A page of a proxy, with 200.
    Proxy,
    /// A body that comes so slowly that it never ends.
    Drip,
    /// The last row of a page again on the next one.
    RowTwice,
    /// The ids of a page in another case, besides the rows as they are.
    OtherCase,
    /// A value that no model knows, and a member that is missing, in one row.
    StrangeRow,
    /// 400 for the token of a next page.
    StaleLink,
}

impl Fault {
    /// Those after which asking again gives the page.
    pub(crate) const PASSING: [Self; 14] = [
        Self::ThrottledSeconds(1),
        Self::ThrottledDate(1),
        Self::ThrottledOwnHeader(1),
        Self::ThrottledWords(1),
        Self::ThrottledSilent,
        Self::Status(500),
        Self::Status(502),
        Self::Status(503),
        Self::Status(504),
        Self::EmptyPage,
        Self::Cut,
        Self::Reset,
        Self::ByteOrderMark,
        Self::Proxy,
    ];
}

/// Faults drawn at random.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    /// The part of requests that are hit.
    pub(crate) share: f64,
    pub(crate) seed: u64,
    pub(crate) kinds: Vec<Fault>,
}

impl Faults {
    pub(crate) fn none() -> Self {
        Self {
            share: 0.0,
            seed: 0,
            kinds: Vec::new(),
        }
    }

    pub(crate) fn passing(share: f64, seed: u64) -> Self {
        Self {
            share,
            seed,
            kinds: Fault::PASSING.to_vec(),
        }
    }

    /// The fault of a request, which depends on what is asked and how often that was asked before, and on nothing else.
    pub(super) fn draw(&self, asked: &str, times: u32) -> Option<Fault> {
        if self.kinds.is_empty() {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        (self.seed, asked, times).hash(&mut hasher);
        let bits = hasher.finish();
        let chance = f64::from(u32::try_from(bits >> 32).unwrap()) / f64::from(u32::MAX);
        let at = usize::try_from(bits & 0xffff).unwrap() % self.kinds.len();
        (chance < self.share).then(|| self.kinds[at])
    }
}

/// A fault at a certain place.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// What the path and query contain, without case.
    pub(crate) what: String,
    /// The first request of those that is hit, from 0, and how many are.
    pub(crate) from: u32,
    pub(crate) times: u32,
    pub(crate) fault: Fault,
}

impl Rule {
    pub(crate) fn always(what: &str, fault: Fault) -> Self {
        Self::some(what, 0, u32::MAX, fault)
    }

    pub(crate) fn some(what: &str, from: u32, times: u32, fault: Fault) -> Self {
        Self {
            what: what.to_lowercase(),
            from,
            times,
            fault,
        }
    }
}
