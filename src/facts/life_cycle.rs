//! What a free-text status means.

/// The life cycle of a product or contract, in the words of ODCS and ODPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LifeCycle {
    /// Somebody wants it.
    Proposed,
    /// It is being made.
    Draft,
    /// It may be relied on.
    Active,
    /// It works, and will end.
    Deprecated,
    /// It has ended.
    Retired,
    /// There is no status, or one that we do not understand.
    Unknown,
}

impl LifeCycle {
    /// What a status means. Case, and the signs between words, do not matter.
    pub(super) fn of(status: Option<&str>) -> Self {
        let words: Vec<String> = status
            .unwrap_or("")
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        match words.join(" ").as_str() {
            "proposed" | "proposal" | "planned" | "requested" | "idea" | "concept" | "candidate" => Self::Proposed,
            "draft" | "development" | "in development" | "under development" | "dev" | "in progress" | "wip"
            | "work in progress" | "review" | "in review" | "test" | "testing" | "in test" | "experimental"
            | "alpha" | "beta" | "preview" | "pilot" | "staging" | "unpublished" => Self::Draft,
            "active"
            | "production"
            | "in production"
            | "prod"
            | "productive"
            | "live"
            | "current"
            | "released"
            | "published"
            | "available"
            | "generally available"
            | "general availability"
            | "ga"
            | "stable"
            | "operational"
            | "in use"
            | "deployed"
            | "certified" => Self::Active,
            "deprecated" | "sunset" | "sunsetting" | "phasing out" | "phase out" | "end of support"
            | "to be retired" => Self::Deprecated,
            "retired" | "decommissioned" | "archived" | "end of life" | "eol" | "obsolete" | "deleted" | "removed"
            | "inactive" | "withdrawn" | "discontinued" => Self::Retired,
            _ => Self::Unknown,
        }
    }

    /// The name in subjects.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LifeCycle;

    #[test]
    fn statuses_of_real_contracts_are_understood() {
        for (status, expected) in [
            ("active", LifeCycle::Active),
            ("Production", LifeCycle::Active),
            ("current", LifeCycle::Active),
            ("in development", LifeCycle::Draft),
            ("in_development", LifeCycle::Draft),
            (" DRAFT ", LifeCycle::Draft),
            ("end-of-life", LifeCycle::Retired),
            ("deprecated", LifeCycle::Deprecated),
            ("proposed", LifeCycle::Proposed),
            ("blue", LifeCycle::Unknown),
        ] {
            assert_eq!(LifeCycle::of(Some(status)), expected, "{status}");
        }
        assert_eq!(LifeCycle::of(None), LifeCycle::Unknown);
    }
}
