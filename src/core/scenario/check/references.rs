//! That every name which a table uses is defined.

use crate::scenario::model::{PerMineral, RegimeFactors, When};
use crate::scenario::place::{Name, Named};
use crate::scenario::tables::{Response, Scenario, Stage, State};
use crate::units::Problems;

use super::names::{Names, intended, known, known_state};

/// Checks all names save those of states among themselves, of drivers and of goals.
pub fn check(scenario: &Scenario, names: &Names, problems: &mut Problems) {
    let mut checker = Checker { names, problems };
    for mineral in &scenario.minerals {
        for supplier in &mineral.item.suppliers {
            checker.regime(supplier.item.controlled_by.as_ref());
        }
        if let Some(response) = &mineral.item.response {
            checker.factors(&response.precaution);
        }
    }
    for regime in &scenario.regimes {
        for state in &regime.item.states {
            checker.state(&state.item);
        }
    }
    for hazard in &scenario.hazards {
        checker.factors(&hazard.item.level);
    }
    for project in &scenario.projects {
        checker.exposure(&project.item.exposure);
        for stage in &project.item.stages {
            checker.stage(&stage.item, &project.name.value);
        }
    }
    for node in scenario.nodes.iter().map(|node| &node.item) {
        checker.exposure(&node.exposure);
        checker.factors(&node.flow);
        checker.per_mineral(node.capacity.as_ref());
        checker.per_mineral(node.recovery.as_ref());
        checker.when(node.opens.as_ref());
        checker.when(node.closes.as_ref());
        for expansion in &node.expansions {
            checker.when(expansion.opens.as_ref());
            checker.per_mineral(Some(&expansion.capacity));
        }
    }
    let through = scenario.minerals.iter().filter_map(|mineral| mineral.item.response.as_ref()).flat_map(Response::origins);
    let origins: Vec<&str> = checker.names.origins.iter().copied().chain(through).collect();
    for origin in &scenario.origins {
        known("supplier or origin", &origin.name, &origins, checker.problems);
    }
    for route in scenario.routes.iter().map(|route| &route.item) {
        checker.mineral(&route.mineral);
        checker.regime(route.controlled_by.as_ref());
        checker.factors(&route.flow);
        for node in &route.via {
            known("node", node, &checker.names.nodes, checker.problems);
        }
        for carried in &route.carries {
            if checker.mineral(&carried.name) && carried.name.value == route.mineral.value {
                let message = format!("a route of `{}` carries `{}`", route.mineral.value, carried.name.value);
                checker.problems.error(carried.name.place, message, "expected another mineral", None);
            }
        }
    }
    checker.unused(scenario);
}

struct Checker<'c, 's> {
    names: &'c Names<'s>,
    problems: &'c mut Problems,
}

impl Checker<'_, '_> {
    fn mineral(&mut self, name: &Name) -> bool {
        known("mineral", name, &self.names.minerals, self.problems)
    }

    fn regime(&mut self, name: Option<&Name>) {
        if let Some(name) = name {
            let regimes: Vec<&str> = self.names.regimes.iter().map(|(name, _)| *name).collect();
            known("regime", name, &regimes, self.problems);
        }
    }

    fn factors(&mut self, factors: &RegimeFactors) {
        for regime in factors {
            self.regime(Some(&regime.name));
            if let Some(states) = self.names.states(&regime.name.value) {
                for state in &regime.item {
                    known_state(&regime.name.value, &state.name, states, self.problems);
                }
            }
        }
    }

    fn exposure<T>(&mut self, exposure: &[Named<T>]) {
        for hazard in exposure {
            known("hazard", &hazard.name, &self.names.hazards, self.problems);
        }
    }

    fn state(&mut self, state: &State) {
        for mineral in &state.minerals {
            self.mineral(&mineral.name);
        }
        for supplier in &state.suppliers {
            known("supplier or origin", &supplier.name, &self.names.origins, self.problems);
        }
    }

