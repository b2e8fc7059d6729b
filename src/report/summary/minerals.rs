//! Minerals in the summary: yearly supply, shortage and concentration.

use serde_json::{Value, json};

use super::{Scale, object};
use crate::study::{MineralFindings, Yearly};
use crate::units::Unit;

/// One mineral: first the keys of the reference file, then the others.
pub(super) fn mineral(scale: Scale, mineral: &MineralFindings) -> Value {
    let tonnes = |years: &Yearly| scale.yearly(years, &Unit::TONNES_A_YEAR);
    let by_origin = |series: &[(String, Yearly)]| object(series.iter().map(|(origin, years)| (origin.clone(), tonnes(years))));
    let mut all = json!({
        "arrivals": tonnes(&mineral.arrivals),
        "shortage": tonnes(&mineral.shortage),
        "controlled": tonnes(&mineral.controlled),
        "hhi": scale.yearly(&mineral.hhi, &Unit::named("index 0-10000")),
        "free_share": scale.yearly(&mineral.free_share, &Unit::SHARE),
        "lost_in_chain": tonnes(&mineral.lost_in_chain),
        "arrivals_by_origin": by_origin(&mineral.arrivals_by_origin),
        "supply_by_origin": by_origin(&mineral.supply_by_origin),
        "demand_by_month": mineral.demand,
    });
    for one in &mineral.cleared {
        let unit = match one.unit.as_str() {
            "t" => Unit::TONNES_A_YEAR,
            "USD" => Unit::DOLLARS_A_YEAR,
            _ => Unit::named("index"),
        };
        all[&one.name] = scale.yearly(&one.yearly, &unit);
    }
    all
}
