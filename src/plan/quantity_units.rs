//! Units of inputs, by the key under which they stand (`docs/scenario.md` has the same table in words).

/// Unit of the input at `path` in `table` (name of the table and of its element); empty for plain factors, weights and drivers.
#[must_use]
pub fn unit(path: &str, table: &[String; 2]) -> &'static str {
    let own = path.strip_prefix(&format!("{}.{}.", table[0], table[1])).unwrap_or_default();
    let keys: Vec<&str> = own.split('.').collect();
    let has = |key: &str| keys.contains(&key);
    let last = keys.last().copied().unwrap_or_default();
    match table[0].as_str() {
        "minerals" => match last {
            "demand" => "t/yr",
            "growth" => "per year",
            "price" => "USD/t",
            "inventory" => "months of demand",
            "share" => "share of demand",
            _ => "share",
        },
        "regimes" if matches!(last, "lasts" | "wait") => "months",
        "hazards" => match last {
            "rate" => "incidents/yr",
            "trend" => "per year",
            "outage" | "for" | "decay" => "months",
            "probability" => "chance",
            "loss" => "share",
            "branching" => "offspring per incident",
            _ => "",
        },
        "projects" => match last {
            "duration" | "delay" => "months",
            "probability" | "cancels" => "chance",
            "progress" => "share",
            "jobs" => "people",
            _ if has("exposure") => "chance",
            _ => "",
        },
        "nodes" => match keys.first().copied().unwrap_or_default() {
            "capacity" => "t/yr",
            "expansions" if has("capacity") => "t/yr",
            "yield" | "grade" => "share",
            "lag" | "life" => "months",
            "buffer" | "stock" => "t",
            "jobs" => "people",
            "exposure" => "chance",
            _ => "",
        },
        "routes" => match keys.first().copied().unwrap_or_default() {
            "carries" => "t per t",
            "split" | "flow" => "",
            _ => "share",
        },
        "goals" if last == "hhi_below" => "index 0–10,000",
        "goals" if last == "covers_withheld" => "share of what is withheld",
        "goals" => "share",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_follow_the_key() {
        for (path, table, expected) in [
            ("minerals.antimony.demand", ["minerals", "antimony"], "t/yr"),
            ("nodes.a.b.capacity.antimony", ["nodes", "a.b"], "t/yr"),
            ("nodes.mine.expansions.0.stretch", ["nodes", "mine"], ""),
            ("projects.p.stages.s.risks.r.delay", ["projects", "p"], "months"),
            ("projects.p.stages.s.pace.licensing.ban", ["projects", "p"], ""),
            ("regimes.r.states.s.passes", ["regimes", "r"], ""),
            ("drivers.d", ["drivers", "d"], ""),
        ] {
            assert_eq!(unit(path, &table.map(str::to_owned)), expected, "{path}");
        }
    }
}
