//! Every input of a scenario with its path.

use super::forms;
use super::grammar::{Form, Range, Shape};
use super::model::{Goal, Input, Lever, Named, Node, PerMineral, RegimeFactors, Route, Scenario, Stage, StateFlow, Test};

/// An input, the dotted path under which it is drawn, and the numbers that it may take.
#[derive(Clone, Debug)]
pub struct Located<'s> {
    /// The file's own keys: `nodes.mine.capacity`.
    pub path: String,
    /// The range of the quantity that it stands for.
    pub range: Range,
    /// The input.
    pub input: &'s Input,
}

impl Scenario {
    /// Every input that the file gives, in the order of the model's tables; what is left to a default is not among them.
    #[must_use]
    pub fn inputs(&self) -> Vec<Located<'_>> {
        let mut visitor = Visitor { found: Vec::new() };
        for Named { name, item } in &self.drivers {
            visitor.push(format!("drivers.{}", name.value), Range::Any, item);
        }
        visitor.minerals(self);
        visitor.regimes(self);
        visitor.hazards(self);
        for Named { name, item } in &self.projects {
            let path = format!("projects.{}", name.value);
            visitor.by_name(&path, "exposure", Range::Chance, &item.exposure);
            for stage in &item.stages {
                visitor.stage(&format!("{path}.stages.{}", stage.name.value), &stage.item);
            }
        }
        for node in &self.nodes {
            visitor.node(&format!("nodes.{}", node.name.value), &node.item);
        }
        for route in &self.routes {
            visitor.route(&format!("routes.{}", route.name.value), &route.item);
        }
        for Named { name, item: Goal { test, .. } } in &self.goals {
            visitor.test(&format!("goals.{}", name.value), test);
        }
        visitor.found
    }
}

impl Lever {
    /// Every input of the lever, its cost first; `name` is its key in `[levers]`.
    #[must_use]
    pub fn inputs(&self, name: &str) -> Vec<Located<'_>> {
        let cost = Located { path: format!("levers.{name}.cost"), range: Range::Positive, input: &self.cost };
        let figures =
            self.figures.iter().map(|figure| Located { path: format!("levers.{name}: {}", figure.path), range: figure.range, input: &figure.input });
        std::iter::once(cost).chain(figures).collect()
    }
}

struct Visitor<'s> {
    found: Vec<Located<'s>>,
}

impl<'s> Visitor<'s> {
    fn push(&mut self, path: String, range: Range, input: &'s Input) {
        self.found.push(Located { path, range, input });
    }

