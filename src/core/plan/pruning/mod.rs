//! Pruning: removes from a scenario everything that cannot affect whether and when its goals arrive.
//!
//! The rest keeps its random streams, so that arrivals are the same bit by bit; shortages, jobs and money are not kept. Two routes depend on each other where
//! they share a source, a capacity or a buffer. Only the structure of the file decides what is removed, not the size of an effect.

mod cut;

use std::collections::BTreeSet;

use super::Plan;
use super::elements::Element;
use super::schedule::full_name;
use crate::scenario::{Measure, Name, Node, RegimeFactors, Scenario, Test, When};

/// A scenario that can be pruned to what some of its goals need.
#[derive(Clone, Copy, Debug)]
pub struct Prunable<'s>(&'s Scenario);

impl<'s> Prunable<'s> {
    /// The whole scenario.
    #[must_use]
    pub fn new(scenario: &'s Scenario) -> Self {
        Self(scenario)
    }

    /// The scenario pruned to the goals of these names.
    #[must_use]
    pub fn for_goals(self, goals: &[String]) -> Pruned {
        let mut needs = Needs::new(self.0);
        for goal in goals {
            needs.goal(goal);
        }
        while needs.grow() {}
        needs.cut()
    }
}

/// A scenario pruned to what some of its goals need.
#[derive(Clone, Debug)]
pub struct Pruned {
    /// The pruned scenario.
    scenario: Scenario,
    /// Drivers that are drawn only because others are correlated with them.
    idle: BTreeSet<String>,
}

impl Pruned {
    /// The pruned scenario, compiled; `None` where the whole scenario does not compile.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        super::compile(&self.scenario).0
    }

    /// Whether an element of that plan can affect a goal.
    #[must_use]
    pub fn moved_by(&self, element: &Element) -> bool {
        element.path.strip_prefix("drivers.").is_none_or(|driver| !self.idle.contains(driver))
    }
}

/// Elements of a scenario that are needed.
struct Needs<'s> {
    whole: &'s Scenario,
    goals: BTreeSet<&'s str>,
    /// Minerals whose market a goal tests, each with whether suppliers matter too.
    measured: Vec<(&'s str, bool)>,
    minerals: BTreeSet<&'s str>,
    /// Routes whose arrivals a goal tests.
    asked: BTreeSet<usize>,
    /// These routes and the routes that they depend on.
    routes: BTreeSet<usize>,
    nodes: BTreeSet<&'s str>,
    /// `project.stage`.
    stages: BTreeSet<String>,
    regimes: BTreeSet<&'s str>,
    hazards: BTreeSet<&'s str>,
}

impl<'s> Needs<'s> {
    fn new(whole: &'s Scenario) -> Self {
        Self {
            whole,
            goals: BTreeSet::new(),
            measured: Vec::new(),
            minerals: BTreeSet::new(),
            asked: BTreeSet::new(),
            routes: BTreeSet::new(),
            nodes: BTreeSet::new(),
            stages: BTreeSet::new(),
            regimes: BTreeSet::new(),
            hazards: BTreeSet::new(),
        }
    }

    fn goal(&mut self, name: &str) {
        if let Some(goal) = self.whole.goals.iter().find(|goal| goal.name.value == name)
            && self.goals.insert(&goal.name.value)
        {
            self.test(&goal.item.test);
        }
    }

    fn test(&mut self, test: &'s Test) {
        match test {
            Test::Goal(name) => self.goal(&name.value),
            Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => parts.iter().for_each(|part| self.test(part)),
            Test::Measure { mineral, origin, measure, .. } => {
                let from_routes = *measure == Measure::ShareOfDemand;
                let by_route = |origin: &Name| self.whole.routes.iter().any(|route| route.item.origin.value == origin.value);
                let only_routes = from_routes && origin.as_ref().is_none_or(by_route);
                self.market(&mineral.value, origin.as_ref().filter(|_| from_routes), !only_routes);
            }
        }
    }

    /// Adds a market with the routes that bring the mineral: those of one origin, or all; `suppliers` says whether suppliers matter too.
    fn market(&mut self, mineral: &'s str, origin: Option<&Name>, suppliers: bool) {
        for (r, route) in self.whole.routes.iter().enumerate() {
            let brings = route.item.mineral.value == mineral || route.item.carries.iter().any(|by| by.name.value == mineral);
            if brings && origin.is_none_or(|origin| origin.value == route.item.origin.value) {
                self.asked.insert(r);
                self.routes.insert(r);
            }
        }
        match self.measured.iter_mut().find(|(known, _)| *known == mineral) {
            Some((_, known)) => *known |= suppliers,
            None => self.measured.push((mineral, suppliers)),
        }
    }

    /// Adds the regimes that control suppliers of a tested market, or make its buyers buy ahead.
    fn markets(&mut self) {
        let whole = self.whole;
        for &(name, suppliers) in &self.measured {
            self.minerals.insert(name);
            let mineral = whole.minerals.iter().filter(|mineral| suppliers && mineral.name.value == name);
            for mineral in mineral.map(|mineral| &mineral.item) {
                let controls = mineral.suppliers.iter().filter_map(|supplier| supplier.item.controlled_by.as_ref());
                self.regimes.extend(controls.map(|regime| regime.value.as_str()));
                self.regimes.extend(mineral.response.iter().flat_map(|response| named_in(&response.precaution)));
            }
        }
    }

