//! Compiled projects: stages in topological order, each after all stages that it depends on.

use std::collections::HashMap;

use super::builder::{Builder, Site};
use super::inputs::{ChancePlan, Slot};
use super::policy::{EffectId, Policy, sorted_by_name};
use super::security::{ColumnId, Security};
use crate::scenario::{Held, Name, Project, Scenario, Stage, When, proper_title_of, risk, stage as keys, title_of};
use crate::units::{MonthGrid, Place};

/// Index of a stage in the plan, in topological order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StageId(pub usize);

/// A risk: additional work with a probability.
#[derive(Clone, Debug)]
pub struct RiskPlan {
    /// Name in the file.
    pub name: String,
    /// Group of causes.
    pub group: String,
    /// Whether it occurs.
    pub chance: ChancePlan,
    /// Additional work in months.
    pub delay: Slot,
}

/// A compiled stage.
#[derive(Clone, Debug)]
pub struct StagePlan {
    /// Name as `project.stage`.
    pub name: String,
    /// Titles of the project and of the stage, else their names in words.
    pub titles: [String; 2],
    /// Path in the file.
    pub path: String,
    /// Group of causes.
    pub group: String,
    /// End in months since the start, for a stage that is done.
    pub done: Option<f64>,
    /// Undisturbed work in months.
    pub duration: Slot,
    /// Share of the work already done; `None` where it is always 0.
    pub progress: Option<Slot>,
    /// Risks, sorted by name.
    pub risks: Vec<RiskPlan>,
    /// Stages that must all have ended.
    pub after: Vec<StageId>,
    /// Stages of which at least one must have ended.
    pub after_any: Vec<StageId>,
    /// Earliest start in months since the start.
    pub not_before: f64,
    /// Availability column of the hazards to which it is exposed.
    pub availability: Option<ColumnId>,
    /// Factors of the pace.
    pub pace: Vec<EffectId>,
    /// Whether it is cancelled at its end.
    pub cancels: Option<ChancePlan>,
    /// Whether that is a fact that is not known yet and not chance.
    pub unknown: bool,
    /// Number of people employed.
    pub jobs: Option<Slot>,
    /// The month from which a lever acts, and the stage as it is until then.
    pub before: Option<(f64, Box<Self>)>,
}

/// All stages of a plan.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    /// Stages in topological order.
    pub stages: Vec<StagePlan>,
    /// Stages in the order of the file.
    pub file_order: Vec<StageId>,
    by_name: HashMap<String, StageId>,
}

/// Full name of a stage from a reference within `project`.
pub(super) fn full_name(project: &str, reference: &str) -> String {
    if reference.contains('.') { reference.to_owned() } else { format!("{project}.{reference}") }
}

impl Schedule {
    /// Compiles all projects of a scenario. Stages in a cycle are left out; the cycle is reported when the file is read.
    pub(super) fn compile(
        scenario: &Scenario,
        builder: &mut Builder,
        policy: &mut Policy,
        security: &Security,
        grid: MonthGrid,
        held: &[Held],
    ) -> Self {
        let mut all: Vec<(&str, &Project, &str, &Stage)> = Vec::new();
        for p in sorted_by_name(&scenario.projects) {
            let project = &scenario.projects[p];
            for s in sorted_by_name(&project.item.stages) {
                let stage = &project.item.stages[s];
                all.push((&project.name.value, &project.item, &stage.name.value, &stage.item));
            }
        }
        let mut schedule = Self::default();
        let mut waiting = all;
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|&(project_name, project, stage_name, stage)| {
                let find = |names: &[Name]| -> Option<Vec<StageId>> {
                    names.iter().map(|name| schedule.by_name.get(&full_name(project_name, &name.value)).copied()).collect()
                };
                let (Some(after), Some(after_any)) = (find(&stage.after), find(&stage.after_any)) else { return true };
                let held = held.iter().find_map(|held| held.of_stage(project_name, stage_name));
                let was = held.map(|(_, stage)| (find(&stage.after), find(&stage.after_any)));
                if let Some((None, _) | (_, None)) = was {
                    return true;
                }
                let project = (project_name, project);
                let price_of = |stage: &Stage| {
                    let name = stage.price_of.as_ref()?;
                    scenario.minerals.iter().position(|mineral| mineral.name.value == name.value)
                };
                let written = (stage_name, stage, price_of(stage));
                let mut plan = compile_stage(project, written, [after, after_any], builder, policy, security, grid);
                if let (Some((until, stage)), Some((Some(after), Some(after_any)))) = (held, was) {
                    builder.as_before = true;
                    let written = (stage_name, stage, price_of(stage));
                    let before = compile_stage(project, written, [after, after_any], builder, policy, security, grid);
                    builder.as_before = false;
                    plan.before = Some((f64::from(until), Box::new(before)));
                }
                schedule.by_name.insert(plan.name.clone(), StageId(schedule.stages.len()));
                schedule.stages.push(plan);
                false
            });
            if waiting.len() == before {
                for &(project, _, stage, _) in waiting.iter().filter(|_| !held.is_empty()) {
                    let message = format!("stage {project}.{stage} waits for itself while a lever's lead time runs");
                    builder.problems.error(Place::default(), message, "what it waits for without the lever waits for it with the lever", None);
                }
                break;
            }
        }
        for project in &scenario.projects {
            for stage in &project.item.stages {
                schedule.file_order.extend(schedule.find(&format!("{}.{}", project.name.value, stage.name.value)));
            }
        }
        schedule
    }

    /// Minerals whose price affects a cancellation, by index, each once.
    #[must_use]
    pub fn prices(&self) -> Vec<usize> {
        let before = |stage: &StagePlan| stage.before.as_ref().and_then(|(_, before)| before.cancels);
        let chances = self.stages.iter().flat_map(|stage| [stage.cancels, before(stage)]);
        let mut minerals: Vec<usize> = chances.flatten().filter_map(|cancels| Some(cancels.price?.0)).collect();
        minerals.sort_unstable();
        minerals.dedup();
        minerals
    }

    /// The stage with this full name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<StageId> {
        self.by_name.get(name).copied()
    }
}

