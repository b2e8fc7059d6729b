//! `adit figure`: one figure of a run, drawn again for a publication, with a caption.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::again::{Picture, results_of};
use super::charts;
use crate::driver::{Failure, output};
use crate::report::charts::{Figure, Publication, Typeface};
use crate::report::words;
use crate::units::{MOST_TABLE, read_bytes};

/// Widths of a figure, millimetres.
const WIDTHS: [f64; 2] = [40.0, 400.0];

/// Options of `adit figure`.
#[derive(Debug, Args)]
pub struct FigureArgs {
    /// Results folder of a run
    pub folder: PathBuf,
    /// Name of the figure: that of its file in figures/, or of one that the report names as not drawn
    pub name: String,
    /// Width with its unit, mm, cm or in, such as the 84mm of a column [default: 640 pixels]
    #[arg(long, value_name = "WIDTH", value_parser = width)]
    pub width: Option<f64>,
    /// Typeface of the texts: a TrueType or OpenType font, which is embedded whole
    #[arg(long, value_name = "FILE")]
    pub font: Option<PathBuf>,
    /// Write svg, png or both
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Picture::Svg, Picture::Png])]
    pub format: Vec<Picture>,
    /// Leave out the title and the small print, which are in the caption
    #[arg(long)]
    pub plain: bool,
    /// TOML file of texts to replace: "text in the figure" = "other text"
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// Folder of the files; files of the same names are replaced
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub to: PathBuf,
}

/// A width in millimetres.
fn width(text: &str) -> Result<f64, String> {
    let units = [("mm", 1.0), ("cm", 10.0), ("in", 25.4)];
    let number = units.into_iter().find_map(|(unit, size)| Some(text.strip_suffix(unit)?.trim().parse::<f64>().ok()? * size));
    let number = number.ok_or_else(|| "write a number and its unit, mm, cm or in, such as 84mm".to_owned())?;
    let [least, most] = WIDTHS;
    if (least..=most).contains(&number) { Ok(number) } else { Err(format!("a width is from {least} to {most} mm")) }
}

/// Draws the figure, writes its files and prints its caption.
///
/// # Errors
/// Where the folder is not that of a run, the figure, the font or a text does not exist, or a file cannot be written.
pub fn figure(args: &FigureArgs) -> Result<(), Failure> {
    let (record, _) = results_of(&args.folder)?;
    let figure = charts::one(&record, None, &args.name).ok_or_else(|| {
        let names: Vec<String> = charts::all(&record, None).into_iter().map(|figure| figure.name).collect();
        Failure::Input(format!("the run in {} has no figure {}; it has {}", args.folder.display(), args.name, words::joined(&names)))
    })?;
    let mut problems = Vec::new();
    let typeface = args.font.as_deref().and_then(|file| typeface(file).map_err(|why| problems.push(why)).ok());
    let labels = args.labels.as_deref().map_or_else(BTreeMap::new, |file| labels(file, &figure, &mut problems));
    if !problems.is_empty() {
        return Err(Failure::Input(problems.join("\n")));
    }
    let publication = Publication { width: args.width, plain: args.plain, labels, typeface };
    tell_of_letters(&figure, &publication);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let refused = |error: std::io::Error| Failure::Machine(format!("cannot draw {}: {error}", figure.name));
    for format in &args.format {
        files.push(match format {
            Picture::Svg => (format!("{}.svg", figure.name), publication.svg(&figure).into_bytes()),
            Picture::Png => (format!("{}.png", figure.name), publication.png(&figure).map_err(refused)?),
        });
    }
    let caption = caption(&figure, &record.scenario, &publication);
    files.push((format!("{}.txt", figure.name), format!("{caption}\n").into_bytes()));
    let cannot = |path: &Path, error: std::io::Error| Failure::Machine(format!("cannot write {}: {error}", path.display()));
    fs::create_dir_all(&args.to).map_err(|error| cannot(&args.to, error))?;
    for (name, bytes) in &files {
        let path = args.to.join(name);
        fs::write(&path, bytes).map_err(|error| cannot(&path, error))?;
    }
    output::note(&format!("{} in {}", words::joined(&files.into_iter().map(|(name, _)| name).collect::<Vec<_>>()), args.to.display()));
    output::answer(&format!("{caption}\n"))
}

fn typeface(file: &Path) -> Result<Typeface, String> {
    read_bytes(file, MOST_TABLE).and_then(Typeface::read).map_err(|why| format!("{}: {why}", file.display()))
}

/// The texts to be replaced; each must be in the figure.
fn labels(file: &Path, figure: &Figure, problems: &mut Vec<String>) -> BTreeMap<String, String> {
    let read = read_bytes(file, MOST_TABLE).and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    let read = read.and_then(|text| toml::from_str::<BTreeMap<String, String>>(&text).map_err(|error| error.message().to_owned()));
    let labels = read.unwrap_or_else(|why| {
        problems.push(format!("{}: {why}; expected lines such as \"text in the figure\" = \"other text\"", file.display()));
        BTreeMap::new()
    });
    let texts = Publication::texts(figure);
    let unknown: Vec<String> = labels.keys().filter(|label| !texts.contains(&label.as_str())).map(|label| format!("“{label}”")).collect();
    if !unknown.is_empty() {
        let all: Vec<String> = texts.iter().map(|text| format!("“{text}”")).collect();
        problems.push(format!("{}: the figure has no text {}; its texts are {}", file.display(), words::either(&unknown), words::joined(&all)));
    }
    labels
}

/// Names the texts of which the typeface lacks letters.
fn tell_of_letters(figure: &Figure, publication: &Publication) {
    let mut texts = Publication::texts(figure).into_iter().map(|text| publication.labels.get(text).map_or(text, String::as_str));
    let lacking = |text: &&str| publication.lacks(text);
    if let Some(text) = texts.find(lacking) {
        let help = if publication.typeface.is_some() { "another --font FILE" } else { "--font FILE with a font that has them" };
        output::note(&format!("the typeface lacks letters of “{text}”, which PNG files show as boxes; give {help}"));
    }
}

/// Caption: what the figure shows, the method, and the source.
fn caption(figure: &Figure, scenario: &str, publication: &Publication) -> String {
    let between = |from: &str, to: &str| {
        let text = figure.svg.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(text, _)| text);
        ["&lt;<", "&gt;>", "&quot;\"", "&amp;&"].iter().fold(text.to_owned(), |text, pair| {
            let (name, letter) = pair.split_at(pair.len() - 1);
            text.replace(name, letter)
        })
    };
    let [title, description] = [between("<title id=\"title\">", "</title>"), between("<desc id=\"desc\">", "</desc>")].map(|text| {
        let text = text.trim().trim_end_matches('.').to_owned();
        publication.labels.get(&text).cloned().unwrap_or(text)
    });
    let mut print: Vec<_> = figure.labels.iter().filter(|label| label.to[1] > figure.drawing[1]).collect();
    print.sort_by(|a, b| a.to[1].total_cmp(&b.to[1]));
    let print: Vec<&str> = print.into_iter().map(|label| label.text.as_str()).collect();
    let print = print.join(" ");
    format!(
        "{title}. {description}. Method: Monte Carlo simulation of the scenario {scenario}, in which each trial draws every input and event once; intervals are 95% \
         confidence intervals of the number of trials. Source: {}.",
        print.trim_end_matches('.')
    )
}