    /// Adds what the elements found so far need in turn; returns whether anything was added.
    fn grow(&mut self) -> bool {
        let before = self.count();
        let whole = self.whole;
        self.markets();
        for &r in &self.routes {
            let route = &whole.routes[r].item;
            self.minerals.insert(&route.mineral.value);
            if self.asked.contains(&r) {
                self.regimes.extend(route.controlled_by.iter().map(|regime| regime.value.as_str()));
                self.regimes.extend(named_in(&route.flow));
            }
            self.nodes.extend(route.via.iter().map(|node| node.value.as_str()));
        }
        for (r, route) in whole.routes.iter().enumerate() {
            if route.item.via.iter().any(|via| self.nodes.contains(via.value.as_str()) && self.joins(&via.value)) {
                self.routes.insert(r);
            }
        }
        for node in whole.nodes.iter().filter(|node| self.nodes.contains(node.name.value.as_str())) {
            self.regimes.extend(named_in(&node.item.flow));
            self.hazards.extend(node.item.exposure.iter().map(|named| named.name.value.as_str()));
            self.stages.extend(openings(&node.item).map(str::to_owned));
        }
        self.grow_projects();
        for hazard in whole.hazards.iter().filter(|hazard| self.hazards.contains(hazard.name.value.as_str())) {
            self.regimes.extend(named_in(&hazard.item.level));
        }
        self.count() > before
    }

    fn grow_projects(&mut self) {
        let whole = self.whole;
        for project in &whole.projects {
            let name = &project.name.value;
            let full = |stage: &str| full_name(name, stage);
            if !project.item.stages.iter().any(|stage| self.stages.contains(&full(&stage.name.value))) {
                continue;
            }
            self.hazards.extend(project.item.exposure.iter().map(|named| named.name.value.as_str()));
            for stage in &project.item.stages {
                // An operator that is suspended because of one of its sites leaves all of them.
                if stage.item.exposure.iter().any(|named| self.suspends(&named.name.value)) {
                    self.stages.insert(full(&stage.name.value));
                }
                if self.stages.contains(&full(&stage.name.value)) {
                    self.hazards.extend(stage.item.exposure.iter().map(|named| named.name.value.as_str()));
                    self.regimes.extend(named_in(&stage.item.pace));
                    if let Some(mineral) = &stage.item.price_of {
                        self.market(&mineral.value, None, true);
                    }
                    self.stages.extend(stage.item.after.iter().chain(&stage.item.after_any).map(|before| full(&before.value)));
                }
            }
            for node in &whole.nodes {
                let own = matches!(&node.item.opens, Some(When::Stage(stage)) if stage.value.split_once('.').is_some_and(|(of, _)| of == name));
                if own && node.item.exposure.iter().any(|named| self.suspends(&named.name.value)) {
                    self.nodes.insert(&node.name.value);
                }
            }
        }
    }

    fn count(&self) -> usize {
        self.measured.iter().map(|(_, suppliers)| 1 + usize::from(*suppliers)).sum::<usize>()
            + self.asked.len()
            + self.routes.len()
            + self.nodes.len()
            + self.stages.len()
            + self.regimes.len()
            + self.hazards.len()
    }

    fn suspends(&self, hazard: &str) -> bool {
        let hazard = self.whole.hazards.iter().find(|named| named.name.value == hazard);
        hazard.is_some_and(|hazard| hazard.item.classes.iter().any(|class| class.item.suspends.is_some()))
    }

    /// Whether routes through a node affect each other there.
    fn joins(&self, name: &str) -> bool {
        let passing = self.whole.routes.iter().filter(|route| route.item.via.iter().any(|via| via.value == name));
        let limited = self.whole.nodes.iter().find(|node| node.name.value == name).is_some_and(|node| {
            let node = &node.item;
            node.capacity.is_some() || !node.expansions.is_empty() || node.buffer.is_some() || node.stock.is_some()
        });
        // A node without a limit depends on whether anything is offered at all, which can affect a buffer upstream.
        let buffered = |via: &Name| self.whole.nodes.iter().any(|node| node.name.value == via.value && node.item.buffer.is_some());
        limited
            || passing.clone().any(|route| route.item.via.first().is_some_and(|source| source.value == name))
            || passing.clone().any(|route| route.item.via.iter().take_while(|via| via.value != name).any(buffered))
    }
}

fn named_in(factors: &RegimeFactors) -> impl Iterator<Item = &str> {
    factors.iter().map(|regime| regime.name.value.as_str())
}

/// Stages that open or close a node or its expansions.
fn openings(node: &Node) -> impl Iterator<Item = &str> {
    let moments = node.opens.iter().chain(&node.closes).chain(node.expansions.iter().filter_map(|expansion| expansion.opens.as_ref()));
    moments.filter_map(|when| match when {
        When::Stage(stage) => Some(stage.value.as_str()),
        When::Date(_) => None,
    })
}
