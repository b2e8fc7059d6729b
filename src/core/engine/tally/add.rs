//! Adding batches of trials to the tally.

use super::{Tally, WHOLE_MONTH};
use crate::chance::LANES;
use crate::engine::accumulate::Accumulator;
use crate::engine::batch::Batch;
use crate::engine::chosen::Chosen;
use crate::engine::dispatch::vectorised;
use crate::engine::earnings;
use crate::engine::goals::{GoalsRun, combine};
use crate::engine::jobs::job_years;
use crate::engine::lanes::Lanes;
use crate::engine::market::MineralRun;
use crate::engine::yearly::first;
use crate::plan::{GoalPlan, Plan};
use crate::stats::{FineBins, FixedSum};

impl Accumulator for Tally {
    const ALL_SERIES: bool = true;

    fn prepare(&mut self, _plan: &Plan, batch: &mut Batch, first: u64, count: usize) {
        batch.keep_months(Chosen::of(first, count).count > 0);
    }

    /// All lanes of a batch are of one replicate, where there are replicates.
    fn add_mineral(&mut self, plan: &Plan, m: usize, run: &MineralRun, first: u64, count: usize) {
        self.bands.add(m, run, first, count);
        let sums = if let Some(design) = plan.design { &mut self.replicates[design.replicate(first)].yearly[m] } else { &mut self.yearly[m] };
        for (((series, is_brought), (_, totals)), sums) in self.series[m].iter().zip(&run.totals).zip(sums) {
            self.years.add(totals, if *is_brought { run.begins } else { 0 }, series.is_level(), sums, count);
        }
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        self.bands.advance(first, count);
        match plan.design {
            Some(design) => self.replicates[design.replicate(first)].add_all(plan, batch, count),
            None => self.add_all(plan, batch, count),
        }
    }

    /// Adds all replicates up.
    fn finish(&mut self) {
        self.bands.flush();
        let replicates = std::mem::take(&mut self.replicates);
        for replicate in &replicates {
            self.merge(replicate);
        }
        self.replicates = replicates;
    }

    fn merge(&mut self, other: Self) {
        Self::merge(self, &other);
    }
}

impl Tally {
    fn add_all(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        self.trials += count as u64;
        vectorised(
            #[inline(always)]
            || self.add_goals(plan, batch, count),
        );
        self.add_stages(plan, batch, count);
        for (origin, tally) in plan.origins.iter().zip(&mut self.origins) {
            if origin.priced {
                earnings::add(plan, origin, batch, &self.years, tally, count);
            }
            if !origin.stages.is_empty() || !origin.nodes.is_empty() {
                self.years.add(&self.years.totals(&job_years(plan, origin, batch)), 0, false, &mut tally.jobs, count);
            }
        }
        vectorised(
            #[inline(always)]
            || self.add_states(plan, batch, count),
        );
    }

    /// Regimes and hazards.
    #[inline(always)]
    fn add_states(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        let months = plan.months();
        for (entries, states) in batch.policy.entries.iter().zip(&mut self.regimes) {
            for entry in entries.iter().filter(|entry| entry.lane < count) {
                add_change(&mut states[entry.state], entry.from, months, WHOLE_MONTH);
                add_change(&mut states[entry.state], entry.to, months, -WHOLE_MONTH);
            }
        }
        for (counts, sums) in batch.security.counts.iter().zip(&mut self.hazards) {
            for (kind, sum) in sums.iter_mut().enumerate() {
                sum.add_lanes(&first(Lanes::from_fn(|lane| f64::from(counts[lane][kind])), count).0);
            }
        }
    }

