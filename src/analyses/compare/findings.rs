//! Findings of `adit compare`: results of each goal in each scenario, and paired differences from the first scenario.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::analyses::run::{Findings, GoalFindings};
use crate::units::{MonthGrid, Quantity};

/// Scenario that is compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedScenario {
    /// Title.
    pub title: String,
    /// Findings of its run.
    #[serde(skip)]
    pub findings: Findings,
}

/// Goal in one scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalResult {
    /// 10% quantile of the month of arrival over all trials.
    pub p10: Quantity,
    /// Median of the month of arrival.
    pub p50: Quantity,
    /// 90% quantile of the month of arrival.
    pub p90: Quantity,
    /// The three quantiles as dates, `2031-04` or `never`.
    pub calendar: BTreeMap<&'static str, String>,
    /// Probability of arrival by the end of each year.
    pub by_december: BTreeMap<i32, Quantity>,
    /// Probability that it never arrives in the scenario.
    pub never: Quantity,
    /// Share of all trials that arrive and lose it again.
    pub lost: Quantity,
    /// Probability of arrival by the end of each month.
    #[serde(skip)]
    pub arrived_by: Vec<Quantity>,
    /// Probability that the test holds in the last month.
    #[serde(skip)]
    pub holds_at_end: Option<Quantity>,
}

/// Difference of a goal in one scenario from the first scenario, trial by trial on the same draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Months later on average; an arrival that never comes counts as the month after the last.
    pub months: Quantity,
    /// Months later on average over the trials in which both arrive; `None` where no trial does.
    pub months_if_both: Option<Quantity>,
    /// Share of trials in which both arrive.
    pub both: Quantity,
    /// Share of trials in which it arrives earlier than in the first scenario.
    pub earlier: Quantity,
    /// Share of trials in which it arrives later, or never where the first arrives.
    pub later: Quantity,
    /// Difference of the probability of arrival within the scenario.
    pub probability: Quantity,
}

/// Goal that all scenarios share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedGoal {
    /// Title.
    pub title: String,
    /// Results by scenario.
    #[serde(serialize_with = "keyed")]
    pub scenarios: Vec<(String, GoalResult)>,
    /// Differences from the first scenario, by scenario after the first.
    #[serde(serialize_with = "keyed")]
    pub differences: Vec<(String, Difference)>,
}

/// Yearly quantity that all scenarios have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedQuantity {
    /// Key, as the path in `summary.json`: `minerals.antimony.price_index`.
    #[serde(skip)]
    pub key: String,
    /// Title.
    pub title: String,
    /// Means in each year of the tables, then over all years.
    pub years: Vec<QuantityInYear>,
}

/// Means of a quantity in one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantityInYear {
    /// Year; `None` is the sum over all years, of a share or an index the mean.
    pub year: Option<i32>,
    /// Mean in the first scenario.
    pub first: Quantity,
    /// By scenario after the first, the mean, and the mean difference from the first, trial by trial on the same draws.
    #[serde(serialize_with = "keyed")]
    pub others: Vec<(String, [Quantity; 2])>,
}

/// Findings of `adit compare`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CompareFindings {
    /// Name of the first scenario.
    pub first: String,
    /// Number of months.
    pub months: usize,
    /// First month.
    pub start: String,
    /// Last month.
    pub end: String,
    /// Scenarios by name, the first of which is that with which the others are compared.
    #[serde(serialize_with = "keyed")]
    pub scenarios: Vec<(String, ComparedScenario)>,
    /// Goals by key.
    #[serde(serialize_with = "keyed")]
    pub goals: Vec<(String, ComparedGoal)>,
    /// Yearly quantities that all scenarios have, by key.
    #[serde(serialize_with = "by_key")]
    pub quantities: Vec<ComparedQuantity>,
    /// Goals that are not compared, with the reason.
    #[serde(serialize_with = "keyed")]
    pub not_compared: Vec<(String, String)>,
    /// Months of the scenarios.
    #[serde(skip)]
    pub grid: MonthGrid,
    /// Years of the tables.
    #[serde(skip)]
    pub years: Vec<i32>,
    /// Year of the sentences.
    #[serde(skip)]
    pub main_year: i32,
}

/// Serialises pairs as an object whose keys keep their order.
fn keyed<T: Serialize, S: Serializer>(pairs: &[(String, T)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(key, value)| (key, value)))
}

/// Serialises the quantities as an object by key.
fn by_key<S: Serializer>(quantities: &[ComparedQuantity], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(quantities.iter().map(|quantity| (&quantity.key, quantity)))
}

