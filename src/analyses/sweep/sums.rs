//! Tallies of a sweep: counts and fixed-point sums by point and goal; ranges of trials merge to the same bytes in any order.

use serde::{Deserialize, Serialize};

use super::compute::SweepTask;
use crate::engine::Outcomes;
use crate::plan::{GoalPlan, MineralPlan, Plan};
use crate::stats::{FineBins, FixedSum, MonthCounts};

/// Bridging stock or its cost: its distribution, and its difference from the scenario as written where that has it too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// Counts by size.
    pub bins: FineBins,
    /// Sum.
    pub sum: FixedSum,
    /// Sum of the differences from the scenario as written.
    pub against: Option<FixedSum>,
}

impl Amount {
    /// Tally of amounts of this size here, and of the other size in the scenario as written.
    fn new(scale: f64, written: Option<f64>) -> Self {
        Self { bins: FineBins::default(), sum: fixed(scale), against: written.map(|written| fixed(scale.max(written))) }
    }

    fn add(&mut self, values: &[f64], written: &[f64]) {
        for &value in values {
            self.bins.add(value);
            self.sum.add(value);
        }
        if let Some(against) = &mut self.against {
            values.iter().zip(written).for_each(|(value, written)| against.add(value - written));
        }
    }
}

/// One goal at one point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalSums {
    /// Arrivals by month, and never.
    pub arrivals: MonthCounts,
    /// Trials that arrive and lose it again.
    pub lost: u64,
    /// Bridging stock, t, where the goal has one mineral.
    pub bridge: Option<Amount>,
    /// Its cost, USD, where all minerals have a price.
    pub cost: Option<Amount>,
    /// Trials in which it arrives earlier than in the scenario as written.
    pub earlier: u64,
    /// Trials in which it arrives later, or never where the scenario as written arrives.
    pub later: u64,
    /// Months later than in the scenario as written; never counts as the month after the last.
    pub months: FixedSum,
    /// Whether it never arrives, less the same in the scenario as written.
    pub never: FixedSum,
    /// Whether it has arrived by the end of each year, less the same in the scenario as written.
    pub by: Vec<FixedSum>,
}

/// Outcomes of a block of trials at one point, with the indices of the goals in its plan.
pub(super) struct Swept<'a> {
    pub plan: &'a Plan,
    pub outcomes: &'a Outcomes,
    pub goals: &'a [usize],
}

/// Tallies of all points over a range of trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SweepSums {
    /// Trials of each point.
    pub trials: u64,
    /// By point and goal; the scenario as written first.
    pub points: Vec<Vec<GoalSums>>,
}

/// Scales of the tonnes and dollars of a goal in a plan, where it has them.
fn scales(plan: &Plan, goal: &GoalPlan) -> [Option<f64>; 2] {
    let most = |of: fn(&MineralPlan) -> f64| goal.minerals.iter().map(|&m| of(&plan.minerals[m])).fold(0.0, f64::max);
    let tonnes = most(|mineral| mineral.scale);
    let is_priced = goal.minerals.iter().all(|&m| plan.minerals[m].price.is_some());
    [(goal.minerals.len() == 1).then_some(tonnes), is_priced.then(|| tonnes * most(|mineral| mineral.price_scale))]
}

/// Empty sum of numbers of about this size.
fn fixed(scale: f64) -> FixedSum {
    FixedSum::new(FixedSum::shift_for(scale))
}

impl GoalSums {
    fn new(written: (&Plan, usize), plan: (&Plan, usize), years: usize) -> Self {
        let [written, here] = [written, plan].map(|(plan, goal)| scales(plan, &plan.goals.goals[goal]));
        let [bridge, cost] = [0, 1].map(|of: usize| here[of].map(|scale| Amount::new(scale, written[of])));
        let (months, never, by) = (fixed(1e3), fixed(1.0), vec![fixed(1.0); years]);
        Self { arrivals: MonthCounts::new(plan.0.months()), lost: 0, bridge, cost, earlier: 0, later: 0, months, never, by }
    }

