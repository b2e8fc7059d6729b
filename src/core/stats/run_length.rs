//! Run-length coding of zeros in counts: a run of zeros is written as a zero and the number of further zeros.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Largest number of counts read, that of all bins, so that a few bytes cannot request unlimited memory.
const MAX_COUNTS: usize = 1 << 20;

/// Serializes counts.
pub fn serialize<S: Serializer>(counts: impl IntoIterator<Item = u64>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut written: Vec<u64> = Vec::new();
    let mut zeros = 0_u64;
    let end = |zeros: &mut u64, written: &mut Vec<u64>| {
        if *zeros > 0 {
            written.extend([0, *zeros - 1]);
            *zeros = 0;
        }
    };
    for count in counts {
        if count == 0 {
            zeros += 1;
        } else {
            end(&mut zeros, &mut written);
            written.push(count);
        }
    }
    end(&mut zeros, &mut written);
    written.serialize(serializer)
}

/// Deserializes counts.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    let written = Vec::<u64>::deserialize(deserializer)?;
    let (mut counts, mut rest) = (Vec::new(), written.iter());
    while let Some(&count) = rest.next() {
        let more = if count == 0 {
            usize::try_from(*rest.next().ok_or_else(|| D::Error::custom("a run of zeros without an end"))?).unwrap_or(MAX_COUNTS)
        } else {
            0
        };
        if more >= MAX_COUNTS - counts.len() {
            return Err(D::Error::custom("more counts than there are bins"));
        }
        counts.resize(counts.len() + 1 + more, count);
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, SeqDeserializer};

    fn read(written: &[u64]) -> Result<Vec<u64>, Error> {
        let numbers: SeqDeserializer<_, Error> = written.to_vec().into_deserializer();
        super::deserialize(numbers)
    }

    fn written(counts: &[u64]) -> String {
        let mut out = Vec::new();
        super::serialize(counts.iter().copied(), &mut serde_json::Serializer::new(&mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn zeros_are_run_length_coded_and_read_back() {
        for (counts, text) in [(vec![], "[]"), (vec![3, 0, 0, 0, 7], "[3,0,2,7]"), (vec![0], "[0,0]"), (vec![0, 5, 0, 0], "[0,0,5,0,1]")] {
            assert_eq!(written(&counts), text);
            let numbers: Vec<u64> = serde_json::from_str(text).unwrap();
            assert_eq!(read(&numbers).unwrap(), counts);
        }
        assert!(read(&[1, 0]).is_err() && read(&[0, u64::MAX]).is_err());
    }
}
