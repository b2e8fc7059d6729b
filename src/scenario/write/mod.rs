//! The scenario as run: a file with every default written out, which reads back as the same scenario.

mod chain;
mod goals;
mod levers;
mod setting;
mod values;

use super::model::{Named, Scenario};
use values::{Pairs, input_text, list_text, number_text, text};

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
}
