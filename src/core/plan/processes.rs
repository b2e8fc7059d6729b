//! Process summaries of a trial: columns beside the drawn inputs, each with a name, a unit and a group.

use super::{NodeId, Plan, RegimeId, StageId, planned_dates};

/// A summary of the course of one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// Months that a regime spends in a state.
    InState(RegimeId, usize),
    /// End of the stay in a state in which a regime starts, in months since the start of the scenario; 0 where it starts in another state. A state that
    /// follows itself continues the stay.
    Until(RegimeId, usize),
    /// Number of incidents of a hazard.
    Incidents(usize),
    /// Number of incidents of a hazard that affect at least one stage or node.
    Struck(usize),
    /// Start of a stage in months since the start of the scenario.
    Start(StageId),
    /// End of a stage in months since the start of the scenario.
    End(StageId),
    /// Delay of the end of a stage relative to the planned schedule, in months.
    Delay(StageId),
    /// Months of undisturbed work of a stage, including risks that occur.
    Work(StageId),
    /// Months lost during a stage because it stood still or progressed slowly; negative where a regime accelerates it.
    Standstill(StageId),
    /// Days per year that a stage would lose by standing still or by slow progress, whether it runs then or not; negative where it is accelerated.
    Idle(StageId),
    /// 1 where the stage is cancelled, otherwise 0.
    Cancelled(StageId),
    /// Opening of a node in months since the start of the scenario.
    Opened(NodeId),
    /// Days per year for which outages close a node, whether it is open or not.
    Closed(NodeId),
    /// Months of availability lost to outages while the node is open.
    Lost(NodeId),
    /// Tonnes of a mineral delivered by all routes.
    Arrivals(usize),
    /// Tonnes of unmet demand for a mineral.
    Shortage(usize),
}

impl Process {
    /// Whether it is a time in months since the start of the scenario.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(self, Self::Until(..) | Self::Start(_) | Self::End(_) | Self::Opened(_))
    }

    /// Whether it is 1 for yes and 0 for no.
    #[must_use]
    pub fn is_flag(self) -> bool {
        matches!(self, Self::Cancelled(_))
    }
}

/// A column of process summaries in a table of trials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessColumn {
    /// Name, such as `regimes.licensing.ban`, `hazards.unrest.struck`, `projects.mine.stages.permits.standstill` or `nodes.road.closed`.
    pub name: String,
    /// Unit; empty for flags.
    pub unit: &'static str,
    /// Table of the scenario: `regimes`, `hazards`, `projects`, `nodes` or `minerals`.
    pub group: &'static str,
    /// Summary.
    pub process: Process,
}

impl Plan {
    /// The columns of process summaries, in the order of the plan. Columns that are equal in all trials are left out: stages that are done and nodes
    /// that are open from the start, and disturbances, cancellations and outages where none is possible.
    #[must_use]
    pub fn processes(&self) -> Vec<ProcessColumn> {
        let mut columns = Vec::new();
        let mut add = |name: String, unit, group, process| columns.push(ProcessColumn { name, unit, group, process });
        for (r, regime) in self.policy.regimes.iter().enumerate() {
            for (s, state) in regime.state_names.iter().enumerate() {
                add(format!("regimes.{}.{state}", regime.name), "months", "regimes", Process::InState(RegimeId(r), s));
            }
            for (s, state) in regime.state_names.iter().enumerate() {
                add(format!("regimes.{}.{state}.until", regime.name), "year", "regimes", Process::Until(RegimeId(r), s));
            }
        }
        for (h, hazard) in self.security.hazards.iter().enumerate() {
            add(format!("hazards.{}.incidents", hazard.name), "incidents", "hazards", Process::Incidents(h));
            add(format!("hazards.{}.struck", hazard.name), "incidents", "hazards", Process::Struck(h));
        }
        let planned = planned_dates(self);
        for (s, stage) in self.schedule.stages.iter().enumerate().filter(|(_, stage)| stage.done.is_none()) {
            let Some((project, name)) = stage.name.split_once('.') else { continue };
            let id = StageId(s);
            let disturbed = stage.availability.is_some() || !stage.pace.is_empty();
            let parts = [
                ("start", "year", true, Process::Start(id)),
                ("end", "year", true, Process::End(id)),
                ("delay", "months", planned[s][1].is_finite(), Process::Delay(id)),
                ("work", "months", true, Process::Work(id)),
                ("standstill", "months", disturbed, Process::Standstill(id)),
                ("idle", "days a year", disturbed, Process::Idle(id)),
                ("cancelled", "", stage.cancels.is_some_and(|cancels| self.can_happen(cancels.probability)), Process::Cancelled(id)),
            ];
            for (key, unit, _, process) in parts.into_iter().filter(|part| part.2) {
                add(format!("projects.{project}.stages.{name}.{key}"), unit, "projects", process);
            }
        }
        for (n, node) in self.chain.nodes.iter().enumerate() {
            let id = NodeId(n);
            let opens_later = node.ramps.first().is_some_and(|ramp| ramp.opens != super::Moment::Always);
            let struck = node.availability.is_some();
            let parts = [
                ("opened", "year", opens_later, Process::Opened(id)),
                ("closed", "days a year", struck, Process::Closed(id)),
                ("lost", "months", struck, Process::Lost(id)),
            ];
            for (key, unit, _, process) in parts.into_iter().filter(|part| part.2) {
                add(format!("nodes.{}.{key}", node.name), unit, "nodes", process);
            }
        }
        for (m, mineral) in self.minerals.iter().enumerate() {
            add(format!("minerals.{}.arrivals", mineral.name), "t", "minerals", Process::Arrivals(m));
            add(format!("minerals.{}.shortage", mineral.name), "t", "minerals", Process::Shortage(m));
        }
        columns
    }
}
