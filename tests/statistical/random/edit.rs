//! Changes to a whole scenario: another order, other names, other tonnages, no chance.

use adit::chance::Distribution;
use adit::scenario::{
    Chance, DistributionSpec, Input, Measure, Name, Named, PerMineral, Route, Scenario, Stage, StateFlow, SupplyResponse, Test, When,
};

use super::Choices;
use crate::naive::ast::{capacity, class, driver, goal, hazard, measure, mineral, named, number, project, regime, spec, stage, state, supplier};

/// Calls `change` on every input of the scenario.
pub fn every_input(all: &mut Scenario, change: &mut impl FnMut(&mut Input)) {
    all.drivers.iter_mut().for_each(|driver| change(&mut driver.item));
    for mineral in all.minerals.iter_mut().map(|mineral| &mut mineral.item) {
        change(&mut mineral.demand);
        [&mut mineral.growth, &mut mineral.price, &mut mineral.inventory].into_iter().flatten().for_each(&mut *change);
        for supplier in mineral.suppliers.iter_mut().map(|supplier| &mut supplier.item) {
            change(&mut supplier.share);
            [&mut supplier.growth, &mut supplier.dependence].into_iter().flatten().for_each(&mut *change);
            supply_response(&mut supplier.response, change);
        }
        let Some(response) = &mut mineral.response else { continue };
        supply_response(&mut response.supply, change);
        let demand = response.demand.iter_mut().flat_map(|demand| [&mut demand.short, &mut demand.long, &mut demand.months]);
        demand.chain([&mut response.cap, &mut response.floor, &mut response.tolerates]).flatten().for_each(&mut *change);
        factors(&mut response.precaution, change);
    }
    all.regimes.iter_mut().filter_map(|regime| regime.item.elapsed.as_mut()).for_each(&mut *change);
    for state in all.regimes.iter_mut().flat_map(|regime| &mut regime.item.states).map(|state| &mut state.item) {
        state.lasts.iter_mut().for_each(&mut *change);
        let overrides = state.minerals.iter_mut().chain(&mut state.suppliers).map(|entry| &mut entry.item);
        for StateFlow { wait, passes, meanwhile, diverts, leaks, after } in overrides.chain([&mut state.flow]) {
            [wait, passes, meanwhile, diverts, leaks, after].into_iter().flatten().for_each(&mut *change);
        }
    }
    for hazard in all.hazards.iter_mut().map(|hazard| &mut hazard.item) {
        change(&mut hazard.rate);
        hazard.trend.iter_mut().for_each(&mut *change);
        factors(&mut hazard.level, change);
        hazard.volatility.iter_mut().flat_map(|volatility| [&mut volatility.sd, &mut volatility.months]).for_each(&mut *change);
        hazard.excitation.iter_mut().flat_map(|excitation| [&mut excitation.branching, &mut excitation.decay]).for_each(&mut *change);
        for class in hazard.classes.iter_mut().map(|class| &mut class.item) {
            change(&mut class.outage);
            class.loss.iter_mut().for_each(&mut *change);
            class.suspends.iter_mut().flat_map(|suspends| [&mut suspends.probability, &mut suspends.duration]).for_each(&mut *change);
        }
    }
    for project in all.projects.iter_mut().map(|project| &mut project.item) {
        table(&mut project.exposure, change);
        for stage in project.stages.iter_mut().map(|stage| &mut stage.item) {
            [&mut stage.duration, &mut stage.progress, &mut stage.jobs, &mut stage.price_elasticity].into_iter().flatten().for_each(&mut *change);
            stage.risks.iter_mut().for_each(|risk| change(&mut risk.item.delay));
            for chance in chances(stage) {
                match chance {
                    Chance::Alone(input) => change(input),
                    Chance::Tied(tied) => [&mut tied.probability, &mut tied.loading].into_iter().for_each(&mut *change),
                }
            }
            factors(&mut stage.pace, change);
            table(&mut stage.exposure, change);
        }
    }
    for node in all.nodes.iter_mut().map(|node| &mut node.item) {
        [&mut node.capacity, &mut node.recovery].into_iter().flatten().for_each(|figures| per_mineral(figures, change));
        [&mut node.stretch, &mut node.life, &mut node.grade, &mut node.lag, &mut node.buffer, &mut node.stock, &mut node.jobs]
            .into_iter()
            .flatten()
            .for_each(&mut *change);
        for expansion in &mut node.expansions {
            per_mineral(&mut expansion.capacity, change);
            expansion.stretch.iter_mut().for_each(&mut *change);
        }
        table(&mut node.exposure, change);
        factors(&mut node.flow, change);
    }
    for Route { offtake, split, grade, carries, dependence, flow, payable, royalty, .. } in all.routes.iter_mut().map(|route| &mut route.item) {
        [offtake, split, grade, dependence, payable, royalty].into_iter().flatten().for_each(&mut *change);
        table(carries, change);
        factors(flow, change);
    }
    all.goals.iter_mut().for_each(|goal| thresholds(&mut goal.item.test, change));
}

