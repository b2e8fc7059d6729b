//! The part of the summary that says what happens on the markets.

use serde_json::{Value, json};

use super::{object, yearly};
use crate::study::{MineralFindings, Yearly};

/// One mineral: the keys of the reference first, then what else was found.
pub(super) fn mineral(mineral: &MineralFindings) -> Value {
    json!({
        "arrivals": yearly(&mineral.arrivals),
        "shortage": yearly(&mineral.shortage),
        "controlled": yearly(&mineral.controlled),
        "hhi": yearly(&mineral.hhi),
        "free_share": yearly(&mineral.free_share),
        "lost_in_chain": yearly(&mineral.lost_in_chain),
        "arrivals_by_origin": by_origin(&mineral.arrivals_by_origin),
        "supply_by_origin": by_origin(&mineral.supply_by_origin),
        "demand_by_month": mineral.demand,
    })
}

fn by_origin(series: &[(String, Yearly)]) -> Value {
    object(series.iter().map(|(origin, years)| (origin.clone(), yearly(years))))
}
