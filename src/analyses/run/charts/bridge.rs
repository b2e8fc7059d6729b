//! The stock that bridges the wait, against the share of trials that it covers, and what it costs.

use super::bridged::{Curve, Kind, curves};
use super::fan;
use crate::analyses::run::families::Family;
use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::{Axes, Shape, draw as plot};
use crate::report::charts::style::{self, BLACK, GREY, Ink, TEXT, WIDTH};
use crate::report::charts::table::{Cell, Table};
use crate::report::charts::{Figure, axis, labels};
use crate::report::words;

/// Height of a panel with its heading and axis, pixels.
const PANEL: f64 = 270.0;
/// Room over the first panel and under the table, pixels.
const AROUND: f64 = 12.0;
/// Shares of trials at which values and intervals are marked.
const MARKED: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// Draws the bridges of a ladder, or of one goal; `None` where the goals have none.
pub(super) fn draw(findings: &Findings, family: &Family, goals: &[&GoalFindings], small_print: &str) -> Result<Figure, String> {
    let (stock, cost) = (curves(family, goals, Kind::Stock), curves(family, goals, Kind::Cost));
    let panels: Vec<(Kind, Vec<Curve>)> = [(Kind::Stock, stock), (Kind::Cost, cost)].into_iter().filter(|(_, curves)| !curves.is_empty()).collect();
    let (title, name, ink) = subject(findings, family, goals);
    let Some((_, first)) = panels.first().filter(|_| panels.iter().any(|(_, curves)| curves.iter().any(|curve| curve.top() > 0.0))) else {
        return Err(format!("{title}: no stock is needed in 99% of trials, since there is no shortage to bridge."));
    };
    let scale = proportion(&panels);
    let drawn = if scale.is_some() { 1 } else { panels.len() };
    let table = table(&panels);
    let horizon = findings.grid.label(findings.grid.count() - 1);
    let does = findings.bridges(family.mineral);
    let subtitle = format!("what {does} until arrival, or to {horizon} where it never comes");
    let height = AROUND + Canvas::framed(&title, &subtitle, &[small_print]) + PANEL * [0.0, 1.0, 2.0][drawn.min(2)] + table.height();
    let mut canvas = Canvas::new(height, &title, &description(&panels, &does));
    let [top, _] = canvas.frame(&subtitle, &[small_print]);
    let right = first.iter().map(|curve| Face::new(TEXT, BLACK).width(&curve.name)).fold(0.0, f64::max).min(150.0);
    let right = match (scale, first.len()) {
        (Some(_), _) => 88.0,
        (None, 1) => 16.0,
        _ => right + 16.0,
    };
    let levels: Vec<_> = panels.iter().take(drawn).map(|(kind, curves)| levels(*kind, curves)).collect();
    let left = levels.iter().map(|levels| axis::room(levels)).fold(0.0, f64::max);
    for (i, ((kind, curves), levels)) in panels.iter().zip(&levels).enumerate() {
        let y = top + 6.0 + PANEL * i as f64;
        fan::heading(&mut canvas, y, kind.heading());
        panel(&mut canvas, height, [y + 32.0, y + PANEL - 58.0], [left, right], &Panel { levels, curves, ink, scale });
    }
    table.draw(&mut canvas, top + 6.0 + PANEL * drawn as f64 - 4.0);
    Ok(canvas.finish(name))
}

/// Title, file name and colour.
fn subject(findings: &Findings, family: &Family, goals: &[&GoalFindings]) -> (String, String, Ink) {
    match (family.ladder, goals) {
        (None, [goal]) => {
            let title = words::capital(goal.shown_title());
            (
                format!("{title}: bridging stock"),
                format!("bridge-{}", words::slug(&goal.name)),
                style::origin(&findings.report, goal.origin.as_deref()),
            )
        }
        (question, _) => {
            let title = format!("{} {}: bridging stock", words::capital(family.mineral_title()), family.from());
            (title, family.figure_name("bridge"), style::origin(&findings.report, question.and_then(|question| question.origin)))
        }
    }
}

/// USD a tonne where the cost of the one curve is everywhere the same multiple of its stock, so that it serves both scales; beside several
/// curves stand their names.
fn proportion(panels: &[(Kind, Vec<Curve>)]) -> Option<f64> {
    let [(Kind::Stock, stock), (Kind::Cost, cost)] = panels else { return None };
    let pairs: Vec<(f64, f64)> =
        stock.iter().zip(cost).flat_map(|(stock, cost)| stock.values.iter().copied().zip(cost.values.iter().copied())).collect();
    let (tonnes, dollars) = pairs.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(tonnes, _)| *tonnes > 0.0)?;
    let price = dollars / tonnes;
    // bins of stocks and of costs are 0.05% wide each
    let is_so = stock.len() == 1 && cost.len() == 1 && pairs.iter().all(|(tonnes, cost)| (cost - price * tonnes).abs() <= 2e-3 * price * tonnes);
    is_so.then_some(price)
}

/// One panel.
struct Panel<'a> {
    levels: &'a [(f64, String)],
    curves: &'a [Curve],
    ink: Ink,
    scale: Option<f64>,
}

/// Round levels up to the highest value and interval.
fn levels(kind: Kind, curves: &[Curve]) -> Vec<(f64, String)> {
    let ends = curves.iter().flat_map(|curve| curve.marks.iter().flat_map(|(_, mark)| [mark.value, mark.high]).flatten());
    let highest = curves.iter().map(Curve::top).chain(ends).filter(|value| value.is_finite()).fold(0.0, f64::max);
    let label = |(level, label): (f64, String)| (level, if kind == Kind::Cost { short_dollars(level) } else { label });
    axis::steps(highest).into_iter().map(label).collect()
}

