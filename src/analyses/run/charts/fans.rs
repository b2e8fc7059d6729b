//! The fans of a mineral: tonnes and share of an origin, free supply against demand, shortage, concentration, price index.

use super::chosen;
use super::fan::{self, Place, Series};
use crate::analyses::run::findings::{Band, Findings, MineralFindings, SeriesFindings, TrialLine};
use crate::report::charts::Figure;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::style::{self, Ink};
use crate::report::words;

/// Height of a figure of one panel, pixels.
const ONE: f64 = 420.0;
/// Height of a figure of two panels, pixels.
const TWO: f64 = 690.0;
/// Room over a panel for its heading, pixels.
const HEAD: f64 = 30.0;
/// Room under a panel for its calendar, pixels.
const CALENDAR: f64 = 34.0;

/// Fans of the market: name, series, title, unit and text in place of nothing.
const MARKET: [[&str; 5]; 4] = [
    ["free", "free_share", "free supply", "supply that no control can stop, as a share of the month’s demand", "free supply"],
    ["shortage", "shortage", "shortage", "uncovered demand, tonnes of contained metal a month", "shortage"],
    ["concentration", "hhi", "concentration of supply", "Herfindahl–Hirschman index of supply by origin; 10,000 is a single origin", "supply"],
    ["price", "price_index", "price index", "price as a multiple of that of the scenario, which is the reference", "price index"],
];

/// One fan of a mineral.
pub(super) enum Fan<'a> {
    /// Arrivals from an origin, by their place among those of the mineral.
    Origin(usize, &'a SeriesFindings),
    /// One of [`MARKET`].
    Market([&'static str; 5]),
}

/// All fans of a mineral: those of the origins that goals test, then those of the market.
pub(super) fn all<'a>(findings: &Findings, mineral: &'a MineralFindings) -> Vec<Fan<'a>> {
    let asked: Vec<&str> = findings.goals.iter().filter_map(|goal| goal.origin.as_deref()).collect();
    let is_asked = |origin: &str| asked.is_empty() || asked.contains(&origin);
    let origins = mineral.series("arrivals_by_origin").enumerate().filter(|(_, series)| is_asked(series.origin()));
    let market = MARKET.into_iter().filter(|[_, of, ..]| *of != "price_index" || mineral.price_moves());
    origins.map(|(at, series)| Fan::Origin(at, series)).chain(market.map(Fan::Market)).collect()
}

impl<'a> Fan<'a> {
    /// What it shows, as the end of its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Origin(_, tonnes) => tonnes.origin(),
            Self::Market([name, ..]) => name,
        }
    }

    /// Series that it shows.
    pub fn series(&self, mineral: &'a MineralFindings) -> Vec<&'a SeriesFindings> {
        match self {
            Self::Origin(_, tonnes) => std::iter::once(*tonnes).chain(share_series(mineral, tonnes.origin())).collect(),
            Self::Market([_, of, ..]) => mineral.series(of).collect(),
        }
    }

    /// Draws it, with the medians of the mineral in the scenario that this one is compared with; a sentence where there is nothing in any trial.
    pub fn draw(
        &self,
        findings: &Findings,
        mineral: &MineralFindings,
        before: Option<&MineralFindings>,
        small_print: &str,
    ) -> Result<Figure, String> {
        let is_nothing = |bands: &[Band]| bands.iter().all(|band| band.mean.abs() <= f64::EPSILON);
        let none = |what: &str| format!("{}: no {what} in any month of any trial.", words::capital(&mineral.title));
        match self {
            Self::Origin(_, tonnes) if is_nothing(&tonnes.bands) => Err(none(&format!("arrivals from {}", findings.origin_title(tonnes.origin())))),
            Self::Origin(at, tonnes) => Ok(origin(findings, mineral, before, *at, tonnes, small_print)),
            Self::Market([_, of, .., what]) if is_nothing(mineral.bands(of)) => Err(none(what)),
            Self::Market(texts) => Ok(market(findings, mineral, before, texts, small_print)),
        }
    }
}

fn share_series<'a>(mineral: &'a MineralFindings, origin: &str) -> Option<&'a SeriesFindings> {
    mineral.series("arrival_share").find(|series| series.origin() == origin)
}

