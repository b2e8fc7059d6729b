//! A discovery on a terminal.

use super::grid::Grid;
use super::{WIDTH, heading, line};
use crate::report::discovery::{discovery_sentences, phrase};
use crate::report::words;
use crate::study::discovery::Discovery;

/// Sentences, then the limits of each box and its trajectory.
#[must_use]
pub fn discovery_text(found: &Discovery) -> String {
    let mut page = words::wrap(&found.title, WIDTH).join("\n");
    page.push_str("\n\n");
    for sentence in discovery_sentences(found) {
        line(&mut page, &sentence);
    }
    for (i, one) in found.boxes.iter().enumerate() {
        heading(&mut page, &format!("box {}", i + 1), &format!("{} fresh trials", words::count(found.trials[3])));
        let mut grid = Grid::new(["limit", "quasi-p", "p\nconfirmed", "density\nwithout", "comes up\nagain"].map(str::to_owned).to_vec(), 1);
        for limit in &one.limits {
            let without = format!("{}%", words::percent(&limit.without));
            let again = format!("{}%", words::percent(&limit.again));
            grid.row(vec![phrase(limit), words::p_value(limit.quasi_p), words::p_value(limit.confirmed_p), without, again]);
        }
        grid.write(&mut page);
        page.push('\n');
        let other = if i == 0 { "; --box N takes another" } else { "" };
        line(&mut page, &format!("Peeling: step {} of {} was taken{other}:", one.step, one.trajectory.len() - 1));
        let mut grid = Grid::new(["step", "mass %", "coverage %", "density %", "limits"].map(str::to_owned).to_vec(), 0);
        let every = one.trajectory.len().div_ceil(12);
        for (step, [mass, coverage, density, limits]) in one.trajectory.iter().enumerate() {
            if step % every == 0 || step == one.step || step + 1 == one.trajectory.len() {
                let percent = |share: &f64| format!("{:.1}", 100.0 * share);
                grid.row(vec![step.to_string(), percent(mass), percent(coverage), percent(density), format!("{limits}")]);
            }
        }
        grid.write(&mut page);
    }
    page
}
