//! Removal of what is not needed from a scenario.

use std::collections::BTreeSet;

use super::{Needs, Pruned};
use crate::plan::schedule::full_name;
use crate::scenario::{DistributionSpec, Mineral, Named, Scenario};

impl Needs<'_> {
    /// The scenario reduced to what is needed, in the order of the file.
    pub(super) fn cut(self) -> Pruned {
        let mut scenario = self.whole.clone();
        scenario.goals.retain(|goal| self.goals.contains(goal.name.value.as_str()));
        scenario.minerals.retain(|mineral| self.minerals.contains(mineral.name.value.as_str()));
        for mineral in &mut scenario.minerals {
            let measured = self.measured.iter().find(|(name, _)| *name == mineral.name.value);
            strip(mineral, measured.map(|&(_, suppliers)| suppliers));
        }
        for (r, route) in scenario.routes.iter_mut().enumerate() {
            let route = &mut route.item;
            (route.payable, route.royalty) = (None, None);
            let asked = self.asked.contains(&r);
            route.carries.retain(|by| asked && self.measured.iter().any(|(name, _)| *name == by.name.value));
            if !asked {
                // No goal depends on what happens after its last node.
                (route.offtake, route.controlled_by, route.dependence) = (None, None, None);
                route.flow.clear();
            }
        }
        let mut place = 0..;
        scenario.routes.retain(|_| place.next().is_some_and(|r| self.routes.contains(&r)));
        scenario.nodes.retain(|node| self.nodes.contains(node.name.value.as_str()));
        scenario.nodes.iter_mut().for_each(|node| node.item.jobs = None);
        for project in &mut scenario.projects {
            let name = project.name.value.clone();
            project.item.stages.retain(|stage| self.stages.contains(&full_name(&name, &stage.name.value)));
            project.item.stages.iter_mut().for_each(|stage| stage.item.jobs = None);
        }
        scenario.projects.retain(|project| !project.item.stages.is_empty());
        scenario.regimes.retain(|regime| self.regimes.contains(regime.name.value.as_str()));
        scenario.hazards.retain(|hazard| self.hazards.contains(hazard.name.value.as_str()));
        scenario.levers.clear();
        let tied: BTreeSet<String> =
            scenario.projects.iter().flat_map(|p| &p.item.stages).flat_map(|s| s.item.ties()).map(|tied| tied.factor.value.clone()).collect();
        scenario.factors.retain(|factor| tied.contains(&factor.name.value));
        let idle = cut_drivers(&mut scenario);
        Pruned { scenario, idle }
    }
}

/// Reduces a mineral to what its market needs: nothing where no goal tests it, and demand where only arrivals count.
fn strip(mineral: &mut Named<Mineral>, suppliers: Option<bool>) {
    let mineral = &mut mineral.item;
    mineral.price = None;
    if suppliers != Some(true) {
        mineral.suppliers.clear();
        (mineral.inventory, mineral.response) = (None, None);
    }
    if suppliers.is_none() {
        mineral.growth = None;
        (mineral.demand.distribution, mineral.demand.planned, mineral.demand.clamp) = (DistributionSpec::Constant(1.0), None, None);
        mineral.demand.scale.clear();
    }
}

/// Removes drivers that nothing names. Correlated drivers stay together, because they are drawn together; those that nothing names are returned.
fn cut_drivers(scenario: &mut Scenario) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for located in scenario.inputs().iter().filter(|located| !located.path.starts_with("drivers.")) {
        used.extend(located.input.scale.iter().map(|name| name.value.clone()));
        if let DistributionSpec::Driver(name) = &located.input.distribution {
            used.insert(name.value.clone());
        }
    }
    let joined: BTreeSet<String> = scenario.correlations.iter().flat_map(|c| &c.between).map(|name| name.value.clone()).collect();
    if joined.is_disjoint(&used) {
        scenario.correlations.clear();
    }
    let kept = |name: &str| used.contains(name) || (!joined.is_disjoint(&used) && joined.contains(name));
    scenario.drivers.retain(|driver| kept(&driver.name.value));
    scenario.drivers.iter().map(|driver| driver.name.value.clone()).filter(|name| !used.contains(name)).collect()
}
