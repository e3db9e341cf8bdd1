//! Takes out of a picture what it says beside itself: where and when it was taken, by which device, comments, previews, and whatever
//! follows its end (S12). A walk over its parts; nothing is decoded, so the picture itself stays as it came. Pure.

use super::answer_file::{FileKind, FileRefused};

/// How a JPEG says which way up it is; the only thing kept of what a camera writes.
const ORIENTATION: u16 = 0x0112;
/// Parts of a PNG that tell how it is drawn; others that may be left out are.
const DRAWN_BY: [&[u8; 4]; 14] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT", b"cICP", b"acTL",
    b"fcTL", b"fdAT",
];

/// The file without what a picture says beside itself; other kinds as they are.
pub(super) fn without_metadata(kind: FileKind, content: Vec<u8>) -> Result<Vec<u8>, FileRefused> {
    match kind {
        FileKind::Pdf | FileKind::Docx => Ok(content),
        FileKind::Jpeg => clean_jpeg(&content).ok_or(FileRefused::Damaged),
        FileKind::Png => clean_png(&content).ok_or(FileRefused::Damaged),
    }
}

/// None: it does not hold together.
fn clean_jpeg(content: &[u8]) -> Option<Vec<u8>> {
    let mut clean = content.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        if *content.get(at)? != 0xff {
            return None;
        }
        match *content.get(at + 1)? {
            // Fill before a marker.
            0xff => at += 1,
            0xd9 => {
                clean.extend([0xff, 0xd9]);
                return Some(clean);
            }
            marker => {
                let length = usize::from(u16::from_be_bytes(content.get(at + 2..at + 4)?.try_into().ok()?));
                let end = at + 2 + length;
                let said = content.get(at + 4..end)?;
                let end = if marker == 0xda { end + scan_length(content.get(end..)?)? } else { end };
                match marker {
                    0xe1 if said.starts_with(b"Exif\0\0") => clean.extend(turned(&said[6..])),
                    0xe2 if !said.starts_with(b"ICC_PROFILE\0") => {}
                    0xe1 | 0xe3..=0xed | 0xef | 0xfe => {}
                    _ => clean.extend_from_slice(content.get(at..end)?),
                }
                at = end;
            }
        }
    }
}

/// How long the drawing goes on before the next marker.
fn scan_length(rest: &[u8]) -> Option<usize> {
    rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

/// What is kept of what the camera wrote: which way up, if that is not the usual way.
fn turned(tiff: &[u8]) -> Vec<u8> {
    let Some(way @ 2..=8) = orientation(tiff) else { return Vec::new() };
    let mut part = vec![0xff, 0xe1, 0, 34];
    part.extend(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01");
    part.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0]);
    part
}

fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_big = tiff.starts_with(b"MM");
    let short = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let bytes: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let first = if is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
    let first = usize::try_from(first).ok()?;
    let entries = usize::from(short(first)?);
    let entry = (0..entries).map(|n| first + 2 + n * 12).find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(entry + 8)?).ok()
}

/// None: it does not hold together.
fn clean_png(content: &[u8]) -> Option<Vec<u8>> {
    let mut clean = content.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length: [u8; 4] = content.get(at..at + 4)?.try_into().ok()?;
        let name: [u8; 4] = content.get(at + 4..at + 8)?.try_into().ok()?;
        let end = usize::try_from(u32::from_be_bytes(length)).ok()?.checked_add(at + 12)?;
        let chunk = content.get(at..end)?;
        if name[0].is_ascii_uppercase() || DRAWN_BY.contains(&&name) {
            clean.extend_from_slice(chunk);
        }
        if &name == b"IEND" {
            return Some(clean);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &[u8] = b"\xff\xdb\x00\x04qq\xff\xda\x00\x04ssdata\xff\x00more\xff\xd0more";

    fn exif(way: u8) -> Vec<u8> {
        let mut said = b"Exif\0\0II\x2a\0\x08\0\0\0\x02\0".to_vec();
        said.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, way, 0, 0, 0]);
        said.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]);
        said.extend(b"GPS 51.5N 0.1W");
        segment(0xe1, &said)
    }

    fn segment(marker: u8, said: &[u8]) -> Vec<u8> {
        let length = u16::try_from(said.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, said].concat()
    }

    fn jpeg(parts: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
        [b"\xff\xd8", parts.concat().as_slice(), DRAWING, b"\xff\xd9", after].concat()
    }

    fn chunk(name: [u8; 4], said: &[u8]) -> Vec<u8> {
        [&u32::try_from(said.len()).unwrap().to_be_bytes()[..], &name, said, b"crc!"].concat()
    }

    fn holds(content: &[u8], words: &[u8]) -> bool {
        content.windows(words.len()).any(|part| part == words)
    }

    #[test]
    fn s_12_a_jpeg_loses_where_it_was_taken_and_keeps_the_drawing_and_which_way_up_it_is() {
        let (jfif, profile) = (segment(0xe0, b"JFIF\0"), segment(0xe2, b"ICC_PROFILE\0x"));
        let parts = [jfif.clone(), exif(6), segment(0xe1, b"http://ns.adobe.com/xap/1.0/ GPS"), profile.clone()];
        let more = [segment(0xed, b"Photoshop GPS"), segment(0xfe, b"GPS by me"), segment(0xe2, b"MPF\0 GPS")];
        let sent = jpeg(&[parts.as_slice(), &more].concat(), b"\xff\xd8 a second picture with GPS");

        let clean = clean_jpeg(&sent).unwrap();

        assert!(!holds(&clean, b"GPS"));
        let kept_way = turned(&exif(6)[10..]);
        assert_eq!(clean, jpeg(&[jfif, kept_way.clone(), profile], b""));
        assert_eq!(kept_way.len(), 36);
        assert_eq!(orientation(&kept_way[10..]), Some(6), "it is read back");
        assert_eq!(clean_jpeg(&clean).unwrap(), clean);
        assert_eq!(clean_jpeg(&jpeg(&[exif(1)], b"")).unwrap(), jpeg(&[], b""));
    }

    #[test]
    fn s_12_a_png_loses_its_texts_and_keeps_how_it_is_drawn() {
        let start = b"\x89PNG\r\n\x1a\n".to_vec();
        let [head, colours, data, end] =
            [chunk(*b"IHDR", b"13"), chunk(*b"gAMA", b"g"), chunk(*b"IDAT", b"drawing"), chunk(*b"IEND", b"")];
        let said = [b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME", b"caBX"].map(|name| chunk(*name, b"GPS"));
        let sent = [&start, &head, &colours, &said.concat(), &data, &end, &b"GPS".to_vec()].map(Vec::as_slice).concat();

        assert_eq!(clean_png(&sent).unwrap(), [start, head, colours, data, end].concat());
    }

    #[test]
    fn s_12_a_picture_that_does_not_hold_together_is_refused_wherever_it_is_cut() {
        let whole = jpeg(&[exif(6)], b"");
        for length in 0..whole.len() {
            assert_eq!(clean_jpeg(&whole[..length]), None, "{length}");
        }
        let png = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(*b"IHDR", b"13"), chunk(*b"IEND", b"")].concat();
        for length in 0..png.len() {
            assert_eq!(clean_png(&png[..length]), None, "{length}");
        }
        let endless = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0xff; 12]].concat();
        assert_eq!(without_metadata(FileKind::Png, endless), Err(FileRefused::Damaged));
        assert_eq!(without_metadata(FileKind::Pdf, b"%PDF-".to_vec()), Ok(b"%PDF-".to_vec()));
    }
}
