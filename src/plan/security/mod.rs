//! Hazards, compiled: when incidents come, what they can strike, and the columns of availability that they cut.

mod hazard;
mod targets;

use std::collections::HashMap;

use super::builder::Builder;
use super::inputs::{KeyId, Occasional, Slot};
use super::policy::{EffectId, Policy, sorted_by_name};
use crate::scenario::{Held, Scenario};
use hazard::check_load;

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
}