fn supply_response(response: &mut Option<SupplyResponse>, change: &mut impl FnMut(&mut Input)) {
    let inputs = response.iter_mut().flat_map(|response| [&mut response.short, &mut response.long, &mut response.months, &mut response.spare]);
    inputs.flatten().for_each(change);
}

fn table(table: &mut [Named<Input>], change: &mut impl FnMut(&mut Input)) {
    for entry in table {
        change(&mut entry.item);
    }
}

fn factors(factors: &mut [Named<Vec<Named<Input>>>], change: &mut impl FnMut(&mut Input)) {
    for regime in factors {
        table(&mut regime.item, change);
    }
}

/// Its cancellation and its risks.
fn chances(stage: &mut Stage) -> impl Iterator<Item = &mut Chance> {
    stage.cancels.iter_mut().chain(stage.risks.iter_mut().map(|risk| &mut risk.item.probability))
}

fn per_mineral(figures: &mut PerMineral, change: &mut impl FnMut(&mut Input)) {
    match figures {
        PerMineral::All(input) => change(input),
        PerMineral::Each(each) => table(each, change),
    }
}

fn thresholds(test: &mut Test, change: &mut impl FnMut(&mut Input)) {
    match test {
        Test::Measure { threshold, .. } => change(threshold),
        Test::Goal(_) => {}
        Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => parts.iter_mut().for_each(|part| thresholds(part, change)),
    }
}

/// Multiplies an input by a driver, its bounds with it.
pub fn scale_by(input: &mut Input, name: &str, factor: f64) {
    input.scale.push(crate::naive::ast::name(name));
    input.clamp = input.clamp.map(|[low, high]| [low * factor, high * factor]);
}

/// Cancellations that do not depend on prices.
pub fn without_price_effects(all: &mut Scenario) {
    for stage in all.projects.iter_mut().flat_map(|project| &mut project.item.stages) {
        (stage.item.price_elasticity, stage.item.price_of) = (None, None);
    }
}

/// Quantities that do not react.
pub fn without_response(all: &mut Scenario) {
    without_price_effects(all);
    for mineral in all.minerals.iter_mut().map(|mineral| &mut mineral.item) {
        mineral.response = None;
        mineral.suppliers.iter_mut().for_each(|supplier| supplier.item.response = None);
    }
}

/// Multiplies every tonnage of the scenario: demand, capacities, buffers, stocks.
pub fn scale_tonnages(all: &mut Scenario, factor: f64) {
    let mut scale = |input: &mut Input| scale_by(input, "tonnages", factor);
    all.minerals.iter_mut().for_each(|mineral| scale(&mut mineral.item.demand));
    for node in all.nodes.iter_mut().map(|node| &mut node.item) {
        node.capacity.iter_mut().for_each(|figures| per_mineral(figures, &mut scale));
        node.expansions.iter_mut().for_each(|expansion| per_mineral(&mut expansion.capacity, &mut scale));
        [&mut node.buffer, &mut node.stock].into_iter().flatten().for_each(&mut scale);
    }
    all.drivers.push(named("tonnages", number(factor)));
}

