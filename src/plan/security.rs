//! Hazards, compiled: when incidents come, what they can strike, and the columns of availability that they cut.

use std::collections::HashMap;

use super::builder::Builder;
use super::inputs::{KeyId, Occasional, Range, Slot};
use super::policy::{EffectId, Policy, cumulative, sorted_by_name};
use crate::scenario::{Hazard, Held, Input, Named, Scenario, When};

/// A monthly column of availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnId(pub usize);

/// A project that can be suspended: one of the file's, or a node that no stage opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperatorId(pub usize);

/// The chance with which incidents of a hazard strike something.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// What is struck, as the story tells it.
    pub target: String,
    /// Stream, and path, of the strike.
    pub key: KeyId,
    /// Chance.
    pub chance: Slot,
    /// The chance until a lever acts, and the month from which it does.
    pub before: Option<(f64, Slot)>,
    /// Columns that it cuts.
    pub columns: Vec<ColumnId>,
    /// The project it belongs to.
    pub operator: OperatorId,
}

/// Self-excitation.
#[derive(Clone, Copy, Debug)]
pub struct ExcitationPlan {
    /// Mean number of direct offspring.
    pub branching: Slot,
    /// Their mean delay, months.
    pub decay: Slot,
    /// Stream.
    pub key: KeyId,
}

/// The operator leaves.
#[derive(Clone, Debug)]
pub struct SuspensionPlan {
    /// Chance.
    pub probability: Occasional,
    /// Months.
    pub duration: Occasional,
    /// By operator: streams of the chance, of the months, and of whether it happens.
    pub keys: Vec<[KeyId; 3]>,
}

/// One class of incidents.
#[derive(Clone, Debug)]
pub struct ClassPlan {
    /// Name in the file.
    pub name: String,
    /// Months.
    pub outage: Occasional,
    /// Share lost.
    pub loss: Occasional,
    /// Whether the operator may leave.
    pub suspends: Option<SuspensionPlan>,
}

/// One hazard.
#[derive(Clone, Debug)]
pub struct HazardPlan {
    /// Name in the file.
    pub name: String,
    /// Group of causes.
    pub group: String,
    /// Background incidents a year.
    pub rate: Slot,
    /// Growth of the rate per year; `None` where it is always 0.
    pub trend: Option<Slot>,
    /// Factors by calendar month, January first.
    pub season: Option<[f64; 12]>,
    /// Factors by regime.
    pub level: Vec<EffectId>,
    /// Self-excitation.
    pub excitation: Option<ExcitationPlan>,
    /// Classes, sorted by name.
    pub classes: Vec<ClassPlan>,
    /// Cumulative weights of the classes.
    pub weights: Vec<(usize, f64)>,
    /// What its incidents can strike, sorted by path.
    pub exposures: Vec<Exposure>,
    /// Stream of how many background incidents a year has.
    pub counts: KeyId,
    /// Stream of when in its year each comes.
    pub times: KeyId,
    /// Stream of incidents.
    pub incidents: KeyId,
    /// Stream of classes.
    pub class_key: KeyId,
}

/// All hazards and their columns.
#[derive(Clone, Debug, Default)]
pub struct Security {
    /// Hazards, sorted by name.
    pub hazards: Vec<HazardPlan>,
    /// Number of availability columns.
    pub columns: usize,
    /// Operators by name, as the story tells them.
    pub operators: Vec<String>,
    /// Columns of each operator's stages and nodes.
    pub columns_of_operator: Vec<Vec<ColumnId>>,
    stage_columns: HashMap<(String, String), ColumnId>,
    node_columns: HashMap<String, ColumnId>,
}

/// A stage or a node: what may strike it and who runs it.
struct Target<'a> {
    place: TargetName<'a>,
    operator: OperatorId,
    own: &'a [Named<Input>],
    project: Option<(&'a str, &'a [Named<Input>])>,
}

enum TargetName<'a> {
    Stage(&'a str, &'a str),
    Node(&'a str),
}

