//! Measures: monthly quantities of a mineral whose yearly values and peaks are compared with what was observed.
//!
//! A measure is `arrivals`, `supply`, `shortage`, `demand`, `controlled_supply`, `share_of_demand`, `free_share` or `concentration`, and on a market that
//! clears `price`, `bought` and `given_up`; with an origin for arrivals, supply and share of demand (without one, supply is demand less shortage, or that of
//! all origins on a market that clears). A year has the sum of tonnes, or the mean of shares and levels. A new measure is one line in [`Resolver::series`].

use toml::Spanned;

use crate::engine::{MonthlyRow, Series};
use crate::plan::Plan;
use crate::units::{Date, MonthGrid, Place, Problems, Unit, nearest};

/// Series of a measure, with their signs, and the unit of a year's value.
#[derive(Clone)]
pub struct Measured {
    /// Indices of the series in [`Resolver::asked`].
    terms: Vec<(usize, f64)>,
    /// Whether a year has the mean of its months and not their sum.
    is_level: bool,
    /// Unit of a year.
    pub unit: Unit,
}

impl Measured {
    fn month(&self, row: &MonthlyRow, month: usize) -> f64 {
        self.terms.iter().map(|(at, sign)| sign * row.series[*at][month]).sum()
    }

    /// Month of the largest value, the first of several, and the value.
    pub fn peak(&self, row: &MonthlyRow) -> (usize, f64) {
        let months = row.series[self.terms[0].0].len();
        let values = (0..months).map(|month| (month, self.month(row, month)));
        values.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).unwrap_or((0, f64::NAN))
    }

    /// Value of the months of a year.
    pub fn year(&self, row: &MonthlyRow, [from, to]: [usize; 2]) -> f64 {
        let sum: f64 = (from..to).map(|month| self.month(row, month)).sum();
        if self.is_level { sum / (to - from) as f64 } else { sum }
    }
}

/// Finds what an episode names in a plan, collects the series to run, and reports what is not there.
pub struct Resolver<'a> {
    /// Plan of the scenario.
    pub plan: &'a Plan,
    /// Mineral and series, each once.
    pub asked: Vec<(usize, Series)>,
    /// Problems; places are in the text of the episode.
    pub problems: Problems,
}

/// Place of a value in the text of the episode, file 0.
pub fn place<T>(of: &Spanned<T>) -> Place {
    Place { file: 0, start: of.span().start, end: of.span().end }
}

