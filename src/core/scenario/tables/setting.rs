//! Tables of what new supply meets: markets, policy regimes and hazards.

use crate::scenario::model::{Input, RegimeFactors};
use crate::scenario::place::{At, Name, Named};
use crate::scenario::reader::Reader;
use crate::scenario::table::table;
use crate::units::Date;

table! {
    /// `[minerals.NAME]`.
    Mineral, mineral = "a mineral", sourced();
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Tonnes a year at the start.
    demand: Input, unit("t/yr"), within(NonNegative), required("tonnes a year at the start, such as demand = 24_000");
    /// Growth of demand per year.
    growth: Option<Input>, unit("per year"), within(AboveMinusOne), rarely_above(1.0), default(0.0);
    /// Dollars a tonne: what a missing tonne costs.
    price: Option<Input>, unit("USD/t"), within(NonNegative), otherwise("none: no costs");
    /// Months of demand held commercially, full at the start.
    inventory: Option<Input>, called("initial inventory"), unit("months of demand"), within(NonNegative), default(0.0);
    /// Suppliers other than the routes, by name.
    suppliers: Vec<Named<Supplier>>;
    /// How buyers and suppliers react to scarcity: a market that clears at a price index, with trade diversion. An empty table will do.
    response: Option<Response>, otherwise("none: quantities do not react");
    /// Group of causes.
    group: Option<Name>, otherwise("market");
}

table! {
    /// `[minerals.NAME.response]`.
    Response: Default, response = "a response", sourced();
    /// How buyers react to the price index: `short`, `long`, `months`.
    demand: Option<DemandResponse>, otherwise("they do not");
    /// How the free supply of all suppliers reacts: `short`, `long`, `months`, `spare`.
    supply: Option<SupplyResponse>, otherwise("it does not");
    /// Highest price index.
    cap: Option<Input>, called("upper bound of the price index"), unit("times the price"), within(AtLeastOne), default(10.0);
    /// Lowest price index, to which it falls in a surplus before supply is displaced.
    floor: Option<Input>, called("lower bound of the price index"), unit("times the price"), within(PositiveShare), default(1.0);
    /// Price index above which the bridging stock keeps the price from rising; at most `cap`.
    tolerates: Option<Input>, called("tolerated price index"), unit("times the price"), within(AtLeastOne), default(1.0);
    /// Origins of what comes back of the flows that regimes hold back: weights, or one name.
    through: Vec<Named<f64>>, otherwise("`Other routes`");
    /// Factors on what buyers want, by regime and state: buying ahead.
    precaution: RegimeFactors, within(AtLeastOne), rarely_above(10.0), otherwise("1");
}

table! {
    /// `demand = { short, long, months }`.
    DemandResponse: Default, demand_response = "a response of demand", sourced(), layout(Layout::Inline);
    /// Elasticity in the first month; what buyers want falls by it.
    short: Option<Input>, called("short-run elasticity"), unit("elasticity"), within(NonNegative), default(0.0);
    /// Elasticity once buyers have adapted; one drawn below `short` counts as `short`.
    long: Option<Input>, called("long-run elasticity"), unit("elasticity"), within(NonNegative), otherwise("`short`");
    /// Mean months of adaptation.
    months: Option<Input>, called("months of adjustment"), unit("months"), within(NonNegative), default(12.0);
}

table! {
    /// `supply = { short, long, months, spare }`.
    SupplyResponse: Default, supply_response = "a response of supply", sourced(), layout(Layout::Inline);
    /// Elasticity of free supply in the first month.
    short: Option<Input>, called("short-run elasticity"), unit("elasticity"), within(NonNegative), default(0.0);
    /// Elasticity once suppliers have adapted; one drawn below `short` counts as `short`.
    long: Option<Input>, called("long-run elasticity"), unit("elasticity"), within(NonNegative), otherwise("`short`");
    /// Mean months of adaptation.
    months: Option<Input>, called("months of adjustment"), unit("months"), within(NonNegative), default(12.0);
    /// Spare capacity: free supply rises by at most this share of the offer.
    spare: Option<Input>, called("spare supply"), unit("share of the offer"), within(NonNegative), rarely_above(10.0), otherwise("no limit");
}