fn panel(canvas: &mut Canvas, height: f64, down: [f64; 2], [left, right]: [f64; 2], panel: &Panel) {
    let most = panel.levels.last().map_or(1.0, |(level, _)| *level);
    let axes = Axes { across: [left, WIDTH - MARGIN - right], down, x: [0.0, 100.0], y: [0.0, most] };
    axis::levels(canvas, &axes, panel.levels);
    if let Some(price) = panel.scale {
        for (cost, _) in axis::steps(most * price).into_iter().filter(|(cost, _)| *cost <= most * price * 1.001) {
            let at = [axes.across[1] + 6.0, axes.top_of(cost / price)];
            canvas.line([axes.across[1], at[1]], at, GREY, 1.0, "");
            canvas.text(at[0] + 4.0, at[1] + TEXT * 0.32, Face::new(TEXT, GREY), &short_dollars(cost));
        }
    }
    let ink = |i: usize| style::shade(panel.ink, i, panel.curves.len());
    let line = |(i, curve): (usize, &Curve)| Shape::Line(curve.points(), ink(i), 2.5);
    canvas.raw(&plot(&axes, height, &panel.curves.iter().enumerate().map(line).collect::<Vec<_>>()));
    covered(canvas, &axes);
    for (i, curve) in panel.curves.iter().enumerate() {
        for (share, mark) in &curve.marks {
            let x = axes.left_of(100.0 * share);
            let high = mark.high.map_or(axes.down[0], |high| axes.top_of(high));
            canvas.line([x, axes.top_of(mark.low.unwrap_or(0.0))], [x, high], BLACK, 2.0, "");
            canvas.ring([x, axes.top_of(mark.number())], 3.5, ink(i));
        }
    }
    if panel.curves.len() > 1 {
        // of curves that end alike the last needs the most, and stands highest
        let last_first: Vec<(usize, &Curve)> = panel.curves.iter().enumerate().rev().collect();
        let ends: Vec<f64> = last_first.iter().map(|(_, curve)| axes.top_of(curve.top())).collect();
        let places = labels::spread(&ends, TEXT * 1.1, axes.down[0], axes.down[1]);
        for (((i, curve), end), place) in last_first.into_iter().zip(ends).zip(places) {
            canvas.line([axes.left_of(99.0) + 2.0, end], [axes.across[1] + 12.0, place], ink(i), 1.5, "");
            canvas.text(axes.across[1] + 16.0, place + TEXT * 0.32, Face::new(TEXT, BLACK), &curve.name);
        }
    }
}

/// US dollars of a round level: `$2.5bn`.
fn short_dollars(level: f64) -> String {
    let text = words::dollars(level);
    let unit = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let number = text.trim_end_matches(unit);
    let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number };
    format!("{number}{unit}")
}

/// The axis of shares of trials.
fn covered(canvas: &mut Canvas, axes: &Axes) {
    let bottom = axes.down[1];
    canvas.line([axes.across[0], bottom], [axes.across[1], bottom], GREY, 1.0, "");
    let end = axes.left_of(95.0);
    canvas.line([end, bottom], [end, bottom + 4.0], GREY, 1.0, ""); // marked, too near to 90 for a name
    for percent in [0.0, 20.0, 50.0, 80.0, 90.0] {
        let x = axes.left_of(percent);
        canvas.line([x, bottom], [x, bottom + 7.0], GREY, 1.0, "");
        canvas.text(x, bottom + 8.0 + TEXT * 0.8, Face::new(TEXT, GREY).at(Anchor::Middle), &format!("{percent}%"));
    }
    canvas.text(axes.left_of(35.0), bottom + 8.0 + TEXT * 0.8, Face::new(TEXT, GREY).at(Anchor::Middle), "of trials");
}

/// What covers the marked shares, with intervals.
fn table(panels: &[(Kind, Vec<Curve>)]) -> Table {
    let mut rows = Vec::new();
    for (kind, curves) in panels {
        for curve in curves {
            let name = if curves.len() == 1 { kind.short().to_owned() } else { format!("{}, {}", curve.name, kind.unit()) };
            let cells = MARKED.iter().map(|share| {
                let mark = curve.marks.iter().find(|(marked, _)| (marked - share).abs() < 1e-9);
                mark.map_or_else(|| Cell { value: "–".to_owned(), interval: String::new() }, |(_, mark)| kind.cell(mark))
            });
            rows.push((name, cells.collect()));
        }
    }
    let heads = std::iter::once("share of trials covered".to_owned()).chain(MARKED.iter().map(|share| words::threshold(*share)));
    Table { heads: heads.collect(), rows }
}

fn description(panels: &[(Kind, Vec<Curve>)], does: &str) -> String {
    let said = panels.iter().flat_map(|(kind, curves)| curves.iter().map(move |curve| (kind, curve))).map(|(kind, curve)| {
        let marks = curve.marks.iter().map(|(share, mark)| format!("{} of trials {}", words::threshold(*share), kind.cell(mark).value));
        format!("{} ({}): {}", curve.name, kind.unit(), marks.collect::<Vec<_>>().join(", "))
    });
    format!("What {does} until arrival. {}.", said.collect::<Vec<_>>().join("; "))
}
