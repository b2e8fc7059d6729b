//! Conditions of a question, resolved in a plan: whether they hold in a trial.

use toml::Spanned;

use super::file::{Condition, Finite};
use super::measure::{Measured, Resolver, place};
use crate::engine::MonthlyRow;

/// A condition.
pub enum Test {
    /// A goal has arrived by the end of a month.
    Arrived { goal: usize, by: usize },
    /// A stage has ended by the end of a month, which has this index plus one.
    Ended { stage: usize, by: f64 },
    /// A regime is in a state in the middle of a month.
    InState { regime: usize, state: usize, month: usize },
    /// The incidents of a hazard in a span lie within bounds.
    Incidents { hazard: usize, span: usize, low: f64, high: f64 },
    /// The largest monthly value lies before a month, and is not below a least value.
    Peak { measured: Measured, before: usize, least: f64 },
    /// A year's value lies within bounds.
    Year { measured: Measured, months: [usize; 2], low: f64, high: f64 },
    /// A year's value is at most a share of the largest monthly value.
    Fall { measured: Measured, months: [usize; 2], share: f64 },
}

impl Test {
    /// Whether it holds in a trial.
    pub fn holds(&self, row: &MonthlyRow) -> bool {
        match self {
            Self::Arrived { goal, by } => row.arrivals[*goal].is_some_and(|month| month <= *by),
            Self::Ended { stage, by } => row.ends[*stage] <= *by,
            Self::InState { regime, state, month } => row.state(*regime, *month) == Some(*state),
            Self::Incidents { hazard, span, low, high } => (*low..=*high).contains(&f64::from(row.incidents[*span][*hazard])),
            Self::Year { measured, months, low, high } => (*low..=*high).contains(&measured.year(row, *months)),
            Self::Fall { measured, months, share } => measured.year(row, *months) <= share * measured.peak(row).1,
            Self::Peak { measured, before, least } => {
                let (month, value) = measured.peak(row);
                month < *before && value >= *least
            }
        }
    }
}

impl Condition {
    /// Whether it names a stage, a regime or a hazard, and nothing of a mineral or goal.
    fn is_of_process(&self) -> bool {
        let of_process = self.stage.is_some() || self.regime.is_some() || self.hazard.is_some();
        let of_market = [&self.goal, &self.measure, &self.mineral, &self.origin, &self.peak_before].into_iter().any(Option::is_some);
        of_process && !of_market
    }
}

