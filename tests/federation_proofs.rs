//! What a federation promises, for arbitrary trees of scopes, policies, settings and days.
//!
//! The oracle is `model`: the obvious slow definition, written from the guide and not from the code.

#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

mod federation_proofs {
    pub(super) mod gate;
    pub(super) mod model;
    pub(super) mod resolving;
    pub(super) mod world;
}
