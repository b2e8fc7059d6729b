//! Scenario discovery on pages: sentences, tables, figures, JSON and CSV.

mod chapter;
mod phrases;
mod sentences;

use serde_json::{Value, json};

use super::charts::Figure;
use super::csv::{Csv, short};
use crate::study::Share;
use crate::study::discovery::{Discovery, FoundBox, FoundLimit, Side};

pub use chapter::discovery_chapter;
pub use phrases::phrase;
pub use sentences::sentences as discovery_sentences;

/// All that was discovered. Shares are `[share, standard error]` with their 95% intervals beside.
#[must_use]
pub fn discovery_json(found: &Discovery) -> Value {
    json!({
        "title": found.title,
        "goal": found.goal,
        "by": found.by,
        "describes": if found.of_failures { "not arrived" } else { "arrived" },
        "share": share(&found.rarer),
        "seed": found.seed,
        "trials": { "all": found.trials[0], "found_on": found.trials[1], "confirmed_on": found.trials[2], "counted_on": found.trials[3] },
        "columns": found.columns,
        "sentences": sentences::sentences(found),
        "boxes": found.boxes.iter().map(one_box).collect::<Vec<_>>(),
        "end": found.end,
    })
}

fn one_box(one: &FoundBox) -> Value {
    json!({
        "limits": one.limits.iter().map(limit).collect::<Vec<_>>(),
        "density": share(&one.density),
        "coverage": share(&one.coverage),
        "mass": share(&one.mass),
        "trials_inside": one.inside[0],
        "of_interest_inside": one.inside[1],
        "density_where_found": share(&one.found_density),
        "step": one.step,
        "trajectory": one.trajectory.iter().map(|[mass, coverage, density, limits]| json!({
            "mass": mass, "coverage": coverage, "density": density, "limits": limits,
        })).collect::<Vec<_>>(),
    })
}

fn limit(limit: &FoundLimit) -> Value {
    json!({
        "column": limit.column.name,
        "unit": limit.column.unit,
        "inside": side(limit),
        "value": limit.value,
        "words": phrases::phrase(limit),
        "quasi_p": limit.quasi_p,
        "p_confirmed": limit.confirmed_p,
        "again": share(&limit.again),
        "density_without": share(&limit.without),
        "spread": { "ends": limit.spread.ends, "all": limit.spread.all, "of_interest": limit.spread.hits, "never": limit.spread.never },
    })
}

fn share(share: &Share) -> Value {
    json!({ "share": [share.share, share.standard_error], "low": share.low, "high": share.high })
}

fn side(limit: &FoundLimit) -> &'static str {
    if limit.side == Side::Above { "above" } else { "below" }
}

/// A row for each limit of each box.
#[must_use]
pub fn discovery_csv(found: &Discovery) -> String {
    let mut csv = Csv::new(&[
        "box",
        "density",
        "density_low",
        "density_high",
        "coverage",
        "coverage_low",
        "coverage_high",
        "mass",
        "trials_inside",
        "column",
        "inside",
        "value",
        "unit",
        "quasi_p",
        "p_confirmed",
        "density_without",
        "again",
    ]);
    for (i, one) in found.boxes.iter().enumerate() {
        for limit in &one.limits {
            let shares = [&one.density, &one.coverage].into_iter().flat_map(|share| [share.share, share.low, share.high].map(short));
            let mut row: Vec<String> = std::iter::once((i + 1).to_string()).chain(shares).collect();
            row.extend([
                short(one.mass.share),
                one.inside[0].to_string(),
                limit.column.name.clone(),
                side(limit).to_owned(),
                limit.value.to_string(),
            ]);
            row.push(limit.column.unit.clone());
            row.extend([limit.quasi_p, limit.confirmed_p, limit.without.share, limit.again.share].map(short));
            csv.row(&row);
        }
    }
    csv.text().to_owned()
}

/// The steps of one box's peeling.
fn trajectory_csv(one: &FoundBox) -> Csv {
    let mut csv = Csv::new(&["step", "mass", "coverage", "density", "limits", "taken"]);
    for (step, milestone) in one.trajectory.iter().enumerate() {
        let mut row = vec![step.to_string()];
        row.extend(milestone.map(short));
        row.push(if step == one.step { "yes" } else { "no" }.to_owned());
        csv.row(&row);
    }
    csv
}

/// The figures of a discovery with `small_print` under each: for each box its trajectory, and its limits.
#[must_use]
pub fn discovery_figures(found: &Discovery, small_print: &str) -> Vec<Figure> {
    let each = |(i, one)| [super::charts::trajectory(found, i, one, small_print), super::charts::limits(found, i, one, small_print)];
    found.boxes.iter().enumerate().flat_map(each).collect()
}
