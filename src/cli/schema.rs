//! `adit schema`: the JSON Schema of scenario files or of a JSON file of a results folder, and the tables of keys of the manual.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::driver::{Failure, output};
use crate::scenario;

/// Options of `adit schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Files that the schema describes
    #[arg(value_enum, default_value_t = Described::Scenario)]
    pub described: Described,
    /// Print the tables of keys of the manual in Markdown instead
    #[arg(long)]
    pub markdown: bool,
}

/// Files that a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Described {
    /// Scenario files (TOML).
    Scenario,
    /// A JSON file of a results folder, by its place in [`RESULTS`].
    Results(usize),
}

/// Name of each JSON file of a results folder without its ending, what it is, and its schema. Tests check that results fit the schemas, that these name
/// all keys of the results, and that no key of an earlier version is gone.
pub const RESULTS: [(&str, &str, &str); 16] = [
    ("summary", "summary.json of a run: every estimate by name", include_str!("schemas/summary.json")),
    ("findings", "findings.json of a run: all that the report shows", include_str!("schemas/findings.json")),
    ("manifest", "manifest.json of every results folder: command, inputs, hashes, files", include_str!("schemas/manifest.json")),
    ("chapter", "chapter.json of an analysis: what `adit report` takes up", include_str!("schemas/chapter.json")),
    ("backtest", "backtest.json of `adit backtest`", include_str!("schemas/backtest.json")),
    ("causes", "causes.json of `adit causes`", include_str!("schemas/causes.json")),
    ("comparison", "comparison.json of `adit compare`", include_str!("schemas/comparison.json")),
    ("conditions", "conditions.json of `adit conditions`", include_str!("schemas/conditions.json")),
    ("discover", "discover.json of `adit discover`", include_str!("schemas/discover.json")),
    ("doubt", "doubt.json of `adit doubt`", include_str!("schemas/doubt.json")),
    ("fit", "fit.json of `adit fit`", include_str!("schemas/fit.json")),
    ("levers", "levers.json of `adit levers`", include_str!("schemas/levers.json")),
    ("rare", "rare.json of `adit rare`", include_str!("schemas/rare.json")),
    ("sensitivity", "sensitivity.json of `adit sensitivity`", include_str!("schemas/sensitivity.json")),
    ("sources", "sources.json of `adit sources`", include_str!("schemas/sources.json")),
    ("sweep", "sweep.json of `adit sweep`", include_str!("schemas/sweep.json")),
];

/// All files, in the order of [`RESULTS`].
const ALL: [Described; RESULTS.len() + 1] = {
    let mut all = [Described::Scenario; RESULTS.len() + 1];
    let mut place = 0;
    while place < RESULTS.len() {
        all[place + 1] = Described::Results(place);
        place += 1;
    }
    all
};

impl ValueEnum for Described {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match *self {
            Self::Scenario => PossibleValue::new("scenario").help("Scenario files (TOML)"),
            Self::Results(place) => {
                let (name, what, _) = RESULTS.get(place)?;
                PossibleValue::new(*name).help(*what)
            }
        })
    }
}

/// Prints the schema.
///
/// # Errors
/// Where stdout cannot be written to, or `--markdown` is given for results.
pub fn schema(args: &SchemaArgs) -> Result<(), Failure> {
    if let Described::Results(place) = args.described {
        let text = RESULTS.get(place).map_or("", |(_, _, text)| text);
        return if args.markdown { Err(Failure::Input("--markdown prints the keys of scenarios only".to_owned())) } else { output::answer(text) };
    }
    if !args.markdown {
        return output::answer_json(&scenario::schema());
    }
    let tables = scenario::key_tables().into_iter().map(|(name, table)| format!("<!-- keys: {name} -->\n{table}<!-- end keys -->\n"));
    output::answer(&tables.collect::<Vec<_>>().join("\n"))
}
