//! `precision`: how narrow the interval of one figure shall become, with `trials` as the most that it may cost.

use crate::units::{MonthGrid, Problems, nearest};

use super::grammar::Key;
use super::model::{SOUGHT, Sampling, Sought};
use super::place::{At, Named};
use super::reader::{Fields, Reader};
use super::tables::{Precision, Scenario, precision};

impl Reader<'_> {
    /// Reads `precision`; `None` where it is not there or cannot be understood.
    pub fn precision(&mut self, inner: &Fields) -> Option<Precision> {
        for key in [&precision::goal, &precision::quantity, &precision::half_width] {
            self.require(inner, key);
        }
        let goal = self.name(inner, "goal");
        let quantity = self.sought(inner, &precision::quantity);
        let half_width = inner.get("half_width").and_then(|value| {
            let width = self.finite(value, &inner.of("half_width"))?;
            if let Some((label, help)) = quantity.as_ref().and_then(|quantity| quantity.value.objection(width)) {
                let message = format!("{} is {width} for \"{}\"", inner.of("half_width"), quantity.as_ref()?.value);
                self.problems.error(value.place, message, label, help);
                return None;
            }
            Some(At { value: width, place: value.place })
        });
        let confidence = match inner.get("confidence") {
            None => precision::confidence.default.map(|value| At { value, place: inner.place }),
            Some(value) => self.finite(value, &inner.of("confidence")).and_then(|confidence| {
                if (0.5..=0.9999).contains(&confidence) {
                    return Some(At { value: confidence, place: value.place });
                }
                let message = format!("{} is {confidence}", inner.of("confidence"));
                let help = (confidence > 1.0 && confidence < 100.0).then(|| format!("as a share that is {}", confidence / 100.0));
                self.problems.error(value.place, message, "expected from 0.5 to 0.9999, such as 0.95", help);
                None
            }),
        };
        Some(Precision { goal: goal?, quantity: quantity?, half_width: half_width?, confidence: confidence? })
    }

    /// The figure that a word stands for.
    pub fn sought(&mut self, fields: &Fields, key: &Key) -> Option<At<Sought>> {
        let word = self.name(fields, key.name)?;
        if let Some(value) = Sought::parse(&word.value) {
            return Some(At { value, place: word.place });
        }
        let year: String = word.value.chars().filter(char::is_ascii_digit).collect();
        let year = if year.len() == 4 { year } else { "2035".to_owned() };
        let of_years = [format!("by-{year}"), format!("holds-{year}"), format!("arrived-by-{year}")];
        let help = match nearest(&word.value, SOUGHT.into_iter().chain(of_years.iter().map(String::as_str))) {
            Some(near) => format!("did you mean \"{}\"?", near.trim_start_matches("arrived-")),
            None => format!("figures: {}, {} (of any year)", SOUGHT.join(", "), of_years[..2].join(", ")),
        };
        self.problems.error(word.place, format!("there is no quantity \"{}\"", word.value), "not a figure of a goal", help);
        None
    }
}

/// Checks that the goal exists and that the year lies in the scenario.
pub(super) fn check(scenario: &Scenario, grid: Option<MonthGrid>, problems: &mut Problems) {
    let Some(precision) = &scenario.precision else { return };
    if scenario.sampling != Sampling::Random {
        let message = format!("`precision` and sampling = \"{}\" do not go together", scenario.sampling.word());
        let help = "leave one of the two out: the points of a design even out, and tell their error, only once all of them are run".to_owned();
        problems.error(precision.goal.place, message, "the run would stop in the middle of its replicates", help);
    }
    let goals = || scenario.goals.iter().map(|Named { name, .. }| name.value.as_str());
    if !goals().any(|goal| goal == precision.goal.value) {
        let help = nearest(&precision.goal.value, goals())
            .map_or_else(|| format!("goals: {}", goals().collect::<Vec<_>>().join(", ")), |near| format!("did you mean \"{near}\"?"));
        problems.error(precision.goal.place, format!("there is no goal `{}`", precision.goal.value), "unknown goal", help);
    }
    if let (Some(year), Some(grid)) = (precision.quantity.value.year(), grid)
        && grid.last_month_of(year).is_none()
    {
        let label = format!("the scenario runs from {} to {}", grid.label(0), grid.label(grid.count() - 1));
        problems.error(precision.quantity.place, format!("{year} lies outside the scenario"), label, None);
    }
}
