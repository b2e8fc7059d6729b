//! Projects, nodes and routes as TOML.

use crate::scenario::model::{Expansion, Named, Node, PerMineral, Project, Route, Stage, When};

use super::Writer;
use super::values::{Pairs, input_text, inputs_text, names_text, points_text};

impl Writer {
    pub(super) fn project(&mut self, Named { name, item }: &Named<Project>) {
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

    pub(super) fn node(&mut self, Named { name, item }: &Named<Node>) {
        self.heading(&["nodes", &name.value]);
        let mut pairs = Pairs::default();
        pairs.name("kind", item.kind.as_ref());
        pairs.when("opens", item.opens.as_ref());
        pairs.per_mineral("capacity", item.capacity.as_ref());
        pairs.points("ramp_up", &item.ramp_up);
        pairs.input("stretch", item.stretch.as_ref());
        pairs.when("closes", item.closes.as_ref());
        pairs.input("life", item.life.as_ref());
        pairs.text("counts", if item.counts_gross { "gross" } else { "contained" });
        pairs.input("grade", item.grade.as_ref());
        pairs.per_mineral("yield", item.recovery.as_ref());
        pairs.input("lag", item.lag.as_ref());
        pairs.input("buffer", item.buffer.as_ref());
        pairs.input("stock", item.stock.as_ref());
        pairs.inputs("exposure", &item.exposure);
        pairs.factors("flow", &item.flow);
        pairs.text("outage", if item.outage_cuts_flow { "flow" } else { "capacity" });
        pairs.input("jobs", item.jobs.as_ref());
        pairs.name("group", item.group.as_ref());
        self.lines(pairs);
        for expansion in &item.expansions {
            self.expansion(&name.value, expansion);
        }
    }

    fn expansion(&mut self, node: &str, expansion: &Expansion) {
        self.list_heading(&["nodes", node, "expansions"]);
        let mut pairs = Pairs::default();
        pairs.when("opens", expansion.opens.as_ref());
        pairs.per_mineral("capacity", Some(&expansion.capacity));
        pairs.points("ramp_up", &expansion.ramp_up);
        pairs.input("stretch", expansion.stretch.as_ref());
        self.lines(pairs);
    }

    pub(super) fn route(&mut self, Named { name, item }: &Named<Route>) {
        self.list_heading(&["routes"]);
        let mut pairs = Pairs::default();
        pairs.text("name", &name.value);
        pairs.text("mineral", &item.mineral.value);
        pairs.push("via", names_text(&item.via));
        pairs.text("origin", &item.origin.value);
        pairs.input("offtake", item.offtake.as_ref());
        pairs.input("split", item.split.as_ref());
        if let Some(prefer) = &item.prefer {
            pairs.push("prefer", prefer.value.to_string());
        }
        pairs.input("grade", item.grade.as_ref());
        pairs.inputs("carries", &item.carries);
        pairs.name("controlled_by", item.controlled_by.as_ref());
        pairs.input("dependence", item.dependence.as_ref());
        pairs.factors("flow", &item.flow);
        pairs.input("payable", item.payable.as_ref());
        pairs.input("royalty", item.royalty.as_ref());
        pairs.name("group", item.group.as_ref());
        self.lines(pairs);
    }
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

impl Pairs {
    fn when(&mut self, key: &str, when: Option<&When>) {
        match when {
            Some(When::Stage(name)) => self.text(key, &name.value),
            Some(When::Date(date)) => self.text(key, &date.value.to_string()),
            None => {}
        }
    }

    fn per_mineral(&mut self, key: &str, figures: Option<&PerMineral>) {
        match figures {
            Some(PerMineral::All(input)) => self.push(key, input_text(input)),
            Some(PerMineral::Each(inputs)) => self.push(key, inputs_text(inputs)),
            None => {}
        }
    }

    fn points(&mut self, key: &str, points: &[[f64; 2]]) {
        if !points.is_empty() {
            self.push(key, points_text(points));
        }
    }
}
