//! Parquet and Arrow files of a run: the same digits as the CSV files, units and provenance in the schema, the same bytes again.

use std::fs::{self, File};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema};
use serde_json::Value;

use super::adit;

const TABLES: [&str; 3] = ["trials", "arrivals", "bands"];

/// Runs the example of the README.
fn run(place: &Path, words: &[&str]) {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/readme.toml");
    adit(place).arg("run").arg(scenario).args(["--trials", "300", "--figures", "answer"]).args(words).assert().success();
}

fn parquet(path: &Path) -> (Schema, Vec<RecordBatch>) {
    let builder = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = builder.schema().as_ref().clone();
    (schema, builder.build().unwrap().map(Result::unwrap).collect())
}

fn arrow(path: &Path) -> (Schema, Vec<RecordBatch>) {
    let reader = arrow_ipc::reader::FileReader::try_new(File::open(path).unwrap(), None).unwrap();
    (reader.schema().as_ref().clone(), reader.map(Result::unwrap).collect())
}

/// A cell as the CSV file has it.
fn cell(column: &dyn Array, of: &DataType, row: usize) -> String {
    match of {
        DataType::Date32 if column.is_null(row) => "never".to_owned(),
        _ if column.is_null(row) => String::new(),
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).to_string(),
        DataType::Boolean => if column.as_boolean().value(row) { "yes" } else { "no" }.to_owned(),
        DataType::Float64 => match column.as_primitive::<Float64Type>().value(row) {
            f64::INFINITY => "never".to_owned(),
            value => value.to_string(),
        },
        DataType::Date32 => {
            let days = i64::from(column.as_primitive::<Date32Type>().value(row));
            let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            assert_eq!(day.day(), 1);
            day.strftime("%Y-%m").to_string()
        }
        other => panic!("{other}"),
    }
}

/// Heading and rows as the CSV file has them.
fn cells((schema, batches): &(Schema, Vec<RecordBatch>)) -> Vec<Vec<String>> {
    let heading = schema.fields().iter().map(|field| field.name().clone()).collect();
    let row =
        |batch: &RecordBatch, row| batch.columns().iter().zip(schema.fields()).map(|(column, field)| cell(column, field.data_type(), row)).collect();
    std::iter::once(heading).chain(batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |i| row(batch, i)))).collect()
}

#[test]
fn all_forms_have_the_digits_of_the_csv_files() {
    let place = tempfile::tempdir().unwrap();
    run(place.path(), &["--out", "r", "--trials-csv", "--parquet", "--arrow"]);
    let file = |name: &str, ending: &str| place.path().join("r").join(format!("{name}.{ending}"));
    for name in TABLES {
        let mut csv = csv::ReaderBuilder::new().has_headers(false).from_path(file(name, "csv")).unwrap();
        let expected: Vec<Vec<String>> = csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert!(expected.len() > 300);
        assert!(expected == cells(&parquet(&file(name, "parquet"))), "{name}.parquet");
        assert!(expected == cells(&arrow(&file(name, "arrow"))), "{name}.arrow");
    }
}

#[test]
fn units_and_provenance_are_in_the_schema() {
    let place = tempfile::tempdir().unwrap();
    run(place.path(), &["--out", "r", "--seed", "7", "--parquet", "--arrow"]);
    let folder = place.path().join("r");
    let manifest: Value = serde_json::from_str(&fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap();
    for name in TABLES {
        for schema in [parquet(&folder.join(format!("{name}.parquet"))).0, arrow(&folder.join(format!("{name}.arrow"))).0] {
            let of = |key: &str| schema.metadata().get(key).map(ToString::to_string).unwrap_or_default();
            assert_eq!([of("adit.version"), of("adit.seed"), of("adit.trials")], [env!("CARGO_PKG_VERSION"), "7", "300"]);
            assert_eq!(of("adit.scenario"), "readme.toml");
            assert_eq!(of("adit.model"), manifest["model"].as_str().unwrap());
        }
    }
    let (schema, _) = parquet(&folder.join("trials.parquet"));
    let unit = |name: &str| schema.field_with_name(name).unwrap().metadata().get("unit").map(ToString::to_string);
    assert_eq!(unit("nodes.mine.capacity").as_deref(), Some("t/yr"));
    assert_eq!([unit("goals.tenth year").as_deref(), unit("goals.tenth bridge").as_deref()], [Some("year"), Some("t")]);
    assert_eq!(unit("goals.tenth lost"), None);
}

#[test]
fn the_table_of_trials_in_csv_is_left_only_where_it_is_asked_for() {
    let place = tempfile::tempdir().unwrap();
    run(place.path(), &["--out", "r", "--parquet"]);
    run(place.path(), &["--out", "r", "--parquet"]); // replaces what it wrote itself
    let manifest: Value = serde_json::from_str(&fs::read_to_string(place.path().join("r/manifest.json")).unwrap()).unwrap();
    let files: Vec<&str> = manifest["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(files.contains(&"trials.parquet") && !files.contains(&"trials.csv") && !files.contains(&"trials.arrow"), "{files:?}");
    assert!(!place.path().join("r/trials.csv").exists());
}

#[test]
fn parts_and_a_second_run_give_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    run(place.path(), &["--out", "a", "--parquet", "--arrow", "--threads", "1"]);
    run(place.path(), &["--out", "b", "--parquet", "--arrow", "--threads", "2"]);
    for part in ["1/2", "2/2"] {
        run(place.path(), &["--part", part, "--out", &format!("{}.part", &part[..1]), "--parquet", "--arrow"]);
    }
    adit(place.path()).args(["merge", "1.part", "2.part", "--out", "c"]).assert().success();
    for name in TABLES.iter().flat_map(|name| [format!("{name}.parquet"), format!("{name}.arrow")]) {
        let [a, b, c] = ["a", "b", "c"].map(|folder| fs::read(place.path().join(folder).join(&name)).unwrap());
        assert!(a == b && a == c, "{name}");
    }
}