table! {
    /// `[minerals.NAME.suppliers] China = { … }`.
    Supplier, supplier = "a supplier", sourced(), layout(Layout::Line), needs(&[("dependence", "controlled_by")]);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Share of demand that it offers; shares may add up to more than 1.
    share: Input, called("share of demand offered"), unit("share of demand"), within(NonNegative), rarely_above(2.0), required("share of demand that it offers, such as share = 0.6");
    /// Growth of its offer per year, beyond that of demand.
    growth: Option<Input>, unit("per year"), within(AboveMinusOne), rarely_above(1.0), default(0.0);
    /// Regime on which part of it rests.
    controlled_by: Option<Name>, otherwise("none: free");
    /// That part: what the regime lets through of it is controlled supply, the rest is free.
    dependence: Option<Input>, called("controlled share"), unit("share"), within(Share), default(1.0), with("controlled_by");
    /// How its free supply reacts to the price index, before the mineral's `response.supply`, key by key.
    response: Option<SupplyResponse>, otherwise("that of its mineral"), replacing();
    /// Group of causes.
    group: Option<Name>, otherwise("that of its mineral");
    check Reader::check_dependence;
}

table! {
    /// `[regimes.NAME]`.
    Regime, regime = "a regime", sourced();
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// The state entered in the first month, or weights of states.
    initial: Vec<Named<f64>>, required("write the state in which it starts, or weights of states");
    /// Months already spent in the initial state: what it lasts is drawn given that it exceeds them, and its `wait` counts from that entry.
    elapsed: Option<Input>, called("months spent in the first state"), unit("months"), within(NonNegative), default(0.0);
    /// The state in which it would stay if all went to plan.
    planned: Option<Name>, otherwise("the initial one");
    /// What was observed before the start: dates and the states entered then, `{ "2024-09" = "strict" }`; drawn in the figure of the regime, no
    /// number rests on it.
    history: Vec<(At<Date>, Name)>;
    /// States by name, at least one.
    states: Vec<Named<State>>, required("write at least one state: [regimes.NAME.states.STATE]");
    /// Group of causes.
    group: Option<Name>, otherwise("licensing");
}

table! {
    /// `[regimes.NAME.states.STATE]`.
    State, state = "a state", sourced(), needs(&[("lasts", "then"), ("then", "lasts"), ("quota", "exports"), ("exports", "quota")]);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Months that it lasts.
    lasts: Option<Input>, called("duration"), unit("months"), within(NonNegative), otherwise("for ever");
    /// Weights of the next state, or its name; a state may name itself, which is a new entry.
    then: Vec<Named<f64>>, otherwise("required with `lasts`, else none");
    /// What it lets through: `wait`, `passes`, `meanwhile`, `quota`, `exports`; and what comes back of the rest: `diverts`, `leaks`, `after`.
    flow: StateFlow;
    /// For one mineral: `wait`, `passes`, `meanwhile`, `quota` with `exports`, `diverts`, `leaks`, `after` that replace the state's, key by key.
    minerals: Vec<Named<StateFlow>>, replacing();
    /// The same for one supplier or route origin, before the mineral's.
    suppliers: Vec<Named<StateFlow>>, replacing();
    check Reader::check_state;
}

table! {
    /// What a state lets through, of all or of one mineral or supplier.
    StateFlow: Default, state_flow = "a state's exception", sourced(), layout(Layout::Inline), needs(&[("quota", "exports"), ("exports", "quota")]);
    /// Months from the entry until `passes` applies.
    wait: Option<Input>, unit("months"), within(NonNegative), default(0.0);
    /// Factor on the controlled flow after the wait; above 1 is a rush.
    passes: Option<Input>, called("share let through"), within(NonNegative), rarely_above(10.0), default(1.0);
    /// Factor until then.
    meanwhile: Option<Input>, called("share let through during the wait"), within(NonNegative), rarely_above(10.0), default(0.0);
    /// Tonnes a year that may leave the country for all buyers together: `passes` and `meanwhile` are at most `quota` / `exports`.
    quota: Option<Input>, unit("t/yr"), within(NonNegative), otherwise("none");
    /// Tonnes a year that would leave it without the quota.
    exports: Option<Input>, unit("t/yr"), within(NonNegative), otherwise("required with `quota`, else none");
    /// Share of what is held back that comes back as free supply, of minerals with `response`; others sell on what they no longer need.
    diverts: Option<Input>, called("share diverted"), unit("share"), within(Share), otherwise("0");
    /// Share of it that comes back as controlled supply; the same material by other roads. With `diverts` at most 1.
    leaks: Option<Input>, called("share leaked"), unit("share"), within(Share), otherwise("0");
    /// Months after which it comes back.
    after: Option<Input>, called("delay of what is diverted or leaked"), unit("months"), within(NonNegative), otherwise("0");
    check Reader::check_quota;
}

