//! Job-years of an origin: people at work on stages while these run and at nodes while these are open.

use super::batch::Batch;
use super::columns::Span;
use super::lanes::Lanes;
use crate::chance::LANES;
use crate::plan::{OriginPlan, Plan};

/// Job-years by month.
pub fn job_years(plan: &Plan, origin: &OriginPlan, batch: &Batch) -> Vec<Lanes> {
    let mut column = vec![Lanes::ZERO; plan.months()];
    let mut employ = |lane: usize, from: f64, to: f64, people: f64| {
        if let Some(span) = Span::new(from.max(0.0), to, column.len()) {
            span.each(|k, share| column[k].0[lane] += people * share / 12.0);
        }
    };
    for lane in 0..LANES {
        for stage in &origin.stages {
            if let Some(jobs) = plan.schedule.stages[stage.0].jobs {
                employ(lane, batch.schedule.starts[stage.0].0[lane], batch.schedule.ends[stage.0].0[lane], batch.values[jobs.0].0[lane]);
            }
        }
        for node in &origin.nodes {
            if let Some(jobs) = plan.chain.nodes[node.0].jobs {
                let (mut opens, closes) = batch.chain.moments(node.0);
                if let Some(opens) = opens.next() {
                    employ(lane, opens.0[lane], closes.0[lane], batch.values[jobs.0].0[lane]);
                }
            }
        }
    }
    column
}
