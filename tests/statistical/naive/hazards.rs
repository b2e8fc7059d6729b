//! Hazards: when incidents come, what they strike, what remains available.

use std::collections::{BTreeMap, BTreeSet};

use adit::chance::{Distribution, Key, offspring_delays, unit};
use adit::scenario::{Hazard, IncidentClass, Input, Named, When};

use super::values::{choose, find};
use super::{Incident, Trial, month, overlap, regimes};

/// Something that an incident may strike.
struct Target {
    /// `projects.P.stages.S` or `nodes.N`.
    path: String,
    /// `projects.P`, or the node itself where no stage opens it.
    owner: String,
    /// Its own exposures.
    exposure: BTreeMap<String, f64>,
}

/// Every hazard's incidents before the horizon, by time.
pub fn incidents(trial: &Trial) -> BTreeMap<String, Vec<Incident>> {
    let exposures = |path: &str, table: &[Named<Input>]| -> BTreeMap<String, f64> {
        table
            .iter()
            .map(|entry| (entry.name.value.clone(), trial.draws.once(&format!("{path}.exposure.{}", entry.name.value), &entry.item)))
            .collect()
    };
    let mut owners = BTreeMap::new();
    let mut targets = Vec::new();
    for project in &trial.scenario.projects {
        let owner = format!("projects.{}", project.name.value);
        owners.insert(owner.clone(), exposures(&owner, &project.item.exposure));
        for stage in &project.item.stages {
            let path = format!("{owner}.stages.{}", stage.name.value);
            let exposure = exposures(&path, &stage.item.exposure);
            targets.push(Target { path, owner: owner.clone(), exposure });
        }
    }
    for node in &trial.scenario.nodes {
        let path = format!("nodes.{}", node.name.value);
        let owner = match &node.item.opens {
            Some(When::Stage(stage)) => format!("projects.{}", stage.value.split('.').next().expect("a first part")),
            _ => path.clone(),
        };
        owners.entry(owner.clone()).or_default();
        let exposure = exposures(&path, &node.item.exposure);
        targets.push(Target { path, owner, exposure });
    }
    trial
        .scenario
        .hazards
        .iter()
        .map(|hazard| {
            let name = &hazard.name.value;
            let mut all: Vec<Incident> = times(trial, name, &hazard.item)
                .into_iter()
                .map(|(time, occurrence)| incident(trial, name, &hazard.item, (time, occurrence), &owners, &targets))
                .collect();
            all.sort_by(|a, b| a.time.total_cmp(&b.time));
            (name.clone(), all)
        })
        .collect()
}

/// Times and keys of all incidents: the background's, and the cascades that they set off.
fn times(trial: &Trial, name: &str, hazard: &Hazard) -> Vec<(f64, Key)> {
    let draws = &trial.draws;
    let mut all = background(trial, name, hazard);
    if let Some(excitation) = &hazard.excitation {
        let path = format!("hazards.{name}.excitation");
        let branching = draws.once(&format!("{path}.branching"), &excitation.branching);
        let decay = draws.once(&format!("{path}.decay"), &excitation.decay);
        let cascade = draws.key(&path);
        let mut parents = all.clone();
        while let Some((time, parent)) = parents.pop() {
            let mut delays = Vec::new();
            offspring_delays(Key::from_bits(parent.at(cascade)), branching, decay, &mut delays);
            for (delay, m) in delays.into_iter().zip(0..) {
                if time + delay < month(trial.months) {
                    let child = (time + delay, parent.child(m));
                    all.push(child);
                    parents.push(child);
                }
            }
        }
    }
    all
}