    #[inline(always)]
    fn add_goals(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        let valid = valid(count);
        for ((goal, run), tally) in plan.goals.goals.iter().zip(&batch.goals.goals).zip(&mut self.goals) {
            for (holds, bits) in tally.holds.iter_mut().zip(&run.holds) {
                *holds += u64::from((bits & valid).count_ones());
            }
            add_parts(plan, goal, &batch.goals, &mut tally.parts, count);
            tally.lost += u64::from((run.lost & valid).count_ones());
            for lane in 0..count {
                tally.arrivals.add(run.arrival[lane]);
                if let Some(arrival) = run.arrival[lane] {
                    // A loss that begins later than this would end after the horizon.
                    let last_seen = plan.months().saturating_sub(goal.sustain).max(arrival);
                    let (end, month) = run.lost_from[lane].map_or((1, last_seen), |month| (0, month));
                    tally.kept[end][month - arrival] += 1;
                }
            }
            let cost = |(&m, bridge): (&usize, &Lanes)| plan.minerals[m].bridging_price(&batch.values).unwrap_or(Lanes::ZERO) * *bridge;
            add_amount(&mut tally.bridge, || run.bridge[0], count);
            add_amount(&mut tally.cost, || goal.minerals.iter().zip(&run.bridge).fold(Lanes::ZERO, |sum, one| sum + cost(one)), count);
            add_amount(&mut tally.premium, || run.premium, count);
        }
    }

    fn add_stages(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        let critical = self.openings.add(plan, batch, count, &mut self.paths);
        for (tally, lanes) in self.stages.iter_mut().zip(critical) {
            tally.critical += u64::from(lanes.count_ones());
        }
        vectorised(
            #[inline(always)]
            || self.add_ends(plan, batch, count),
        );
    }

    #[inline(always)]
    fn add_ends(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        for (s, tally) in self.stages.iter_mut().enumerate() {
            let (starts, ends) = (batch.schedule.starts[s], batch.schedule.ends[s]);
            for lane in 0..count {
                tally.starts.add(month_of(starts.0[lane], plan.months()));
                tally.ends.add(month_of(ends.0[lane], plan.months()));
            }
            tally.end.add_lanes(&first(Lanes::from_fn(|lane| if ends.0[lane].is_finite() { ends.0[lane] } else { 0.0 }), count).0);
        }
    }
}

/// Counts the parts of a combined goal that do not hold in the last month.
fn add_parts(plan: &Plan, goal: &GoalPlan, run: &GoalsRun, counted: &mut [[u64; 2]], count: usize) {
    let Some((parts, needed)) = goal.test.parts().filter(|_| !counted.is_empty()) else { return };
    let month = plan.months() - 1;
    let mut held = [0_usize; LANES];
    for part in parts {
        let bits = combine(part, &run.measures, month);
        held.iter_mut().enumerate().for_each(|(lane, held)| *held += usize::from(bits >> lane & 1));
    }
    let one_is_missing = held.iter().enumerate().fold(0, |bits, (lane, &held)| bits | (u8::from(held + 1 == needed) << lane));
    for (part, [unmet, decides]) in parts.iter().zip(counted) {
        let fails = !combine(part, &run.measures, month) & valid(count);
        *unmet += u64::from(fails.count_ones());
        *decides += u64::from((fails & one_is_missing).count_ones());
    }
}

/// Counts an amount of the first `count` lanes, where it is counted at all.
#[inline(always)]
fn add_amount(counted: &mut Option<(FineBins, FixedSum)>, of: impl FnOnce() -> Lanes, count: usize) {
    if let Some((bins, sum)) = counted {
        let amount = of();
        amount.0[..count].iter().for_each(|&amount| bins.add(amount));
        sum.add_lanes(&first(amount, count).0);
    }
}

/// A bit for each of the first `count` lanes.
fn valid(count: usize) -> u8 {
    if count >= LANES { u8::MAX } else { (1 << count) - 1 }
}

/// The month of a time; times before the scenario count as month 0, and never is `None`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the months")]
fn month_of(time: f64, months: usize) -> Option<usize> {
    (time < months as f64).then(|| time.max(0.0) as usize)
}

/// Adds a change at a time: to its month in proportion to what is left of the month, and the rest to the next month.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the months, and a share of a month")]
#[inline(always)]
fn add_change(changes: &mut [i64], time: f64, months: usize, size: i64) {
    let time = time.clamp(0.0, months as f64);
    let month = time as usize;
    let later = ((time - month as f64) * size as f64).round() as i64;
    changes[month] += size - later;
    changes[(month + 1).min(months)] += later;
}