impl Resolver<'_> {
    /// Conditions of a question, as far as they can be read.
    pub fn tests(&mut self, all: &Spanned<Vec<Spanned<Condition>>>, at_least: Option<&Spanned<Finite>>) -> Vec<Test> {
        if all.get_ref().is_empty() {
            self.problems.error(place(all), "the question has no condition", "expected at least one", None);
        }
        if let Some(least) = at_least.filter(|least| !(0.0..=1.0).contains(&least.get_ref().0)) {
            self.problems.error(place(least), format!("`at_least` is {}", least.get_ref().0), "expected a share of trials from 0 to 1", None);
        }
        all.get_ref().iter().filter_map(|condition| self.test(condition)).collect()
    }

    fn test(&mut self, condition: &Spanned<Condition>) -> Option<Test> {
        let Condition { goal, by, measure, mineral, origin, year, at_least, at_most, peak_before, share_of_peak, .. } = condition.get_ref();
        let number = |of: &Option<Finite>| of.map(|of| of.0);
        let bounds = (number(at_least), number(at_most), number(share_of_peak));
        if condition.get_ref().is_of_process() {
            return self.test_of_process(condition, bounds);
        }
        match (goal, by, measure, mineral, year, peak_before, bounds) {
            (Some(goal), Some(by), None, None, None, None, (None, None, None)) if origin.is_none() => {
                let names: Vec<&str> = self.plan.goals.goals.iter().map(|plan| plan.name.as_str()).collect();
                let (goal, by) = (self.find("goal", goal, &names), self.month(by));
                Some(Test::Arrived { goal: goal?, by: by? })
            }
            (None, None, Some(measure), Some(mineral), Some(year), None, (least, most, None)) if least.is_some() || most.is_some() => {
                let (measured, months) = (self.measured(measure, mineral, origin.as_ref()), self.months(*year.get_ref(), place(year)));
                let (low, high) = (least.unwrap_or(f64::NEG_INFINITY), most.unwrap_or(f64::INFINITY));
                Some(Test::Year { measured: measured?, months: months?, low, high })
            }
            (None, None, Some(measure), Some(mineral), Some(year), None, (None, None, Some(share))) => {
                let (measured, months) = (self.measured(measure, mineral, origin.as_ref()), self.months(*year.get_ref(), place(year)));
                Some(Test::Fall { measured: measured?, months: months?, share })
            }
            (None, None, Some(measure), Some(mineral), None, Some(before), (least, None, None)) => {
                let (measured, before) = (self.measured(measure, mineral, origin.as_ref()), self.month(before));
                Some(Test::Peak { measured: measured?, before: before?, least: least.unwrap_or(f64::NEG_INFINITY) })
            }
            _ => self.no_condition(condition),
        }
    }

    /// Reports keys that do not belong together.
    fn no_condition(&mut self, condition: &Spanned<Condition>) -> Option<Test> {
        let help = "{ goal, by }, { stage, by }, { regime, state, month }, { hazard, year, at_least, at_most }, { measure, mineral, year, at_least, at_most }, \
                    { measure, mineral, year, share_of_peak } or { measure, mineral, peak_before, at_least }; a measure by origin has `origin` too";
        self.problems.error(place(condition), "these keys make no condition", "expected the keys of one condition", help.to_owned());
        None
    }

    /// A condition on a stage, a regime or a hazard.
    fn test_of_process(&mut self, condition: &Spanned<Condition>, bounds: (Option<f64>, Option<f64>, Option<f64>)) -> Option<Test> {
        let Condition { by, stage, regime, state, month, hazard, year, .. } = condition.get_ref();
        let plan = self.plan;
        match (stage, by, regime, state, month, hazard, year, bounds) {
            (Some(stage), Some(by), None, None, None, None, None, (None, None, None)) => {
                let names: Vec<&str> = plan.schedule.stages.iter().map(|stage| stage.name.as_str()).collect();
                let (stage, by) = (self.find("stage", stage, &names), self.month(by));
                Some(Test::Ended { stage: stage?, by: by? as f64 + 1.0 })
            }
            (None, None, Some(regime), Some(state), Some(month), None, None, (None, None, None)) => {
                let names: Vec<&str> = plan.policy.regimes.iter().map(|regime| regime.name.as_str()).collect();
                let (regime, month) = (self.find("regime", regime, &names), self.month_within(month));
                let state = regime.and_then(|regime| {
                    let names: Vec<&str> = plan.policy.regimes[regime].state_names.iter().map(String::as_str).collect();
                    self.find("state", state, &names)
                });
                Some(Test::InState { regime: regime?, state: state?, month: month? })
            }
            (None, None, None, None, None, Some(hazard), Some(year), (least, most, None)) if least.is_some() || most.is_some() => {
                let names: Vec<&str> = plan.security.hazards.iter().map(|hazard| hazard.name.as_str()).collect();
                let (hazard, months) = (self.find("hazard", hazard, &names), self.months(*year.get_ref(), place(year)));
                let (low, high) = (least.unwrap_or(f64::NEG_INFINITY), most.unwrap_or(f64::INFINITY));
                Some(Test::Incidents { hazard: hazard?, span: self.span(months?), low, high })
            }
            _ => self.no_condition(condition),
        }
    }

    /// Index of a month of the scenario; otherwise an error.
    fn month_within(&mut self, text: &Spanned<String>) -> Option<usize> {
        let month = self.month(text)?;
        let within = month < self.plan.grid.count();
        if !within {
            self.problems.error(
                place(text),
                format!("{} is after the end of the scenario", text.get_ref()),
                "expected a month of the scenario",
                None,
            );
        }
        within.then_some(month)
    }
}
