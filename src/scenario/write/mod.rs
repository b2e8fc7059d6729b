//! The scenario as run: a file with every default written out, which reads back as the same scenario.

mod chain;
mod levers;
mod values;

use super::model::{Goal, Hazard, Mineral, Name, Named, Project, Regime, Scenario, Stage, State, StateFlow, Test};
use values::{Pairs, factors_text, input_text, inputs_text, list_text, names_text, number_text, text, weights_text};

/// Writes a scenario with all defaults filled in. Reading it again gives [`Scenario::with_defaults`], places apart; files
/// named by empirical laws must lie beside it.
#[must_use]
pub fn to_toml(scenario: &Scenario) -> String {
    let scenario = scenario.with_defaults();
    let mut writer = Writer { out: String::new() };
    writer.head(&scenario);
    for mineral in &scenario.minerals {
        writer.mineral(mineral);
    }
    for regime in &scenario.regimes {
        writer.regime(regime);
    }
    for hazard in &scenario.hazards {
        writer.hazard(hazard);
    }
    for project in &scenario.projects {
        writer.project(project);
    }
    for node in &scenario.nodes {
        writer.node(node);
    }
    for route in &scenario.routes {
        writer.route(route);
    }
    for goal in &scenario.goals {
        writer.goal(goal);
    }
    for lever in &scenario.levers {
        writer.lever(lever);
    }
    writer.out
}

struct Writer {
    out: String,
}

impl Writer {
    /// `[a.b]`, the parts quoted where they must be.
    fn heading(&mut self, path: &[&str]) {
        self.out.extend(["\n[", &values::path_text(path), "]\n"]);
    }

    fn list_heading(&mut self, path: &[&str]) {
        self.out.extend(["\n[[", &values::path_text(path), "]]\n"]);
    }

    /// One line for each pair.
    fn lines(&mut self, pairs: Pairs) {
        for (key, value) in pairs.0 {
            self.out.extend([&key, " = ", &value, "\n"]);
        }
    }

    fn head(&mut self, scenario: &Scenario) {
        let mut pairs = Pairs::default();
        pairs.text("title", &scenario.title);
        pairs.optional_text("description", scenario.description.as_ref());
        pairs.text("start", &scenario.start.to_string());
        pairs.text("end", &scenario.end.to_string());
        pairs.push("trials", scenario.trials.to_string());
        pairs.push("seed", scenario.seed.to_string());
        pairs.text("sampling", scenario.sampling.word());
        if let Some(replicates) = scenario.replicates {
            pairs.push("replicates", replicates.to_string());
        }
        if let Some(precision) = &scenario.precision {
            let mut inner = Pairs::default();
            inner.text("goal", &precision.goal.value);
            inner.text("quantity", &precision.quantity.value.to_string());
            inner.push("half_width", number_text(precision.half_width.value));
            inner.push("confidence", number_text(precision.confidence));
            pairs.push("precision", inner.inline());
        }
        self.lines(pairs);
        for Named { name, item } in &scenario.sources {
            self.heading(&["sources", &name.value]);
            let mut pairs = Pairs::default();
            pairs.text("title", &item.title);
            for (key, value) in [("date", &item.date), ("address", &item.address), ("confidence", &item.confidence), ("note", &item.note)] {
                pairs.optional_text(key, value.as_ref());
            }
            self.lines(pairs);
        }
        if !scenario.drivers.is_empty() {
            self.heading(&["drivers"]);
        }
        let mut pairs = Pairs::default();
        for Named { name, item } in &scenario.drivers {
            pairs.push(&name.value, input_text(item));
        }
        self.lines(pairs);
        for correlation in &scenario.correlations {
            self.list_heading(&["correlations"]);
            let mut pairs = Pairs::default();
            pairs.push("between", list_text(correlation.between.iter().map(|name| text(&name.value))));
            pairs.push("rank", number_text(correlation.rank.value));
            self.lines(pairs);
        }
    }

    fn mineral(&mut self, Named { name, item }: &Named<Mineral>) {
        self.heading(&["minerals", &name.value]);
        let mut pairs = Pairs::default();
        pairs.push("demand", input_text(&item.demand));
        pairs.input("growth", item.growth.as_ref());
        pairs.input("price", item.price.as_ref());
        pairs.input("inventory", item.inventory.as_ref());
        pairs.name("group", item.group.as_ref());
        self.lines(pairs);
        if item.suppliers.is_empty() {
            return;
        }
        self.heading(&["minerals", &name.value, "suppliers"]);
        let mut lines = Pairs::default();
        for Named { name, item } in &item.suppliers {
            let mut pairs = Pairs::default();
            pairs.push("share", input_text(&item.share));
            pairs.input("growth", item.growth.as_ref());
            pairs.name("controlled_by", item.controlled_by.as_ref());
            pairs.input("dependence", item.dependence.as_ref());
            pairs.name("group", item.group.as_ref());
            lines.push(&name.value, pairs.inline());
        }
        self.lines(lines);
    }

    fn regime(&mut self, Named { name, item }: &Named<Regime>) {
        self.heading(&["regimes", &name.value]);
        let mut pairs = Pairs::default();
        pairs.push("initial", weights_text(&item.initial));
        pairs.name("planned", item.planned.as_ref());
        if !item.history.is_empty() {
            let mut history = Pairs::default();
            for (date, state) in &item.history {
                history.name(&date.value.to_string(), Some(state));
            }
            pairs.push("history", history.inline());
        }
        pairs.name("group", item.group.as_ref());
        self.lines(pairs);
        for state in &item.states {
            self.state(name, state);
        }
    }