/// Puts every table and list whose order means nothing into another order.
pub fn reorder(all: &mut Scenario, dice: &mut Choices) {
    shuffle(&mut all.drivers, dice);
    shuffle(&mut all.correlations, dice);
    shuffle(&mut all.minerals, dice);
    shuffle(&mut all.regimes, dice);
    shuffle(&mut all.factors, dice);
    shuffle(&mut all.hazards, dice);
    shuffle(&mut all.projects, dice);
    shuffle(&mut all.nodes, dice);
    shuffle(&mut all.routes, dice);
    shuffle(&mut all.goals, dice);
    all.correlations.iter_mut().filter(|_| dice.chance(0.5)).for_each(|pair| pair.between.reverse());
    for mineral in all.minerals.iter_mut().map(|mineral| &mut mineral.item) {
        shuffle(&mut mineral.suppliers, dice);
        if let Some(response) = &mut mineral.response {
            shuffle(&mut response.through, dice);
            shuffle_factors(&mut response.precaution, dice);
        }
    }
    for regime in all.regimes.iter_mut().map(|regime| &mut regime.item) {
        shuffle(&mut regime.initial, dice);
        shuffle(&mut regime.states, dice);
        for state in regime.states.iter_mut().map(|state| &mut state.item) {
            shuffle(&mut state.then, dice);
            shuffle(&mut state.minerals, dice);
            shuffle(&mut state.suppliers, dice);
        }
    }
    for hazard in all.hazards.iter_mut().map(|hazard| &mut hazard.item) {
        shuffle(&mut hazard.classes, dice);
        shuffle_factors(&mut hazard.level, dice);
    }
    for project in all.projects.iter_mut().map(|project| &mut project.item) {
        shuffle(&mut project.stages, dice);
        shuffle(&mut project.exposure, dice);
        for stage in project.stages.iter_mut().map(|stage| &mut stage.item) {
            shuffle(&mut stage.after, dice);
            shuffle(&mut stage.after_any, dice);
            shuffle(&mut stage.risks, dice);
            shuffle(&mut stage.exposure, dice);
            shuffle_factors(&mut stage.pace, dice);
        }
    }
    for node in all.nodes.iter_mut().map(|node| &mut node.item) {
        shuffle(&mut node.exposure, dice);
        shuffle_factors(&mut node.flow, dice);
        for figures in [&mut node.capacity, &mut node.recovery].into_iter().flatten() {
            shuffle_figures(figures, dice);
        }
        node.expansions.iter_mut().for_each(|expansion| shuffle_figures(&mut expansion.capacity, dice));
    }
    for route in all.routes.iter_mut().map(|route| &mut route.item) {
        shuffle(&mut route.carries, dice);
        shuffle_factors(&mut route.flow, dice);
    }
    every_input(all, &mut |input| shuffle(&mut input.scale, dice));
}

fn shuffle<T>(things: &mut [T], dice: &mut Choices) {
    for last in (1..things.len()).rev() {
        things.swap(dice.index(last + 1), last);
    }
}

fn shuffle_factors(factors: &mut [Named<Vec<Named<Input>>>], dice: &mut Choices) {
    shuffle(factors, dice);
    for regime in factors {
        shuffle(&mut regime.item, dice);
    }
}

fn shuffle_figures(figures: &mut PerMineral, dice: &mut Choices) {
    if let PerMineral::Each(each) = figures {
        shuffle(each, dice);
    }
}

/// Gives everything another name: what `rename` makes of it, part by part where a stage is named with its project.
pub fn rename(all: &mut Scenario, rename: impl Fn(&str) -> String) {
    every_name(all, &mut |name| name.value = name.value.split('.').map(&rename).collect::<Vec<_>>().join("."));
}

