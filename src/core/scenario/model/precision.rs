//! Figures of a goal that `precision` can ask for.

use std::fmt;

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
pub const SOUGHT: [&str; 9] = ["p10", "p50", "p90", "never", "lost", "bridge-50", "bridge-80", "bridge-90", "bridge-95"];

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
    pub(in crate::scenario) fn year(self) -> Option<i32> {
        match self {
            Self::By(year) | Self::Holds(year) => Some(year),
            _ => None,
        }
    }

    /// What is wrong with a half width: what was expected, and what to write.
    pub(in crate::scenario) fn objection(self, half_width: f64) -> Option<(String, Option<String>)> {
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
