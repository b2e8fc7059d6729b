//! Tables of `adit causes`: attribution of one statistic, the causes, and all amounts for the CSV files.

use super::findings::{Attribution, CausesFindings, GoalAttribution, Statistic};
use super::wording::{amount, name, shapley, spoken, unit, with_interval};
use crate::report::{Cell, Table, words};

/// Headings of the three amounts of a cause.
const AMOUNTS: [&str; 3] = ["Shapley value", "exclusion", "inclusion"];

/// Attribution of one statistic, the largest Shapley value first, then the interaction and the whole difference.
pub fn attribution(found: &CausesFindings, of: &Attribution) -> Table {
    let unit = unit(of.statistic);
    let caption = format!("{}: amounts attributed to each cause, with 95% intervals.", words::capital(&name(of.statistic)));
    let mut table = AMOUNTS.into_iter().fold(Table::new(caption, &["cause"]), |table, heading| table.in_unit(heading, unit));
    let texts = shapley(of);
    for cause in of.by_size() {
        let (shapley, exclusion, inclusion) = (&of.shapley[cause], &of.exclusion[cause], &of.inclusion[cause]);
        table.row(vec![
            Cell::text(spoken(&found.causes[cause].name)),
            Cell::quantity_as(with_interval(&texts[cause], shapley, of.statistic), shapley),
            Cell::quantity_as(amount(exclusion, of.statistic), exclusion),
            Cell::quantity_as(amount(inclusion, of.statistic), inclusion),
        ]);
    }
    let interaction = Cell::quantity_as(amount(&of.interaction, of.statistic), &of.interaction);
    table.row(vec![Cell::text("interaction"), Cell::number("–", 0.0), interaction, Cell::number("–", 0.0)]);
    let whole = || Cell::quantity_as(amount(&of.difference, of.statistic), &of.difference);
    table.row(vec![Cell::text("whole difference"), whole(), whole(), whole()]);
    table
}

/// Causes with their groups.
pub fn causes(found: &CausesFindings) -> Table {
    let mut table = Table::new("Causes: groups of random elements.", &["cause", "groups", "elements"]);
    for cause in &found.causes {
        let groups: Vec<String> = cause.groups.iter().map(|group| spoken(group)).collect();
        table.row(vec![Cell::text(spoken(&cause.name)), Cell::text(groups.join(", ")), Cell::count(cause.elements as u64)]);
    }
    table
}

/// All amounts of some attributions, for a CSV file.
pub fn all<'a>(found: &CausesFindings, attributions: impl IntoIterator<Item = (&'a GoalAttribution, &'a Attribution)>) -> Table {
    let mut table = Table::new("", &["goal", "statistic", "cause", "groups"]);
    for heading in ["plan", "forecast", "difference", "interaction"].into_iter().chain(AMOUNTS) {
        table = table.and(heading);
    }
    let none = || Cell::text("");
    for (goal, of) in attributions {
        let statistic = key(of.statistic);
        let labels = |cause: &str, groups: &[String]| [goal.goal.clone(), statistic.clone(), cause.to_owned(), groups.join(" ")].map(Cell::text);
        let whole = [&of.planned, &of.forecast, &of.difference, &of.interaction].map(Cell::quantity);
        table.row(labels("", &[]).into_iter().chain(whole).chain([none(), none(), none()]).collect());
        for (place, cause) in found.causes.iter().enumerate() {
            let amounts = [&of.shapley[place], &of.exclusion[place], &of.inclusion[place]].map(Cell::quantity);
            table.row(labels(&cause.name, &cause.groups).into_iter().chain([none(), none(), none(), none()]).chain(amounts).collect());
        }
    }
    table
}

/// Name of a statistic in a CSV file.
fn key(statistic: Statistic) -> String {
    match statistic {
        Statistic::P50 => "P50".to_owned(),
        Statistic::P80 => "P80".to_owned(),
        Statistic::Probability(year) => format!("probability by {year}"),
        Statistic::RestrictedMean => "restricted mean".to_owned(),
    }
}
