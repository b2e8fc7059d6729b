//! Yearly quantities that the scenarios share, and their paired differences from the first scenario.

use serde::{Deserialize, Serialize};

use super::findings::{ComparedQuantity, QuantityInYear};
use crate::analyses::estimates::mean;
use crate::analyses::run::SeriesKind;
use crate::engine::{YearlyBlock, YearlyFigure};
use crate::plan::Plan;
use crate::stats::FixedSum;
use crate::units::{MonthGrid, Unit};

/// Series of the markets that are compared.
const SERIES: [&str; 4] = ["arrivals_by_origin", "free_share", "price_index", "premium_paid"];

/// A quantity of one scenario.
#[derive(Clone, Debug)]
struct Figure {
    /// Key, as the path in `summary.json`.
    key: String,
    title: String,
    /// Of a year, and of all years.
    units: [Unit; 2],
    is_level: bool,
    /// Size of the yearly values, for the fixed point of their sums.
    scale: f64,
    of: YearlyFigure,
}

/// Quantities that all scenarios have.
#[derive(Clone, Debug)]
pub struct Quantities {
    first: Vec<Figure>,
    /// By scenario, the figures in the order of the first.
    figures: Vec<Vec<YearlyFigure>>,
    /// Places of the years in the horizon.
    years: Vec<(i32, usize)>,
    /// Months of each year of the horizon.
    months: Vec<f64>,
}

impl Quantities {
    /// Those of scenarios with the same months, in these years.
    pub fn shared(plans: &[&Plan], years: &[i32]) -> Self {
        let of: Vec<Vec<Figure>> = plans.iter().map(|plan| figures(plan)).collect();
        let find = |figures: &[Figure], known: &Figure| {
            figures.iter().find(|figure| figure.key == known.key && figure.units == known.units).map(|figure| figure.of)
        };
        let first: Vec<Figure> = of[0].iter().filter(|figure| of.iter().all(|figures| find(figures, figure).is_some())).cloned().collect();
        let grid = plans[0].grid;
        let mut years: Vec<(i32, usize)> =
            grid.years().enumerate().filter(|(_, year)| years.contains(year)).map(|(place, year)| (year, place)).collect();
        years.sort_unstable();
        Self {
            figures: of.iter().map(|figures| first.iter().filter_map(|figure| find(figures, figure)).collect()).collect(),
            first,
            years,
            months: months(grid),
        }
    }

    /// Figures of a scenario, by its place.
    pub fn of(&self, scenario: usize) -> &[YearlyFigure] {
        &self.figures[scenario]
    }

    /// The value of a figure in one trial: in each year asked for, then over all years.
    fn values<'a>(&'a self, figure: usize, years: &'a [[f64; 8]], lane: usize) -> impl Iterator<Item = f64> + 'a {
        let all = move || {
            if !self.first[figure].is_level {
                return years.iter().map(|year| year[lane]).sum();
            }
            let weighted: f64 = years.iter().zip(&self.months).map(|(year, months)| year[lane] * months).sum();
            weighted / self.months.iter().sum::<f64>()
        };
        self.years.iter().map(move |(_, place)| years[*place][lane]).chain(std::iter::once_with(all))
    }

    /// Sums of no trials.
    pub fn no_trials(&self) -> YearlySums {
        let sums = |others: usize| -> Vec<Vec<FixedSum>> {
            let of = |figure: &Figure| vec![FixedSum::new(FixedSum::shift_for(figure.scale)); (self.years.len() + 1) * others];
            self.first.iter().map(of).collect()
        };
        let others = self.figures.len() - 1;
        YearlySums { first: sums(1), others: sums(others), differences: sums(others) }
    }

    /// Adds the trials of a range: blocks of each scenario, in the same order.
    pub fn add(&self, sums: &mut YearlySums, blocks: &[Vec<YearlyBlock>]) {
        let columns = self.years.len() + 1;
        for (b, first) in blocks[0].iter().enumerate() {
            for (figure, values) in first.values.iter().enumerate() {
                for lane in 0..first.count {
                    let before: Vec<f64> = self.values(figure, values, lane).collect();
                    sums.first[figure].iter_mut().zip(&before).for_each(|(sum, value)| sum.add(*value));
                    for (other, blocks) in blocks[1..].iter().enumerate() {
                        let after = self.values(figure, &blocks[b].values[figure], lane);
                        for (column, (after, before)) in after.zip(&before).enumerate() {
                            sums.others[figure][other * columns + column].add(after);
                            sums.differences[figure][other * columns + column].add(after - before);
                        }
                    }
                }
            }
        }
    }

