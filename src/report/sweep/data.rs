//! `sweep.json`, `sweep.csv`, `differences.csv` and `points.csv`.

use serde_json::{Map, Value, json};

use crate::report::csv::{Csv, short};
use crate::report::words;
use crate::study::sweep::{Design, GoalAtPoint, SweepFound};
use crate::study::{Estimate, Quantile, Share};
use crate::units::MonthGrid;

/// Heads of a figure with the ends of its interval.
fn with_ends(name: &str) -> [String; 3] {
    [name.to_owned(), format!("{name}_low"), format!("{name}_high")]
}

/// Columns that say where a row stands: point (0 is the scenario as written), what stands at each path, goal.
fn place(found: &SweepFound, point: Option<usize>, goal: usize) -> Vec<String> {
    let design = &found.question.design;
    let values = point.map_or_else(|| vec![String::new(); design.paths.len()], |point| design.points[point].clone());
    let mut cells = vec![point.map_or(0, |point| point + 1).to_string()];
    cells.extend(values);
    cells.push(found.question.goals[goal].name.clone());
    cells
}

/// All points and goals in order, the scenario as written first.
fn rows(found: &SweepFound) -> impl Iterator<Item = (Option<usize>, usize, &GoalAtPoint)> {
    let written = std::iter::once((None, &found.written));
    let points = found.points.iter().enumerate().map(|(point, goals)| (Some(point), goals));
    written.chain(points).flat_map(|(point, goals)| goals.iter().enumerate().map(move |(goal, at)| (point, goal, at)))
}

/// A row for each point and goal, the scenario as written first. Chances are from 0 to 1, intervals 95%.
#[must_use]
pub fn csv(found: &SweepFound) -> Csv {
    let mut heads = vec!["point".to_owned()];
    heads.extend(found.question.design.paths.iter().cloned());
    heads.push("goal".to_owned());
    heads.extend(["p10", "p50", "p90"].iter().flat_map(|name| with_ends(name)));
    heads.extend(found.question.years.iter().flat_map(|year| with_ends(&format!("by_{year}"))));
    heads.extend(
        ["never", "lost", "bridge_p50_t", "bridge_p90_t", "bridge_mean_t", "cost_p50_usd", "cost_p90_usd", "cost_mean_usd"].map(with_ends).concat(),
    );
    heads.push("trials".to_owned());
    let mut csv = Csv::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    let grid = found.question.grid;
    for (point, goal, at) in rows(found) {
        let mut cells = place(found, point, goal);
        for quantile in [&at.p10, &at.p50, &at.p90] {
            cells.extend([quantile.value, quantile.low, quantile.high].map(|month| words::month(grid, month)));
        }
        for share in at.by.iter().chain([&at.never, &at.lost]) {
            cells.extend([share.share, share.low, share.high].map(short));
        }
        for (spread, mean) in [(&at.bridge, &at.bridge_mean), (&at.cost, &at.cost_mean)] {
            for covered in [0.5, 0.9] {
                let quantile = spread.iter().find(|(share, _)| (share - covered).abs() < 1e-9).map(|(_, quantile)| quantile);
                cells.extend(quantile.map_or_else(Default::default, |quantile| [quantile.value, quantile.low, quantile.high].map(short)));
            }
            cells.extend(mean.as_ref().map_or_else(Default::default, estimated));
        }
        cells.push(found.trials.to_string());
        csv.row(&cells);
    }
    csv
}

/// A row for each point and goal: what it is less what the scenario as written is, trial by trial, with its standard error.
#[must_use]
pub fn differences_csv(found: &SweepFound) -> Csv {
    let mut heads = vec!["point".to_owned()];
    heads.extend(found.question.design.paths.iter().cloned());
    heads.push("goal".to_owned());
    let of = |name: &str| [name.to_owned(), format!("{name}_standard_error"), format!("{name}_low"), format!("{name}_high")];
    heads.extend(found.question.years.iter().flat_map(|year| of(&format!("by_{year}"))));
    heads.extend(["never", "months_later", "bridge_mean_t", "cost_mean_usd"].map(of).concat());
    heads.extend(["earlier", "later"].map(with_ends).concat());
    heads.push("trials".to_owned());
    let mut csv = Csv::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    for (point, goal, at) in rows(found).filter(|(point, ..)| point.is_some()) {
        let against = &at.against;
        let mut cells = place(found, point, goal);
        let means = against.by.iter().chain([&against.never, &against.months]).map(Some).chain([against.bridge.as_ref(), against.cost.as_ref()]);
        for mean in means {
            let figures = |mean: &Estimate| {
                let [low, high] = words::interval(mean);
                [mean.mean, mean.standard_error, low, high].map(short)
            };
            cells.extend(mean.map_or_else(Default::default, figures));
        }
        for share in [&against.earlier, &against.later] {
            cells.extend([share.share, share.low, share.high].map(short));
        }
        cells.push(found.trials.to_string());
        csv.row(&cells);
    }
    csv
}

