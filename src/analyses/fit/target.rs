//! Place in a scenario for which a fit writes a block to paste (`--as`): `hazards.X`, `hazards.X.classes.C`, `regimes.X`, `regimes.X.states.S`,
//! `stage P.S`.

use clap::Args;

use super::text::{key, quoted};
use crate::units::nearest;

/// What a block of a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// `hazards.X`: rate and season.
    Hazard,
    /// `hazards.X.classes.C`: outage.
    Class,
    /// `regimes.X`: states.
    Regime,
    /// `regimes.X.states.S`: how long the state lasts.
    State,
    /// `projects.P.stages.S`: duration.
    Stage,
}

/// Place in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Kind of its table.
    pub kind: TargetKind,
    /// Keys of the path of the table: `["hazards", "X", "classes", "C"]`.
    path: Vec<String>,
}

/// Option `--as`.
#[derive(Clone, Debug, Default, Args)]
pub struct TargetArgs {
    /// Print a block to paste into a scenario, with group and source: durations as "stage PROJECT.STAGE", hazards.NAME.classes.CLASS or
    /// regimes.NAME.states.STATE, incidents as hazards.NAME, regimes as regimes.NAME
    #[arg(long = "as", value_name = "PATH", value_parser = Target::parse)]
    pub target: Option<Target>,
}

const EXPECTED: &str = "expected hazards.NAME, hazards.NAME.classes.CLASS, regimes.NAME, regimes.NAME.states.STATE or \"stage PROJECT.STAGE\"";

impl Target {
    /// Reads a path.
    ///
    /// # Errors
    /// What was expected, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut path: Vec<String> = text.split('.').map(|part| part.trim().trim_matches('"').to_owned()).collect();
        if let Some(project) = path[0].strip_prefix("stage ").map(|project| project.trim().trim_matches('"').to_owned()) {
            path.splice(0..1, ["projects".to_owned(), project]);
            if path.len() == 3 {
                path.insert(2, "stages".to_owned());
            }
        }
        if path.iter().any(|part| part.is_empty() || part.chars().any(char::is_control)) {
            return Err(EXPECTED.to_owned());
        }
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        let (kind, length) = match words.as_slice() {
            ["hazards", _] => (TargetKind::Hazard, 2),
            ["hazards", _, "classes", _] | ["hazards", _, "classes", _, "outage"] => (TargetKind::Class, 4),
            ["regimes", _] => (TargetKind::Regime, 2),
            ["regimes", _, "states", _] | ["regimes", _, "states", _, "lasts"] => (TargetKind::State, 4),
            ["projects", _, "stages", _] | ["projects", _, "stages", _, "duration"] => (TargetKind::Stage, 4),
            [first, ..] => {
                let near = nearest(first, ["hazards", "regimes", "projects", "stage"]).filter(|near| near != first);
                return Err(near.map_or_else(|| EXPECTED.to_owned(), |near| format!("{EXPECTED}; did you mean {near}?")));
            }
            [] => return Err(EXPECTED.to_owned()),
        };
        path.truncate(length);
        Ok(Self { kind, path })
    }

    /// Its path in the scenario, with quotes where a key needs them.
    #[must_use]
    pub fn path(&self) -> String {
        self.path.iter().map(|part| key(part)).collect::<Vec<_>>().join(".")
    }

    /// Name of what it is about: `X` of `hazards.X`, `P_S` of a stage, `X_C` of a class or a state.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.iter().skip(1).step_by(2).map(String::as_str).collect::<Vec<_>>().join("_")
    }

    /// Group of causes that the scenario language gives to such a table where the file gives none.
    fn group(&self) -> &str {
        match self.kind {
            TargetKind::Hazard | TargetKind::Class => "security",
            TargetKind::Regime | TargetKind::State => "licensing",
            TargetKind::Stage => &self.path[1],
        }
    }

    /// The line with the group of causes.
    #[must_use]
    pub fn group_line(&self) -> String {
        format!("group = {}\n", quoted(self.group()))
    }

    /// Beginning of a block for a duration, up to the key that the distribution follows. `rows` is the number of observations, the weight of a class.
    pub(super) fn duration_head(&self, rows: usize) -> String {
        let (before, what) = match self.kind {
            TargetKind::Class => (format!("weight = {rows}\n"), "outage"),
            TargetKind::State => (String::new(), "lasts"),
            _ => (self.group_line(), "duration"),
        };
        format!("[{}]\n{before}{what}", self.path())
    }

    /// Refuses a target that a fit of this kind cannot fill.
    ///
    /// # Errors
    /// Which targets it can fill.
    pub fn require(target: Option<&Self>, kinds: &[TargetKind], expected: &str) -> Result<(), String> {
        match target.filter(|target| !kinds.contains(&target.kind)) {
            Some(target) => Err(format!("--as {}: this fit cannot fill that table; expected {expected}", target.path())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read() {
        let read = |text: &str| Target::parse(text).map(|target| (target.path(), target.name()));
        let pair = |path: &str, name: &str| Ok((path.to_owned(), name.to_owned()));
        assert_eq!(read("hazards.caspian"), pair("hazards.caspian", "caspian"));
        assert_eq!(read("hazards.caspian.classes.storm.outage"), pair("hazards.caspian.classes.storm", "caspian_storm"));
        assert_eq!(read("regimes.licensing.states.ban"), pair("regimes.licensing.states.ban", "licensing_ban"));
        assert_eq!(read("stage North Katpar.finance"), pair("projects.\"North Katpar\".stages.finance", "North Katpar_finance"));
        for wrong in ["hazard.x", "nodes.x", "", "hazards", "hazards..x", "stage x", "hazards.a.classes.b.loss"] {
            assert!(Target::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Target::parse("hazard.x").is_err_and(|error| error.ends_with("did you mean hazards?")));
    }
}
