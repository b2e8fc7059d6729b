//! Minerals, regimes and hazards as TOML.

use crate::scenario::model::{Hazard, Mineral, Name, Named, Regime, State, StateFlow};

use super::Writer;
use super::values::{Pairs, input_text, list_text, number_text, weights_text};

impl Writer {
    pub(super) fn mineral(&mut self, Named { name, item }: &Named<Mineral>) {
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

    pub(super) fn regime(&mut self, Named { name, item }: &Named<Regime>) {
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

    pub(super) fn hazard(&mut self, Named { name, item }: &Named<Hazard>) {
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
}

fn flow_pairs(flow: &StateFlow) -> Pairs {
    let mut pairs = Pairs::default();
    pairs.input("wait", flow.wait.as_ref());
    pairs.input("passes", flow.passes.as_ref());
    pairs.input("meanwhile", flow.meanwhile.as_ref());
    pairs
}