    fn stage(&mut self, stage: &Stage, project: &str) {
        for name in stage.after.iter().chain(&stage.after_any) {
            if self.names.stage(&name.value, Some(project)).is_none() {
                self.names.unknown_stage(name, Some(project), self.problems);
            }
        }
        if let Some(name) = stage.price_of.as_ref().filter(|_| stage.price_elasticity.is_some())
            && self.mineral(name)
            && !self.names.clearing.contains(&name.value.as_str())
        {
            let message = format!("mineral `{}` has no `response`", name.value);
            self.problems.error(name.place, message, "its price index is always 1", None);
        }
        for tied in stage.ties() {
            known("factor", &tied.factor, &self.names.factors, self.problems);
        }
        self.factors(&stage.pace);
        self.exposure(&stage.exposure);
    }

    fn when(&mut self, when: Option<&When>) {
        if let Some(When::Stage(name)) = when
            && self.names.stage(&name.value, None).is_none()
        {
            self.names.unknown_stage(name, None, self.problems);
        }
    }

    fn per_mineral(&mut self, figures: Option<&PerMineral>) {
        if let Some(PerMineral::Each(figures)) = figures {
            for figure in figures {
                self.mineral(&figure.name);
            }
        }
    }

    /// Hazards that strike nothing, regimes that control nothing and factors of nothing run, but hardly as meant.
    fn unused(&mut self, scenario: &Scenario) {
        let stages = scenario.projects.iter().flat_map(|project| project.item.stages.iter().map(|stage| &stage.item));
        let exposures = scenario.projects.iter().flat_map(|project| &project.item.exposure);
        let exposures = exposures.chain(stages.clone().flat_map(|stage| &stage.exposure));
        let exposures = exposures.chain(scenario.nodes.iter().flat_map(|node| &node.item.exposure));
        let tied: Vec<&str> = stages.clone().flat_map(Stage::ties).filter_map(|tied| intended(&tied.factor.value, &self.names.factors)).collect();
        for factor in scenario.factors.iter().filter(|factor| !tied.contains(&factor.name.value.as_str())) {
            let message = format!("nothing depends on factor `{}`", factor.name.value);
            let help = format!("name it where it acts: cancels = {{ probability = 0.2, factor = \"{}\", loading = 0.7 }}", factor.name.value);
            self.problems.warn(factor.name.place, message, "nobody uses it", help);
        }
        let exposed: Vec<&str> = exposures.filter_map(|exposure| intended(&exposure.name.value, &self.names.hazards)).collect();
        for hazard in scenario.hazards.iter().filter(|hazard| !exposed.contains(&hazard.name.value.as_str())) {
            let message = format!("hazard `{}` strikes nothing", hazard.name.value);
            let help = format!("expose a project, stage or node to it: exposure = {{ {} = 0.2 }}", hazard.name.value);
            self.problems.warn(hazard.name.place, message, "nothing is exposed to it", help);
        }
        let suppliers = scenario.minerals.iter().flat_map(|mineral| &mineral.item.suppliers);
        let controls = suppliers.filter_map(|supplier| supplier.item.controlled_by.as_ref());
        let controls = controls.chain(scenario.routes.iter().filter_map(|route| route.item.controlled_by.as_ref()));
        let factors = scenario.hazards.iter().map(|hazard| &hazard.item.level);
        let factors = factors.chain(stages.map(|stage| &stage.pace)).chain(scenario.nodes.iter().map(|node| &node.item.flow));
        let ahead = scenario.minerals.iter().filter_map(|mineral| mineral.item.response.as_ref()).map(|response| &response.precaution);
        let factors = factors.chain(scenario.routes.iter().map(|route| &route.item.flow)).chain(ahead).flatten().map(|regime| &regime.name);
        let regimes: Vec<&str> = self.names.regimes.iter().map(|(name, _)| *name).collect();
        let used: Vec<&str> = controls.chain(factors).filter_map(|name| intended(&name.value, &regimes)).collect();
        for regime in scenario.regimes.iter().filter(|regime| !used.contains(&regime.name.value.as_str())) {
            let message = format!("regime `{}` controls nothing", regime.name.value);
            let help = format!("name it where it acts: controlled_by = \"{}\"", regime.name.value);
            self.problems.warn(regime.name.place, message, "nothing names it", help);
        }
    }
}