/// Calls `change` on every name of the scenario, keys and references alike.
fn every_name(all: &mut Scenario, change: &mut impl FnMut(&mut Name)) {
    every_input(all, &mut |input| {
        input.scale.iter_mut().for_each(&mut *change);
        if let DistributionSpec::Driver(name) = &mut input.distribution {
            change(name);
        }
    });
    keys(&mut all.drivers, change);
    keys(&mut all.factors, change);
    all.correlations.iter_mut().flat_map(|pair| &mut pair.between).for_each(&mut *change);
    keys(&mut all.minerals, change);
    for mineral in &mut all.minerals {
        keys(&mut mineral.item.suppliers, change);
        mineral.item.suppliers.iter_mut().filter_map(|supplier| supplier.item.controlled_by.as_mut()).for_each(&mut *change);
        if let Some(response) = &mut mineral.item.response {
            if response.through.is_empty() {
                response.through = vec![named("Other routes", 1.0)];
            }
            keys(&mut response.through, change);
            factor_keys(&mut response.precaution, change);
        }
    }
    keys(&mut all.regimes, change);
    for regime in all.regimes.iter_mut().map(|regime| &mut regime.item) {
        keys(&mut regime.initial, change);
        keys(&mut regime.states, change);
        for state in regime.states.iter_mut().map(|state| &mut state.item) {
            keys(&mut state.then, change);
            keys(&mut state.minerals, change);
            keys(&mut state.suppliers, change);
        }
    }
    keys(&mut all.hazards, change);
    for hazard in all.hazards.iter_mut().map(|hazard| &mut hazard.item) {
        keys(&mut hazard.classes, change);
        factor_keys(&mut hazard.level, change);
    }
    keys(&mut all.projects, change);
    for project in all.projects.iter_mut().map(|project| &mut project.item) {
        keys(&mut project.exposure, change);
        keys(&mut project.stages, change);
        for stage in project.stages.iter_mut().map(|stage| &mut stage.item) {
            stage.after.iter_mut().chain(&mut stage.after_any).chain(&mut stage.price_of).for_each(&mut *change);
            keys(&mut stage.risks, change);
            for chance in chances(stage) {
                if let Chance::Tied(tied) = chance {
                    change(&mut tied.factor);
                }
            }
            keys(&mut stage.exposure, change);
            factor_keys(&mut stage.pace, change);
        }
    }
    keys(&mut all.nodes, change);
    for node in all.nodes.iter_mut().map(|node| &mut node.item) {
        let whens = [&mut node.opens, &mut node.closes].into_iter().chain(node.expansions.iter_mut().map(|expansion| &mut expansion.opens));
        for when in whens {
            if let Some(When::Stage(stage)) = when {
                change(stage);
            }
        }
        let figures = [&mut node.capacity, &mut node.recovery].into_iter().flatten();
        for figures in figures.chain(node.expansions.iter_mut().map(|expansion| &mut expansion.capacity)) {
            if let PerMineral::Each(each) = figures {
                keys(each, change);
            }
        }
        keys(&mut node.exposure, change);
        factor_keys(&mut node.flow, change);
    }
    keys(&mut all.routes, change);
    for route in all.routes.iter_mut().map(|route| &mut route.item) {
        [&mut route.mineral, &mut route.origin].into_iter().chain(&mut route.via).chain(&mut route.controlled_by).for_each(&mut *change);
        keys(&mut route.carries, change);
        factor_keys(&mut route.flow, change);
    }
    keys(&mut all.goals, change);
    all.goals.iter_mut().for_each(|goal| test_names(&mut goal.item.test, change));
}

fn keys<T>(table: &mut [Named<T>], change: &mut impl FnMut(&mut Name)) {
    for entry in table {
        change(&mut entry.name);
    }
}

fn factor_keys(factors: &mut [Named<Vec<Named<Input>>>], change: &mut impl FnMut(&mut Name)) {
    keys(factors, change);
    for regime in factors {
        keys(&mut regime.item, change);
    }
}

fn test_names(test: &mut Test, change: &mut impl FnMut(&mut Name)) {
    match test {
        Test::Measure { mineral, origin, .. } => [mineral].into_iter().chain(origin).for_each(change),
        Test::Goal(name) => change(name),
        Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => parts.iter_mut().for_each(|part| test_names(part, change)),
    }
}

