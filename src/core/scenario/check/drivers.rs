//! Drivers: that those named exist, that those defined are used, and that correlations make sense one by one.

use std::collections::HashSet;

use crate::scenario::model::DistributionSpec;
use crate::scenario::tables::Scenario;
use crate::units::Problems;

use super::names::{Names, intended, known};

/// Checks what names drivers, and their correlations.
pub fn check(scenario: &Scenario, names: &Names, problems: &mut Problems) {
    let mut used = HashSet::new();
    for located in scenario.inputs() {
        let is_driver = located.path.starts_with("drivers.");
        // A driver may name no driver, nor may a mixture: that was said where it was read.
        if is_driver {
            continue;
        }
        let own = if let DistributionSpec::Driver(name) = &located.input.distribution { Some(name) } else { None };
        for driver in own.into_iter().chain(&located.input.scale) {
            known("driver", driver, &names.drivers, problems);
            used.extend(intended(&driver.value, &names.drivers));
        }
    }
    for lever in &scenario.levers {
        let own = if let DistributionSpec::Driver(name) = &lever.item.cost.distribution { Some(name) } else { None };
        for driver in own.into_iter().chain(&lever.item.cost.scale) {
            known("driver", driver, &names.drivers, problems);
        }
        // What a lever sets is checked where it is pulled.
        for input in lever.item.figures.iter().map(|figure| &figure.input).chain([&lever.item.cost]) {
            let own = if let DistributionSpec::Driver(name) = &input.distribution { Some(name) } else { None };
            used.extend(own.into_iter().chain(&input.scale).filter_map(|driver| intended(&driver.value, &names.drivers)));
        }
    }
    for driver in &scenario.drivers {
        if !used.contains(driver.name.value.as_str()) {
            let message = format!("driver `{}` drives nothing", driver.name.value);
            let help = format!("name it where it acts: \"@{0}\" or scale = \"@{0}\"", driver.name.value);
            problems.warn(driver.name.place, message, "nobody uses it", help);
        }
    }
    correlations(scenario, names, problems);
}

fn correlations(scenario: &Scenario, names: &Names, problems: &mut Problems) {
    let mut pairs = HashSet::new();
    for correlation in &scenario.correlations {
        let [first, second] = &correlation.between;
        for name in [first, second] {
            if !known("driver", name, &names.drivers, problems) {
                continue;
            }
            let spec = scenario.drivers.iter().find(|driver| driver.name.value == name.value).map(|driver| &driver.item.distribution);
            if let Some(DistributionSpec::Mixture(_)) = spec {
                let message = format!("driver `{}` is a mixture and cannot be correlated", name.value);
                problems.error(name.place, message, "expected a driver with one distribution", None);
            }
        }
        if first.value == second.value {
            problems.error(second.place, format!("driver `{}` is correlated with itself", first.value), "expected another driver", None);
        }
        let pair = if first.value <= second.value { (&first.value, &second.value) } else { (&second.value, &first.value) };
        if !pairs.insert(pair) {
            let message = format!("`{}` and `{}` are correlated twice", first.value, second.value);
            problems.error(first.place, message, "this pair has a rank already", None);
        }
    }
}
