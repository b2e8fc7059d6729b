//! What new supply meets: markets, regimes of policy, and hazards.

use crate::units::Date;

use super::{At, Input, Name, Named, RegimeFactors};

/// `[minerals.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mineral {
    /// t/yr at the start.
    pub demand: Input,
    /// Per year, default 0.
    pub growth: Option<Input>,
    /// USD/t.
    pub price: Option<Input>,
    /// Months of demand held commercially, full at the start; default 0.
    pub inventory: Option<Input>,
    /// Suppliers other than the routes.
    pub suppliers: Vec<Named<Supplier>>,
    /// Group of causes, default market.
    pub group: Option<Name>,
}

/// `[minerals.NAME.suppliers] China = { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// Share of demand offered.
    pub share: Input,
    /// Per year beyond demand's own growth, default 0.
    pub growth: Option<Input>,
    /// Regime that controls it.
    pub controlled_by: Option<Name>,
    /// Part that rests on controlled material, default 1 where `controlled_by` is given.
    pub dependence: Option<Input>,
    /// Group of causes, default market.
    pub group: Option<Name>,
}

/// `[regimes.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    /// A state, or weights of states (a single state has weight 1).
    pub initial: Vec<Named<f64>>,
    /// State in which it stays if all goes to plan; default the initial one.
    pub planned: Option<Name>,
    /// States.
    pub states: Vec<Named<State>>,
    /// What was observed before the start: the state entered at each date. For pictures; nothing is drawn from it.
    pub history: Vec<(At<Date>, Name)>,
    /// Group of causes, default licensing.
    pub group: Option<Name>,
}

/// `[regimes.NAME.states.STATE]`.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Months; for ever where it is left out.
    pub lasts: Option<Input>,
    /// Weights of the next state.
    pub then: Vec<Named<f64>>,
    /// The flow it lets through.
    pub flow: StateFlow,
    /// What differs for one mineral.
    pub minerals: Vec<Named<StateFlow>>,
    /// What differs for one supplier or route origin.
    pub suppliers: Vec<Named<StateFlow>>,
}

/// What a state lets through: `wait`, `passes`, `meanwhile`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateFlow {
    /// Months from entry until `passes` applies; default 0.
    pub wait: Option<Input>,
    /// Factor after the wait; default 1.
    pub passes: Option<Input>,
    /// Factor until then; default 0.
    pub meanwhile: Option<Input>,
}

/// `[hazards.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazard {
    /// Background incidents a year.
    pub rate: Input,
    /// Growth of the rate per year, default 0.
    pub trend: Option<Input>,
    /// Twelve factors, January first.
    pub season: Option<At<Vec<f64>>>,
    /// Factors on the background rate by regime state.
    pub level: RegimeFactors,
    /// Self-excitation.
    pub excitation: Option<Excitation>,
    /// Classes of incidents; at least one.
    pub classes: Vec<Named<IncidentClass>>,
    /// Group of causes, default security.
    pub group: Option<Name>,
}

/// `excitation = { branching, decay }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Excitation {
    /// Mean number of incidents that one sets off directly, in [0, 1).
    pub branching: Input,
    /// Mean delay of an offspring, months.
    pub decay: Input,
}

/// `[hazards.NAME.classes.CLASS]`.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentClass {
    /// Relative frequency, default 1.
    pub weight: At<f64>,
    /// Months.
    pub outage: Input,
    /// Share of capacity or pace lost, default 1.
    pub loss: Option<Input>,
    /// The operator leaves.
    pub suspends: Option<Suspension>,
}

/// `suspends = { probability, for }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspension {
    /// Chance that a struck project is suspended.
    pub probability: Input,
    /// Months from the end of the outage.
    pub duration: Input,
}
