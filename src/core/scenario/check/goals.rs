//! Goals: that they can be measured inside the horizon, and name what exists.

use crate::scenario::model::{Measure, Test};
use crate::scenario::place::{Name, Named};
use crate::scenario::tables::DEFAULT_SUSTAIN;
use crate::scenario::tables::{Goal, Route, Scenario};
use crate::units::{MonthGrid, Place, Problems};

use super::cycles::{cycles, written};
use super::names::{Names, known, meant};

/// First month in which a goal can hold: the trailing twelve months lie inside the scenario from here on.
const FIRST_MONTH: usize = 11;

/// Checks what goals name, and that they fit into the horizon.
pub fn check(scenario: &Scenario, names: &Names, grid: Option<MonthGrid>, problems: &mut Problems) {
    for goal in &scenario.goals {
        test(&goal.item.test, goal, scenario, names, problems);
        if let Some(grid) = grid {
            fits(goal, grid, problems);
        }
    }
    let names_of = |goal: &Goal| {
        let mut parts = Vec::new();
        goals_in(&goal.test, &mut parts);
        parts.into_iter().filter_map(|name| names.goals.iter().position(|goal| *goal == name.value)).collect()
    };
    let successors: Vec<Vec<usize>> = scenario.goals.iter().map(|goal| names_of(&goal.item)).collect();
    for cycle in cycles(&successors) {
        let circle = written(&cycle, |goal| names.goals[goal]);
        problems.error(scenario.goals[cycle[0]].name.place, format!("goals name each other: {circle}"), "this goal is part of itself", None);
    }
    if scenario.goals.is_empty() {
        let message = "the scenario has no goal";
        let help = "add one, such as [goals.antimony] with mineral, origin and share_of_demand".to_owned();
        problems.warn(Place::default(), message, "a run will say how much, but not when", help);
    }
}

fn goals_in<'t>(test: &'t Test, found: &mut Vec<&'t Name>) {
    match test {
        Test::Measure { .. } => {}
        Test::Goal(name) => found.push(name),
        Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => parts.iter().for_each(|part| goals_in(part, found)),
    }
}

fn fits(goal: &Named<Goal>, grid: MonthGrid, problems: &mut Problems) {
    let sustain = goal.item.sustain.as_ref().map_or(DEFAULT_SUSTAIN, |sustain| sustain.value);
    let needed = FIRST_MONTH + sustain as usize;
    if grid.count() < needed {
        let place = goal.item.sustain.as_ref().map_or(goal.item.place, |sustain| sustain.place);
        let message = format!("goal `{}` needs {needed} months, the scenario has {}", goal.name.value, grid.count());
        let label = format!("it is tested from month 12 on and must hold for {sustain} months");
        problems.error(place, message, label, "move `end`, or lower `sustain`".to_owned());
    }
}

fn test(test: &Test, goal: &Named<Goal>, scenario: &Scenario, names: &Names, problems: &mut Problems) {
    match test {
        Test::Measure { mineral, origin, measure, .. } => {
            if known("mineral", mineral, &names.minerals, problems) {
                measured(mineral, origin.as_ref(), *measure, goal, (scenario, names), problems);
            }
        }
        Test::Goal(name) => {
            known("goal", name, &names.goals, problems);
        }
        Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => {
            for part in parts {
                self::test(part, goal, scenario, names, problems);
            }
        }
    }
}

/// Arrivals need a route of that mineral and origin; what the controls held back needs controls.
fn measured(
    mineral: &Name,
    origin: Option<&Name>,
    measure: Measure,
    goal: &Named<Goal>,
    (scenario, names): (&Scenario, &Names),
    problems: &mut Problems,
) {
    if !measure.has_origin() {
        return;
    }
    // A misspelt mineral of a route was reported; the route may well be the one that is meant.
    let is_it = |name: &Name| name.value == mineral.value || !names.minerals.contains(&name.value.as_str());
    let brings = |route: &Route| is_it(&route.mineral) || route.carries.iter().any(|carried| is_it(&carried.name));
    let bringing: Vec<&Route> = scenario.routes.iter().map(|route| &route.item).filter(|route| brings(route)).collect();
    let goal_name = &goal.name.value;
    if bringing.is_empty() {
        let message = format!("goal `{goal_name}` measures arrivals of `{}`, which no route carries", mineral.value);
        problems.error(mineral.place, message, "nothing of it ever arrives", "add a route, or measure free_share_of_demand".to_owned());
    } else if let Some(origin) = origin
        && !bringing.iter().any(|route| route.origin.value == origin.value)
    {
        let mut origins: Vec<&str> = bringing.iter().map(|route| route.origin.value.as_str()).collect();
        origins.sort_unstable();
        origins.dedup();
        let message = format!("no route brings `{}` from `{}`", mineral.value, origin.value);
        problems.error(origin.place, message, "not an origin of it", meant(origin, &origins, "route"));
    }
    let suppliers = scenario.minerals.iter().filter(|each| each.name.value == mineral.value).flat_map(|each| &each.item.suppliers);
    let controlled = suppliers.filter(|supplier| supplier.item.controlled_by.is_some()).count();
    if measure == Measure::CoversWithheld && controlled == 0 && !bringing.iter().any(|route| route.controlled_by.is_some()) {
        let message = format!("goal `{goal_name}` can never hold: nothing of `{}` is controlled", mineral.value);
        problems.warn(mineral.place, message, "no supplier of it names a regime in `controlled_by`", None);
    }
}
