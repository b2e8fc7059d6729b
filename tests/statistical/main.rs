//! Statistical tests: many trials against known answers, independent implementations, and stated error rates.
#![allow(missing_docs)]

mod agreement;
mod causes;
mod chance;
#[path = "../it/common/checker.rs"]
mod checker;
mod clearing;
mod clearing_laws;
mod credibility;
mod fit;
mod known_answers;
mod naive;
mod naive_by_hand;
mod precision;
mod properties;
mod random;
mod rare;
mod sampling;
mod sensitivity;
mod stats;
mod trial_values;
