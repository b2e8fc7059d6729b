//! Results opened by other programs, where these are installed: R, `LibreOffice`, and the notebook of the documentation.

use std::process::Command;

#[cfg(feature = "parquet")]
use super::data::python_where;
use super::data::{example, is_program, results_folder};

#[test]
fn the_example_in_r_runs() {
    if !is_program("Rscript", "--version") {
        return;
    }
    let place = results_folder(&[]);
    let run = Command::new("Rscript").args(["-e", &example("r")]).current_dir(place.path()).output().unwrap();
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(text.contains("tenth") && text.contains("2035-12"), "{text}");
    assert!(place.path().join("fan.svg").exists());
}

/// `LibreOffice` reads the workbook: the sheet of probabilities by year has the goal and its numbers.
#[cfg(feature = "xlsx")]
#[test]
fn libreoffice_opens_the_workbook() {
    if !is_program("soffice", "--version") {
        return;
    }
    let place = results_folder(&["--xlsx"]);
    let profile = format!("-env:UserInstallation=file://{}", place.path().join("profile").display());
    let form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2";
    let run = Command::new("soffice")
        .args(["--headless", &profile, "--convert-to", form, "--outdir", "sheets", "outputs/readme/run.xlsx"])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let sheet = std::fs::read_dir(place.path().join("sheets")).unwrap().next().expect("a sheet").unwrap().path();
    let text = std::fs::read_to_string(sheet).unwrap();
    assert!(text.starts_with("goal,year,arrived by December,") && text.contains(",2035,") && text.contains('%'), "{text}");
}

#[cfg(feature = "parquet")]
#[test]
fn the_notebook_runs() {
    let program = "import nbformat, nbclient\n\
                   book = nbformat.read('docs/examples/notebook.ipynb', as_version=4)\n\
                   nbclient.NotebookClient(book, timeout=600, kernel_name='python3').execute()\n\
                   for cell in book.cells:\n    for output in cell.get('outputs', []):\n        print(output.get('text') or output.get('data', {}).get('text/plain'))";
    if let Some(text) = python_where(program, &["nbclient", "nbformat", "ipykernel", "polars", "matplotlib"], &["docs/examples/notebook.ipynb"]) {
        assert!(text.contains("tenth: P50 ") && text.contains("adit.seed") && text.contains("trials: 2000"), "{text}");
    }
}