/// Takes all chance out: every input has one value, every regime one way, nothing strikes, and what may happen does or does not.
pub fn freeze(all: &mut Scenario) {
    without_price_effects(all);
    all.correlations.clear();
    all.factors.clear();
    all.hazards.clear();
    all.regimes.iter_mut().for_each(|regime| regime.item.elapsed = None);
    for project in all.projects.iter_mut().map(|project| &mut project.item) {
        project.exposure.clear();
        for stage in project.stages.iter_mut().map(|stage| &mut stage.item) {
            stage.exposure.clear();
            stage.cancels = None;
            stage.unknown = false;
            stage.risks.iter_mut().for_each(|risk| risk.item.probability = Chance::Alone(number(1.0)));
        }
    }
    all.nodes.iter_mut().for_each(|node| node.item.exposure.clear());
    for regime in all.regimes.iter_mut().map(|regime| &mut regime.item) {
        one_way(&mut regime.initial);
        regime.states.iter_mut().for_each(|state| one_way(&mut state.item.then));
    }
    every_input(all, &mut |input| {
        if !matches!(input.distribution, DistributionSpec::Driver(_)) {
            input.distribution = DistributionSpec::Constant(middle(&input.distribution));
        }
    });
}

fn one_way(weights: &mut Vec<Named<f64>>) {
    weights.retain(|entry| entry.item > 0.0);
    weights.truncate(1);
}

/// A value from the midst of a distribution.
fn middle(spec: &DistributionSpec) -> f64 {
    match spec {
        DistributionSpec::Discrete(points) => points[0].0,
        DistributionSpec::Empirical { values, .. } => values[0],
        DistributionSpec::Mixture(parts) => middle(&parts[0].0),
        spec => crate::naive::distribution(spec).map_or(1.0, |distribution: Distribution| distribution.quantile(0.45)),
    }
}

/// Leaves one chain of one mineral, whose arrivals can only grow with its capacities, its haste and its safety: the first route with nothing
/// that could run out, stand waiting or end. The drivers `wider`, `quicker` and `safer`, all 1, stretch capacities, work and exposures.
pub fn one_chain(all: &mut Scenario) {
    without_price_effects(all);
    all.routes.truncate(1);
    let Route { mineral, via, carries, controlled_by, dependence, .. } = &mut all.routes[0].item;
    carries.clear();
    (*controlled_by, *dependence) = (None, None);
    all.nodes.retain(|node| via.iter().any(|via| via.value == node.name.value));
    let shares = [0.02, 0.1, 0.3].map(|share| measure(&mineral.value, Measure::ShareOfDemand, share));
    all.goals = ["low", "middle", "high"].iter().zip(shares).map(|(name, test)| named(name, goal(test, 6))).collect();
    for node in all.nodes.iter_mut().map(|node| &mut node.item) {
        (node.stock, node.buffer, node.closes, node.life) = (None, None, None, None);
        // A ramp that falls would make a late opening the better one.
        let rising = |points: &mut Vec<[f64; 2]>| {
            let mut reached = 0.0_f64;
            for point in points {
                reached = reached.max(point[1]);
                point[1] = reached;
            }
        };
        rising(&mut node.ramp_up);
        node.expansions.iter_mut().for_each(|expansion| rising(&mut expansion.ramp_up));
        let mut widen = |input: &mut Input| scale_by(input, "wider", 1.0);
        let figures = node.capacity.iter_mut().chain(node.expansions.iter_mut().map(|expansion| &mut expansion.capacity));
        figures.for_each(|figures| per_mineral(figures, &mut widen));
        table(&mut node.exposure, &mut |input| scale_by(input, "safer", 1.0));
    }
    for project in all.projects.iter_mut().map(|project| &mut project.item) {
        table(&mut project.exposure, &mut |input| scale_by(input, "safer", 1.0));
        for stage in project.stages.iter_mut().map(|stage| &mut stage.item) {
            let delays = stage.risks.iter_mut().map(|risk| &mut risk.item.delay);
            stage.duration.iter_mut().chain(delays).for_each(|input| scale_by(input, "quicker", 1.0));
            table(&mut stage.exposure, &mut |input| scale_by(input, "safer", 1.0));
        }
    }
    all.drivers.extend(["wider", "quicker", "safer"].map(|driver| named(driver, number(1.0))));
}

/// The same with one of its drivers at another value.
pub fn with_driver(all: &Scenario, name: &str, value: f64) -> Scenario {
    let mut changed = all.clone();
    let driver = changed.drivers.iter_mut().find(|driver| driver.name.value == name).expect("a driver of the scenario");
    driver.item.distribution = DistributionSpec::Constant(value);
    changed
}