impl Target<'_> {
    /// Paths of the exposures that hold for it: by hazard its own, else its project's.
    fn exposure_paths(&self) -> Vec<(String, String)> {
        let own_path = match self.place {
            TargetName::Stage(project, stage) => format!("projects.{project}.stages.{stage}.exposure"),
            TargetName::Node(node) => format!("nodes.{node}.exposure"),
        };
        let mut paths: Vec<(String, String)> =
            self.own.iter().map(|named| (named.name.value.clone(), format!("{own_path}.{}", named.name.value))).collect();
        if let Some((project, exposure)) = self.project {
            for named in exposure.iter().filter(|named| self.own.iter().all(|own| own.name.value != named.name.value)) {
                paths.push((named.name.value.clone(), format!("projects.{project}.exposure.{}", named.name.value)));
            }
        }
        paths.sort();
        paths
    }
}

impl Security {
    /// Compiles all hazards of a scenario.
    pub(super) fn compile(scenario: &Scenario, builder: &mut Builder, policy: &mut Policy, months: usize, held: &[Held]) -> Self {
        let mut security = Self::default();
        let targets = security.targets(scenario);
        let suspending: Vec<&str> = scenario
            .hazards
            .iter()
            .filter(|hazard| hazard.item.classes.iter().any(|class| class.item.suspends.is_some()))
            .map(|hazard| hazard.name.value.as_str())
            .collect();
        let columns_of_path = security.assign_columns(&targets, &suspending);
        for i in sorted_by_name(&scenario.hazards) {
            let named = &scenario.hazards[i];
            let mut plan = security.compile_hazard(&named.name.value, &named.item, builder, policy);
            plan.exposures = security.exposures(scenario, &named.name.value, builder, &columns_of_path, held);
            check_load(&plan, builder, named.name.place, months);
            security.hazards.push(plan);
        }
        security
    }

    /// The availability column of a stage; `None` where nothing can strike it.
    #[must_use]
    pub fn stage_column(&self, project: &str, stage: &str) -> Option<ColumnId> {
        self.stage_columns.get(&(project.to_owned(), stage.to_owned())).copied()
    }

    /// The availability column of a node; `None` where nothing can strike it.
    #[must_use]
    pub fn node_column(&self, node: &str) -> Option<ColumnId> {
        self.node_columns.get(node).copied()
    }