/// Background incidents: in each year a Poisson number, a layer of the rate at a time, each at a time of its own, even on the scale of the integrated rate.
fn background(trial: &Trial, name: &str, hazard: &Hazard) -> Vec<(f64, Key)> {
    let draws = &trial.draws;
    let rate = draws.once(&format!("hazards.{name}.rate"), &hazard.rate);
    let growth = draws.once_or(&format!("hazards.{name}.trend"), hazard.trend.as_ref(), 0.0).ln_1p() / 12.0;
    let level = regimes::factors(trial, &format!("hazards.{name}.level"), &hazard.level);
    let volatility = volatility(trial, name, hazard);
    let season = |k: usize| hazard.season.as_ref().map_or(1.0, |season| season.value[trial.grid.month_of_year(k)]);
    // Incidents a month at the first instant of month k; inside the month the rate goes on growing with the trend.
    let intensity = |k: usize| rate / 12.0 * (growth * month(k)).exp() * season(k) * level[k] * volatility[k];
    let expected = |k: usize, x: f64| intensity(k) * if growth == 0.0 { x } else { (growth * x).exp_m1() / growth };
    let (own, counts) = (draws.trial_key(&format!("hazards.{name}")), draws.trial_key(&format!("hazards.{name}.counts")));
    let at = draws.key(&format!("hazards.{name}.times"));
    let mut all = Vec::new();
    for (year, first) in (0_u64..).zip((0..trial.months).step_by(12)) {
        let months = first..(first + 12).min(trial.months);
        let whole: f64 = months.clone().map(|k| expected(k, 1.0)).sum();
        for layer in 0_u32.. {
            let mean = (whole - 32.0 * f64::from(layer)).min(32.0);
            if mean <= 0.0 {
                break;
            }
            let number = (year << 32) | (u64::from(layer) << 16);
            for place in 0..poisson(mean, unit(counts.word(number))) {
                let key = own.child(number + u64::from(place));
                let mut due = unit(key.at(at)) * whole;
                let mut k = months.start;
                while k + 1 < months.end && expected(k, 1.0) <= due {
                    due -= expected(k, 1.0);
                    k += 1;
                }
                let part = due / intensity(k);
                all.push((month(k) + if growth == 0.0 { part } else { (part * growth).ln_1p() / growth }, key));
            }
        }
    }
    all
}

/// What the rate of each month is multiplied by: the exponential of an autoregressive process, with mean 1.
fn volatility(trial: &Trial, name: &str, hazard: &Hazard) -> Vec<f64> {
    let Some(written) = &hazard.volatility else { return vec![1.0; trial.months] };
    let path = format!("hazards.{name}.volatility");
    let [sd, months] = [("sd", &written.sd), ("months", &written.months)].map(|(key, input)| trial.draws.once(&format!("{path}.{key}"), input));
    let (normal, stream) = (Distribution::normal(0.0, 1.0).expect("a valid distribution"), trial.draws.trial_key(&path));
    let share = if months == 0.0 { 0.0 } else { (-1.0 / months).exp() };
    let mut deviation = 0.0;
    (0..trial.months)
        .map(|k| {
            let new = normal.quantile(unit(stream.word(k as u64)));
            deviation = if k == 0 { new } else { share * deviation + (1.0 - share.powi(2)).sqrt() * new };
            (sd * deviation - sd * sd / 2.0).exp()
        })
        .collect()
}

/// The smallest number that a Poisson distribution with this mean does not exceed with a chance above `u`.
fn poisson(mean: f64, u: f64) -> u32 {
    let (mut number, mut chance) = (0, (-mean).exp());
    let mut up_to = chance;
    while u >= up_to {
        number += 1;
        chance *= mean / f64::from(number);
        if up_to + chance <= up_to {
            break;
        }
        up_to += chance;
    }
    number
}

