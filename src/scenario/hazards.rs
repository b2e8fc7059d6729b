//! Hazards: how often incidents come and what each class of them does.

use super::forms::{EXCITATION, SUSPENSION};
use super::model::{At, Excitation, Hazard, IncidentClass, Named, Suspension};
use super::reader::{Fields, Reader};

impl Reader<'_> {
    /// `[hazards]`.
    pub fn hazards(&mut self, fields: &Fields) -> Vec<Named<Hazard>> {
        self.named(fields, "hazards", |reader, _, hazard| {
            let classes = reader.named(hazard, "classes", |reader, _, class| reader.class(class));
            if classes.is_empty() && hazard.get("classes").is_none_or(|value| value.table().is_some()) {
                reader.missing(hazard, "classes", "write at least one class of incidents: [hazards.NAME.classes.CLASS] with its outage");
            }
            if !classes.is_empty() && classes.iter().all(|class| class.item.weight.value == 0.0) {
                let place = hazard.key_place("classes");
                reader.problems.error(
                    place,
                    format!("{} has no class of weight above 0", hazard.title),
                    "expected at least one weight above 0",
                    None,
                );
            }
            Hazard {
                rate: reader.needed(hazard, "rate", "incidents a year, such as rate = 6"),
                trend: reader.input(hazard, "trend"),
                season: reader.season(hazard),
                level: reader.factors(hazard, "level"),
                excitation: reader.excitation(hazard),
                classes,
                group: reader.name(hazard, "group"),
            }
        })
    }

    /// Twelve factors, January first.
    fn season(&mut self, hazard: &Fields) -> Option<At<Vec<f64>>> {
        let value = hazard.get("season")?;
        let factors = self.numbers::<12>(value, &hazard.of("season"), "[January, …, December]")?;
        let items = value.array().unwrap_or_default();
        if let Some((item, factor)) = items.iter().zip(factors).find(|&(_, factor)| factor < 0.0) {
            self.problems.error(item.place, format!("{} holds {factor}", hazard.of("season")), "expected 0 or more", None);
            return None;
        }
        Some(At { value: factors.to_vec(), place: value.place })
    }

    fn excitation(&mut self, hazard: &Fields) -> Option<Excitation> {
        let value = hazard.get("excitation")?;
        let inner = self.fields(value, &EXCITATION, hazard.of("excitation"), &hazard.scope);
        Some(Excitation {
            branching: self.needed(&inner, "branching", "incidents that one sets off on average, such as branching = 0.3"),
            decay: self.needed(&inner, "decay", "mean delay of those in months, such as decay = 2"),
        })
    }

    fn class(&mut self, class: &Fields) -> IncidentClass {
        let weight = class.get("weight").map_or(At { value: 1.0, place: class.place }, |value| At {
            value: self.positive(value, &class.of("weight")).unwrap_or(f64::NAN),
            place: value.place,
        });
        IncidentClass {
            weight,
            outage: self.needed(class, "outage", "months that what is struck stands still, such as outage = 0.5"),
            loss: self.input(class, "loss"),
            suspends: self.suspension(class),
        }
    }

    fn suspension(&mut self, class: &Fields) -> Option<Suspension> {
        let value = class.get("suspends")?;
        let inner = self.fields(value, &SUSPENSION, class.of("suspends"), &class.scope);
        Some(Suspension {
            probability: self.needed(&inner, "probability", "chance that the operator leaves, such as probability = 0.1"),
            duration: self.needed(&inner, "for", "months that it stays away, such as for = 12"),
        })
    }
}
