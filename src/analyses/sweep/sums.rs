//! Tallies of a sweep: counts and fixed-point sums by point and goal; ranges of trials merge to the same bytes in any order.

use serde::{Deserialize, Serialize};

use super::compute::SweepTask;
use crate::engine::Outcomes;
use crate::plan::{GoalPlan, Plan};
use crate::stats::{FineBins, FixedSum, MonthCounts};

/// Tonnes or dollars over trials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// Counts by size.
    pub bins: FineBins,
    /// Sum.
    pub sum: FixedSum,
}

impl Amount {
    fn new(scale: f64) -> Self {
        Self { bins: FineBins::default(), sum: fixed(scale) }
    }

    fn add(&mut self, value: f64) {
        self.bins.add(value);
        self.sum.add(value);
    }

    fn merge(&mut self, other: &Self) {
        self.bins.merge(&other.bins);
        self.sum.merge(&other.sum);
    }
}

/// Sums of the differences of a goal at a point from the goal in the scenario as written, trial by trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Differences {
    /// Months later, never counting as the horizon.
    pub months: FixedSum,
    /// Trials in which it arrives earlier.
    pub earlier: u64,
    /// Trials in which it arrives later, or never where the scenario as written arrives.
    pub later: u64,
    /// Arrived by the end of each year asked: 1 for yes.
    pub by: Vec<FixedSum>,
    /// Never arrives: 1 for yes.
    pub never: FixedSum,
    /// t of bridging stock, where both have it.
    pub bridge: Option<FixedSum>,
    /// USD of it, where both have it.
    pub cost: Option<FixedSum>,
}

/// One goal at one point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalSums {
    /// Arrivals by month, and never.
    pub arrivals: MonthCounts,
    /// Trials that lost it again.
    pub lost: u64,
    /// Shortage until arrival, t, where the goal names one mineral.
    pub bridge: Option<Amount>,
    /// Its cost, USD, where all minerals named have a price.
    pub cost: Option<Amount>,
    /// Against the scenario as written.
    pub against: Differences,
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

/// Scales of a goal's tonnes and dollars in a plan, where it has them.
fn scales(plan: &Plan, goal: &GoalPlan) -> [Option<f64>; 2] {
    let most = |of: fn(&crate::plan::MineralPlan) -> f64| goal.minerals.iter().map(|&m| of(&plan.minerals[m])).fold(0.0, f64::max);
    let tonnes = most(|mineral| mineral.scale);
    let is_priced = goal.minerals.iter().all(|&m| plan.minerals[m].price.is_some());
    [(goal.minerals.len() == 1).then_some(tonnes), is_priced.then(|| tonnes * most(|mineral| mineral.price_scale))]
}

/// An empty sum of figures of about that size.
fn fixed(scale: f64) -> FixedSum {
    FixedSum::new(FixedSum::shift_for(scale))
}