/// What one incident is and strikes.
fn incident(
    trial: &Trial,
    name: &str,
    hazard: &Hazard,
    (time, occurrence): (f64, Key),
    owners: &BTreeMap<String, BTreeMap<String, f64>>,
    targets: &[Target],
) -> Incident {
    let draws = &trial.draws;
    let weights: Vec<Named<f64>> = hazard.classes.iter().map(|class| Named { name: class.name.clone(), item: class.item.weight.value }).collect();
    let class = choose(&weights, unit(occurrence.at(draws.key(&format!("hazards.{name}.classes")))));
    let kind = find(&hazard.classes, &class).expect("a class of the hazard");
    let path = |key: &str| format!("hazards.{name}.classes.{class}.{key}");
    let outage_end = time + draws.at(occurrence, &path("outage"), &path("outage"), &kind.outage);
    let loss = kind.loss.as_ref().map_or(1.0, |loss| draws.at(occurrence, &path("loss"), &path("loss"), loss));
    let (mut hits, mut struck, mut struck_owners) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut hit = |path: &str, exposure: &BTreeMap<String, f64>| {
        let path = format!("{path}.exposure.{name}");
        let is_hit = exposure.get(name).map(|chance| draws.strikes(occurrence, &path, *chance));
        if is_hit == Some(true) {
            hits.insert(path);
        }
        is_hit
    };
    for (owner, exposure) in owners {
        // One strike for all of a project, save for the parts that name the hazard themselves. A node that is its own project has no such exposure.
        let as_a_whole = hit(owner, exposure).unwrap_or(false);
        if as_a_whole {
            struck_owners.insert(owner.clone());
        }
        for target in targets.iter().filter(|target| target.owner == *owner) {
            if hit(&target.path, &target.exposure).unwrap_or(as_a_whole) {
                struck.insert(target.path.clone());
                struck_owners.insert(owner.clone());
            }
        }
    }
    let suspensions = struck_owners
        .iter()
        .filter_map(|owner| Some((owner.clone(), suspension(trial, name, &class, kind, (outage_end, occurrence), owner)?)))
        .collect();
    Incident { class, time, outage_end, loss, hits, struck, suspensions }
}

/// Whether and for how long the operator of a struck project leaves after the outage.
fn suspension(trial: &Trial, name: &str, class: &str, kind: &IncidentClass, (outage_end, occurrence): (f64, Key), owner: &str) -> Option<(f64, f64)> {
    let suspends = kind.suspends.as_ref()?;
    let path = format!("hazards.{name}.classes.{class}.suspends");
    let probability = trial.draws.at(occurrence, &format!("{path}.probability"), &format!("{path}.probability@{owner}"), &suspends.probability);
    let duration = trial.draws.at(occurrence, &format!("{path}.for"), &format!("{path}.for@{owner}"), &suspends.duration);
    trial.draws.strikes(occurrence, &format!("{path}!happens@{owner}"), probability).then_some((outage_end, outage_end + duration))
}

/// Availability of every stage and node by month: outages combine as if independent, and so do suspensions.
pub fn availability(trial: &Trial, incidents: &BTreeMap<String, Vec<Incident>>) -> BTreeMap<String, Vec<f64>> {
    let mut owner_of = BTreeMap::new();
    for project in &trial.scenario.projects {
        for stage in &project.item.stages {
            owner_of.insert(format!("projects.{}.stages.{}", project.name.value, stage.name.value), format!("projects.{}", project.name.value));
        }
    }
    for node in &trial.scenario.nodes {
        let path = format!("nodes.{}", node.name.value);
        let owner = match &node.item.opens {
            Some(When::Stage(stage)) => format!("projects.{}", stage.value.split('.').next().expect("a first part")),
            _ => path.clone(),
        };
        owner_of.insert(path, owner);
    }
    owner_of
        .into_iter()
        .map(|(target, owner)| {
            let mut share = vec![1.0; trial.months];
            for incident in incidents.values().flatten() {
                for (k, available) in share.iter_mut().enumerate() {
                    if incident.struck.contains(&target) {
                        *available *= 1.0 - incident.loss * overlap(incident.time, incident.outage_end, k);
                    }
                    if let Some(&(from, to)) = incident.suspensions.get(&owner) {
                        *available *= 1.0 - overlap(from, to, k);
                    }
                }
            }
            (target, share)
        })
        .collect()
}
