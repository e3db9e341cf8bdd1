//! How an uploaded file is written: encoding, separator, headings. Found out by reading it once from end to end.

use std::io::{BufRead, Read};

use super::csv_reader::{CsvReader, RawCell};
use crate::kernel::Unexpected;

/// The mark that some programs put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// How far the separator is looked for.
const FIRST_LINE: u64 = 64 * 1024;

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// What everything writes today.
    Utf8,
    /// What older spreadsheets on Windows write.
    Windows1252,
}

impl Encoding {
    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf_8",
            Self::Windows1252 => "windows_1252",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Utf8, Self::Windows1252].into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// The cell as text. A cell cut in the middle of a letter loses that letter.
    pub fn decode(self, cell: &RawCell) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(&cell.bytes).into_owned(),
            Self::Windows1252 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&cell.bytes).0.into_owned(),
        }
    }
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// The usual one.
    Comma,
    /// Spreadsheets of countries that write 1,5 for one and a half.
    Semicolon,
    /// Copied from a table.
    Tab,
}

impl Delimiter {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The byte itself.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileShape {
    /// How letters are written.
    pub encoding: Encoding,
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// The cells of the first row.
    pub headers: Vec<String>,
    /// Where the second row begins.
    pub first_row_at: u64,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileShapeError {
    /// Nothing in it.
    #[error("The file is empty")]
    Empty,
    /// Two bytes a letter.
    #[error("The file is written in UTF-16. Save it as “CSV UTF-8” and choose it again")]
    Utf16,
    /// A spreadsheet's own format, a picture, a program.
    #[error("This is not a CSV file. In your spreadsheet, choose Save as, then CSV UTF-8")]
    NotText,
    /// The first row holds no headings.
    #[error("The first row must hold the headings, such as Name and Email")]
    NoHeadings,
    /// The first row goes on and on.
    #[error("The first row cannot be read: a quotation mark in it is never closed, or it has more than 200 columns")]
    OddHeadings,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
crate::unexpected_from!(FileShapeError);
crate::unexpected_from!(FileShapeError, std::io::Error);

/// Reads the whole of `file` once; `open` opens it anew.
pub fn find_shape<R: BufRead>(open: impl Fn() -> std::io::Result<R>) -> Result<FileShape, FileShapeError> {
    let mut first = Vec::new();
    open()?.take(FIRST_LINE).read_to_end(&mut first)?;
    if first.is_empty() || first == BYTE_ORDER_MARK {
        return Err(FileShapeError::Empty);
    }
    if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
        return Err(FileShapeError::Utf16);
    }
    // No text holds these so early: a spreadsheet (a zip archive), a picture, a PDF.
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"%PDF") || first.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(FileShapeError::NotText);
    }
    let encoding = if is_utf8(open()?)? { Encoding::Utf8 } else { Encoding::Windows1252 };
    let mark = if first.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let delimiter = guess_delimiter(&first[mark..]);
    let mut input = open()?;
    std::io::copy(&mut input.by_ref().take(mark as u64), &mut std::io::sink())?;
    let row = CsvReader::new(input, delimiter.byte()).next_row()?.ok_or(FileShapeError::Empty)?;
    if row.width > row.cells.len() || row.cells.iter().any(|cell| cell.fault.is_some()) {
        return Err(FileShapeError::OddHeadings);
    }
    let headers: Vec<String> = row.cells.iter().map(|cell| encoding.decode(cell).trim().to_owned()).collect();
    if headers.iter().any(|header| header.contains('\0')) {
        return Err(FileShapeError::NotText);
    }
    if headers.iter().all(String::is_empty) {
        return Err(FileShapeError::NoHeadings);
    }
    Ok(FileShape { encoding, delimiter, headers, first_row_at: mark as u64 + row.next_byte })
}

/// The separator that stands most often in the first line, outside quotes.
fn guess_delimiter(first: &[u8]) -> Delimiter {
    let mut counts = [0_usize; 3];
    let mut is_quoted = false;
    for byte in first {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(at) = Delimiter::ALL.iter().position(|known| known.byte() == *byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let at = counts.iter().position(|count| *count == most).unwrap_or(0);
    Delimiter::ALL[at]
}

/// Whether every letter is UTF-8, in memory that does not grow.
fn is_utf8(mut input: impl Read) -> std::io::Result<bool> {
    let mut held: Vec<u8> = Vec::new();
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            return Ok(held.is_empty());
        }
        held.extend_from_slice(&buffer[..read]);
        match std::str::from_utf8(&held) {
            Ok(_) => held.clear(),
            // A letter cut by the end of what was read: its rest comes with the next bytes.
            Err(error) if error.error_len().is_none() => held = held.split_off(error.valid_up_to()),
            Err(_) => return Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(bytes: &'static [u8]) -> Result<FileShape, String> {
        find_shape(|| Ok(bytes)).map_err(|error| error.to_string())
    }

    #[test]
    fn encoding_separator_and_headings_are_found_out() {
        let table: [(&[u8], Encoding, Delimiter, u64); 6] = [
            (b"Name,Email\nAsha,a@example.org\n", Encoding::Utf8, Delimiter::Comma, 11),
            (b"\xef\xbb\xbfName;Email\r\nZo\xc3\xab;z@example.org", Encoding::Utf8, Delimiter::Semicolon, 15),
            (b"Name\tEmail\nZo\xeb\tz@example.org", Encoding::Windows1252, Delimiter::Tab, 11),
            (b"\"Name, first; last\";Email\n", Encoding::Utf8, Delimiter::Semicolon, 26),
            (b"Name\n", Encoding::Utf8, Delimiter::Comma, 5),
            (b"Name,E\xe9", Encoding::Windows1252, Delimiter::Comma, 7),
        ];
        for (bytes, encoding, delimiter, first_row_at) in table {
            let seen = shape(bytes).unwrap();
            assert_eq!((seen.encoding, seen.delimiter, seen.first_row_at), (encoding, delimiter, first_row_at));
        }
        assert_eq!(shape(b"Name,E\xe9").unwrap().headers, ["Name", "Eé"]);
    }

    #[test]
    fn what_is_no_csv_file_is_refused_in_words() {
        let table: [(&[u8], &str); 7] = [
            (b"", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"\xff\xfeN\0a\0", "UTF-16"),
            (b"PK\x03\x04rest", "not a CSV"),
            (b"Na\0me,Email\n", "not a CSV"),
            (b",,\nAsha,b,c\n", "headings"),
            (b"\"Name,Email\nAsha,b\n", "never closed"),
        ];
        for (bytes, words) in table {
            let seen = shape(bytes).unwrap_err();
            assert!(seen.contains(words), "{seen} for {words}");
        }
    }

    #[test]
    fn a_letter_cut_between_two_reads_is_still_utf8() {
        let text = "é".repeat(70_000);
        let odd = format!("x{text}");
        assert!(is_utf8(odd.as_bytes()).unwrap());
        assert!(!is_utf8(&odd.as_bytes()[..odd.len() - 1]).unwrap());
    }
}
