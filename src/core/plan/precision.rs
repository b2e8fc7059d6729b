//! Compiled target precision: the quantity whose confidence interval a run must narrow.

use super::builder::Builder;
use super::goals::Goals;
use crate::scenario::{Precision, Sought};
use crate::units::MonthGrid;

/// Target precision of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrecisionPlan {
    /// Index of the goal in the plan.
    pub goal: usize,
    /// Quantity of the goal.
    pub figure: Figure,
    /// The quantity as written.
    pub sought: Sought,
    /// Half width of the confidence interval at which the run may end, in the unit of the quantity.
    pub half_width: f64,
    /// Confidence of the interval.
    pub confidence: f64,
}

/// A quantity of a goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// Quantile of the month of arrival.
    Arrival(f64),
    /// Share of trials without arrival.
    Never,
    /// Share of trials that lose the goal after arrival.
    Lost,
    /// Share of trials that have arrived by the end of the month.
    ArrivedBy(usize),
    /// Share of trials in which the goal holds in the month.
    HoldsIn(usize),
    /// Quantile of the bridging stock in t.
    Bridge(f64),
}

impl PrecisionPlan {
    /// Compiles the target precision. A bridging stock of a goal with several minerals is an error.
    pub(super) fn compile(precision: &Precision, builder: &mut Builder, grid: MonthGrid, goals: &Goals) -> Option<Self> {
        let goal = goals.goals.iter().position(|goal| goal.name == precision.goal.value)?;
        let sought = precision.quantity.value;
        let figure = match sought {
            Sought::Month(percent) => Figure::Arrival(f64::from(percent) / 100.0),
            Sought::Never => Figure::Never,
            Sought::Lost => Figure::Lost,
            Sought::By(year) => Figure::ArrivedBy(grid.last_month_of(year)?),
            Sought::Holds(year) => Figure::HoldsIn(grid.last_month_of(year)?),
            Sought::Bridge(percent) => Figure::Bridge(f64::from(percent) / 100.0),
        };
        let minerals = goals.goals[goal].minerals.len();
        if matches!(figure, Figure::Bridge(_)) && minerals != 1 {
            let message = format!("goal `{}` has no bridging stock: it spans {minerals} minerals", precision.goal.value);
            builder.problems.error(precision.quantity.place, message, "not a figure of this goal", "ask for a month or a share of trials".to_owned());
            return None;
        }
        Some(Self { goal, figure, sought, half_width: precision.half_width.value, confidence: precision.confidence.value })
    }
}