fn compile_stage(
    (project_name, project): (&str, &Project),
    (name, stage, price_of): (&str, &Stage, Option<usize>),
    [after, after_any]: [Vec<StageId>; 2],
    builder: &mut Builder,
    policy: &mut Policy,
    security: &Security,
    grid: MonthGrid,
) -> StagePlan {
    let path = format!("projects.{project_name}.stages.{name}");
    let group = stage.group.as_ref().or(project.group.as_ref()).map_or(project_name, |group| &group.value);
    let site = Site { path: &path, group };
    let zero = builder.constant(0.0);
    let risks = sorted_by_name(&stage.risks).into_iter().map(|i| {
        let (risk_name, written) = (&stage.risks[i].name.value, &stage.risks[i].item);
        let path = format!("{path}.risks.{risk_name}");
        let group = written.group.as_ref().map_or(group, |group| &group.value);
        let site = Site { path: &path, group };
        RiskPlan {
            name: risk_name.clone(),
            group: group.to_owned(),
            chance: builder.chance(&written.probability, &format!("{path}!happens"), &risk::probability, site),
            delay: builder.quantity(&written.delay, &risk::delay, site),
        }
    });
    let risks = risks.collect();
    let mut cancels = stage.cancels.as_ref().map(|chance| builder.chance(chance, &format!("{path}.cancels!happens"), &keys::cancels, site));
    let elasticity = builder.optional(stage.price_elasticity.as_ref(), &keys::price_elasticity, site).filter(|&slot| slot != zero);
    if let Some(cancels) = &mut cancels {
        cancels.price = price_of.zip(elasticity);
    }
    let progress = builder.optional(stage.progress.as_ref(), &keys::progress, site);
    StagePlan {
        done: stage.done.as_ref().map(|date| grid.offset(date.value)),
        duration: builder.or_default(stage.duration.as_ref(), &keys::duration, site),
        progress: progress.filter(|&slot| slot != zero),
        risks,
        after,
        after_any,
        not_before: stage.not_before.as_ref().map_or(0.0, |date| grid.offset(date.value)).max(0.0),
        availability: security.stage_column(project_name, name),
        pace: policy.effects(builder, &stage.pace, &keys::pace, site),
        cancels,
        unknown: stage.unknown,
        jobs: builder.optional(stage.jobs.as_ref(), &keys::jobs, site),
        name: format!("{project_name}.{name}"),
        titles: [proper_title_of(project_name, project.title.as_deref()), title_of(name, stage.title.as_deref())],
        before: None,
        group: group.to_owned(),
        path,
    }
}

/// Time of an opening or closing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// Before the start of the scenario.
    Always,
    /// A date in months since the start.
    Date(f64),
    /// The end of a stage.
    Stage(StageId),
}

impl Moment {
    pub(super) fn of(when: Option<&When>, schedule: &Schedule, grid: MonthGrid) -> Self {
        match when {
            None => Self::Always,
            Some(When::Date(date)) => Self::Date(grid.offset(date.value)),
            Some(When::Stage(name)) => schedule.find(&name.value).map_or(Self::Always, Self::Stage),
        }
    }
}
