//! Contradictions that only compiled numbers show: tests of goals that always or never hold, and nodes that close before they open.

use super::builder::Builder;
use super::inputs::Slot;
use super::market::MineralPlan;
use super::{Plan, planned_dates};
use crate::scenario::{Measure, Name, Scenario, When};
use crate::units::{Place, Problems};

/// Index of concentration of a single origin, the largest there is.
const ONE_ORIGIN: f64 = 10_000.0;

/// Reports a measure of a goal that has no meaning, or that holds in every month or in none whatever is drawn.
pub(super) fn measure(builder: &mut Builder, mineral: &MineralPlan, name: &Name, measure: Measure, (threshold, place): (Slot, Place)) {
    let of_demand = matches!(measure, Measure::ShareOfDemand | Measure::FreeShareOfDemand | Measure::ShortageBelow);
    if of_demand && builder.reach(mineral.demand)[1] <= 0.0 {
        let message = format!("`{}` of `{}` has no meaning: nothing is demanded", measure.key(), name.value);
        let help = format!("write the demand of `{}`, in t/yr, or leave the goal out", name.value);
        builder.problems.error(name.place, message, "a share of a demand of 0", help);
        return;
    }
    let [low, high] = builder.support(threshold);
    let key = measure.key();
    let (message, label, help) = match measure {
        Measure::ShareOfDemand | Measure::FreeShareOfDemand | Measure::CoversWithheld if high <= 0.0 => {
            (format!("`{key}` always holds"), "nothing is asked for", "write a share above 0, such as 0.05".to_owned())
        }
        Measure::ShortageBelow if low > 1.0 => {
            let help = format!("{} of demand is written {}", per_cent(low), low / 100.0);
            (format!("`{key}` always holds"), "no shortage is larger than the demand", help)
        }
        Measure::HhiBelow if low > ONE_ORIGIN => (
            format!("`{key}` always holds"),
            "the index is at most 10 000, that of a single origin",
            "write an index below 10000, such as 2500".to_owned(),
        ),
        Measure::HhiBelow if high <= 1.0 => {
            let help = format!("an index of {high} on the scale from 0 to 1 is written {}", high * ONE_ORIGIN);
            (format!("`{key}` can never hold where anything is supplied"), "the index runs from 0 to 10 000", help)
        }
        Measure::ShortageBelow | Measure::ControlledShareBelow | Measure::LargestOriginBelow if high <= 0.0 => {
            (format!("`{key}` can never hold"), "no share is below 0", "write a small share, such as 0.001".to_owned())
        }
        _ => return,
    };
    builder.problems.warn(place, message, label, help);
}

/// A share as per cent that was probably typed without its sign.
fn per_cent(share: f64) -> String {
    format!("{share}%")
}

/// Reports nodes that close before they open, or that open after the end of the scenario, if all goes to plan.
pub(super) fn moments(scenario: &Scenario, plan: &Plan, problems: &mut Problems) {
    let dates = planned_dates(plan);
    let moment = |when: &When| match when {
        When::Date(date) => Some((plan.grid.offset(date.value), date.place)),
        When::Stage(name) => plan.schedule.find(&name.value).map(|stage| (dates[stage.0][1], name.place)),
    };
    let month = |time: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between the first and the last month")]
        let k = time.floor().clamp(0.0, plan.months() as f64 - 1.0) as usize;
        match time {
            time if time >= plan.months() as f64 => "after the end of the scenario".to_owned(),
            time if time < 0.0 => "before the start of the scenario".to_owned(),
            _ => format!("in {}", plan.grid.label(k)),
        }
    };
    for node in &scenario.nodes {
        let opens = node.item.opens.as_ref().and_then(moment).map(|(time, _)| time);
        let closes = node.item.closes.as_ref().and_then(moment);
        let name = &node.name.value;
        if let Some((closes, place)) = closes {
            let opens_at = opens.unwrap_or(f64::NEG_INFINITY);
            if closes <= opens_at.max(0.0) {
                let (message, label) = if opens_at > 0.0 {
                    (
                        format!("node `{name}` closes before it opens"),
                        format!("if all goes to plan it opens {} and closes {}", month(opens_at), month(closes)),
                    )
                } else {
                    (format!("node `{name}` is closed from the start"), format!("it closes {}", month(closes)))
                };
                problems.warn(place, message, label, "nothing ever passes it: move `closes`, or leave the node out".to_owned());
            }
        }
        if let (Some(When::Date(date)), Some(opens)) = (&node.item.opens, opens)
            && opens >= plan.months() as f64
        {
            problems.warn(date.place, format!("node `{name}` opens after the end of the scenario"), "nothing ever passes it", None);
        }
    }
}