/// The points as `--points` reads them.
#[must_use]
pub fn points_csv(design: &Design) -> Csv {
    let mut csv = Csv::new(&design.paths.iter().map(String::as_str).collect::<Vec<_>>());
    design.points.iter().for_each(|point| csv.row(point));
    csv
}

fn estimated(mean: &Estimate) -> [String; 3] {
    let [low, high] = words::interval(mean);
    [mean.mean, low, high].map(short)
}

/// All that was found, as data; months as `2031-04` or null for never, chances from 0 to 1.
#[must_use]
pub fn json(found: &SweepFound) -> Value {
    let question = &found.question;
    let design = &question.design;
    let point = |values: &[String], goals: &[GoalAtPoint]| {
        let values: Map<String, Value> = design.paths.iter().cloned().zip(values.iter().map(|value| Value::from(value.as_str()))).collect();
        let goals: Map<String, Value> =
            question.goals.iter().zip(goals).map(|(goal, at)| (goal.name.clone(), of_goal(question.grid, &question.years, at))).collect();
        json!({ "values": values, "goals": goals })
    };
    json!({
        "title": question.title,
        "start": question.grid.label(0),
        "end": question.grid.label(question.grid.count() - 1),
        "trials": found.trials,
        "seed": question.seed,
        "design": design.layout,
        "paths": design.paths,
        "years": question.years,
        "goals": question.goals.iter().map(|goal| json!({ "name": goal.name, "title": goal.title, "test": goal.sentence })).collect::<Vec<_>>(),
        "as_written": point(&[], &found.written),
        "points": design.points.iter().zip(&found.points).map(|(values, goals)| point(values, goals)).collect::<Vec<_>>(),
    })
}

fn of_goal(grid: MonthGrid, years: &[i32], at: &GoalAtPoint) -> Value {
    let month = |quantile: &Quantile<Option<usize>>| {
        let label = |month: Option<usize>| month.map(|k| grid.label(k));
        json!({ "month": label(quantile.value), "low": label(quantile.low), "high": label(quantile.high) })
    };
    let amount = |spread: &[(f64, Quantile<f64>)]| -> Value {
        let of = |(share, quantile): &(f64, Quantile<f64>)| {
            (format!("{:.0}%", 100.0 * share), json!({ "value": quantile.value, "low": quantile.low, "high": quantile.high }))
        };
        spread.iter().map(of).collect::<Map<String, Value>>().into()
    };
    let by_year =
        |of: &dyn Fn(usize) -> Value| -> Value { years.iter().enumerate().map(|(i, year)| (year.to_string(), of(i))).collect::<Map<_, _>>().into() };
    let against = &at.against;
    json!({
        "p10": month(&at.p10),
        "p50": month(&at.p50),
        "p90": month(&at.p90),
        "arrived_by": by_year(&|i| chance(&at.by[i])),
        "never": chance(&at.never),
        "lost": chance(&at.lost),
        "bridge_t": amount(&at.bridge),
        "bridge_mean_t": at.bridge_mean.as_ref().map(mean),
        "bridge_cost_usd": amount(&at.cost),
        "bridge_cost_mean_usd": at.cost_mean.as_ref().map(mean),
        "against_as_written": {
            "months_later": mean(&against.months),
            "earlier": chance(&against.earlier),
            "later": chance(&against.later),
            "arrived_by": by_year(&|i| mean(&against.by[i])),
            "never": mean(&against.never),
            "bridge_mean_t": against.bridge.as_ref().map(mean),
            "bridge_cost_mean_usd": against.cost.as_ref().map(mean),
        },
    })
}

fn chance(share: &Share) -> Value {
    json!({ "value": share.share, "standard_error": share.standard_error, "low": share.low, "high": share.high })
}

fn mean(estimate: &Estimate) -> Value {
    let [low, high] = words::interval(estimate);
    json!({ "value": estimate.mean, "standard_error": estimate.standard_error, "low": low, "high": high })
}
