//! Report of `adit conditions`: the figure, and the tables of the conditions and of the sets.

use super::findings::ConditionsFindings;
use super::phrases::phrase;
use super::{chart, sentences};
use crate::report::{Block, Cell, Chapter, DataFile, Source, Table, words};
use crate::units::{Quantity, Unit};

/// What a set does not say.
const LIMITS: &str = "A set of conditions is neither a plan nor a forecast: it says which assumptions give the goal this probability, not that anybody can bring \
    them about. One trial in ten exceeds the P90 of a number; the probability that several independent numbers are that favourable at once is the product.";

/// Chapter of the findings.
pub(super) fn chapter(found: &ConditionsFindings, source: &Source) -> Chapter {
    let steps = steps(found);
    let data = DataFile { name: "data/conditions.csv".to_owned(), text: steps.csv() };
    let mut blocks = vec![Block::Figure { figure: chart::cumulative(found, &source.small_print()), data: Some(data) }, Block::Table(steps)];
    if !found.sets.is_empty() {
        blocks.push(Block::Heading("Sets of the smallest size".to_owned()));
        blocks.push(Block::Table(sets(found)));
    }
    blocks.push(Block::Paragraph(LIMITS.to_owned()));
    Chapter {
        id: "conditions".to_owned(),
        title: format!("Conditions for a probability of {}", words::threshold(found.target)),
        sentences: sentences::sentences(found),
        blocks,
    }
}

/// Conditions of the first set between the probability as modelled and that with all conditions.
fn steps(found: &ConditionsFindings) -> Table {
    let caption = "Probability of arrival as modelled, with the conditions of the best set added one after the other (the one that helps most first), and with all \
                   conditions. 95% intervals.";
    let mut table = Table::new(caption, &["condition"]).and("with those above").and("with it alone").and("without it").filed("conditions");
    let mut row = |name: String, cells: [Cell; 3]| table.row(std::iter::once(Cell::text(name)).chain(cells).collect());
    let none = || Cell::quantity(&Quantity::exact(f64::NAN, Unit::PROBABILITY));
    row("as modelled".to_owned(), [Cell::quantity(&found.as_modelled), none(), none()]);
    for step in &found.steps {
        row(phrase(&step.condition), [&step.cumulative, &step.alone, &step.without].map(Cell::quantity));
    }
    row(
        if found.relevant_elements == 1 { "the one condition".to_owned() } else { format!("all {} conditions", found.relevant_elements) },
        [Cell::quantity(&found.all_conditions), none(), none()],
    );
    table
}

fn sets(found: &ConditionsFindings) -> Table {
    let caption = "Sets of conditions that reach the probability, the highest probability first, estimated on fresh trials. 95% intervals.";
    let mut table = Table::new(caption, &["conditions"]).and("probability").filed("conditions-sets");
    for set in &found.sets {
        let conditions: Vec<String> = set.conditions.iter().map(phrase).collect();
        table.row(vec![Cell::text(words::joined(&conditions)), Cell::quantity(&set.probability)]);
    }
    table
}
