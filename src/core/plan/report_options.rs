//! What reports look at: years, the order of groups of causes, and titles and colours of origins.

use serde::{Deserialize, Serialize};

use super::market::MineralPlan;
use crate::scenario::{At, Given, Name, ReportOptions, Scenario, title_of};
use crate::units::MonthGrid;

/// Groups of causes in the order in which the model's defaults form a chain from policy to market.
const GROUPS: [&str; 6] = ["licensing", "security", "refinery", "mine", "logistics", "market"];

/// Colours for origins in the order of the file, told apart with any colour vision (Okabe and Ito 2008).
const PALETTE: [&str; 6] = ["#d55e00", "#009e73", "#0072b2", "#cc79a7", "#e69f00", "#56b4e9"];

/// Options of reports, defaults filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPlan {
    /// Years by whose end reports give probabilities and amounts, within the horizon.
    pub years: Vec<i32>,
    /// Years of the tables of supply, within the horizon.
    pub supply_years: Vec<i32>,
    /// Groups of causes that come first, in order.
    pub groups: Vec<String>,
    /// Figures to be drawn, by kind or by name; empty where the scenario names none.
    #[serde(default)]
    pub figures: Vec<String>,
    /// Conditions on trials among which probabilities are given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<GivenPlan>,
    /// Origins of supply: those with an entry in `[origins]` in that order, then suppliers and origins of routes in the order of the file.
    pub origins: Vec<OriginStyle>,
}

/// A condition on trials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenPlan {
    /// Title, else the condition.
    pub title: String,
    /// Condition, as written.
    pub condition: String,
}

/// How reports call and colour an origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginStyle {
    /// Name.
    pub name: String,
    /// Title, else the name.
    pub title: String,
    /// `#rrggbb`; `None` where the file colours others and not this one.
    pub colour: Option<String>,
}

impl ReportPlan {
    pub(super) fn compile(scenario: &Scenario, grid: MonthGrid, minerals: &[MineralPlan]) -> Self {
        let asked = scenario.report.as_ref();
        let (first, last) = (*grid.years().start(), *grid.years().end());
        let round = || (first + 2..=last).filter(|year| year % 5 == 0);
        let given = |years: Option<&Vec<At<i32>>>| -> Vec<i32> {
            years.into_iter().flatten().map(|year| year.value).filter(|year| grid.years().contains(year)).collect()
        };
        let or = |given: Vec<i32>, default: Vec<i32>| if given.is_empty() { default } else { given };
        let years = or(given(asked.map(|report| &report.years)), round().take(3).collect());
        let supply = (first + 1..=last).take(1).chain(round().take(4)).collect();
        let texts = |names: fn(&ReportOptions) -> &Vec<Name>| asked.into_iter().flat_map(names).map(|name| name.value.clone()).collect();
        let groups: Vec<String> = texts(|report| &report.groups);
        Self {
            supply_years: or(given(asked.map(|report| &report.supply_years)), supply),
            years,
            groups: if groups.is_empty() { GROUPS.map(str::to_owned).to_vec() } else { groups },
            figures: texts(|report| &report.figures),
            given: asked.into_iter().flat_map(|report| &report.given).map(GivenPlan::of).collect(),
            origins: origins(scenario, minerals),
        }
    }

    /// The years, and the last one of the horizon.
    #[must_use]
    pub fn years_and_last(&self, grid: MonthGrid) -> Vec<i32> {
        let last = *grid.years().end();
        self.years.iter().copied().filter(|&year| year < last && grid.last_month_of(year).is_some()).chain([last]).collect()
    }

    /// The year of sentences that name a single one, with its last month: the middle of the years, else the last one of the horizon.
    #[must_use]
    pub fn main_year(&self, grid: MonthGrid) -> (usize, i32) {
        let middle = self.years.get(self.years.len() / 2).copied();
        middle.and_then(|year| Some((grid.last_month_of(year)?, year))).unwrap_or((grid.count() - 1, *grid.years().end()))
    }

    /// The colour of an origin.
    #[must_use]
    pub fn colour(&self, origin: &str) -> Option<&str> {
        self.origins.iter().find(|known| known.name == origin)?.colour.as_deref()
    }
}

impl GivenPlan {
    fn of(given: &Given) -> Self {
        let condition = given.condition.value.clone();
        Self { title: given.title.clone().unwrap_or_else(|| condition.clone()), condition }
    }
}

fn origins(scenario: &Scenario, minerals: &[MineralPlan]) -> Vec<OriginStyle> {
    let suppliers = scenario.minerals.iter().flat_map(|mineral| mineral.item.suppliers.iter().map(|supplier| supplier.name.value.as_str()));
    let routes = scenario.routes.iter().map(|route| route.item.origin.value.as_str());
    let others = minerals.iter().flat_map(|mineral| &mineral.origins).map(String::as_str);
    let mut names: Vec<&str> = Vec::new();
    for name in scenario.origins.iter().map(|origin| origin.name.value.as_str()).chain(suppliers).chain(routes).chain(others) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let own = |name: &str| scenario.origins.iter().find(|origin| origin.name.value == name).and_then(|origin| origin.item.colour.as_ref());
    let any = names.iter().any(|name| own(name).is_some());
    let palette = |i: usize| (!any).then(|| PALETTE[i % PALETTE.len()].to_owned());
    let style = |(i, name): (usize, &str)| OriginStyle {
        name: name.to_owned(),
        title: scenario.title_of_origin(name),
        colour: own(name).map(|colour| colour.value.clone()).or_else(|| palette(i)),
    };
    names.into_iter().enumerate().map(style).collect()
}

impl Scenario {
    /// What reports call an origin: its title, else that of a supplier of the name, else the name in words.
    pub(super) fn title_of_origin(&self, name: &str) -> String {
        let own = self.origins.iter().find(|origin| origin.name.value == name).and_then(|origin| origin.item.title.as_deref());
        let suppliers = || self.minerals.iter().flat_map(|mineral| &mineral.item.suppliers);
        let title = own.or_else(|| suppliers().find(|supplier| supplier.name.value == name).and_then(|supplier| supplier.item.title.as_deref()));
        title_of(name, title)
    }
}
