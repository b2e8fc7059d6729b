//! Inputs of a static page: what each varied path is called, and its values.

use serde::Serialize;

use crate::analyses::sweep::Design;
use crate::explore::inputs::set_path;
use crate::explore::model::Model;
use crate::report::words;

/// Input with its values.
#[derive(Serialize)]
pub struct VariedInput {
    path: String,
    title: String,
    unit: String,
    /// Values as written, in the order of the slider.
    levels: Vec<String>,
    /// Distribution in the scenario as written, in words; `None` where the path is that of no input.
    written: Option<String>,
}

/// Varied inputs, in the order of the grid, whose last one changes fastest.
#[must_use]
pub fn inputs(model: &Model, design: &Design) -> Vec<VariedInput> {
    let known: Vec<(String, _)> = model.assumptions.inputs.iter().map(|input| (set_path(input), input)).collect();
    let one = |(at, path): (usize, &String)| {
        let mut levels: Vec<String> = Vec::new();
        for point in &design.points {
            if !levels.contains(&point[at]) {
                levels.push(point[at].clone());
            }
        }
        // A path may be that of an input, or of a parameter of its distribution.
        let found = known.iter().filter_map(|(of, input)| Some((input, path.strip_prefix(of.as_str())?)));
        let found = found.filter(|(_, rest)| rest.is_empty() || rest.starts_with('.')).max_by_key(|(input, _)| input.path.len());
        let (title, unit, written) = match found {
            Some((input, "")) => (input.title.clone(), input.unit.clone(), Some(input.distribution.clone())),
            Some((input, rest)) => {
                let title = format!("{}: {}", input.title, words::spaced(&rest[1..].replace('.', " ")));
                (title, String::new(), Some(input.distribution.clone()))
            }
            None => {
                let named = path.split_once('.').map_or(path.as_str(), |(_, named)| named);
                (words::spaced(&named.replace('.', ": ")), String::new(), None)
            }
        };
        VariedInput { path: path.clone(), title: words::capital(&title), unit, levels, written }
    };
    design.paths.iter().enumerate().map(one).collect()
}
