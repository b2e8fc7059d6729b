//! Compiled hazard: its rate, its classes of incidents, and the probabilities with which incidents affect stages and nodes.

use std::collections::HashMap;

use super::{ClassPlan, ColumnId, ExcitationPlan, Exposure, HazardPlan, Security, SuspensionPlan, VolatilityPlan};
use crate::plan::builder::{Builder, Site};
use crate::plan::policy::{EffectId, Policy, cumulative, sorted_by_name};
use crate::scenario::{Hazard, Held, Input, Scenario, When, class, excitation, hazard as keys, node, suspension, title_of, volatility};
use crate::units::Place;

/// Most incidents of a hazard that a trial may be expected to have.
const MOST_INCIDENTS: f64 = 200_000.0;

impl Security {
    /// Exposures of a hazard, sorted by path.
    pub(super) fn exposures(
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
                chance: builder.quantity_at(input, &path, &node::exposure, "security"),
                before: held.iter().find_map(|held| held.of_number(&path)).map(|(until, input)| {
                    builder.as_before = true;
                    let chance = builder.quantity_at(input, &path, &node::exposure, "security");
                    builder.as_before = false;
                    (f64::from(until), chance)
                }),
                // The probability, where it is drawn, has the stream of the path itself. The strike has its own stream, so that either can be redrawn
                // alone.
                key: builder.second_key(&path),
                columns: columns.get(&path).cloned().unwrap_or_default(),
                operator: self.operator(operator),
                target,
            })
            .collect()
    }

    /// Compiles a hazard with its classes sorted by name; the exposures are added later.
    pub(super) fn compile_hazard(&self, name: &str, hazard: &Hazard, builder: &mut Builder, policy: &mut Policy) -> HazardPlan {
        let group = hazard.group.as_ref().map_or("security", |group| &group.value);
        let path = format!("hazards.{name}");
        let site = Site { path: &path, group };
        let trend = builder.optional(hazard.trend.as_ref(), &keys::trend, site);
        let excitation = hazard.excitation.as_ref().map(|written| {
            let path = format!("{path}.excitation");
            let site = Site { path: &path, group };
            ExcitationPlan {
                branching: builder.quantity(&written.branching, &excitation::branching, site),
                decay: builder.quantity(&written.decay, &excitation::decay, site),
                key: builder.key(&path),
            }
        });
        let volatility = hazard.volatility.as_ref().map(|written| {
            let path = format!("{path}.volatility");
            let site = Site { path: &path, group };
            VolatilityPlan {
                sd: builder.quantity(&written.sd, &volatility::sd, site),
                months: builder.quantity(&written.months, &volatility::months, site),
                key: builder.key(&path),
            }
        });
        let order = sorted_by_name(&hazard.classes);
        let weights: Vec<(usize, f64)> = order.iter().enumerate().map(|(position, &i)| (position, hazard.classes[i].item.weight.value)).collect();
        let classes = order.iter().map(|&i| {
            let written = &hazard.classes[i];
            let path = format!("{path}.classes.{}", written.name.value);
            let site = Site { path: &path, group };
            let suspends = written.item.suspends.as_ref().map(|written| {
                let path = format!("{path}.suspends");
                let site = Site { path: &path, group };
                let keys = self.operators.iter().map(|operator| {
                    [format!("{path}.probability@{operator}"), format!("{path}.for@{operator}"), format!("{path}!happens@{operator}")]
                        .map(|path| builder.key(&path))
                });
                let keys = keys.collect();
                SuspensionPlan {
                    probability: builder.occasional(&written.probability, &suspension::probability, site),
                    duration: builder.occasional(&written.duration, &suspension::duration, site),
                    keys,
                }
            });
            ClassPlan {
                name: written.name.value.clone(),
                outage: builder.occasional(&written.item.outage, &class::outage, site),
                loss: builder.occasional_or_default(written.item.loss.as_ref(), &class::loss, site),
                suspends,
            }
        });
        let classes = classes.collect();
        HazardPlan {
            name: name.to_owned(),
            title: title_of(name, hazard.title.as_deref()),
            group: group.to_owned(),
            rate: builder.quantity(&hazard.rate, &keys::rate, site),
            trend: trend.filter(|&slot| builder.constant_of(slot) != Some(0.0)),
            season: hazard.season.as_ref().and_then(|season| season.value.clone().try_into().ok()),
            level: policy.effects(builder, &hazard.level, &keys::level, site),
            volatility,
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

/// Refuses a hazard with so many incidents in a trial that a run would not end; such rates are mistaken units.
///
/// The expected number takes every factor at its largest: the season, the trend at the end, and each regime in the state that raises the rate most.
pub(super) fn check_load(plan: &HazardPlan, builder: &mut Builder, policy: &Policy, place: Place, months: usize) {
    let years = f64::from(u32::try_from(months).unwrap_or(u32::MAX)) / 12.0;
    let branching = plan.excitation.map_or(0.0, |excitation| builder.support(excitation.branching)[1].min(0.999_999));
    let season = plan.season.map_or(1.0, |season| season.iter().copied().fold(0.0, f64::max));
    let trend = plan.trend.map_or(1.0, |slot| (1.0 + builder.mean(slot).max(0.0)).powf(years));
    let most = |effect: &EffectId| policy.effects[effect.0].factors.iter().map(|&factor| builder.mean(factor)).fold(0.0, f64::max);
    let level: f64 = plan.level.iter().map(most).product();
    let expected = builder.mean(plan.rate) * years * season * trend * level / (1.0 - branching);
    // A month that is as bad as one in four million is computed too; with larger deviations the worst months outweigh all others.
    let worst = plan.volatility.map_or(0.0, |volatility| {
        let sd = builder.reach(volatility.sd)[1];
        builder.mean(plan.rate) / 12.0 * season * trend * level / (1.0 - branching) * if sd < 5.0 { 5.0 * sd - 0.5 * sd * sd } else { 2.5 * sd }.exp()
    });
    let expected = expected.max(worst);
    if expected > MOST_INCIDENTS {
        let label = format!("about {} incidents a trial, at most {MOST_INCIDENTS}", written(expected));
        builder.problems.error(
            place,
            format!("hazard {} strikes too often", plan.name),
            label,
            Some("`rate` is in incidents a year, `level` multiplies it in the states of a regime, `branching` must be well below 1, and a `sd` above 2 makes single months extreme".to_owned()),
        );
    }
}

/// A number of incidents, by its power of ten where it has many digits.
fn written(number: f64) -> String {
    if number < 1e15 { format!("{number:.0}") } else { format!("{number:.1e}") }
}