/// Cuts one stage without exposure of its own in two, the first with this share of its work. `None` where there is none; else the scenario
/// with the stage whole, the one with it cut, and the stage's name.
pub fn cut_a_stage(all: &Scenario, share: f64) -> Option<(Scenario, Scenario, String)> {
    let mut whole = all.clone();
    without_price_effects(&mut whole);
    let mut cut = None;
    for project in &mut whole.projects {
        let Some(at) = project.item.stages.iter().position(|stage| stage.item.exposure.is_empty() && stage.item.done.is_none()) else { continue };
        let stage = &mut project.item.stages[at];
        // Its own draws would have other paths in the part: it has none.
        stage.item.pace.clear();
        stage.item.progress = None;
        stage.item.duration = Some(number(13.7));
        cut = Some((project.name.value.clone(), stage.name.value.clone()));
        break;
    }
    let (project, name) = cut?;
    let mut parts = whole.clone();
    let stages = &mut parts.projects.iter_mut().find(|other| other.name.value == project)?.item.stages;
    let second = stages.iter_mut().find(|stage| stage.name.value == name)?;
    let mut first = second.clone();
    first.name = crate::naive::ast::name("first_part");
    (first.item.duration, first.item.cancels, first.item.unknown) = (Some(number(13.7 * share)), None, false);
    first.item.risks.clear();
    second.item.duration = Some(number(13.7 * (1.0 - share)));
    (second.item.after, second.item.after_any, second.item.not_before) = (crate::naive::ast::names(&["first_part"]), Vec::new(), None);
    stages.push(first);
    Some((whole, parts, format!("{project}.{name}")))
}

/// Adds inputs that are used, and leaves those that are there: risks, a supplier, a hazard with exposures, a buffer, another goal.
pub fn add_inputs(all: &mut Scenario) {
    let drawn = |mean: f64| spec(DistributionSpec::Exponential { mean });
    all.drivers.push(named("added", spec(DistributionSpec::Uniform([0.5, 2.0]))));
    for stage in all.projects.iter_mut().flat_map(|project| &mut project.item.stages) {
        let risk = adit::scenario::Risk { probability: Chance::Alone(number(0.5)), delay: drawn(2.0), group: None };
        stage.item.risks.insert(0, named("added", risk));
        stage.item.exposure.insert(0, named("added", number(0.5)));
    }
    let classes = vec![named("added", class(driver("added")))];
    all.hazards.insert(0, named("added", adit::scenario::Hazard { classes, ..hazard(2.0) }));
    for node in &mut all.nodes {
        node.item.exposure.push(named("added", spec(DistributionSpec::Uniform([0.0, 1.0]))));
    }
    for mineral in &mut all.minerals {
        let supplier = adit::scenario::Supplier { share: spec(DistributionSpec::Uniform([0.0, 0.2])), ..supplier(0.0) };
        mineral.item.suppliers.insert(0, named("Added", supplier));
        mineral.item.growth.get_or_insert_with(|| spec(DistributionSpec::Uniform([0.0, 0.01])));
    }
}

/// Adds what nobody uses: a driver, a mineral, a regime, a hazard, a project, a node, a goal.
pub fn add_unused(all: &mut Scenario) {
    // Names before, amid and after the others', wherever an order by name might shift.
    for name in ["a_first", "m_middle", "zz_last"] {
        all.drivers.push(named(name, spec(DistributionSpec::Uniform([0.5, 2.0]))));
        all.factors.insert(0, named(name, adit::scenario::Factor { title: None, group: None }));
        all.minerals.insert(0, named(name, mineral(1_000.0)));
        let states = vec![named("calm", state())];
        all.regimes.insert(0, named(name, regime("calm", states)));
        let classes = vec![named("only", class(driver(name)))];
        all.hazards.insert(0, named(name, adit::scenario::Hazard { classes, ..hazard(1.0) }));
        all.projects.insert(0, named(name, project(vec![named("stage", stage(spec(DistributionSpec::Exponential { mean: 3.0 }), &[]))])));
        all.nodes.insert(0, named(name, capacity(100.0)));
        all.goals.insert(0, named(name, goal(measure(name, Measure::ShareOfDemand, 0.5), 12)));
    }
}
