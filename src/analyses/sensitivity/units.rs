//! Units that are exchanged between the two seeds: single elements and groups.
//!
//! Sobol' indices decompose a variance among independent causes. Drivers that a correlation joins are not independent: they form one unit, which
//! belongs to their group where all have the same, and is a group of its own otherwise.

use crate::plan::{Element, ElementKind, Plan};

/// Unit of the design: a single element, or several that are exchanged together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Path of the element, paths joined by ` + ` where several are correlated; for a group its name.
    pub name: String,
    /// Group of its elements; empty where they belong to several.
    pub group: String,
    /// Indices of its elements in [`Units::elements`].
    pub elements: Vec<usize>,
}

/// Units of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units {
    /// Elements that draw something, sorted by path.
    pub elements: Vec<Element>,
    /// Each element, correlated drivers together.
    pub singles: Vec<Unit>,
    /// Groups in the order of the plan, then correlated drivers of several groups.
    pub groups: Vec<Unit>,
}

impl Units {
    /// Units of a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let elements: Vec<Element> = plan.elements().into_iter().filter(|element| !element.keys.is_empty()).collect();
        let mut singles: Vec<Unit> = Vec::new();
        let tied = tied(plan, &elements);
        for (e, element) in elements.iter().enumerate() {
            let members = tied.iter().find(|set| set.contains(&e)).cloned().unwrap_or_else(|| vec![e]);
            if members[0] == e {
                let same = members.iter().all(|&member| elements[member].group == element.group);
                let paths: Vec<&str> = members.iter().map(|&member| elements[member].path.as_str()).collect();
                let group = if same { element.group.clone() } else { String::new() };
                singles.push(Unit { name: paths.join(" + "), group, elements: members });
            }
        }
        let of_group = |group: String| {
            let members = singles.iter().filter(|single| single.group == group).flat_map(|single| single.elements.iter().copied()).collect();
            Unit { name: group.clone(), group, elements: members }
        };
        let mut groups: Vec<Unit> = plan.groups().into_iter().map(of_group).filter(|unit| !unit.elements.is_empty()).collect();
        groups.extend(singles.iter().filter(|single| single.group.is_empty()).cloned());
        Self { elements, singles, groups }
    }

    /// Kind of a unit in a word.
    #[must_use]
    pub fn kind(&self, unit: &Unit) -> &'static str {
        match unit.elements.as_slice() {
            [one] if self.elements[*one].kind == ElementKind::Cancellation && !self.elements[*one].is_event => "unknown fact",
            [one] => match self.elements[*one].kind {
                ElementKind::Driver => "driver",
                ElementKind::Factor => "factor",
                ElementKind::Input => "input",
                ElementKind::Regime => "regime",
                ElementKind::Hazard => "hazard",
                ElementKind::Risk => "risk",
                ElementKind::Cancellation => "cancellation",
            },
            _ => "correlated drivers",
        }
    }
}

/// Sets of elements that a correlation joins.
fn tied(plan: &Plan, elements: &[Element]) -> Vec<Vec<usize>> {
    let Some((joined, copula)) = &plan.copula else { return Vec::new() };
    let place = |joined_place: &usize| elements.iter().position(|element| element.draw == joined.get(*joined_place).copied());
    let mut sets: Vec<Vec<usize>> = copula.dependent_sets().iter().map(|set| set.iter().filter_map(place).collect()).collect();
    for set in &mut sets {
        set.sort_unstable();
    }
    sets.retain(|set| set.len() > 1);
    sets
}