    /// Findings; `names` are those of the scenarios.
    pub fn findings(&self, sums: &YearlySums, trials: u64, names: &[String]) -> Vec<ComparedQuantity> {
        let columns = self.years.len() + 1;
        let years = || self.years.iter().map(|(year, _)| Some(*year)).chain([None]);
        let of = |(f, figure): (usize, &Figure)| {
            let in_year = |(column, year): (usize, Option<i32>)| {
                let unit = figure.units[usize::from(year.is_none())].clone();
                let other = |of: &[FixedSum], other: usize, unit: &Unit| mean(&of[other * columns + column], trials, unit.clone());
                let others = names[1..].iter().enumerate();
                let others =
                    others.map(|(o, name)| (name.clone(), [other(&sums.others[f], o, &unit), other(&sums.differences[f], o, &of_difference(&unit))]));
                QuantityInYear { year, first: mean(&sums.first[f][column], trials, unit.clone()), others: others.collect() }
            };
            ComparedQuantity { key: figure.key.clone(), title: figure.title.clone(), years: years().enumerate().map(in_year).collect() }
        };
        self.first.iter().enumerate().map(of).collect()
    }
}

/// Unit of the difference of two quantities.
fn of_difference(unit: &Unit) -> Unit {
    if *unit == Unit::SHARE { Unit::SHARE_DIFFERENCE } else { unit.clone() }
}

/// Months of each year of a horizon.
fn months(grid: MonthGrid) -> Vec<f64> {
    let ends: Vec<usize> = grid.years().filter_map(|year| grid.last_month_of(year)).collect();
    let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    starts.zip(&ends).map(|(start, end)| (end + 1 - start) as f64).collect()
}

/// All quantities of a scenario.
fn figures(plan: &Plan) -> Vec<Figure> {
    let mut all = Vec::new();
    let title =
        |origin: &String| plan.report.origins.iter().find(|known| known.name == *origin).map_or_else(|| origin.clone(), |known| known.title.clone());
    for (m, mineral) in plan.minerals.iter().enumerate() {
        for kind in SERIES.iter().filter_map(|name| SeriesKind::named(name)) {
            for (origin, series) in kind.series(mineral).into_iter().filter(|(_, series)| crate::engine::Series::of(mineral).contains(series)) {
                let what = origin.as_ref().map_or_else(|| kind.title.to_owned(), |origin| format!("arrivals from {}", title(origin)));
                let key = origin.map_or_else(String::new, |origin| format!(".{origin}"));
                all.push(Figure {
                    key: format!("minerals.{}.{}{key}", mineral.name, kind.name),
                    title: format!("{}: {what}", mineral.title),
                    units: [kind.yearly_unit(), of_all_years(&kind.yearly_unit())],
                    is_level: series.is_level(),
                    scale: series.scale(mineral),
                    of: YearlyFigure::Market(m, series),
                });
            }
        }
    }
    let money = plan.minerals.iter().map(|mineral| mineral.scale * mineral.price_scale).fold(1.0, f64::max);
    for (o, origin) in plan.origins.iter().enumerate() {
        let mut add = |is_there: bool, key: &str, what: &str, unit: Unit, scale: f64, of: YearlyFigure| {
            if is_there {
                let units = [unit.clone(), of_all_years(&unit)];
                all.push(Figure {
                    key: format!("origins.{}.{key}", origin.name),
                    title: format!("{}: {what}", origin.title),
                    units,
                    is_level: false,
                    scale,
                    of,
                });
            }
        };
        add(origin.priced, "export_revenue", "export revenue", Unit::DOLLARS_A_YEAR, money, YearlyFigure::Revenue(o));
        add(origin.priced && origin.royalty, "royalty", "royalty", Unit::DOLLARS_A_YEAR, money, YearlyFigure::Royalty(o));
        let works = !origin.stages.is_empty() || !origin.nodes.is_empty();
        add(works, "job_years", "jobs", Unit::named("job-years"), 1e4, YearlyFigure::Jobs(o));
    }
    all
}

/// Unit of the sum over all years; that of a level is the unit of its mean.
fn of_all_years(unit: &Unit) -> Unit {
    match unit {
        unit if *unit == Unit::TONNES_A_YEAR => Unit::TONNES,
        unit if *unit == Unit::DOLLARS_A_YEAR => Unit::DOLLARS,
        unit => unit.clone(),
    }
}

/// Sums over trials of the quantities and of their paired differences, in fixed point, so that parts merge to the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearlySums {
    /// By quantity, then by year and for all years.
    first: Vec<Vec<FixedSum>>,
    /// By quantity, then by scenario after the first, year, and for all years.
    others: Vec<Vec<FixedSum>>,
    /// The same of the differences from the first.
    differences: Vec<Vec<FixedSum>>,
}

impl YearlySums {
    /// Adds the sums of other trials; `None` where they are of other scenarios.
    pub fn merge(&mut self, other: &Self) -> Option<()> {
        let lists = |sums: &Self| [sums.first.clone(), sums.others.clone(), sums.differences.clone()];
        let shape = |lists: [Vec<Vec<FixedSum>>; 3]| {
            lists.map(|list| list.iter().map(|sums| sums.iter().map(FixedSum::shift).collect::<Vec<_>>()).collect::<Vec<_>>())
        };
        if shape(lists(self)) != shape(lists(other)) {
            return None;
        }
        for (a, b) in [(&mut self.first, &other.first), (&mut self.others, &other.others), (&mut self.differences, &other.differences)] {
            a.iter_mut().flatten().zip(b.iter().flatten()).for_each(|(a, b)| a.merge(b));
        }
        Some(())
    }
}
