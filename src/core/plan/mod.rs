//! Compiled scenario: indices replace names, units are converted and orders are fixed. It does not change during a run.

mod assumptions;
mod builder;
mod ceiling;
mod chain;
mod contradictions;
mod correlation;
mod design;
mod distribution_words;
mod elements;
mod goal_tests;
mod goals;
mod inputs;
mod intervene;
mod market;
mod planned_dates;
mod policy;
mod precision;
mod processes;
mod pruning;
mod report_options;
mod response;
mod schedule;
mod security;
mod size;

pub use assumptions::{Assumption, Assumptions, BINS, Curve, SourceText, assumptions};
pub use chain::{Chain, Figure, Level, NodeId, NodePlan, Passage as ChainPassage, RampPlan, RouteId, RoutePlan, Sharing, Visit};
pub use design::{Design, STAYS, Spread};
pub use elements::{Element, ElementKind};
pub use goals::{GoalPlan, Goals, MeasurePlan, TestPlan};
pub use inputs::{Base, ChancePlan, Draw, KeyId, Occasional, Slot, distribution};
pub use market::{Bringing, MineralPlan, SupplierPlan};
pub use planned_dates::planned_dates;
pub use policy::{Effect, EffectId, Passage as StatePassage, Policy, Profile, ProfileId, RegimeId, RegimePlan, Return, StatePlan};
pub use precision::{Figure as SoughtFigure, PrecisionPlan};
pub use processes::{Process, ProcessColumn};
pub use pruning::{Prunable, Pruned};
pub use report_options::{GivenPlan, OriginStyle, ReportPlan};
pub use response::{Reaction, ResponsePlan};
pub use schedule::{Moment, RiskPlan, Schedule, StageId, StagePlan};
pub use security::{ClassPlan, ColumnId, ExcitationPlan, Exposure, HazardPlan, OperatorId, Security, SuspensionPlan, VolatilityPlan};

pub use crate::scenario::{Measure, Sampling};
pub use ceiling::GoalCeiling;

use crate::chance::Copula;
use crate::scenario::{Held, Lever, Named, Pulled, Scenario, lever};
use crate::units::{MonthGrid, Problems};
use builder::Site;

/// Everything that the simulation of a trial needs.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Title of the scenario.
    pub title: String,
    /// What reports call each input, by its path.
    pub input_titles: std::collections::HashMap<String, String>,
    /// Monthly grid.
    pub grid: MonthGrid,
    /// Paths of random streams, by [`KeyId`].
    pub paths: Vec<String>,
    /// Values of all slots, with constants set.
    pub values: Vec<f64>,
    /// Values of all slots on the planned course: announced values, or else medians.
    pub planned: Vec<f64>,
    /// Numbers drawn once per trial, drivers first.
    pub draws: Vec<Draw>,
    /// Sampling design of the numbers drawn once per trial; `None` for random sampling. Compilation gives `None`.
    pub design: Option<Design>,
    /// Paths and groups of numbers drawn at each entry into a state or at each incident.
    pub occasional: Vec<(String, String)>,
    /// Indices of the correlated draws, and their copula.
    pub copula: Option<(Vec<usize>, Copula)>,
    /// Compiled regimes.
    pub policy: Policy,
    /// Compiled hazards.
    pub security: Security,
    /// Compiled stages.
    pub schedule: Schedule,
    /// Compiled nodes and routes.
    pub chain: Chain,
    /// Compiled minerals, in the order of the file.
    pub minerals: Vec<MineralPlan>,
    /// Compiled goals.
    pub goals: Goals,
    /// For each goal, the upper bound on sustained deliveries.
    pub ceilings: Vec<Option<GoalCeiling>>,
    /// Years, groups of causes and colours of origins in reports.
    pub report: ReportPlan,
    /// Origins of routes with their revenue and jobs.
    pub origins: Vec<OriginPlan>,
    /// Costs of the active levers in USD.
    pub costs: Vec<Slot>,
    /// Target precision of a run.
    pub precision: Option<PrecisionPlan>,
}

/// An origin of routes, with what counts for it.
#[derive(Clone, Debug)]
pub struct OriginPlan {
    /// Name.
    pub name: String,
    /// Title, else the name in words.
    pub title: String,
    /// Its routes.
    pub routes: Vec<RouteId>,
    /// Whether all minerals that its routes deliver have a price.
    pub priced: bool,
    /// Whether any of its routes has a royalty.
    pub royalty: bool,
    /// Stages with `jobs`.
    pub stages: Vec<StageId>,
    /// Nodes with `jobs`.
    pub nodes: Vec<NodeId>,
}

/// Compiles a scenario: names become indices, and units become months, tonnes and shares. The plan is `None` where an error prevents a run; the problems
/// state all errors and warnings of this step. It does not panic on a scenario with errors.
#[must_use]
pub fn compile(scenario: &Scenario) -> (Option<Plan>, Problems) {
    compile_with(scenario, &[], &[], true)
}

/// Problems that only compilation finds (distributions and their ranges) in a scenario whose reading has errors. No plan is made, and nothing is
/// computed that presupposes a valid scenario, such as the bounds of goals.
#[must_use]
pub fn judge(scenario: &Scenario) -> Problems {
    compile_with(scenario, &[], &[], false).1
}

/// Compiles a scenario with active levers; `None` where an error prevents a run.
#[must_use]
pub fn compile_pulled(pulled: &Pulled) -> (Option<Plan>, Problems) {
    compile_with(&pulled.scenario, &pulled.levers, &pulled.held, true)
}

