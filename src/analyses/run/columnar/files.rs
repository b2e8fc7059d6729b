//! Writing of a table as a Parquet file or as an Arrow IPC file, a few thousand rows in memory at a time.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read};

use arrow_array::RecordBatch;
use arrow_ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::columns::{Column, Rows, schema};
use crate::store::{FolderError, ResultsFolder};

/// Rows in memory at a time.
const BATCH: usize = 4_096;
/// Rows of a row group of a Parquet file.
const GROUP: usize = 65_536;

/// Form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Parquet, compressed with Snappy.
    Parquet,
    /// Arrow IPC file, also called Feather version 2; not compressed, so that it can be mapped into memory.
    Arrow,
}

/// A file in the making.
enum Writer<'a> {
    Parquet(Box<ArrowWriter<&'a mut BufWriter<File>>>),
    Arrow(Box<FileWriter<&'a mut BufWriter<File>>>),
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }

    /// Writes the table `name` from its CSV text.
    ///
    /// # Errors
    /// Where the text cannot be read or the file cannot be written.
    pub fn write<R: Read>(
        self,
        folder: &ResultsFolder,
        name: &str,
        columns: &[Column],
        about: &[(String, String)],
        text: impl FnOnce() -> io::Result<R>,
    ) -> Result<(), FolderError> {
        folder.write(&format!("{name}.{}", self.ending()), |out| {
            let schema = schema(columns, about);
            let mut rows = Rows::new(columns, schema.clone());
            let mut writer = match self {
                Self::Parquet => {
                    let about = about.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
                    let properties = WriterProperties::builder()
                        .set_compression(Compression::SNAPPY)
                        .set_created_by(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned())
                        .set_max_row_group_row_count(Some(GROUP))
                        .set_key_value_metadata(Some(about))
                        .build();
                    Writer::Parquet(Box::new(ArrowWriter::try_new(out, schema, Some(properties)).map_err(io::Error::other)?))
                }
                Self::Arrow => Writer::Arrow(Box::new(FileWriter::try_new(out, &schema).map_err(io::Error::other)?)),
            };
            let (mut record, mut waiting) = (csv::StringRecord::new(), 0);
            let mut table = csv::Reader::from_reader(BufReader::new(text()?));
            while table.read_record(&mut record)? {
                rows.add(&record);
                waiting += 1;
                if waiting == BATCH {
                    writer.write(&rows.batch().map_err(io::Error::other)?)?;
                    waiting = 0;
                }
            }
            if waiting > 0 {
                writer.write(&rows.batch().map_err(io::Error::other)?)?;
            }
            writer.finish()
        })
    }
}

impl Writer<'_> {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        match self {
            Self::Parquet(writer) => writer.write(batch).map_err(io::Error::other),
            Self::Arrow(writer) => writer.write(batch).map_err(io::Error::other),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Parquet(writer) => writer.close().map(drop).map_err(io::Error::other),
            Self::Arrow(mut writer) => writer.finish().map_err(io::Error::other),
        }
    }
}
