//! `precision`: how narrow the interval of one figure shall become, with `trials` as the most that it may cost.

use std::fmt;

use crate::units::{MonthGrid, Problems, nearest};

use super::forms::PRECISION;
use super::model::{At, Name, Named, Scenario};
use super::reader::{Fields, Reader};
use super::sampling::Sampling;

/// Confidence of the interval where none is asked for.
const CONFIDENCE: f64 = 0.95;

/// `precision = { goal = "tenth", quantity = "p50", half_width = 1 }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// The goal whose figure is looked at.
    pub goal: Name,
    /// Which of its figures.
    pub quantity: At<Sought>,
    /// Half the width of its interval at which the run may end: months, a share of trials, or tonnes, as the figure is.
    pub half_width: At<f64>,
    /// Confidence of that interval, in [0.5, 1).
    pub confidence: f64,
}

/// A figure of a goal; written as [`fmt::Display`] gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// `p10`, `p50`, `p90`: month of arrival, in months.
    Month(u8),
    /// `never`: share of trials in which it never arrives.
    Never,
    /// `lost`: share of trials that arrive and lose it again.
    Lost,
    /// `by-2035`: share of trials that have arrived by the end of that year.
    By(i32),
    /// `holds-2035`: share of trials in which it holds in December of that year.
    Holds(i32),
    /// `bridge-80`: stock that bridges the wait in that many per cent of trials, t.
    Bridge(u8),
}

/// Words that stand for a figure; years are any, here one of them.
const WORDS: [&str; 9] = ["p10", "p50", "p90", "never", "lost", "bridge-50", "bridge-80", "bridge-90", "bridge-95"];

impl Sought {
    /// The figure that a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let year = |text: &str| text.parse().ok().filter(|year| (1000..=9999).contains(year));
        match word {
            "p10" => Some(Self::Month(10)),
            "p50" => Some(Self::Month(50)),
            "p90" => Some(Self::Month(90)),
            "never" => Some(Self::Never),
            "lost" => Some(Self::Lost),
            "bridge-50" => Some(Self::Bridge(50)),
            "bridge-80" => Some(Self::Bridge(80)),
            "bridge-90" => Some(Self::Bridge(90)),
            "bridge-95" => Some(Self::Bridge(95)),
            _ => word.strip_prefix("by-").and_then(year).map(Self::By).or_else(|| word.strip_prefix("holds-").and_then(year).map(Self::Holds)),
        }
    }

    /// What its half width is counted in: `months`, `share of trials` or `t`.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Month(_) => "months",
            Self::Bridge(_) => "t",
            _ => "share of trials",
        }
    }

    /// The year that it names.
    fn year(self) -> Option<i32> {
        match self {
            Self::By(year) | Self::Holds(year) => Some(year),
            _ => None,
        }
    }

    /// What is wrong with a half width: what was expected, and what to write.
    fn objection(self, half_width: f64) -> Option<(String, Option<String>)> {
        match self {
            Self::Month(_) if half_width < 0.5 => {
                let label = "expected 0.5 or more: months are whole, so the interval is one month or at least 0.5 months to either side".to_owned();
                Some((label, (half_width > 0.0).then(|| "for a share of trials ask for \"by-2035\" or \"never\"".to_owned())))
            }
            Self::Never | Self::Lost | Self::By(_) | Self::Holds(_) if half_width >= 0.5 => {
                let points = if half_width < 50.0 { half_width / 100.0 } else { 0.005 };
                Some((
                    "expected a share of trials, above 0 and below 0.5".to_owned(),
                    Some(format!("{} points of per cent are {points}", 100.0 * points)),
                ))
            }
            _ if half_width <= 0.0 => Some(("expected above 0".to_owned(), None)),
            _ => None,
        }
    }
}

impl fmt::Display for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(percent) => write!(f, "p{percent}"),
            Self::Never => f.write_str("never"),
            Self::Lost => f.write_str("lost"),
            Self::By(year) => write!(f, "by-{year}"),
            Self::Holds(year) => write!(f, "holds-{year}"),
            Self::Bridge(percent) => write!(f, "bridge-{percent}"),
        }
    }
}

impl Reader<'_> {
    /// Reads `precision`; `None` where it is not there or cannot be understood.
    pub fn precision(&mut self, fields: &Fields) -> Option<Precision> {
        let value = fields.get("precision")?;
        let inner = self.fields(value, &PRECISION, "`precision`".to_owned(), &fields.scope);
        for (key, help) in [
            ("goal", "name the goal: goal = \"tenth\""),
            ("quantity", "name the figure: quantity = \"p50\", \"never\" or \"by-2035\""),
            ("half_width", "write how far the interval may reach to either side: half_width = 1"),
        ] {
            if inner.get(key).is_none() {
                self.missing(&inner, key, help);
            }
        }
        let goal = self.name(&inner, "goal");
        let quantity = self.name(&inner, "quantity").and_then(|word| self.sought(&word));
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
            None => Some(CONFIDENCE),
            Some(value) => self.finite(value, &inner.of("confidence")).and_then(|confidence| {
                if (0.5..=0.9999).contains(&confidence) {
                    return Some(confidence);
                }
                let message = format!("{} is {confidence}", inner.of("confidence"));
                let help = (confidence > 1.0 && confidence < 100.0).then(|| format!("as a share that is {}", confidence / 100.0));
                self.problems.error(value.place, message, "expected from 0.5 to 0.9999, such as 0.95", help);
                None
            }),
        };
        Some(Precision { goal: goal?, quantity: quantity?, half_width: half_width?, confidence: confidence? })
    }

    fn sought(&mut self, word: &Name) -> Option<At<Sought>> {
        if let Some(value) = Sought::parse(&word.value) {
            return Some(At { value, place: word.place });
        }
        let year: String = word.value.chars().filter(char::is_ascii_digit).collect();
        let year = if year.len() == 4 { year } else { "2035".to_owned() };
        let of_years = [format!("by-{year}"), format!("holds-{year}"), format!("arrived-by-{year}")];
        let help = match nearest(&word.value, WORDS.into_iter().chain(of_years.iter().map(String::as_str))) {
            Some(near) => format!("did you mean \"{}\"?", near.trim_start_matches("arrived-")),
            None => format!("figures: {}, {} (of any year)", WORDS.join(", "), of_years[..2].join(", ")),
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
