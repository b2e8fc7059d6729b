//! A text as the address of a download.

use std::fmt::Write;

/// `data:text/csv;…` (RFC 2397); all but letters, digits and a few signs in per cent.
pub(in crate::report) fn address(text: &str) -> String {
    let mut address = "data:text/csv;charset=utf-8,".to_owned();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b',') {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_survives_signs_and_languages() {
        assert_eq!(address("a,b\n<é>,\"x\""), "data:text/csv;charset=utf-8,a,b%0A%3C%C3%A9%3E,%22x%22");
    }
}