/// Compiles a scenario; `valid` says whether its reading had no errors.
fn compile_with(scenario: &Scenario, levers: &[Named<Lever>], held: &[Held], valid: bool) -> (Option<Plan>, Problems) {
    let mut builder = builder::Builder::default();
    builder.held = held.to_vec();
    let Some(grid) = MonthGrid::new(scenario.start, scenario.end) else { return (None, Problems::default()) };
    builder.add_drivers(&scenario.drivers);
    builder.add_factors(&scenario.factors);
    let mut policy = Policy::compile(scenario, &mut builder, grid);
    let security = Security::compile(scenario, &mut builder, &mut policy, grid.count(), held);
    let schedule = Schedule::compile(scenario, &mut builder, &mut policy, &security, grid, held);
    let chain = Chain::compile(scenario, &mut builder, &mut policy, &security, &schedule, grid);
    let mut minerals = market::compile(scenario, &mut builder, &mut policy, &chain);
    let goals = Goals::compile(scenario, &mut builder, grid, &mut minerals);
    let copula = correlation::compile(scenario, &mut builder);
    if valid {
        chain::complete::check(scenario, &chain, &mut builder.problems);
        size::check(scenario, &mut builder, grid, &minerals);
    }
    let is_sound = valid && !builder.problems.any_error();
    let ceilings = if is_sound { ceiling::compile(scenario, &mut builder, &policy, grid, &chain, &minerals, &goals) } else { Vec::new() };
    let origins = origins(scenario, &chain, &schedule, &minerals);
    let cost = |lever: &Named<Lever>| {
        let path = format!("levers.{}", lever.name.value);
        builder.quantity(&lever.item.cost, &lever::cost, Site { path: &path, group: "levers" })
    };
    let costs = levers.iter().map(cost).collect();
    let precision = scenario.precision.as_ref().and_then(|precision| PrecisionPlan::compile(precision, &mut builder, grid, &goals));
    if !valid || builder.problems.any_error() {
        return (None, builder.problems);
    }
    let report = ReportPlan::compile(scenario, grid, &minerals);
    let mut problems = std::mem::take(&mut builder.problems);
    let plan = Plan {
        title: scenario.title.clone(),
        input_titles: scenario.input_titles(),
        grid,
        values: builder.initial_values(),
        planned: builder.planned_values(),
        paths: builder.paths,
        draws: builder.draws,
        design: None,
        occasional: builder.occasional_paths,
        copula,
        policy,
        security,
        schedule,
        chain,
        minerals,
        goals,
        ceilings,
        report,
        origins,
        costs,
        precision,
    };
    contradictions::moments(scenario, &plan, &mut problems);
    (Some(plan), problems)
}

impl Plan {
    /// What reports call an input: its title, else its path.
    #[must_use]
    pub fn title_of_input(&self, path: &str) -> String {
        self.input_titles.get(path).map_or_else(|| path.to_owned(), Clone::clone)
    }

    /// Number of months T.
    #[must_use]
    pub fn months(&self) -> usize {
        self.grid.count()
    }
}

/// Origins of routes, with the stages and nodes whose jobs count for them.
///
/// A node belongs to the origin of the first route through it. A project belongs to the origin of the first node that it opens, or else to that of a
/// project that depends on it.
fn origins(scenario: &Scenario, chain: &Chain, schedule: &Schedule, minerals: &[MineralPlan]) -> Vec<OriginPlan> {
    let mut names: Vec<&str> = Vec::new();
    for named in &scenario.routes {
        if !names.contains(&named.item.origin.value.as_str()) {
            names.push(&named.item.origin.value);
        }
    }
    let origin_of_node: Vec<Option<&str>> = (0..chain.nodes.len())
        .map(|n| chain.passages.iter().find(|passage| passage.node.0 == n).map(|passage| chain.routes[passage.route.0].origin.as_str()))
        .collect();
    let project = |stage: &StagePlan| stage.name.split_once('.').map_or_else(String::new, |(project, _)| project.to_owned());
    let mut origin_of_project: std::collections::HashMap<String, &str> = std::collections::HashMap::new();
    for (n, node) in chain.nodes.iter().enumerate() {
        for ramp in &node.ramps {
            if let (Moment::Stage(stage), Some(origin)) = (ramp.opens, origin_of_node[n]) {
                origin_of_project.entry(project(&schedule.stages[stage.0])).or_insert(origin);
            }
        }
    }
    // Stages come after all stages that they depend on, so that the reverse order reaches each project through its dependents.
    for stage in schedule.stages.iter().rev() {
        let Some(&origin) = origin_of_project.get(&project(stage)) else { continue };
        for before in stage.after.iter().chain(&stage.after_any) {
            origin_of_project.entry(project(&schedule.stages[before.0])).or_insert(origin);
        }
    }
    names
        .into_iter()
        .map(|name| {
            let routes: Vec<RouteId> = (0..chain.routes.len()).filter(|&r| chain.routes[r].origin == name).map(RouteId).collect();
            OriginPlan {
                priced: routes.iter().all(|route| {
                    let route = &chain.routes[route.0];
                    minerals[route.mineral].price.is_some() && route.carries.iter().all(|&(mineral, _)| minerals[mineral].price.is_some())
                }),
                royalty: routes.iter().any(|route| chain.routes[route.0].royalty.is_some()),
                stages: (0..schedule.stages.len())
                    .map(StageId)
                    .filter(|stage| {
                        let stage = &schedule.stages[stage.0];
                        stage.jobs.is_some() && origin_of_project.get(&project(stage)) == Some(&name)
                    })
                    .collect(),
                nodes: (0..chain.nodes.len())
                    .map(NodeId)
                    .filter(|node| chain.nodes[node.0].jobs.is_some() && origin_of_node[node.0] == Some(name))
                    .collect(),
                name: name.to_owned(),
                title: scenario.title_of_origin(name),
                routes,
            }
        })
        .collect()
}
