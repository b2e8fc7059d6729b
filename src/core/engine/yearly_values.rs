//! Yearly figures trial by trial, for paired differences between scenarios.

use super::accumulate::Accumulator;
use super::batch::Batch;
use super::earnings;
use super::jobs::job_years;
use super::lanes::Lanes;
use super::market::MineralRun;
use super::series::Series;
use super::yearly::Years;
use crate::chance::LANES;
use crate::plan::Plan;

/// A figure that each trial has once a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearlyFigure {
    /// A series of the market of a mineral.
    Market(usize, Series),
    /// USD of exports of an origin.
    Revenue(usize),
    /// USD of royalty of an origin.
    Royalty(usize),
    /// Job-years of an origin.
    Jobs(usize),
}

/// Figures of the trials of one batch.
#[derive(Clone, Debug)]
pub struct YearlyBlock {
    /// Number of the first trial.
    pub first: u64,
    /// Number of trials.
    pub count: usize,
    /// By figure, then by year of the horizon: sums of the months, means of levels. Trials after the last have no meaning.
    pub values: Vec<Vec<[f64; LANES]>>,
}

/// Accumulates figures trial by trial; batches of the same range of trials are the same in every plan.
pub struct YearlyValues<'a> {
    figures: &'a [YearlyFigure],
    years: Years,
    blocks: Vec<YearlyBlock>,
}

impl<'a> YearlyValues<'a> {
    /// No trials yet.
    #[must_use]
    pub fn new(plan: &Plan, figures: &'a [YearlyFigure]) -> Self {
        Self { figures, years: Years::new(plan), blocks: Vec::new() }
    }

    /// The blocks in order of the trials.
    #[must_use]
    pub fn in_order(mut self) -> Vec<YearlyBlock> {
        self.blocks.sort_by_key(|block| block.first);
        self.blocks
    }
}

impl Accumulator for YearlyValues<'_> {
    const ALL_SERIES: bool = true;

    fn prepare(&mut self, _plan: &Plan, _batch: &mut Batch, first: u64, count: usize) {
        let years = self.years.iter().count();
        self.blocks.push(YearlyBlock { first, count, values: vec![vec![[0.0; LANES]; years]; self.figures.len()] });
    }

    fn add_mineral(&mut self, plan: &Plan, m: usize, run: &MineralRun, _first: u64, _count: usize) {
        let Some(block) = self.blocks.last_mut() else { return };
        for (figure, values) in self.figures.iter().zip(&mut block.values) {
            let YearlyFigure::Market(mineral, series) = *figure else { continue };
            let Some((_, totals)) = run.totals.iter().find(|(known, _)| mineral == m && *known == series) else { continue };
            // Years before anything is brought are not summed.
            let begins = if series.is_brought(&plan.minerals[m]) { run.begins } else { 0 };
            for ((year, total), value) in self.years.iter().zip(totals).zip(values).filter(|((year, _), _)| year.to > begins) {
                *value = year.figure(*total, series.is_level()).0;
            }
        }
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, _first: u64, _count: usize) {
        let Some(block) = self.blocks.last_mut() else { return };
        for (figure, values) in self.figures.iter().zip(&mut block.values) {
            match *figure {
                YearlyFigure::Market(..) => {}
                YearlyFigure::Revenue(origin) => {
                    earnings::each_year(plan, &plan.origins[origin], batch, &self.years, |year, revenue, _| values[year] = revenue.0);
                }
                YearlyFigure::Royalty(origin) => {
                    earnings::each_year(plan, &plan.origins[origin], batch, &self.years, |year, _, royalty| values[year] = royalty.0);
                }
                YearlyFigure::Jobs(origin) => {
                    let totals: Vec<Lanes> = self.years.totals(&job_years(plan, &plan.origins[origin], batch));
                    values.iter_mut().zip(totals).for_each(|(value, total)| *value = total.0);
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
    }
}