    /// Counts the same trials of a point and of the scenario as written, each with the index of the goal; `by` are the last months of the years.
    fn add(&mut self, (written, first): (&Outcomes, usize), (point, goal): (&Outcomes, usize), by: &[usize], horizon: usize) {
        let yes = |is: bool| f64::from(u8::from(is));
        for (trial, &arrival) in point.arrivals[goal].iter().enumerate() {
            self.arrivals.add(arrival);
            self.lost += u64::from(point.lost[goal][trial]);
            let before = written.arrivals[first][trial];
            let (now, then) = (arrival.unwrap_or(horizon), before.unwrap_or(horizon));
            self.months.add(now as f64 - then as f64);
            self.earlier += u64::from(now < then);
            self.later += u64::from(now > then);
            self.never.add(yes(arrival.is_none()) - yes(before.is_none()));
            for (sum, &last) in self.by.iter_mut().zip(by) {
                sum.add(yes(now <= last && arrival.is_some()) - yes(then <= last && before.is_some()));
            }
        }
        let amounts = [(&mut self.bridge, &point.bridge[goal], &written.bridge[first]), (&mut self.cost, &point.cost[goal], &written.cost[first])];
        for (amount, values, written) in amounts {
            if let Some(amount) = amount {
                amount.add(values, written);
            }
        }
    }

    /// All sums; as many, of the same scales, in the tallies of all ranges of trials.
    fn sums(&mut self) -> Vec<&mut FixedSum> {
        let amounts = [&mut self.bridge, &mut self.cost].into_iter().flatten();
        let of_amounts = amounts.flat_map(|amount| std::iter::once(&mut amount.sum).chain(&mut amount.against));
        [&mut self.months, &mut self.never].into_iter().chain(&mut self.by).chain(of_amounts).collect()
    }

    /// Scales of the amounts and of their differences, where they exist, and of the other sums.
    fn form(&self) -> Vec<Option<i32>> {
        let scales = |amount: &Option<Amount>| match amount {
            None => [None; 2],
            Some(amount) => [Some(amount.sum.shift()), amount.against.as_ref().map(FixedSum::shift)],
        };
        let amounts = [&self.bridge, &self.cost].into_iter().flat_map(scales);
        amounts.chain([&self.months, &self.never].into_iter().chain(&self.by).map(|sum| Some(sum.shift()))).collect()
    }

    fn merge(&mut self, mut other: Self) {
        self.arrivals.merge(&other.arrivals);
        self.lost += other.lost;
        self.earlier += other.earlier;
        self.later += other.later;
        self.sums().into_iter().zip(other.sums()).for_each(|(a, b)| a.merge(b));
        for (a, b) in [(&mut self.bridge, other.bridge), (&mut self.cost, other.cost)] {
            if let (Some(a), Some(b)) = (a, b) {
                a.bins.merge(&b.bins);
            }
        }
    }
}

impl SweepSums {
    /// Counts the same trials of one point and of the scenario as written; points are added in order.
    pub(super) fn add(&mut self, point: usize, written: &Swept, swept: &Swept, by: &[usize]) {
        let goals = || written.goals.iter().copied().zip(swept.goals.iter().copied());
        if point == self.points.len() {
            self.points.push(goals().map(|(first, goal)| GoalSums::new((written.plan, first), (swept.plan, goal), by.len())).collect());
        }
        for (sums, (first, goal)) in self.points[point].iter_mut().zip(goals()) {
            sums.add((written.outcomes, first), (swept.outcomes, goal), by, written.plan.months());
        }
    }

    /// Whether these are counts of a sweep: of as many points, goals and years, each of all trials.
    #[must_use]
    pub fn fits(&self, task: &SweepTask) -> bool {
        let is_whole = |goal: &GoalSums| goal.by.len() == task.years.len() && goal.arrivals.trials() == self.trials;
        self.points.len() == task.design.points.len() + 1
            && self.points.iter().all(|goals| goals.len() == task.goals.len() && goals.iter().all(is_whole))
    }

    /// Adds the counts of other trials of the same points; `false`, with nothing added, where the other counts something else.
    #[must_use]
    pub fn merge(&mut self, other: Self) -> bool {
        let form = |sums: &Self| sums.points.iter().map(|goals| goals.iter().map(GoalSums::form).collect()).collect::<Vec<Vec<_>>>();
        let is_alike = form(self) == form(&other);
        if is_alike {
            self.trials += other.trials;
            self.points.iter_mut().flatten().zip(other.points.into_iter().flatten()).for_each(|(a, b)| a.merge(b));
        }
        is_alike
    }
}