    fn operator(&mut self, name: String) -> OperatorId {
        let id = self.operators.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.operators.push(name);
            self.columns_of_operator.push(Vec::new());
            self.operators.len() - 1
        });
        OperatorId(id)
    }

    fn targets<'a>(&mut self, scenario: &'a Scenario) -> Vec<Target<'a>> {
        let mut targets = Vec::new();
        for i in sorted_by_name(&scenario.projects) {
            let (project, item) = (scenario.projects[i].name.value.as_str(), &scenario.projects[i].item);
            let operator = self.operator(format!("projects.{project}"));
            for s in sorted_by_name(&item.stages) {
                let stage = &item.stages[s];
                let place = TargetName::Stage(project, &stage.name.value);
                targets.push(Target { place, operator, own: &stage.item.exposure, project: Some((project, &item.exposure)) });
            }
        }
        for i in sorted_by_name(&scenario.nodes) {
            let (name, node) = (scenario.nodes[i].name.value.as_str(), &scenario.nodes[i].item);
            let project = match &node.opens {
                Some(When::Stage(stage)) => stage.value.split_once('.').map(|(project, _)| project),
                _ => None,
            };
            let project = project.and_then(|name| scenario.projects.iter().find(|named| named.name.value == name));
            let operator = self.operator(project.map_or_else(|| format!("nodes.{name}"), |named| format!("projects.{}", named.name.value)));
            let project = project.map(|named| (named.name.value.as_str(), named.item.exposure.as_slice()));
            targets.push(Target { place: TargetName::Node(name), operator, own: &node.exposure, project });
        }
        targets
    }

    /// Gives each target a column, shared by those that the same things strike.
    fn assign_columns(&mut self, targets: &[Target<'_>], suspending: &[&str]) -> HashMap<String, Vec<ColumnId>> {
        let mut column_of: HashMap<(Vec<String>, Option<OperatorId>), ColumnId> = HashMap::new();
        let mut columns_of_path: HashMap<String, Vec<ColumnId>> = HashMap::new();
        // An operator can be suspended where any of its parts is exposed to a hazard that suspends.
        let mut suspendable: Vec<bool> = vec![false; self.operators.len()];
        for target in targets {
            suspendable[target.operator.0] |= target.exposure_paths().iter().any(|(hazard, _)| suspending.contains(&hazard.as_str()));
            if let Some((_, exposure)) = target.project {
                suspendable[target.operator.0] |= exposure.iter().any(|named| suspending.contains(&named.name.value.as_str()));
            }
        }
        for target in targets {
            let paths: Vec<String> = target.exposure_paths().into_iter().map(|(_, path)| path).collect();
            let operator = suspendable[target.operator.0].then_some(target.operator);
            if paths.is_empty() && operator.is_none() {
                continue;
            }
            let next = ColumnId(column_of.len());
            let column = *column_of.entry((paths.clone(), operator)).or_insert(next);
            if column == next {
                for path in paths {
                    columns_of_path.entry(path).or_default().push(column);
                }
                if let Some(operator) = operator {
                    self.columns_of_operator[operator.0].push(column);
                }
            }
            match target.place {
                TargetName::Stage(project, stage) => drop(self.stage_columns.insert((project.to_owned(), stage.to_owned()), column)),
                TargetName::Node(node) => drop(self.node_columns.insert(node.to_owned(), column)),
            }
        }
        self.columns = column_of.len();
        columns_of_path
    }

    fn exposures(
        &mut self,
        scenario: &Scenario,
        hazard: &str,
        builder: &mut Builder,
        columns: &HashMap<String, Vec<ColumnId>>,
        held: &[Held],
    ) -> Vec<Exposure> {
        let mut found: Vec<(String, String, String, &Input)> = Vec::new();
        for project in &scenario.projects {
            let name = &project.name.value;
            let operator = format!("projects.{name}");
            for named in project.item.exposure.iter().filter(|named| named.name.value == hazard) {
                found.push((format!("projects.{name}.exposure.{hazard}"), name.clone(), operator.clone(), &named.item));
            }
            for stage in &project.item.stages {
                for named in stage.item.exposure.iter().filter(|named| named.name.value == hazard) {
                    let target = format!("{name}.{}", stage.name.value);
                    found.push((format!("projects.{name}.stages.{}.exposure.{hazard}", stage.name.value), target, operator.clone(), &named.item));
                }
            }
        }
        for node in &scenario.nodes {
            let name = &node.name.value;
            for named in node.item.exposure.iter().filter(|named| named.name.value == hazard) {
                let operator = match &node.item.opens {
                    Some(When::Stage(stage)) => stage.value.split_once('.').map_or_else(String::new, |(project, _)| format!("projects.{project}")),
                    _ => format!("nodes.{name}"),
                };
                found.push((format!("nodes.{name}.exposure.{hazard}"), name.clone(), operator, &named.item));
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
            .into_iter()
            .map(|(path, target, operator, input)| Exposure {
                chance: builder.quantity(input, &path, Range::Share, "security"),
                before: held.iter().find_map(|held| held.of_exposure(&path)).map(|(until, input)| {
                    builder.as_before = true;
                    let chance = builder.quantity(input, &path, Range::Share, "security");
                    builder.as_before = false;
                    (f64::from(until), chance)
                }),
                // the chance, where drawn, has the path's own stream: a strike is told from it, so that either can be redrawn alone
                key: builder.second_key(&path),
                columns: columns.get(&path).cloned().unwrap_or_default(),
                operator: self.operator(operator),
                target,
            })
            .collect()
    }

    fn compile_hazard(&self, name: &str, hazard: &Hazard, builder: &mut Builder, policy: &mut Policy) -> HazardPlan {
        let group = hazard.group.as_ref().map_or("security", |group| &group.value);
        let path = format!("hazards.{name}");
        let trend = hazard.trend.as_ref().map(|input| builder.quantity(input, &format!("{path}.trend"), Range::AboveMinusOne, group));
        let excitation = hazard.excitation.as_ref().map(|excitation| ExcitationPlan {
            branching: builder.quantity(&excitation.branching, &format!("{path}.excitation.branching"), Range::Branching, group),
            decay: builder.quantity(&excitation.decay, &format!("{path}.excitation.decay"), Range::NonNegative, group),
            key: builder.key(&format!("{path}.excitation")),
        });
        let order = sorted_by_name(&hazard.classes);
        let weights: Vec<(usize, f64)> = order.iter().enumerate().map(|(position, &i)| (position, hazard.classes[i].item.weight.value)).collect();
        let classes = order.iter().map(|&i| {
            let class = &hazard.classes[i];
            let path = format!("{path}.classes.{}", class.name.value);
            let suspends = class.item.suspends.as_ref().map(|suspension| {
                let path = format!("{path}.suspends");
                let keys = self.operators.iter().map(|operator| {
                    [format!("{path}.probability@{operator}"), format!("{path}.for@{operator}"), format!("{path}!happens@{operator}")]
                        .map(|path| builder.key(&path))
                });
                let keys = keys.collect();
                SuspensionPlan {
                    probability: builder.occasional(&suspension.probability, &format!("{path}.probability"), Range::Share, group),
                    duration: builder.occasional(&suspension.duration, &format!("{path}.for"), Range::NonNegative, group),
                    keys,
                }
            });
            ClassPlan {
                name: class.name.value.clone(),
                outage: builder.occasional(&class.item.outage, &format!("{path}.outage"), Range::NonNegative, group),
                loss: match &class.item.loss {
                    Some(input) => builder.occasional(input, &format!("{path}.loss"), Range::Share, group),
                    None => Builder::occasional_constant(1.0),
                },
                suspends,
            }
        });
        let classes = classes.collect();
        HazardPlan {
            name: name.to_owned(),
            group: group.to_owned(),
            rate: builder.quantity(&hazard.rate, &format!("{path}.rate"), Range::NonNegative, group),
            trend: trend.filter(|&slot| builder.constant_of(slot) != Some(0.0)),
            season: hazard.season.as_ref().and_then(|season| season.value.clone().try_into().ok()),
            level: policy.effects(builder, &hazard.level, &format!("{path}.level"), group),
            excitation,
            classes,
            weights: cumulative(&weights),
            exposures: Vec::new(),
            counts: builder.key(&format!("{path}.counts")),
            times: builder.key(&format!("{path}.times")),
            incidents: builder.key(&path),
            class_key: builder.key(&format!("{path}.classes")),
        }
    }
}

/// Incidents by the million a trial are a slip of units, and would run for ever.
fn check_load(plan: &HazardPlan, builder: &mut Builder, place: crate::units::Place, months: usize) {
    let years = f64::from(u32::try_from(months).unwrap_or(u32::MAX)) / 12.0;
    let branching = plan.excitation.map_or(0.0, |excitation| builder.support(excitation.branching)[1].min(0.999_999));
    let season = plan.season.map_or(1.0, |season| season.iter().copied().fold(0.0, f64::max));
    let trend = plan.trend.map_or(1.0, |slot| (1.0 + builder.mean(slot).max(0.0)).powf(years));
    let expected = builder.mean(plan.rate) * years * season * trend / (1.0 - branching);
    if expected > 200_000.0 {
        let label = format!("about {expected:.0} incidents a trial");
        builder.problems.error(
            place,
            format!("hazard {} strikes too often", plan.name),
            label,
            Some("rate is in incidents a year; branching must leave room below 1".to_owned()),
        );
    }
}