    fn state(&mut self, regime: &Name, Named { name, item }: &Named<State>) {
        self.heading(&["regimes", &regime.value, "states", &name.value]);
        let mut pairs = Pairs::default();
        pairs.input("lasts", item.lasts.as_ref());
        if !item.then.is_empty() {
            pairs.push("then", weights_text(&item.then));
        }
        pairs.0.extend(flow_pairs(&item.flow).0);
        for (key, exceptions) in [("minerals", &item.minerals), ("suppliers", &item.suppliers)] {
            for Named { name, item } in exceptions {
                pairs.dotted(&[key, &name.value], flow_pairs(item).inline());
            }
        }
        self.lines(pairs);
    }

    fn hazard(&mut self, Named { name, item }: &Named<Hazard>) {
        self.heading(&["hazards", &name.value]);
        let mut pairs = Pairs::default();
        pairs.push("rate", input_text(&item.rate));
        pairs.input("trend", item.trend.as_ref());
        if let Some(season) = &item.season {
            pairs.push("season", list_text(season.value.iter().map(|&factor| number_text(factor))));
        }
        pairs.factors("level", &item.level);
        if let Some(excitation) = &item.excitation {
            let mut inner = Pairs::default();
            inner.push("branching", input_text(&excitation.branching));
            inner.push("decay", input_text(&excitation.decay));
            pairs.push("excitation", inner.inline());
        }
        pairs.name("group", item.group.as_ref());
        self.lines(pairs);
        for class in &item.classes {
            self.heading(&["hazards", &name.value, "classes", &class.name.value]);
            let mut pairs = Pairs::default();
            pairs.push("weight", number_text(class.item.weight.value));
            pairs.push("outage", input_text(&class.item.outage));
            pairs.input("loss", class.item.loss.as_ref());
            if let Some(suspends) = &class.item.suspends {
                let mut inner = Pairs::default();
                inner.push("probability", input_text(&suspends.probability));
                inner.push("for", input_text(&suspends.duration));
                pairs.push("suspends", inner.inline());
            }
            self.lines(pairs);
        }
    }

    fn project(&mut self, Named { name, item }: &Named<Project>) {
        if !item.exposure.is_empty() || item.group.is_some() {
            self.heading(&["projects", &name.value]);
            let mut pairs = Pairs::default();
            pairs.inputs("exposure", &item.exposure);
            pairs.name("group", item.group.as_ref());
            self.lines(pairs);
        }
        for stage in &item.stages {
            self.heading(&["projects", &name.value, "stages", &stage.name.value]);
            self.lines(stage_pairs(&stage.item));
        }
    }

    fn goal(&mut self, Named { name, item }: &Named<Goal>) {
        self.heading(&["goals", &name.value]);
        let mut pairs = Pairs::default();
        pairs.optional_text("title", item.title.as_ref());
        pairs.0.extend(test_pairs(&item.test).0);
        if let Some(sustain) = &item.sustain {
            pairs.push("sustain", sustain.value.to_string());
        }
        self.lines(pairs);
    }
}

fn flow_pairs(flow: &StateFlow) -> Pairs {
    let mut pairs = Pairs::default();
    pairs.input("wait", flow.wait.as_ref());
    pairs.input("passes", flow.passes.as_ref());
    pairs.input("meanwhile", flow.meanwhile.as_ref());
    pairs
}

fn stage_pairs(stage: &Stage) -> Pairs {
    let mut pairs = Pairs::default();
    for (key, names) in [("after", &stage.after), ("after_any", &stage.after_any)] {
        if !names.is_empty() {
            pairs.push(key, names_text(names));
        }
    }
    if let Some(date) = &stage.not_before {
        pairs.text("not_before", &date.value.to_string());
    }
    pairs.input("duration", stage.duration.as_ref());
    pairs.input("progress", stage.progress.as_ref());
    for Named { name, item } in &stage.risks {
        let mut inner = Pairs::default();
        inner.push("probability", input_text(&item.probability));
        inner.push("delay", input_text(&item.delay));
        inner.name("group", item.group.as_ref());
        pairs.dotted(&["risks", &name.value], inner.inline());
    }
    pairs.factors("pace", &stage.pace);
    pairs.inputs("exposure", &stage.exposure);
    if let Some(date) = &stage.done {
        pairs.text("done", &date.value.to_string());
    }
    pairs.input("cancels", stage.cancels.as_ref());
    pairs.input("jobs", stage.jobs.as_ref());
    pairs.name("group", stage.group.as_ref());
    pairs
}

/// The keys of a test, as they stand in a goal or in a part of one.
fn test_pairs(test: &Test) -> Pairs {
    let mut pairs = Pairs::default();
    match test {
        Test::Measure { mineral, origin, measure, threshold } => {
            pairs.text("mineral", &mineral.value);
            pairs.name("origin", origin.as_ref());
            pairs.push(measure.key(), input_text(threshold));
        }
        Test::Goal(name) => pairs.push("all", list_text([text(&name.value)].into_iter())),
        Test::All(parts) => pairs.push("all", parts_text(parts)),
        Test::Any(parts) => pairs.push("any", parts_text(parts)),
        Test::AtLeast(least, parts) => {
            pairs.push("at_least", least.value.to_string());
            pairs.push("of", parts_text(parts));
        }
    }
    pairs
}

fn parts_text(parts: &[Test]) -> String {
    list_text(parts.iter().map(|part| if let Test::Goal(name) = part { text(&name.value) } else { test_pairs(part).inline() }))
}

impl Pairs {
    fn inputs(&mut self, key: &str, inputs: &[Named<super::model::Input>]) {
        if !inputs.is_empty() {
            self.push(key, inputs_text(inputs));
        }
    }

    fn factors(&mut self, key: &str, factors: &super::model::RegimeFactors) {
        if !factors.is_empty() {
            self.push(key, factors_text(factors));
        }
    }
}
