//! The curves of stock and cost that a picture of bridges shows; goals that need the same share one.

use crate::analyses::run::families::Family;
use crate::analyses::run::findings::GoalFindings;
use crate::report::charts::table::Cell;
use crate::report::words;
use crate::units::Quantity;

/// Tonnes below which a stock is the noise of sums of floats: a gram; of US dollars below which a cost is: a cent.
const NOISE: [f64; 2] = [1e-6, 1e-2];

/// What a curve counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Tonnes.
    Stock,
    /// US dollars.
    Cost,
}

impl Kind {
    /// Heading of a panel.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Stock => "stock, tonnes of contained metal",
            Self::Cost => "cost, USD",
        }
    }

    /// Name of a row.
    pub fn short(self) -> &'static str {
        match self {
            Self::Stock => "stock, t",
            Self::Cost => "cost, USD",
        }
    }

    /// Unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Stock => "t",
            Self::Cost => "USD",
        }
    }

    /// Value and interval of an amount; an open end is `more`.
    pub fn cell(self, amount: &Quantity) -> Cell {
        let write = |value: Option<f64>| match (self, value) {
            (_, None) => "more".to_owned(),
            (_, Some(value)) if value <= 0.0 => "0".to_owned(),
            (Self::Stock, Some(value)) => words::rounded(value, amount.standard_error.unwrap_or(0.0)),
            (Self::Cost, Some(value)) => words::dollars(value),
        };
        Cell { value: write(amount.value), interval: format!("[{}, {}]", write(amount.low), write(amount.high)) }
    }

    fn clean(self, value: f64) -> f64 {
        if value < NOISE[usize::from(self == Self::Cost)] { 0.0 } else { value }
    }
}

/// One curve.
pub(super) struct Curve {
    /// What tells it from the others.
    pub name: String,
    /// What covers each percent of trials, 1 to 99.
    pub values: Vec<f64>,
    /// Marked shares of trials.
    pub marks: Vec<(f64, Quantity)>,
}

impl Curve {
    /// What covers 99% of trials.
    pub fn top(&self) -> f64 {
        self.values.last().copied().unwrap_or(0.0)
    }

    /// Percent and value.
    pub fn points(&self) -> Vec<[f64; 2]> {
        self.values.iter().enumerate().map(|(i, &value)| [(i + 1) as f64, value]).collect()
    }
}

/// The curves of some goals, in their order; neighbours that need the same to the last bit, as all that never arrive do, share one.
pub(super) fn curves(family: &Family, goals: &[&GoalFindings], kind: Kind) -> Vec<Curve> {
    let mut curves: Vec<Curve> = Vec::new();
    for goal in goals {
        let (values, marks) = of(goal, kind);
        if values.is_empty() {
            continue;
        }
        let label = family.label(goal);
        match curves.last_mut() {
            // both kinds must part the goals alike, so both are compared
            Some(last) if same(goal, goals, &label, family, last) => {
                let first = last.name.split('–').next().unwrap_or_default().trim_end_matches('%').to_owned();
                last.name = format!("{first}–{label}");
            }
            _ => curves.push(Curve { name: label, values, marks }),
        }
    }
    curves
}

/// Whether a goal of a ladder needs what its neighbour before it needs.
fn same(goal: &GoalFindings, goals: &[&GoalFindings], label: &str, family: &Family, last: &Curve) -> bool {
    let before = goals.iter().position(|other| other.name == goal.name).and_then(|at| at.checked_sub(1)).and_then(|at| goals.get(at));
    let ends_there = |other: &GoalFindings| last.name.ends_with(&family.label(other)) && last.name != label;
    family.ladder.is_some()
        && before.is_some_and(|other| ends_there(other) && [Kind::Stock, Kind::Cost].into_iter().all(|kind| of(other, kind).0 == of(goal, kind).0))
}

/// A goal's curve and marks; where it spans several minerals its curve is in US dollars already.
fn of(goal: &GoalFindings, kind: Kind) -> (Vec<f64>, Vec<(f64, Quantity)>) {
    let (values, marks) = match kind {
        Kind::Stock if goal.mineral.is_some() => (&goal.bridge_curve, &goal.bridge),
        Kind::Cost if goal.mineral.is_some() || !goal.bridge_cost_curve.is_empty() => (&goal.bridge_cost_curve, &goal.bridge_cost),
        Kind::Cost => (&goal.bridge_curve, &goal.bridge_cost),
        Kind::Stock => return (Vec::new(), Vec::new()),
    };
    let clean = |value: &f64| kind.clean(*value);
    let mark = |(share, mark): &(f64, Quantity)| {
        let [value, low, high] = [mark.value, mark.low, mark.high].map(|value| value.map(|value| kind.clean(value)));
        (*share, Quantity { value, low, high, ..mark.clone() })
    };
    (values.iter().map(clean).collect(), marks.iter().map(mark).collect())
}