impl Resolver<'_> {
    /// Position of a name in a list; otherwise an error with the nearest name.
    pub fn find(&mut self, what: &str, name: &Spanned<String>, known: &[&str]) -> Option<usize> {
        let found = known.iter().position(|one| *one == name.get_ref().as_str());
        if found.is_none() {
            let near = nearest(name.get_ref(), known.iter().copied());
            let help = near.map_or_else(|| format!("it has {}", known.join(", ")), |near| format!("did you mean {near}?"));
            self.problems.error(place(name), format!("there is no {what} `{}`", name.get_ref()), format!("the scenario has no such {what}"), help);
        }
        found
    }

    /// First month of a year and the month after its last; otherwise an error.
    pub fn months(&mut self, year: i32, at: Place) -> Option<[usize; 2]> {
        let grid = self.plan.grid;
        let months: Vec<usize> = (0..grid.count()).filter(|k| grid.year(*k) == year).collect();
        if months.is_empty() {
            let years = grid.years();
            let label = format!("expected a year from {} to {}", years.start(), years.end());
            self.problems.error(at, format!("the scenario does not cover the year {year}"), label, None);
        }
        Some([*months.first()?, months.last()? + 1])
    }

    /// Index of a month; the number of months where it is after the last.
    pub fn month(&mut self, text: &Spanned<String>) -> Option<usize> {
        let grid: MonthGrid = self.plan.grid;
        match Date::parse(text.get_ref()) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months of a scenario, clamped")]
            Ok(date) => Some(grid.offset(date).floor().clamp(0.0, grid.count() as f64) as usize),
            Err(why) => {
                self.problems.error(place(text), format!("`{}` is no date", text.get_ref()), why.to_string(), None);
                None
            }
        }
    }

    /// A measure of a mineral, of one origin where one is given.
    pub fn measured(&mut self, measure: &Spanned<String>, mineral: &Spanned<String>, origin: Option<&Spanned<String>>) -> Option<Measured> {
        let names: Vec<&str> = self.plan.minerals.iter().map(|plan| plan.name.as_str()).collect();
        let mineral = self.find("mineral", mineral, &names)?;
        let series = self.series(measure, mineral, origin)?;
        let is_level = series.iter().all(|(series, _)| series.is_level());
        let unit = match series.first()?.0 {
            Series::Concentration => Unit::NONE,
            Series::Price => Unit::named("times the price"),
            _ if is_level => Unit::SHARE,
            _ => Unit::TONNES,
        };
        let terms = series.into_iter().map(|(series, sign)| {
            let asked = (mineral, series);
            let at = self.asked.iter().position(|known| *known == asked).unwrap_or_else(|| {
                self.asked.push(asked);
                self.asked.len() - 1
            });
            (at, sign)
        });
        Some(Measured { terms: terms.collect(), is_level, unit })
    }

    /// Series of a measure with their signs.
    fn series(&mut self, measure: &Spanned<String>, mineral: usize, origin: Option<&Spanned<String>>) -> Option<Vec<(Series, f64)>> {
        let plan = &self.plan.minerals[mineral];
        let clears = plan.response.is_some();
        let all: Vec<&str> = plan.origins.iter().map(String::as_str).collect();
        let routes: Vec<&str> = plan.route_origins.iter().map(|place| all[*place]).collect();
        let asked: Vec<&str> = plan.asked.iter().map(|place| routes[*place]).collect();
        let one = |series: Series| Some(vec![(series, 1.0)]);
        match (measure.get_ref().as_str(), origin) {
            ("arrivals", None) => one(Series::Arrivals),
            ("arrivals", Some(origin)) => {
                let at = self.find("origin of routes", origin, &routes)?;
                one(if routes.len() == 1 { Series::Arrivals } else { Series::ArrivalsFrom(at) })
            }
            ("supply", None) if clears => Some((0..all.len()).map(|origin| (Series::SupplyFrom(origin), 1.0)).collect()),
            ("supply", None) => Some(vec![(Series::Demand, 1.0), (Series::Shortage, -1.0)]),
            ("supply", Some(origin)) => one(Series::SupplyFrom(self.find("origin", origin, &all)?)),
            ("shortage", None) => one(Series::Shortage),
            ("demand", None) => one(Series::Demand),
            ("controlled_supply", None) => one(Series::Controlled),
            ("share_of_demand", Some(origin)) => one(Series::ShareFrom(self.find("origin that a goal tests", origin, &asked)?)),
            ("free_share", None) => one(Series::FreeShare),
            ("concentration", None) => one(Series::Concentration),
            ("price", None) if clears => one(Series::Price),
            ("bought", None) if clears => one(Series::Bought),
            ("given_up", None) if clears => one(Series::GivenUp),
            (_, with_origin) => {
                let known: &[&str] = match (with_origin, clears) {
                    (Some(_), _) => &["arrivals", "supply", "share_of_demand"],
                    (None, false) => &["arrivals", "supply", "shortage", "demand", "controlled_supply", "free_share", "concentration"],
                    (None, true) => &[
                        "arrivals",
                        "supply",
                        "shortage",
                        "demand",
                        "controlled_supply",
                        "free_share",
                        "concentration",
                        "price",
                        "bought",
                        "given_up",
                    ],
                };
                self.find(if with_origin.is_some() { "measure by origin" } else { "measure" }, measure, known)?;
                None
            }
        }
    }
}
