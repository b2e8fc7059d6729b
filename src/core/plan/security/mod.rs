//! Compiled hazards: the rates of incidents, the stages and nodes exposed, and the columns of availability that incidents reduce.

mod hazard;
mod targets;

use std::collections::HashMap;

use super::builder::Builder;
use super::inputs::{KeyId, Occasional, Slot};
use super::policy::{EffectId, Policy, sorted_by_name};
use crate::scenario::{Held, Scenario};
use hazard::check_load;

/// Index of a monthly column of availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnId(pub usize);

/// Index of an operator that can be suspended: a project of the file, or a node that no stage opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperatorId(pub usize);

/// Probability with which incidents of a hazard affect something.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// Name of what is affected, for the event log.
    pub target: String,
    /// Stream and path of the decision whether an incident affects it.
    pub key: KeyId,
    /// Probability.
    pub chance: Slot,
    /// The month from which a lever acts, and the probability until then.
    pub before: Option<(f64, Slot)>,
    /// Availability columns that it reduces.
    pub columns: Vec<ColumnId>,
    /// Operator of what is affected.
    pub operator: OperatorId,
}

/// Self-excitation of a hazard.
#[derive(Clone, Copy, Debug)]
pub struct ExcitationPlan {
    /// Mean number of direct offspring.
    pub branching: Slot,
    /// Mean delay of offspring in months.
    pub decay: Slot,
    /// Stream.
    pub key: KeyId,
}

/// Volatility of the background rate: a stationary Gaussian autoregressive process of order 1 by month is its logarithm.
#[derive(Clone, Copy, Debug)]
pub struct VolatilityPlan {
    /// Standard deviation of the logarithm.
    pub sd: Slot,
    /// Months by which its autocorrelation falls to 1/e.
    pub months: Slot,
    /// Stream.
    pub key: KeyId,
}

/// Suspension of work by the operator after an incident.
#[derive(Clone, Debug)]
pub struct SuspensionPlan {
    /// Probability.
    pub probability: Occasional,
    /// Duration in months.
    pub duration: Occasional,
    /// By operator: streams of the probability, of the duration, and of the decision.
    pub keys: Vec<[KeyId; 3]>,
}

/// A class of incidents.
#[derive(Clone, Debug)]
pub struct ClassPlan {
    /// Name in the file.
    pub name: String,
    /// Outage in months.
    pub outage: Occasional,
    /// Share of capacity lost.
    pub loss: Occasional,
    /// Possible suspension by the operator.
    pub suspends: Option<SuspensionPlan>,
}

/// A compiled hazard.
#[derive(Clone, Debug)]
pub struct HazardPlan {
    /// Name in the file.
    pub name: String,
    /// Title, else the name in words.
    pub title: String,
    /// Group of causes.
    pub group: String,
    /// Background incidents per year.
    pub rate: Slot,
    /// Growth of the rate per year; `None` where it is always 0.
    pub trend: Option<Slot>,
    /// Factors by calendar month, January first.
    pub season: Option<[f64; 12]>,
    /// Factors of regimes on the rate.
    pub level: Vec<EffectId>,
    /// Volatility of the background rate.
    pub volatility: Option<VolatilityPlan>,
    /// Self-excitation.
    pub excitation: Option<ExcitationPlan>,
    /// Classes, sorted by name.
    pub classes: Vec<ClassPlan>,
    /// Cumulative probabilities of the classes.
    pub weights: Vec<(usize, f64)>,
    /// Exposures, sorted by path.
    pub exposures: Vec<Exposure>,
    /// Stream of the number of background incidents per year.
    pub counts: KeyId,
    /// Stream of their times within the year.
    pub times: KeyId,
    /// Stream of incidents.
    pub incidents: KeyId,
    /// Stream of classes.
    pub class_key: KeyId,
}

/// All hazards and their availability columns.
#[derive(Clone, Debug, Default)]
pub struct Security {
    /// Hazards, sorted by name.
    pub hazards: Vec<HazardPlan>,
    /// Number of availability columns.
    pub columns: usize,
    /// Names of the operators, for the event log.
    pub operators: Vec<String>,
    /// Availability columns of the stages and nodes of each operator.
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
            check_load(&plan, builder, policy, named.name.place, months);
            security.hazards.push(plan);
        }
        security
    }

    /// The availability column of a stage; `None` where it is not exposed to any hazard.
    #[must_use]
    pub fn stage_column(&self, project: &str, stage: &str) -> Option<ColumnId> {
        self.stage_columns.get(&(project.to_owned(), stage.to_owned())).copied()
    }

    /// The availability column of a node; `None` where it is not exposed to any hazard.
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
