//! Figures of `adit doubt`: for several goals the ranges of the probability and of the median month, one row for each kind of uncertainty.

use super::findings::{DoubtFindings, GoalUncertainty};
use super::report::{month_range, percent};
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::words;
use crate::units::{MonthGrid, Quantity};

/// Months beyond the end at which "never" is drawn.
const NEVER: f64 = 17.0;

/// Row of one kind of uncertainty: its range, and marks at values.
struct Kind<'a> {
    name: &'static str,
    range: [Option<f64>; 2],
    note: String,
    marks: Vec<&'a Quantity>,
}

fn rows(goal: &GoalUncertainty, own: &Quantity, kinds: Vec<Kind>, place: impl Fn(Option<f64>) -> f64) -> Vec<RangeRow> {
    let mut rows = vec![RangeRow::heading(words::capital(&goal.title))];
    rows.extend(kinds.into_iter().map(|kind| {
        let marks = kind.marks.iter().map(|quantity| (Mark::Cross, place(quantity.value)));
        RangeRow {
            label: format!("   {}", kind.name),
            note: kind.note,
            wide: kind.range[0].map(|_| kind.range.map(|end| if end.is_some() { place(end) } else { f64::INFINITY })),
            narrow: None,
            marks: std::iter::once((Mark::Ring, place(own.value))).chain(marks).collect(),
        }
    }));
    rows
}

fn legend() -> Vec<(Sign, &'static str)> {
    vec![(Sign::Wide, "range"), (Sign::Mark(Mark::Ring), "this scenario"), (Sign::Mark(Mark::Cross), "alternative scenario")]
}

/// Ranges of the probability of arrival.
pub(super) fn probabilities(found: &DoubtFindings, goals: &[&GoalUncertainty], print: &str) -> Figure {
    let place = |value: Option<f64>| 100.0 * value.unwrap_or(f64::NAN);
    let note = |low: Option<f64>, high: Option<f64>| format!("{} to {}", percent(low), percent(high));
    let mut all = Vec::new();
    for goal in goals {
        let own = &goal.result.probability;
        let mut kinds = vec![Kind { name: "sampling", range: [own.low, own.high], note: note(own.low, own.high), marks: Vec::new() }];
        kinds.extend(goal.inputs.as_ref().map(|inputs| {
            let range = [inputs.probability_p10.value, inputs.probability_p90.value];
            Kind { name: "inputs", range, note: note(range[0], range[1]), marks: Vec::new() }
        }));
        kinds.extend(goal.probability_range().map(|range| {
            let range = range.map(|quantity| quantity.value);
            let marks = goal.alternatives.iter().map(|alternative| &alternative.result.probability).collect();
            Kind { name: "scenarios", range, note: note(range[0], range[1]), marks }
        }));
        all.extend(rows(goal, own, kinds, place));
    }
    Ranges {
        name: "doubt-probability".to_owned(),
        title: "Uncertainty of the probability of arrival",
        subtitle: "sampling: 95% interval; inputs: P10 to P90; scenarios: lowest to highest",
        what: &format!("probability of arrival by the end of {}, %", found.month),
        axis: [0.0, 100.0],
        ticks: charts::ticks([0.0, 100.0], false),
        legend: legend(),
        rows: &all,
        print,
        ink: ALLIES,
        labels: 96.0,
        notes: 86.0,
    }
    .draw()
}

/// Ranges of the median month of arrival.
pub(super) fn medians(found: &DoubtFindings, goals: &[&GoalUncertainty], print: &str) -> Figure {
    let grid = found.grid;
    let place = |value: Option<f64>| decimal_year(grid, value);
    let mut all = Vec::new();
    for goal in goals {
        let own = &goal.result.median;
        let ends = [own.low, own.high].map(|end| Quantity { value: end, low: None, high: None, ..own.clone() });
        let mut kinds = vec![Kind { name: "sampling", range: [own.low, own.high], note: month_range([&ends[0], &ends[1]]), marks: Vec::new() }];
        kinds.extend(goal.inputs.as_ref().map(|inputs| {
            let range = [&inputs.median_p10, &inputs.median_p90];
            Kind { name: "inputs", range: range.map(|quantity| quantity.value), note: month_range(range), marks: Vec::new() }
        }));
        kinds.extend(goal.median_range().map(|range| {
            let marks = goal.alternatives.iter().map(|alternative| &alternative.result.median).collect();
            Kind { name: "scenarios", range: range.map(|quantity| quantity.value), note: month_range(range), marks }
        }));
        all.extend(rows(goal, own, kinds, place));
    }
    let [first, last] = [f64::from(grid.year(0)), f64::from(grid.year(grid.count() - 1) + 1)];
    Ranges {
        name: "doubt-median".to_owned(),
        title: "Uncertainty of the median month of arrival",
        subtitle: "sampling: 95% interval; inputs: P10 to P90; scenarios: earliest to latest",
        what: "month by which half of the trials have arrived",
        axis: [first, last + 2.2],
        ticks: ticks(first, last),
        legend: legend(),
        rows: &all,
        print,
        ink: ALLIES,
        labels: 96.0,
        notes: 136.0,
    }
    .draw()
}

/// Ticks at round years, and one for never beyond the end.
fn ticks(first: f64, last: f64) -> Vec<(f64, String)> {
    let every = if last - first > 12.0 { 5.0 } else { 2.0 };
    let mut ticks: Vec<(f64, String)> = Vec::new();
    let mut year = (first / every).ceil() * every;
    while year <= last - 3.0 {
        // A later label would overlap the label of never.
        ticks.push((year, format!("{year:.0}")));
        year += every;
    }
    ticks.push((last + 1.5, "never".to_owned()));
    ticks
}

/// Month as a decimal year; never lies a year and a half beyond the end.
fn decimal_year(grid: MonthGrid, month: Option<f64>) -> f64 {
    grid.decimal_year(month.unwrap_or(grid.count() as f64 + NEVER))
}
