//! Figure of `adit conditions`: the probability as one condition after the other is added.

use super::findings::ConditionsFindings;
use super::phrases::phrase;
use crate::report::charts::{Bar, Bars, Figure};
use crate::report::words;

/// Probabilities along the first set, between the probability as modelled and that with all conditions.
pub(super) fn cumulative(found: &ConditionsFindings, print: &str) -> Figure {
    let mut bars = vec![Bar { label: "as modelled".to_owned(), probability: &found.as_modelled, ink: Bar::REFERENCE }];
    bars.extend(found.steps.iter().map(|step| Bar {
        label: format!("and {}", phrase(&step.condition)),
        probability: &step.cumulative,
        ink: Bar::USUAL,
    }));
    bars.push(Bar {
        label: if found.relevant_elements == 1 {
            "with the one condition".to_owned()
        } else {
            format!("with all {} conditions", found.relevant_elements)
        },
        probability: &found.all_conditions,
        ink: Bar::light(),
    });
    Bars {
        name: "conditions".to_owned(),
        title: &format!("Probability of arrival by the end of {} under conditions", found.year),
        subtitle: &format!("“{}”; each bar adds one condition to those above it; lines: 95% intervals", found.goal_title),
        bars,
        target: (found.target, format!("target {}", words::threshold(found.target))),
        print,
    }
    .draw()
}
