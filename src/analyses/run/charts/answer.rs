//! The whole answer in one figure: for each goal asked first, the trials in which it arrives and lasts, is lost again, or never arrives.

use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::analyses::run::report::headline::asked;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::style::{self, BLACK, GREY, Ink, LEADING, LIGHT, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, hatch};
use crate::report::words;

/// Height of a bar and space under it, pixels.
const BAR: [f64; 2] = [24.0, 15.0];
/// Most goals drawn.
const MOST: usize = 12;
/// Smallest segment that carries its number, as a share of the bar.
const WRITTEN: f64 = 0.07;
/// Height of the key under the bars, pixels.
const KEY: f64 = 54.0;

/// Draws the goals, of which there is at least one.
pub(super) fn draw(findings: &Findings, small_print: &str) -> Figure {
    let asked = asked(findings);
    let goals = &asked.goals[..asked.goals.len().min(MOST)];
    let horizon = findings.grid.label(findings.grid.count() - 1);
    let title = asked.question.as_deref().map_or_else(|| "Which goals are reached".to_owned(), |question| format!("Whether {question}"));
    let more = if asked.goals.len() > MOST { format!("; the first {MOST} of {} goals", asked.goals.len()) } else { String::new() };
    let subtitle = format!("share of trials by what happens until {horizon}, and the month by which half of all trials have arrived{more}");
    let face = Face::new(TEXT, BLACK).bold();
    let median = |goal: &GoalFindings| format!("half by {}", words::value_text(&goal.p50)).replace("half by never", "half: never");
    let small = Face::new(TEXT, GREY);
    let labels: Vec<Vec<String>> =
        goals.iter().map(|(name, goal)| face.wrap(&words::capital(name), WIDTH - 2.0 * MARGIN - small.width(&median(goal)) - 16.0, 3)).collect();
    let tall = |lines: &Vec<String>| TEXT * LEADING * lines.len() as f64 + BAR[0] + BAR[1];
    let height = (Canvas::framed(&title, &subtitle, &[small_print]) + labels.iter().map(tall).sum::<f64>() + KEY + 8.0).ceil();
    let mut canvas = Canvas::new(height, &title, &description(goals));
    let [mut y, bottom] = canvas.frame(&subtitle, &[small_print]);
    for ((_, goal), lines) in goals.iter().zip(&labels) {
        for (i, line) in lines.iter().enumerate() {
            y += TEXT * LEADING;
            canvas.text(MARGIN, y - 2.0, face, line);
            if i == 0 {
                canvas.text(WIDTH - MARGIN, y - 2.0, small.at(Anchor::End), &median(goal));
            }
        }
        bar(&mut canvas, y + 4.0, goal, style::origin(&findings.report, goal.origin.as_deref()));
        y += BAR[0] + BAR[1];
    }
    let inks: Vec<Ink> = goals.iter().map(|(_, goal)| style::origin(&findings.report, goal.origin.as_deref())).collect();
    let ink = inks.first().copied().filter(|first| inks.iter().all(|ink| ink == first)).unwrap_or(style::NEUTRAL);
    key(&mut canvas, bottom - KEY + 6.0, ink, &horizon, goals.iter().any(|(_, goal)| goal.at_start.number() > 0.0));
    canvas.finish("answer".to_owned())
}

/// One bar: arrives and lasts, arrives and is lost, never; a line along it for what holds already over the first twelve months.
fn bar(canvas: &mut Canvas, top: f64, goal: &GoalFindings, ink: Ink) {
    let at = |share: f64| MARGIN + share.clamp(0.0, 1.0) * (WIDTH - 2.0 * MARGIN);
    let bottom = top + BAR[0];
    let arrived = 1.0 - goal.never.number();
    let lasts = (arrived - goal.lost.number()).max(0.0);
    for (i, [from, to]) in [[0.0, lasts], [lasts, arrived], [arrived, 1.0]].into_iter().enumerate() {
        segment(canvas, i, [at(from), top], [at(to), bottom], ink);
        if to - from >= WRITTEN {
            let face = Face::new(TEXT, if i == 0 { (255, 255, 255) } else { BLACK }).bold().at(Anchor::Middle);
            let text = words::whole_percent(to - from).replace("all", "100%").replace("fewer than ", "<").replace("more than ", ">");
            let (middle, half) = (f64::midpoint(at(from), at(to)), face.width(&text) / 2.0 + 3.0);
            if i == 1 {
                canvas.rect([middle - half, top + 3.0], [middle + half, bottom - 3.0], (255, 255, 255));
            }
            canvas.text_upon(middle, top + BAR[0] / 2.0 + TEXT * 0.34, face, &text);
        }
    }
    if goal.at_start.number() > 0.0 {
        canvas.line([at(0.0), top - 1.5], [at(goal.at_start.number()), top - 1.5], BLACK, 3.0, "");
    }
}

/// A segment of a bar or of the key.
fn segment(canvas: &mut Canvas, which: usize, from: [f64; 2], to: [f64; 2], ink: Ink) {
    if to[0] - from[0] < 0.05 {
        return;
    }
    match which {
        0 => canvas.rect(from, to, style::shade(ink, 0, 3)),
        1 => {
            canvas.rect(from, to, style::shade(ink, 2, 3));
            hatch::rectangle(canvas, from, to, (255, 255, 255));
        }
        _ => canvas.rect(from, to, LIGHT),
    }
}

fn key(canvas: &mut Canvas, top: f64, ink: Ink, horizon: &str, has_start: bool) {
    let face = Face::new(SMALL, GREY);
    let mut x = MARGIN;
    for (which, text) in [format!("arrives and lasts to {horizon}"), "arrives, lost again".to_owned(), "never".to_owned()].iter().enumerate() {
        segment(canvas, which, [x, top], [x + 26.0, top + 14.0], ink);
        canvas.text(x + 33.0, top + 12.0, face, text);
        x += 33.0 + face.width(text) + 22.0;
    }
    if has_start {
        canvas.line([MARGIN, top + 31.0], [MARGIN + 26.0, top + 31.0], BLACK, 3.0, "");
        canvas.text(MARGIN + 33.0, top + 36.0, face, "holds already over the first twelve months");
    }
}

fn description(goals: &[(String, &GoalFindings)]) -> String {
    let said = goals.iter().map(|(name, goal)| {
        let [arrived, lost] = [1.0 - goal.never.number(), goal.lost.number()].map(words::whole_percent);
        format!("{name}: arrives in {arrived} of trials, half by {}, lost again in {lost} of all trials", words::value_text(&goal.p50))
    });
    format!("What happens to each goal. {}.", said.collect::<Vec<_>>().join("; "))
}