table! {
    /// `[hazards.NAME]`.
    Hazard, hazard = "a hazard", sourced();
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Incidents a year in the background.
    rate: Input, called("number of incidents a year"), unit("incidents/yr"), within(NonNegative), required("incidents a year, such as rate = 6");
    /// Growth of that rate per year.
    trend: Option<Input>, called("trend"), unit("per year"), within(AboveMinusOne), rarely_above(1.0), default(0.0);
    /// Twelve plain factors on the rate, January first, each 0 or more.
    season: Option<At<Vec<f64>>>, otherwise("all 1");
    /// Factors on the background rate by regime and state.
    level: RegimeFactors, rarely_above(100.0), otherwise("1");
    /// A random level of the background rate that comes and goes, so that years can be worse than any on record.
    volatility: Option<Volatility>;
    /// Self-excitation: each incident sets off others.
    excitation: Option<Excitation>;
    /// Classes of incidents by name, at least one.
    classes: Vec<Named<IncidentClass>>, required("write at least one class of incidents: [hazards.NAME.classes.CLASS] with its outage");
    /// Group of causes.
    group: Option<Name>, otherwise("security");
    check Reader::check_hazard;
}

table! {
    /// `volatility = { sd, months }`.
    Volatility, volatility = "a volatility", sourced(), layout(Layout::Inline);
    /// Standard deviation of the logarithm of the background rate; the mean rate stays as it is.
    sd: Input, called("standard deviation of the rate"), within(NonNegative), required("standard deviation of the logarithm of the rate, such as sd = 0.8");
    /// Months after which a departure from the mean has decayed to 1/e of it; 0: each month by itself.
    months: Input, called("months of a departure from the mean rate"), unit("months"), within(NonNegative), required("months that a departure from the mean lasts, such as months = 12");
}

table! {
    /// `excitation = { branching, decay }`.
    Excitation, excitation = "an excitation", sourced(), layout(Layout::Inline);
    /// Incidents that one sets off on average.
    branching: Input, called("offspring per incident"), unit("offspring per incident"), within(ShareBelowOne),
        required("incidents that one sets off on average, such as branching = 0.3");
    /// Months by which these are delayed on average.
    decay: Input, called("mean delay of offspring"), unit("months"), within(NonNegative), required("mean delay of those in months, such as decay = 2");
}

table! {
    /// `[hazards.NAME.classes.CLASS]`.
    IncidentClass, class = "a class of incidents", sourced();
    /// Plain number of 0 or more: how often incidents are of this class, relative to the others.
    weight: At<f64>, default(1.0);
    /// Months for which what is struck is impaired.
    outage: Input, called("length of an outage"), unit("months"), within(NonNegative), required("months that what is struck stands still, such as outage = 0.5");
    /// Share of its capacity or pace that is lost meanwhile.
    loss: Option<Input>, called("share lost"), unit("share"), within(Share), default(1.0);
    /// The operator may leave the project struck.
    suspends: Option<Suspension>, otherwise("never");
}

table! {
    /// `suspends = { probability, for }`.
    Suspension, suspension = "a suspension", sourced(), layout(Layout::Inline);
    /// Probability that the operator leaves the project struck.
    probability: Input, unit("chance"), within(Share), required("chance that the operator leaves, such as probability = 0.1");
    /// Months after the outage for which all of the project then stands still.
    duration as "for": Input, called("length of a suspension"), unit("months"), within(NonNegative), required("months that it stays away, such as for = 12");
}

/// Origin of what comes back where `through` names none.
pub const OTHER_ROUTES: &str = "Other routes";

impl Response {
    /// Origins of what comes back of the flows that regimes hold back.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        let none = self.through.is_empty().then_some(OTHER_ROUTES);
        self.through.iter().map(|named| named.name.value.as_str()).chain(none)
    }

    /// The same with the share of each, which add up to 1.
    pub fn shares(&self) -> Vec<(&str, f64)> {
        let mut weights: Vec<f64> = self.through.iter().map(|named| named.item).collect();
        weights.sort_by(f64::total_cmp);
        let total: f64 = weights.iter().sum();
        let shares = self.through.iter().map(|named| named.item / total).chain([1.0]);
        self.origins().zip(shares).collect()
    }
}
