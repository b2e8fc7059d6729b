//! Conditions of a question, resolved in a plan: whether they hold in a trial.

use toml::Spanned;

use super::file::{Condition, Finite, Question};
use super::measure::{Measured, Resolver, place};
use crate::engine::MonthlyRow;

/// A condition.
pub enum Test {
    /// A goal has arrived by the end of a month.
    Arrived { goal: usize, by: usize },
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
            Self::Year { measured, months, low, high } => (*low..=*high).contains(&measured.year(row, *months)),
            Self::Fall { measured, months, share } => measured.year(row, *months) <= share * measured.peak(row).1,
            Self::Peak { measured, before, least } => {
                let (month, value) = measured.peak(row);
                month < *before && value >= *least
            }
        }
    }
}

impl Resolver<'_> {
    /// Conditions of a question, as far as they can be read.
    pub fn tests(&mut self, question: &Question) -> Vec<Test> {
        if question.all.get_ref().is_empty() {
            self.problems.error(place(&question.all), "the question has no condition", "expected at least one", None);
        }
        if let Some(least) = question.at_least.as_ref().filter(|least| !(0.0..=1.0).contains(&least.get_ref().0)) {
            self.problems.error(place(least), format!("`at_least` is {}", least.get_ref().0), "expected a share of trials from 0 to 1", None);
        }
        question.all.get_ref().iter().filter_map(|condition| self.test(condition)).collect()
    }

    fn test(&mut self, condition: &Spanned<Condition>) -> Option<Test> {
        let Condition { goal, by, measure, mineral, origin, year, at_least, at_most, peak_before, share_of_peak } = condition.get_ref();
        let number = |of: &Option<Finite>| of.map(|of| of.0);
        let bounds = (number(at_least), number(at_most), number(share_of_peak));
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
            _ => {
                let help = "{ goal, by }, { measure, mineral, year, at_least, at_most }, { measure, mineral, year, share_of_peak } or \
                            { measure, mineral, peak_before, at_least }; a measure by origin has `origin` too";
                self.problems.error(place(condition), "these keys make no condition", "expected the keys of one condition", help.to_owned());
                None
            }
        }
    }
}
