//! Reads a CSV file row by row from any place in it, in memory that does not grow with the file. Bytes only: both encodings
//! we take agree on separators, quotes and line ends.
//!
//! Why not the `csv` crate, which writes our exports: it keeps a whole row in memory and forgives what has to be reported (a
//! quote that is never closed, text after a closing quote, a row cut short).

use std::io::{BufRead, Result};

/// Bytes of one cell that are kept; no field of ours is longer.
pub const LONGEST_CELL: usize = 2_048;
/// Cells of one row that are kept.
pub const MOST_CELLS: usize = 200;

/// What is wrong with how a cell is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellFault {
    /// Longer than `LONGEST_CELL`; only its beginning was kept.
    TooLong,
    /// Its quote is never closed: everything to the end of the file was swallowed.
    NeverClosed,
    /// Something stands between its closing quote and the separator.
    TextAfterQuote,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawCell {
    /// Its content without quotes, not decoded yet.
    pub bytes: Vec<u8>,
    /// What is wrong with it, if anything.
    pub fault: Option<CellFault>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRow {
    /// Its cells, at most `MOST_CELLS`.
    pub cells: Vec<RawCell>,
    /// How many cells there are in truth.
    pub width: usize,
    /// Where the next row begins, in bytes from where reading began.
    pub next_byte: u64,
}

impl RawRow {
    /// Nothing in it: an empty line.
    pub fn is_blank(&self) -> bool {
        self.width <= 1 && self.cells.iter().all(|cell| cell.bytes.iter().all(u8::is_ascii_whitespace))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    AfterQuote,
}

/// Reads rows from `input`, which stands at the beginning of one.
pub struct CsvReader<R> {
    input: R,
    delimiter: u8,
    bytes_read: u64,
}

impl<R: BufRead> CsvReader<R> {
    /// A reader of cells between `delimiter`.
    pub fn new(input: R, delimiter: u8) -> Self {
        Self { input, delimiter, bytes_read: 0 }
    }

    /// The next row; none at the end of the file.
    pub fn next_row(&mut self) -> Result<Option<RawRow>> {
        let mut row = RowInHand::default();
        let mut has_begun = false;
        while let Some(byte) = self.peek()? {
            has_begun = true;
            self.take();
            if self.feed(&mut row, byte)? {
                return Ok(Some(row.end(self.bytes_read)));
            }
        }
        if !has_begun {
            return Ok(None);
        }
        if row.at == At::Quoted {
            row.cell.fault = Some(CellFault::NeverClosed);
        }
        Ok(Some(row.end(self.bytes_read)))
    }

    /// Takes one byte into the row. True when it was the row's last.
    fn feed(&mut self, row: &mut RowInHand, byte: u8) -> Result<bool> {
        match (row.at, byte) {
            (At::CellStart, b'"') => row.at = At::Quoted,
            (At::Quoted, b'"') => row.at = At::AfterQuote,
            (At::Quoted, _) => row.push(byte),
            (At::AfterQuote, b'"') => {
                row.push(b'"');
                row.at = At::Quoted;
            }
            (_, b'\n') => return Ok(true),
            (_, b'\r') => {
                if self.peek()? == Some(b'\n') {
                    self.take();
                }
                return Ok(true);
            }
            (_, byte) if byte == self.delimiter => row.end_cell(),
            (At::AfterQuote, b' ') => {}
            (At::AfterQuote, _) => {
                row.cell.fault = Some(CellFault::TextAfterQuote);
                row.push(byte);
                row.at = At::Plain;
            }
            (At::CellStart | At::Plain, _) => {
                row.push(byte);
                row.at = At::Plain;
            }
        }
        Ok(false)
    }

    fn peek(&mut self) -> Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn take(&mut self) {
        self.input.consume(1);
        self.bytes_read += 1;
    }
}

struct RowInHand {
    cells: Vec<RawCell>,
    width: usize,
    cell: RawCell,
    at: At,
}

impl Default for RowInHand {
    fn default() -> Self {
        Self { cells: Vec::new(), width: 0, cell: RawCell::default(), at: At::CellStart }
    }
}

impl RowInHand {
    fn push(&mut self, byte: u8) {
        if self.cell.bytes.len() < LONGEST_CELL {
            self.cell.bytes.push(byte);
        } else {
            self.cell.fault = Some(CellFault::TooLong);
        }
    }

    fn end_cell(&mut self) {
        self.width += 1;
        let cell = std::mem::take(&mut self.cell);
        if self.cells.len() < MOST_CELLS {
            self.cells.push(cell);
        }
        self.at = At::CellStart;
    }

    fn end(mut self, next_byte: u64) -> RawRow {
        self.end_cell();
        RawRow { cells: self.cells, width: self.width, next_byte }
    }
}

#[cfg(test)]
#[path = "csv_reader_tests.rs"]
mod tests;
