//! Tables in sheets of workbooks: `adit fit`, `adit backtest`, `adit sweep --points` and `empirical` distributions read them like CSV files.

use std::fs;
use std::path::Path;

use predicates::str::contains;

use super::adit;

/// A table of durations.
#[cfg(feature = "spreadsheets")]
const TABLE: &str =
    "# closures of a road\nyear,road,months\n2022,highway,0.1\n2023,highway,0.4\n2023,highway,1.2\n2024,highway,0.25\n2025,highway,2\n";

const DURATIONS: [&str; 5] = ["--value", "months", "--replicates", "19", "--out"];

fn fit(place: &Path, table: &str, out: &str) -> assert_cmd::Command {
    let mut run = adit(place);
    run.args(["fit", "durations", table]).args(DURATIONS).arg(out);
    run
}

#[cfg(not(feature = "spreadsheets"))]
#[test]
fn a_build_without_workbooks_says_how_to_make_one() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("t.xlsx"), "PK").unwrap();
    fit(place.path(), "t.xlsx#Data", "r").assert().code(2).stderr(contains("--features spreadsheets"));
}

#[cfg(feature = "spreadsheets")]
mod read {
    use super::*;

    /// CRC-32 of ISO 3309.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes
            .iter()
            .fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }))
    }

    /// A ZIP archive without compression.
    fn archive(entries: &[(&str, String)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in entries {
            let size = u32::try_from(text.len()).unwrap().to_le_bytes();
            let offset = u32::try_from(out.len()).unwrap().to_le_bytes();
            let name_size = u16::try_from(name.len()).unwrap().to_le_bytes();
            let common = [&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..], &crc(text.as_bytes()).to_le_bytes(), &size, &size, &name_size, &[0, 0]].concat();
            out.extend([b"PK\x03\x04", &common[..], name.as_bytes(), text.as_bytes()].concat());
            directory.extend([b"PK\x01\x02\x14\0", &common[..], &[0; 10], &offset, name.as_bytes()].concat());
        }
        let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
        let [size, offset] = [directory.len(), out.len()].map(|n| u32::try_from(n).unwrap().to_le_bytes());
        [&out[..], &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &size, &offset, &[0, 0]].concat()
    }

    /// A workbook in the format .ods with a first sheet `Notes` and the rows of a CSV text in the sheet `Data`.
    fn ods(text: &str) -> Vec<u8> {
        let cell = |cell: &str| match cell.parse::<f64>() {
            Ok(_) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{cell}\"/>"),
            Err(_) if cell.is_empty() => "<table:table-cell/>".to_owned(),
            Err(_) => format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"),
        };
        let row = |line: &str| format!("<table:table-row>{}</table:table-row>", line.split(',').map(cell).collect::<String>());
        let sheet =
            |name: &str, text: &str| format!("<table:table table:name=\"{name}\">{}</table:table>", text.lines().map(row).collect::<String>());
        let spaces = ["office", "table", "text"].map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"")).join(" ");
        let (notes, data) = (sheet("Notes", "only notes\n"), sheet("Data", text));
        let content = format!(
            "<?xml version=\"1.0\"?><office:document-content {spaces}><office:body><office:spreadsheet>{notes}{data}</office:spreadsheet></office:body></office:document-content>"
        );
        let kind = "application/vnd.oasis.opendocument.spreadsheet";
        let list = format!(
            "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/></manifest:manifest>"
        );
        archive(&[("mimetype", kind.to_owned()), ("content.xml", content), ("META-INF/manifest.xml", list)])
    }

    /// The findings of a fit, with the name of the table left out.
    fn findings(place: &Path, out: &str, table: &str) -> String {
        fs::read_to_string(place.join(out).join("fit.json")).unwrap().replace(table, "TABLE")
    }

    #[test]
    fn a_sheet_gives_the_fit_of_the_same_csv_file() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("t.csv"), TABLE).unwrap();
        fs::write(place.path().join("t.ods"), ods(TABLE)).unwrap();
        fit(place.path(), "t.csv", "csv").assert().success();
        fit(place.path(), "t.ods#Data", "ods").assert().success();
        assert_eq!(findings(place.path(), "csv", "t.csv"), findings(place.path(), "ods", "t.ods#Data"));
        fit(place.path(), "t.ods", "x").assert().code(2).stderr(contains("it has several sheets, Notes, Data: name one after the path"));
        fit(place.path(), "t.ods#data", "x").assert().code(2).stderr(contains("there is no sheet data; its sheets are Notes, Data"));
        fs::write(place.path().join("u.ods"), "a,b\n1,2\n").unwrap();
        fit(place.path(), "u.ods", "x").assert().code(2).stderr(contains("it is no workbook in the format .ods"));
        assert!(!place.path().join("x").exists());
    }

    #[test]
    fn all_problems_have_the_address_of_their_cell() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("t.ods"), ods(&TABLE.replace("0.4", "long").replace("0.25", "\u{2212}2"))).unwrap();
        let run = fit(place.path(), "t.ods#Data", "x").assert().code(2);
        let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(told.contains("cell C4: ") && told.contains("cell C6: ") && told.contains("2 errors"), "{told}");
        fs::write(place.path().join("t.ods"), ods(",a\n,1\n")).unwrap();
        fit(place.path(), "t.ods#Data", "x").assert().code(2).stderr(contains("begins in column B: it must begin in column A"));
    }

    #[test]
    fn scenarios_and_sweeps_read_sheets() {
        let place = tempfile::tempdir().unwrap();
        let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/readme.toml")).unwrap();
        let with = |file: &str| {
            readme.replace("outage = { lognormal = { p10 = 1, p90 = 6 } }", &format!("outage = {{ empirical = \"{file}\", column = \"months\" }}"))
        };
        fs::write(place.path().join("t.csv"), TABLE).unwrap();
        fs::write(place.path().join("t.ods"), ods(TABLE)).unwrap();
        fs::write(place.path().join("csv.toml"), with("t.csv")).unwrap();
        fs::write(place.path().join("ods.toml"), with("t.ods#Data")).unwrap();
        let arrivals = |name: &str| {
            let file = format!("{name}.toml");
            adit(place.path()).args(["run", &file, "--trials", "200", "--figures", "answer", "--out", name]).assert().success();
            fs::read_to_string(place.path().join(name).join("arrivals.csv")).unwrap()
        };
        assert_eq!(arrivals("csv"), arrivals("ods"));
        fs::write(place.path().join("t.ods"), ods(&TABLE.replace("1.2", "x"))).unwrap();
        adit(place.path()).args(["check", "ods.toml"]).assert().code(2).stderr(contains("cell C5 of t.ods#Data"));
        fs::write(place.path().join("p.ods"), ods("nodes.road.lag\n1\n3\n")).unwrap();
        let sweep = ["sweep", "csv.toml", "--points", "p.ods#Data", "--trials", "200", "--out", "sweep"];
        adit(place.path()).args(sweep).assert().success();
        assert!(fs::read_to_string(place.path().join("sweep/sweep.csv")).unwrap().lines().count() > 2);
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn dates_and_numbers_of_excel_are_those_of_the_csv_file() {
        use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
        let place = tempfile::tempdir().unwrap();
        let spells = "state,start,end,last,next\nstrict,2023-08-01,2024-06-01,,eased\neased,2024-06-01,2024-12-01,,strict\nstrict,2024-12-01,2025-03-01,,ban\n\
                      ban,2025-03-01,2025-11-01,,eased\neased,2025-11-01,,2026-03-01,\nstrict,2023-01-01,2023-07-01,,eased\nstrict,2022-01-01,2022-11-01,,eased\n";
        fs::write(place.path().join("s.csv"), spells).unwrap();
        let mut book = Workbook::new();
        let day = Format::new().set_num_format("d mmmm yyyy");
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(spells.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                match ExcelDateTime::parse_from_str(cell).ok().filter(|_| cell.len() == 10) {
                    Some(date) => sheet.write_datetime_with_format(row, column, &date, &day).unwrap(),
                    None if cell.is_empty() => continue,
                    None => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
        book.save(place.path().join("s.xlsx")).unwrap();
        for (table, out) in [("s.csv", "csv"), ("s.xlsx", "xlsx")] {
            adit(place.path()).args(["fit", "regimes", table, "--replicates", "19", "--out", out]).assert().success();
        }
        assert_eq!(findings(place.path(), "csv", "s.csv"), findings(place.path(), "xlsx", "s.xlsx"));
    }
}