    /// The inputs of one table, each with the range that the grammar gives its key.
    fn keys(&mut self, path: &str, form: &Form, inputs: &[(&str, Option<&'s Input>)]) {
        for &(key, input) in inputs {
            if let (Some(input), Some(Shape::Input(range))) = (input, form.shape(key)) {
                self.push(format!("{path}.{key}"), range, input);
            }
        }
    }

    fn by_name(&mut self, path: &str, key: &str, range: Range, inputs: &'s [Named<Input>]) {
        for Named { name, item } in inputs {
            self.push(format!("{path}.{key}.{}", name.value), range, item);
        }
    }

    fn factors(&mut self, path: &str, key: &str, factors: &'s RegimeFactors) {
        for regime in factors {
            self.by_name(path, &format!("{key}.{}", regime.name.value), Range::Positive, &regime.item);
        }
    }

    fn per_mineral(&mut self, path: &str, key: &str, range: Range, figures: Option<&'s PerMineral>) {
        match figures {
            Some(PerMineral::All(input)) => self.push(format!("{path}.{key}"), range, input),
            Some(PerMineral::Each(inputs)) => self.by_name(path, key, range, inputs),
            None => {}
        }
    }

    fn minerals(&mut self, scenario: &'s Scenario) {
        for Named { name, item } in &scenario.minerals {
            let path = format!("minerals.{}", name.value);
            let (growth, price, inventory) = (item.growth.as_ref(), item.price.as_ref(), item.inventory.as_ref());
            self.keys(&path, &forms::MINERAL, &[("demand", Some(&item.demand)), ("growth", growth), ("price", price), ("inventory", inventory)]);
            for Named { name, item } in &item.suppliers {
                let path = format!("{path}.suppliers.{}", name.value);
                let (growth, dependence) = (item.growth.as_ref(), item.dependence.as_ref());
                self.keys(&path, &forms::SUPPLIER, &[("share", Some(&item.share)), ("growth", growth), ("dependence", dependence)]);
            }
        }
    }

    fn regimes(&mut self, scenario: &'s Scenario) {
        for regime in &scenario.regimes {
            for Named { name, item } in &regime.item.states {
                let path = format!("regimes.{}.states.{}", regime.name.value, name.value);
                self.keys(&path, &forms::STATE, &[("lasts", item.lasts.as_ref())]);
                self.flow(&path, &item.flow);
                for (key, exceptions) in [("minerals", &item.minerals), ("suppliers", &item.suppliers)] {
                    for Named { name, item } in exceptions {
                        self.flow(&format!("{path}.{key}.{}", name.value), item);
                    }
                }
            }
        }
    }

    fn flow(&mut self, path: &str, flow: &'s StateFlow) {
        let inputs = [("wait", flow.wait.as_ref()), ("passes", flow.passes.as_ref()), ("meanwhile", flow.meanwhile.as_ref())];
        self.keys(path, &forms::STATE_FLOW, &inputs);
    }

    fn hazards(&mut self, scenario: &'s Scenario) {
        for Named { name, item } in &scenario.hazards {
            let path = format!("hazards.{}", name.value);
            self.keys(&path, &forms::HAZARD, &[("rate", Some(&item.rate)), ("trend", item.trend.as_ref())]);
            self.factors(&path, "level", &item.level);
            if let Some(excitation) = &item.excitation {
                let inputs = [("branching", Some(&excitation.branching)), ("decay", Some(&excitation.decay))];
                self.keys(&format!("{path}.excitation"), &forms::EXCITATION, &inputs);
            }
            for Named { name, item } in &item.classes {
                let path = format!("{path}.classes.{}", name.value);
                self.keys(&path, &forms::CLASS, &[("outage", Some(&item.outage)), ("loss", item.loss.as_ref())]);
                if let Some(suspends) = &item.suspends {
                    let inputs = [("probability", Some(&suspends.probability)), ("for", Some(&suspends.duration))];
                    self.keys(&format!("{path}.suspends"), &forms::SUSPENSION, &inputs);
                }
            }
        }
    }

    fn stage(&mut self, path: &str, stage: &'s Stage) {
        let (duration, progress) = (stage.duration.as_ref(), stage.progress.as_ref());
        let (cancels, jobs) = (stage.cancels.as_ref(), stage.jobs.as_ref());
        self.keys(path, &forms::STAGE, &[("duration", duration), ("progress", progress), ("cancels", cancels), ("jobs", jobs)]);
        for Named { name, item } in &stage.risks {
            let inputs = [("probability", Some(&item.probability)), ("delay", Some(&item.delay))];
            self.keys(&format!("{path}.risks.{}", name.value), &forms::RISK, &inputs);
        }
        self.factors(path, "pace", &stage.pace);
        self.by_name(path, "exposure", Range::Chance, &stage.exposure);
    }

    fn node(&mut self, path: &str, node: &'s Node) {
        self.per_mineral(path, "capacity", Range::Positive, node.capacity.as_ref());
        let (stretch, life, grade) = (node.stretch.as_ref(), node.life.as_ref(), node.grade.as_ref());
        let (lag, buffer, stock, jobs) = (node.lag.as_ref(), node.buffer.as_ref(), node.stock.as_ref(), node.jobs.as_ref());
        self.keys(path, &forms::NODE, &[("stretch", stretch), ("life", life), ("grade", grade)]);
        self.per_mineral(path, "yield", Range::Chance, node.recovery.as_ref());
        self.keys(path, &forms::NODE, &[("lag", lag), ("buffer", buffer), ("stock", stock), ("jobs", jobs)]);
        for (i, expansion) in node.expansions.iter().enumerate() {
            let path = format!("{path}.expansions.{i}");
            self.per_mineral(&path, "capacity", Range::Positive, Some(&expansion.capacity));
            self.keys(&path, &forms::EXPANSION, &[("stretch", expansion.stretch.as_ref())]);
        }
        self.by_name(path, "exposure", Range::Chance, &node.exposure);
        self.factors(path, "flow", &node.flow);
    }

    fn route(&mut self, path: &str, route: &'s Route) {
        let (offtake, split, grade) = (route.offtake.as_ref(), route.split.as_ref(), route.grade.as_ref());
        let (dependence, payable, royalty) = (route.dependence.as_ref(), route.payable.as_ref(), route.royalty.as_ref());
        self.keys(path, &forms::ROUTE, &[("offtake", offtake), ("split", split), ("grade", grade)]);
        self.by_name(path, "carries", Range::Positive, &route.carries);
        self.keys(path, &forms::ROUTE, &[("dependence", dependence), ("payable", payable), ("royalty", royalty)]);
        self.factors(path, "flow", &route.flow);
    }

    fn test(&mut self, path: &str, test: &'s Test) {
        let (key, parts) = match test {
            Test::Measure { measure, threshold, .. } => {
                self.keys(path, &forms::GOAL, &[(measure.key(), Some(threshold))]);
                return;
            }
            Test::Goal(_) => return,
            Test::All(parts) => ("all", parts),
            Test::Any(parts) => ("any", parts),
            Test::AtLeast(_, parts) => ("of", parts),
        };
        for (i, part) in parts.iter().enumerate() {
            self.test(&format!("{path}.{key}.{i}"), part);
        }
    }
}
