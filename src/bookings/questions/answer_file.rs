//! A file as an answer (QST-1): which files are taken, told from what is in them and never from their names. Pure.

/// The largest file, in bytes.
pub const LARGEST_FILE: u64 = 5 * 1024 * 1024;
/// How many characters of a file's name are kept.
const LONGEST_NAME: usize = 100;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// A Word document without macros.
    Docx,
    /// A picture.
    Jpeg,
    /// A picture.
    Png,
}

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefused {
    /// Nothing was chosen, or it is empty.
    #[error("Choose a file that is not empty")]
    Missing,
    /// More than [`LARGEST_FILE`].
    #[error("This file is larger than 5 MB. Send a smaller one, for example with smaller pictures")]
    TooLarge,
    /// Another kind, whatever it is called.
    #[error(
        "This is not a PDF, a Word document (.docx) or a picture (JPEG or PNG). Save it as one of these and send that"
    )]
    OtherKind,
    /// A picture that ends in the middle, or is none behind its first bytes.
    #[error("This picture cannot be read to its end. Open it, save it anew and send that")]
    Damaged,
    /// It can run by itself.
    #[error("This Word document holds macros. Save it as a plain .docx and send that")]
    HasMacros,
}

impl FileKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Docx, Self::Jpeg, Self::Png];

    /// The word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The media type it is handed out under.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The ending of its name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// What the file is, by its content.
    pub fn of(content: &[u8]) -> Result<Self, FileRefused> {
        let holds = |words: &[u8]| content.windows(words.len()).any(|part| part == words);
        match content {
            [] => Err(FileRefused::Missing),
            _ if content.len() as u64 > LARGEST_FILE => Err(FileRefused::TooLarge),
            [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Ok(Self::Png),
            [b'P', b'K', 3, 4, ..] if holds(b"word/document.xml") => {
                if holds(b"vbaProject.bin") {
                    Err(FileRefused::HasMacros)
                } else {
                    Ok(Self::Docx)
                }
            }
            _ => Err(FileRefused::OtherKind),
        }
    }
}

/// The name under which a file is kept and handed out: letters, digits and a few signs, with the ending of what it is.
pub fn kept_name(sent: &str, kind: FileKind) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let safe = |letter: char| if letter.is_alphanumeric() || " -_.()".contains(letter) { letter } else { '_' };
    let stem: String = stem.chars().map(safe).take(LONGEST_NAME).collect();
    let stem = stem.trim_matches([' ', '.']);
    let stem = if stem.is_empty() { "file" } else { stem };
    format!("{stem}.{}", kind.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qst_1_a_file_is_what_its_content_says_whatever_it_is_called() {
        let docx = b"PK\x03\x04 [Content_Types].xml word/document.xml";
        let with_macros = b"PK\x03\x04 word/document.xml word/vbaProject.bin";
        let table: [(&[u8], Result<FileKind, FileRefused>); 9] = [
            (b"%PDF-1.7 x", Ok(FileKind::Pdf)),
            (b"\xff\xd8\xff\xe0 JFIF", Ok(FileKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n x", Ok(FileKind::Png)),
            (docx, Ok(FileKind::Docx)),
            (with_macros, Err(FileRefused::HasMacros)),
            (b"PK\x03\x04 xl/workbook.xml", Err(FileRefused::OtherKind)),
            (b"<!doctype html><script>", Err(FileRefused::OtherKind)),
            (b"<svg xmlns=", Err(FileRefused::OtherKind)),
            (b"", Err(FileRefused::Missing)),
        ];

        for (content, wanted) in table {
            assert_eq!(FileKind::of(content), wanted, "{}", String::from_utf8_lossy(content));
        }
        for kind in FileKind::ALL {
            assert_eq!(FileKind::parse(kind.word()), Some(kind));
        }
    }

    #[test]
    fn qst_1_a_file_is_taken_up_to_five_megabytes() {
        let most = usize::try_from(LARGEST_FILE).unwrap();
        let mut content = b"%PDF-".to_vec();
        content.resize(most, b'x');
        assert_eq!(FileKind::of(&content), Ok(FileKind::Pdf));
        content.push(b'x');
        assert_eq!(FileKind::of(&content), Err(FileRefused::TooLarge));
    }

    #[test]
    fn a_name_leads_out_of_no_folder_and_ends_as_what_it_is() {
        let table = [
            ("Siân’s case.pdf", FileKind::Pdf, "Siân_s case.pdf"),
            ("../../etc/passwd", FileKind::Png, "passwd.png"),
            ("C:\\Users\\me\\plan.docx", FileKind::Docx, "plan.docx"),
            ("page.html", FileKind::Jpeg, "page.jpg"),
            ("a\"b\r\nc.pdf", FileKind::Pdf, "a_b__c.pdf"),
            ("..", FileKind::Pdf, "file.pdf"),
            ("", FileKind::Pdf, "file.pdf"),
        ];

        for (sent, kind, wanted) in table {
            assert_eq!(kept_name(sent, kind), wanted, "{sent:?}");
        }
        assert_eq!(kept_name(&"x".repeat(300), FileKind::Pdf).chars().count(), LONGEST_NAME + 4);
    }
}
