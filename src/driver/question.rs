//! Goal and year of a question: lookup by name and by calendar year.

use std::collections::BTreeMap;

use super::Failure;
use crate::plan::Plan;
use crate::units::nearest;

/// Index of the goal with this name, or of the first goal.
///
/// # Errors
/// Where there is no such goal; the message names the nearest one.
pub fn goal_named(plan: &Plan, name: Option<&str>) -> Result<usize, Failure> {
    let names = || plan.goals.goals.iter().map(|goal| goal.name.as_str());
    let Some(name) = name else {
        return if plan.goals.goals.is_empty() { Err(Failure::Input("the scenario has no goal".to_owned())) } else { Ok(0) };
    };
    names().position(|known| known == name).ok_or_else(|| {
        let help = nearest(name, names())
            .map_or_else(|| format!("goals: {}", names().collect::<Vec<_>>().join(", ")), |near| format!("did you mean {near}?"));
        Failure::Input(format!("there is no goal {name}; {help}"))
    })
}

/// Indices of the goals with these names, each once, or of the first goal where none is named.
///
/// # Errors
/// Those of [`goal_named`].
pub fn goals_named(plan: &Plan, names: &[String]) -> Result<Vec<usize>, Failure> {
    if names.is_empty() {
        return goal_named(plan, None).map(|goal| vec![goal]);
    }
    let mut goals = Vec::new();
    for name in names {
        let goal = goal_named(plan, Some(name))?;
        if !goals.contains(&goal) {
            goals.push(goal);
        }
    }
    Ok(goals)
}

/// Years in rising order with their last months, or the middle one of the report years where none is asked for.
///
/// # Errors
/// Those of [`month_of_year`].
pub fn months_of_years(plan: &Plan, years: &[i32]) -> Result<BTreeMap<i32, usize>, Failure> {
    let month = |year: Option<i32>| month_of_year(plan, year).map(|month| (plan.grid.year(month), month));
    if years.is_empty() { Ok(BTreeMap::from([month(None)?])) } else { years.iter().map(|&year| month(Some(year))).collect() }
}

/// Last month of the year; without a year, of the year that reports name where they name one.
///
/// # Errors
/// Where the year lies outside the months of the scenario.
pub fn month_of_year(plan: &Plan, year: Option<i32>) -> Result<usize, Failure> {
    let grid = plan.grid;
    match year {
        None => Ok(plan.report.main_year(grid).0),
        Some(year) => grid.last_month_of(year).ok_or_else(|| {
            Failure::Input(format!("the scenario runs from {} to {}; {year} lies outside", grid.label(0), grid.label(grid.count() - 1)))
        }),
    }
}
