//! Regimes: states, how long they last and what they let through.

use super::model::{At, Name, Named, Regime, State, StateFlow};
use super::reader::{Fields, Reader};
use super::tree::Kind;
use crate::units::Date;

impl Reader<'_> {
    /// `[regimes]`.
    pub fn regimes(&mut self, fields: &Fields) -> Vec<Named<Regime>> {
        self.named(fields, "regimes", |reader, _, regime| {
            if regime.get("initial").is_none() {
                reader.missing(regime, "initial", "write the state in which it starts, or weights of states");
            }
            let states = reader.named(regime, "states", |reader, _, state| reader.state(state));
            if states.is_empty() && regime.get("states").is_none_or(|value| value.table().is_some()) {
                reader.missing(regime, "states", "write at least one state: [regimes.NAME.states.STATE]");
            }
            Regime {
                initial: reader.weights(regime, "initial"),
                planned: reader.name(regime, "planned"),
                history: reader.history(regime),
                states,
                group: reader.name(regime, "group"),
            }
        })
    }

    /// `history = { "2024-09" = "strict" }`: dates and the states entered then, the earliest first.
    fn history(&mut self, regime: &Fields) -> Vec<(At<Date>, Name)> {
        let Some(value) = regime.get("history") else { return Vec::new() };
        let title = regime.of("history");
        let Kind::Table(table) = &value.kind else {
            self.expected(value, &title, "dates and the states entered then, such as { \"2024-09\" = \"strict\" }", None);
            return Vec::new();
        };
        let mut history = Vec::new();
        for (date, state) in &table.entries {
            let Some(name) = state.text() else {
                self.expected(state, &format!("`{}` in {title}", date.value), "the name of a state", None);
                continue;
            };
            if let Some(date) = self.date_of(&date.value, date.place, &title) {
                history.push((date, Name { value: name.to_owned(), place: state.place }));
            }
        }
        history.sort_by_key(|(date, _)| date.value);
        history
    }

    fn state(&mut self, state: &Fields) -> State {
        let lasts = state.get("lasts").is_some();
        let then = state.get("then").is_some();
        if lasts && !then {
            self.missing(state, "then", "a state that ends has a next one: then = { other = 1 }");
        }
        if then && !lasts {
            let help = "a state without `lasts` is for ever: say how long it lasts, in months, or drop `then`".to_owned();
            self.problems.error(state.key_place("then"), format!("{} never ends", state.title), "nothing can follow a state without `lasts`", help);
        }
        State {
            lasts: self.input(state, "lasts"),
            then: self.weights(state, "then"),
            flow: self.state_flow(state),
            minerals: self.named(state, "minerals", |reader, _, flow| reader.state_flow(flow)),
            suppliers: self.named(state, "suppliers", |reader, _, flow| reader.state_flow(flow)),
        }
    }

    fn state_flow(&mut self, fields: &Fields) -> StateFlow {
        StateFlow { wait: self.input(fields, "wait"), passes: self.input(fields, "passes"), meanwhile: self.input(fields, "meanwhile") }
    }
}