impl GoalSums {
    fn new(written: (&Plan, usize), plan: (&Plan, usize), years: usize) -> Self {
        let scales = |(plan, goal): (&Plan, usize)| scales(plan, &plan.goals.goals[goal]);
        let ([tonnes, dollars], [first_tonnes, first_dollars]) = (scales(plan), scales(written));
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| fixed(a.max(b)));
        Self {
            arrivals: MonthCounts::new(plan.0.months()),
            lost: 0,
            bridge: tonnes.map(Amount::new),
            cost: dollars.map(Amount::new),
            against: Differences {
                months: fixed(1e3),
                earlier: 0,
                later: 0,
                by: vec![fixed(1.0); years],
                never: fixed(1.0),
                bridge: both(tonnes, first_tonnes),
                cost: both(dollars, first_dollars),
            },
        }
    }

    /// Counts the same trials of a point and of the scenario as written, each with the goal's place; `by` are the last months in time.
    fn add(&mut self, (written, first): (&Outcomes, usize), (point, goal): (&Outcomes, usize), by: &[usize], horizon: usize) {
        let yes = |is: bool| f64::from(u8::from(is));
        for (trial, &arrival) in point.arrivals[goal].iter().enumerate() {
            self.arrivals.add(arrival);
            self.lost += u64::from(point.lost[goal][trial]);
            let before = written.arrivals[first][trial];
            let against = &mut self.against;
            against.months.add(months(arrival, horizon) - months(before, horizon));
            let (now, then) = (arrival.unwrap_or(horizon), before.unwrap_or(horizon));
            against.earlier += u64::from(now < then);
            against.later += u64::from(now > then);
            against.never.add(yes(arrival.is_none()) - yes(before.is_none()));
            for (sum, &last) in against.by.iter_mut().zip(by) {
                sum.add(yes(now <= last && arrival.is_some()) - yes(then <= last && before.is_some()));
            }
        }
        let amounts = [(&mut self.bridge, &point.bridge[goal]), (&mut self.cost, &point.cost[goal])];
        for (amount, values) in amounts {
            if let Some(amount) = amount {
                for &value in values {
                    amount.add(value);
                }
            }
        }
        let pairs = [
            (&mut self.against.bridge, &point.bridge[goal], &written.bridge[first]),
            (&mut self.against.cost, &point.cost[goal], &written.cost[first]),
        ];
        for (sum, values, before) in pairs {
            if let Some(sum) = sum {
                values.iter().zip(before).for_each(|(value, before)| sum.add(value - before));
            }
        }
    }

    /// Whether the other counts the same in the same units.
    fn is_like(&self, other: &Self) -> bool {
        let shifts = |sums: &Self| {
            let amount = |amount: &Option<Amount>| amount.as_ref().map(|amount| amount.sum.shift());
            let sum = |sum: &Option<FixedSum>| sum.as_ref().map(FixedSum::shift);
            let against = &sums.against;
            let years: Vec<i32> = against.by.iter().map(FixedSum::shift).collect();
            (amount(&sums.bridge), amount(&sums.cost), against.months.shift(), against.never.shift(), years, sum(&against.bridge), sum(&against.cost))
        };
        shifts(self) == shifts(other)
    }

    fn merge(&mut self, other: &Self) {
        self.arrivals.merge(&other.arrivals);
        self.lost += other.lost;
        for (a, b) in [(&mut self.bridge, &other.bridge), (&mut self.cost, &other.cost)] {
            if let (Some(a), Some(b)) = (a, b) {
                a.merge(b);
            }
        }
        let (a, b) = (&mut self.against, &other.against);
        a.months.merge(&b.months);
        a.earlier += b.earlier;
        a.later += b.later;
        a.never.merge(&b.never);
        a.by.iter_mut().zip(&b.by).for_each(|(a, b)| a.merge(b));
        for (a, b) in [(&mut a.bridge, &b.bridge), (&mut a.cost, &b.cost)] {
            if let (Some(a), Some(b)) = (a, b) {
                a.merge(b);
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
        let is_whole = |goal: &GoalSums| goal.against.by.len() == task.years.len() && goal.arrivals.trials() == self.trials;
        self.points.len() == task.design.points.len() + 1
            && self.points.iter().all(|goals| goals.len() == task.goals.len() && goals.iter().all(is_whole))
    }

    /// Adds the counts of other trials of the same points; `false`, with nothing added, where the other counts something else.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> bool {
        let pairs = || self.points.iter().zip(&other.points);
        let is_like =
            self.points.len() == other.points.len() && pairs().all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_like(b)));
        if is_like {
            self.trials += other.trials;
            self.points.iter_mut().flatten().zip(other.points.iter().flatten()).for_each(|(a, b)| a.merge(b));
        }
        is_like
    }
}

fn months(arrival: Option<usize>, horizon: usize) -> f64 {
    arrival.unwrap_or(horizon) as f64
}