/// Tonnes that arrive from an origin, and their share of demand where it is known.
fn origin(
    findings: &Findings,
    mineral: &MineralFindings,
    before: Option<&MineralFindings>,
    at: usize,
    tonnes: &SeriesFindings,
    small_print: &str,
) -> Figure {
    let name = tonnes.origin();
    let of_before = |series: &str| {
        medians(before.and_then(|before| before.series(series).find(|series| series.origin() == name)).map(|series| series.bands.as_slice()))
    };
    let arrivals = |line: &TrialLine| line.arrivals_by_origin.get(at).cloned().unwrap_or_default();
    let ink = style::origin(&findings.report, Some(name));
    let known_share = share_series(mineral, name);
    let nothing = "nothing arrives in any trial";
    let lines = mineral.lines.iter().map(arrivals).collect();
    let tonnes = Series { nothing, unchanged: of_before("arrivals_by_origin"), ..of_tonnes(mineral, &tonnes.bands, lines, ink) };
    let share = |line: &TrialLine| arrivals(line).iter().zip(&line.demand).map(|(tonnes, demand)| share_of(*tonnes, *demand)).collect();
    let shares = known_share.map(|series| Series {
        nothing,
        unchanged: of_before("arrival_share"),
        ..of_share(&series.bands, mineral.lines.iter().map(share).collect(), ink)
    });
    let title = format!("{} from {}", words::capital(&mineral.title), findings.origin_title(name));
    let described = |series: &Series| fan::description(findings.grid, series);
    let description = match &shares {
        Some(shares) => format!("Tonnes a month: {}. Share of demand: {}.", described(&tonnes), described(shares)),
        None => format!("Tonnes a month: {}.", described(&tonnes)),
    };
    let height = if shares.is_some() { TWO } else { ONE };
    let mut canvas = Canvas::new(height, &title, &description);
    let [top, bottom] = canvas.frame("what arrives in a month", &[&key(mineral, before.is_some()), small_print]);
    let middle = if shares.is_some() { f64::midpoint(top, bottom) } else { bottom };
    fan::heading(&mut canvas, top + 6.0, "tonnes of contained metal a month");
    let left = shares.iter().chain([&tonnes]).map(fan::left).fold(0.0, f64::max);
    fan::panel(&mut canvas, height, Place { left, down: [top + HEAD + 6.0, middle - CALENDAR] }, findings.grid, &tonnes);
    if let Some(shares) = &shares {
        fan::heading(&mut canvas, middle + 8.0, "share of the month’s demand");
        fan::panel(&mut canvas, height, Place { left, down: [middle + HEAD + 8.0, bottom - CALENDAR] }, findings.grid, shares);
    }
    canvas.finish(chosen::fan_name(&mineral.name, name))
}

/// Free supply, shortage, concentration or the price index.
fn market(
    findings: &Findings,
    mineral: &MineralFindings,
    before: Option<&MineralFindings>,
    [name, of, what, unit, _]: &[&'static str; 5],
    small_print: &str,
) -> Figure {
    let lines = |of: fn(&TrialLine) -> &Vec<f64>| mineral.lines.iter().map(|line| of(line).clone()).collect::<Vec<_>>();
    let bands = mineral.bands(of);
    let series = match *name {
        "free" => Series { level: Some((1.0, "demand")), ..of_share(bands, lines(|line| &line.free_share), style::NEUTRAL) },
        "shortage" => of_tonnes(mineral, bands, lines(|line| &line.shortage), style::SHORTAGE),
        "concentration" => Series { whole: 1.0, ..of_tonnes(mineral, bands, lines(|line| &line.hhi), style::NEUTRAL) },
        _ => Series { level: Some((1.0, "reference")), whole: 1.0, ..of_tonnes(mineral, bands, lines(|line| &line.price), style::NEUTRAL) },
    };
    let series = Series { unchanged: medians(before.map(|before| before.bands(of))), ..series };
    let title = format!("{}: {what}", words::capital(&mineral.title));
    let description = format!("{}. {}.", words::capital(unit), fan::description(findings.grid, &series));
    let mut canvas = Canvas::new(ONE, &title, &description);
    let [top, bottom] = canvas.frame(unit, &[&key(mineral, before.is_some()), small_print]);
    fan::panel(&mut canvas, ONE, Place { left: fan::left(&series), down: [top + 14.0, bottom - CALENDAR] }, findings.grid, &series);
    canvas.finish(chosen::fan_name(&mineral.name, name))
}

fn of_tonnes<'a>(mineral: &MineralFindings, bands: &'a [Band], lines: Vec<Vec<f64>>, ink: Ink) -> Series<'a> {
    let whole = mineral.demand.iter().copied().fold(0.0, f64::max);
    Series { bands, lines, unchanged: Vec::new(), scale: 1.0, sign: "", ink, level: None, nothing: "none in any trial", whole }
}

fn of_share(bands: &[Band], lines: Vec<Vec<f64>>, ink: Ink) -> Series<'_> {
    Series { bands, lines, unchanged: Vec::new(), scale: 100.0, sign: "%", ink, level: None, nothing: "none in any trial", whole: 1.0 }
}

/// Medians of a series of the scenario that this one is compared with.
fn medians(bands: Option<&[Band]>) -> Vec<f64> {
    bands.unwrap_or_default().iter().map(|band| band.p50).collect()
}

/// Tonnes on the scale of demand; none where nothing is wanted.
fn share_of(tonnes: f64, demand: f64) -> f64 {
    if demand > 0.0 { tonnes / demand } else { 0.0 }
}

/// Which trials the thin lines are, and what the bands hold.
fn key(mineral: &MineralFindings, is_compared: bool) -> String {
    let bands = if is_compared {
        "bands: the middle 50 and 90% of trials in each month, line: median, grey line: median of the unchanged scenario"
    } else {
        "bands: the middle 50 and 90% of trials in each month, line: median"
    };
    let numbers: Vec<String> = mineral.lines.iter().map(|line| line.trial.to_string()).collect();
    match numbers.split_last() {
        None => bands.to_owned(),
        Some((last, [])) => format!("{bands}; thin line: trial {last}"),
        Some((last, others)) => format!("{bands}; thin lines: trials {} and {last}", others.join(", ")),
    }
}
