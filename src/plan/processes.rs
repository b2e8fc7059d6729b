//! What one trial can be summed up in, beside its drawn inputs: columns with a name, a unit and a group each.

use super::{NodeId, Plan, RegimeId, StageId, planned_dates};

/// A summary of what happened in one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// Months that a regime spent in a state.
    InState(RegimeId, usize),
    /// Incidents of a hazard.
    Incidents(usize),
    /// Incidents of a hazard that struck at least one stage or node.
    Struck(usize),
    /// When a stage starts, months since the start of the scenario.
    Start(StageId),
    /// When it ends.
    End(StageId),
    /// Months by which it ends later than if all had gone to plan.
    Delay(StageId),
    /// Months of undisturbed work, risks that came true included.
    Work(StageId),
    /// Months lost while it ran because it stood still or went slowly; negative where a regime sped it up.
    Standstill(StageId),
    /// Days a year on which a stage would stand still, or lose as much by going slowly, whether it runs then or not; negative where it is sped up.
    Idle(StageId),
    /// 1 where it was cancelled, else 0.
    Cancelled(StageId),
    /// When a node opens, months since the start of the scenario.
    Opened(NodeId),
    /// Days a year on which outages close the place, open or not.
    Closed(NodeId),
    /// Months of availability lost to outages while the node is open.
    Lost(NodeId),
    /// Tonnes of a mineral that arrive over all routes.
    Arrivals(usize),
    /// Tonnes of a mineral's demand that nothing covers.
    Shortage(usize),
}

impl Process {
    /// Whether it is a time, months since the start of the scenario, rather than an amount.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(self, Self::Start(_) | Self::End(_) | Self::Opened(_))
    }

    /// Whether it is 1 for yes and 0 for no.
    #[must_use]
    pub fn is_flag(self) -> bool {
        matches!(self, Self::Cancelled(_))
    }
}

/// One column of a table of trials that sums up a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessColumn {
    /// `regimes.licensing.ban`, `hazards.unrest.struck`, `projects.mine.stages.permits.standstill`, `nodes.road.closed`.
    pub name: String,
    /// Unit; empty for what is 1 or 0.
    pub unit: &'static str,
    /// Table of the scenario that it sums up: `regimes`, `hazards`, `projects`, `nodes` or `minerals`.
    pub group: &'static str,
    /// What it is.
    pub process: Process,
}

impl Plan {
    /// The columns of process summaries, in the order of the plan. Left out is what no trial can differ in: what is done or open from the start, and
    /// the standstill, the cancellation and the outages of what nothing can disturb, cancel or strike.
    #[must_use]
    pub fn processes(&self) -> Vec<ProcessColumn> {
        let mut columns = Vec::new();
        let mut add = |name: String, unit, group, process| columns.push(ProcessColumn { name, unit, group, process });
        for (r, regime) in self.policy.regimes.iter().enumerate() {
            for (s, state) in regime.state_names.iter().enumerate() {
                add(format!("regimes.{}.{state}", regime.name), "months", "regimes", Process::InState(RegimeId(r), s));
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
                ("cancelled", "", stage.cancels.is_some_and(|(_, chance)| self.can_happen(chance)), Process::Cancelled(id)),
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
