//! Stages and nodes exposed to hazards, with one availability column for all that have the same exposures.

use std::collections::HashMap;

use super::{ColumnId, OperatorId, Security};
use crate::plan::policy::sorted_by_name;
use crate::scenario::{Input, Named, Scenario, When};

/// A stage or node with its exposures and its operator.
pub(super) struct Target<'a> {
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
    /// Hazard and path of each exposure that applies: its own, or else that of its project.
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
    /// All stages and nodes, sorted by name, with their operators.
    pub(super) fn targets<'a>(&mut self, scenario: &'a Scenario) -> Vec<Target<'a>> {
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

    /// Assigns a column to each target; targets with the same exposures share one.
    pub(super) fn assign_columns(&mut self, targets: &[Target<'_>], suspending: &[&str]) -> HashMap<String, Vec<ColumnId>> {
        let mut column_of: HashMap<(Vec<String>, Option<OperatorId>), ColumnId> = HashMap::new();
        let mut columns_of_path: HashMap<String, Vec<ColumnId>> = HashMap::new();
        // An operator can be suspended if any of its stages or nodes is exposed to a hazard with suspensions.
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
}
