//! Findings of `adit levers`: gains and costs of each lever, interaction of pairs, and the value of information.

use serde::Serialize;

use crate::units::Quantity;

/// Objective by which choices are compared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// USD: benefit of an arrival by the end of the year, less the cost.
    Arrival {
        /// Benefit of an arrival, USD.
        worth: f64,
    },
    /// USD: shortage avoided in the scenario at the price of the mineral, less the cost.
    Shortage,
    /// Probability of arrival by the end of the year; costs are left out.
    Probability,
}

/// Distribution of a cost over the trials, USD.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// Mean.
    pub mean: Quantity,
    /// 10% quantile.
    pub p10: Quantity,
    /// Median.
    pub p50: Quantity,
    /// 90% quantile.
    pub p90: Quantity,
}

/// Choice: one lever alone, or no lever. Gains are differences from no lever on the same draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// Key of the lever; `None` for no lever.
    pub lever: Option<String>,
    /// Title.
    pub title: String,
    /// Months until it takes effect.
    pub lead_time: u32,
    /// Cost.
    pub cost: Cost,
    /// Month by which half of the trials have arrived.
    pub p50: Quantity,
    /// Month by which 80% of the trials have arrived.
    pub p80: Quantity,
    /// Months gained at the 50% quantile; without a value where one of the two months is never.
    pub months_gained_p50: Quantity,
    /// Months gained at the 80% quantile.
    pub months_gained_p80: Quantity,
    /// Months gained on average over all trials; an arrival that never comes counts as the month after the last.
    pub months_gained_mean: Quantity,
    /// Probability of arrival by the end of the year.
    pub probability: Quantity,
    /// Probability gained.
    pub probability_gained: Quantity,
    /// Shortage avoided in the scenario, t; `None` where the goal has several minerals.
    pub shortage_avoided: Option<Quantity>,
    /// Reduction of the shortage until arrival, t; `None` where the goal has several minerals.
    pub shortage_until_arrival_avoided: Option<Quantity>,
    /// Value of the shortage avoided at the price of the mineral, USD; `None` where a mineral has no price.
    pub shortage_avoided_value: Option<Quantity>,
    /// Net benefit in the unit of the objective.
    pub net_benefit: Quantity,
    /// USD for each month gained at the 50% quantile; the interval includes the distribution of the cost. `None` where nothing is gained.
    pub usd_per_month_p50: Option<Quantity>,
    /// USD for each month gained on average; `None` where nothing is gained.
    pub usd_per_month_mean: Option<Quantity>,
    /// USD for each percentage point of probability gained; `None` where nothing is gained.
    pub usd_per_point: Option<Quantity>,
}

/// Interaction of two levers, by the 95% interval of the gain beyond the sum of the two alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interaction {
    /// Both together gain more than the sum.
    Complements,
    /// Both together gain less than the sum.
    Substitutes,
    /// The interval includes 0.
    NotDetected,
}

/// Gains of two levers together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairGains {
    /// Probability gained with both.
    pub probability: Quantity,
    /// Sum of the probabilities gained with each alone.
    pub probability_sum: Quantity,
    /// Probability gained with both beyond that sum.
    pub probability_beyond_sum: Quantity,
    /// Interaction by the probability gained.
    pub interaction: Interaction,
    /// Months gained at the 50% quantile with both.
    pub months_p50: Quantity,
    /// Months gained on average with both.
    pub months_mean: Quantity,
    /// Sum of the months gained on average with each alone.
    pub months_sum: Quantity,
    /// Months gained on average with both beyond that sum.
    pub months_beyond_sum: Quantity,
}

/// Two levers together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeverPair {
    /// Keys of the levers.
    pub levers: [String; 2],
    /// Gains; `None` where the levers cannot be combined.
    pub gains: Option<PairGains>,
    /// Reason why the levers cannot be combined.
    pub incompatible: Option<String>,
}

/// Expected value of perfect information on one input (EVPPI).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputInformation {
    /// Path of the input.
    pub input: String,
    /// Value in the unit of the objective.
    pub value: Quantity,
}

/// A choice that waits until a month and is made once an input is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waiting {
    /// Month of the choice.
    pub month: String,
    /// Title of the lever with the largest net benefit if nothing has been learnt by then; `None` where no lever is better than none.
    pub best: Option<String>,
    /// What waiting without learning anything costs: the net benefit of the best choice now less that of the best choice then.
    pub cost: Quantity,
    /// Expected values of perfect information on single inputs by then (EVPPI), the largest first.
    pub inputs: Vec<InputInformation>,
    /// Titles of the levers that change what cannot be changed later.
    pub left_out: Vec<String>,
}

/// Findings of `adit levers`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeversFindings {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal.
    pub goal_title: String,
    /// Test of the goal in words.
    pub goal_test: String,
    /// Mineral of the goal; `None` where it has several.
    pub mineral: Option<String>,
    /// Year by the end of which the goal has arrived.
    pub year: i32,
    /// Objective.
    pub objective: Objective,
    /// No lever, then each lever in the order of the scenario.
    pub choices: Vec<Choice>,
    /// All pairs.
    pub pairs: Vec<LeverPair>,
    /// Expected value of perfect information on everything (EVPI), in the unit of the objective.
    pub perfect_information: Quantity,
    /// Expected values of perfect information on single inputs (EVPPI), the largest first.
    pub inputs: Vec<InputInformation>,
    /// The choice that waits for information; `None` where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

impl LeversFindings {
    /// Choices by probability gained, then by months gained on average, the largest first.
    #[must_use]
    pub fn ranked(&self) -> Vec<&Choice> {
        let mut ranked: Vec<&Choice> = self.choices.iter().collect();
        ranked.sort_by(|a, b| {
            let by = |of: fn(&Choice) -> &Quantity| of(b).number().total_cmp(&of(a).number());
            by(|choice| &choice.probability_gained).then_with(|| by(|choice| &choice.months_gained_mean))
        });
        ranked
    }

    /// Levers in the same order.
    #[must_use]
    pub fn ranked_levers(&self) -> Vec<&Choice> {
        self.ranked().into_iter().filter(|choice| choice.lever.is_some()).collect()
    }

    /// Choice with the largest net benefit, the first of several.
    #[must_use]
    pub fn best(&self) -> Option<&Choice> {
        self.choices.iter().rev().max_by(|a, b| a.net_benefit.number().total_cmp(&b.net_benefit.number()))
    }

    /// Choice without a lever.
    #[must_use]
    pub fn no_lever(&self) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.lever.is_none())
    }

    /// Titles of the two levers of a pair.
    #[must_use]
    pub fn titles(&self, pair: &LeverPair) -> String {
        let choice = |name: &String| self.choices.iter().find(|choice| choice.lever.as_ref() == Some(name));
        pair.levers.each_ref().map(|name| choice(name).map_or(name.as_str(), |choice| choice.title.as_str())).join(" + ")
    }
}