impl CompareFindings {
    /// What sentences, tables and figures call the scenarios: their titles without the words before a colon that all share. Where two have the same title
    /// or one is too long for a table, the names of the files without the beginning that all share, up to a hyphen or an underscore.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let titles = short_titles(&self.scenarios.iter().map(|(_, scenario)| scenario.title.as_str()).collect::<Vec<_>>());
        titles.unwrap_or_else(|| short_names(&self.scenarios.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>()))
    }

    /// The same as sentences write them: titles in quotation marks.
    #[must_use]
    pub fn quoted_names(&self) -> Vec<String> {
        let titles: Vec<&str> = self.scenarios.iter().map(|(_, scenario)| scenario.title.as_str()).collect();
        let quoted = short_titles(&titles).map(|titles| titles.iter().map(|title| format!("“{title}”")).collect());
        quoted.unwrap_or_else(|| self.names())
    }

    /// Findings of the first scenario with the goals that are compared.
    #[must_use]
    pub fn first_findings(&self) -> Option<Findings> {
        let first = &self.scenarios.first()?.1.findings;
        let goals = first.goals.iter().filter(|goal| self.goal(&goal.name).is_some()).cloned().collect();
        Some(Findings { goals, ..first.clone() })
    }

    /// Goal with this key, if it is compared.
    #[must_use]
    pub fn goal(&self, key: &str) -> Option<&ComparedGoal> {
        self.goals.iter().find(|(name, _)| name == key).map(|(_, goal)| goal)
    }
}

impl ComparedGoal {
    /// Whether it arrives in some trial of some scenario.
    #[must_use]
    pub fn arrives(&self) -> bool {
        self.scenarios.iter().any(|(_, result)| result.never.number() < 1.0)
    }
}

impl Difference {
    /// Whether the month is the same in every trial.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.earlier.number() <= 0.0 && self.later.number() <= 0.0
    }
}

impl GoalResult {
    /// Result of a goal from the findings of a run.
    #[must_use]
    pub fn of(goal: &GoalFindings, grid: MonthGrid) -> Self {
        let date = |quantile: &Quantity| quantile.month_index().map_or_else(|| "never".to_owned(), |month| grid.label(month));
        let quantiles = [("p10", &goal.p10), ("p50", &goal.p50), ("p90", &goal.p90)];
        let december = |year| Some((year, goal.arrived_by.get(grid.last_month_of(year)?)?.clone()));
        Self {
            p10: goal.p10.clone(),
            p50: goal.p50.clone(),
            p90: goal.p90.clone(),
            calendar: quantiles.map(|(name, quantile)| (name, date(quantile))).into(),
            by_december: grid.years().filter_map(december).collect(),
            never: goal.never.clone(),
            lost: goal.lost.clone(),
            holds_at_end: goal.holds.last().cloned(),
            arrived_by: goal.arrived_by.clone(),
        }
    }
}

/// Longest title that stands in a table, characters.
const LONGEST_TITLE: usize = 40;

/// Titles without the words before a colon that all share; `None` where two are the same or one is too long.
fn short_titles(titles: &[&str]) -> Option<Vec<String>> {
    let common = |end: usize| titles.iter().all(|title| title.len() > end && title.get(..end) == titles[0].get(..end));
    let shared = titles.first()?.match_indices(": ").map(|(i, _)| i + 2).take_while(|&end| common(end)).last().unwrap_or(0);
    let short: Vec<String> = titles.iter().map(|title| title[shared..].to_owned()).collect();
    let is_distinct = short.iter().enumerate().all(|(i, title)| !short[..i].contains(title));
    (is_distinct && short.iter().all(|title| title.chars().count() <= LONGEST_TITLE)).then_some(short)
}

/// Names without the beginning that all share, up to a hyphen or an underscore.
fn short_names(names: &[&str]) -> Vec<String> {
    let common = |end: usize| names.iter().all(|name| name.len() > end && name.get(..end) == names[0].get(..end));
    let shared =
        names.first().map_or(0, |first| first.match_indices(['-', '_']).map(|(i, _)| i + 1).take_while(|&end| common(end)).last().unwrap_or(0));
    names.iter().map(|name| name[shared..].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_words_before_a_colon_that_all_share() {
        let short = |titles: &[&str]| short_titles(titles);
        let expected = ["what the evidence supports", "without the deal"].map(str::to_owned).to_vec();
        assert_eq!(short(&["Minerals: what the evidence supports", "Minerals: without the deal"]), Some(expected));
        assert_eq!(short(&["One: a", "Two: b"]), Some(vec!["One: a".to_owned(), "Two: b".to_owned()]));
        assert_eq!(short(&["The same", "The same"]), None);
        assert_eq!(short(&["A", "A title that is much too long for the column of a table"]), None);
    }

    #[test]
    fn names_lose_the_beginning_that_all_share() {
        assert_eq!(short_names(&["pakistan-baseline", "pakistan-stress"]), ["baseline", "stress"]);
        assert_eq!(short_names(&["mine", "mine-2"]), ["mine", "mine-2"]);
        assert_eq!(short_names(&["a-b-c", "a-b-d"]), ["c", "d"]);
        assert_eq!(short_names(&["a-", "a-b"]), ["a-", "a-b"]);
        assert_eq!(short_names(&["one-refinery", "refinery"]), ["one-refinery", "refinery"]);
    }
}
