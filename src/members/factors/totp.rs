//! Codes of authenticator apps (RFC 6238): six figures, a new one every 30 seconds, each taken once. Pure.

use subtle::ConstantTimeEq;
use totp_rs::{Algorithm, Builder, Totp};

use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, TokenSource, Unexpected};

/// How long a code is shown.
const STEP_SECONDS: i64 = 30;

/// A code of the step before or after is taken too: clocks differ, and people type slowly.
const STEPS_APART: i64 = 1;

/// A new seed: 160 bits, as the standard recommends.
pub(super) fn new_seed(tokens: &dyn TokenSource) -> [u8; 20] {
    let mut seed = [0; 20];
    tokens.fill(&mut seed);
    seed
}

/// The step to which a typed code belongs, if it is one of the three that count at `now` and is later than `last_step`, the
/// one taken last. All three are compared whatever comes out, in constant time.
pub(super) fn matching_step(
    seed: &[u8],
    typed: &str,
    now: Instant,
    last_step: Option<i64>,
) -> Result<Option<i64>, Unexpected> {
    let totp = generator(seed, "", "nobody")?;
    let current = now.timestamp().div_euclid(STEP_SECONDS);
    let mut found = None;
    for step in current - STEPS_APART..=current + STEPS_APART {
        let seconds = u64::try_from(step * STEP_SECONDS).context("the clock stands before 1970")?;
        let matches = bool::from(totp.generate(seconds).to_string().as_bytes().ct_eq(typed.as_bytes()));
        let is_new = last_step.is_none_or(|last| step > last);
        if matches && is_new {
            found = Some(step);
        }
    }
    Ok(found)
}

/// The seed as people type it into an app: groups of four letters and figures.
pub(super) fn typed_seed(seed: &[u8]) -> String {
    let text = totp_rs::Secret::from(seed).to_base32();
    let letters: Vec<char> = text.chars().filter(|letter| *letter != '=').collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What the picture says to an app: the seed, whose it is, and for what.
pub(super) fn key_uri(seed: &[u8], issuer: &str, account: &str) -> Result<String, Unexpected> {
    let plain = |text: &str| text.replace(':', " ");
    Ok(generator(seed, &plain(issuer), &plain(account))?.to_url()?)
}

/// That as a picture, black on white whatever the page's colours are: cameras want it so.
pub(super) fn picture(key_uri: &str) -> Result<String, Unexpected> {
    let code = qrcode::QrCode::new(key_uri).context("the key does not fit a picture")?;
    Ok(code
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(qrcode::render::svg::Color("#000000"))
        .light_color(qrcode::render::svg::Color("#ffffff"))
        .build())
}

fn generator(seed: &[u8], issuer: &str, account: &str) -> Result<Totp, Unexpected> {
    let built = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(seed)
        .with_account_name(account)
        .with_issuer(Some(issuer).filter(|issuer| !issuer.is_empty()))
        .build();
    Ok(built?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seed of the standard's own test vectors (RFC 6238, appendix B); their eight figures cut to six.
    const SEED: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        let table = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ];

        for (seconds, code) in table {
            assert_eq!(matching_step(SEED, code, at(seconds), None).unwrap(), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_one_step_late() {
        // The code of step 37037036, which is shown from 1111111080 to 1111111109.
        let table = [
            (1_111_111_049, false),
            (1_111_111_050, true),
            (1_111_111_080, true),
            (1_111_111_109, true),
            (1_111_111_139, true),
            (1_111_111_140, false),
        ];

        for (seconds, wanted) in table {
            let step = matching_step(SEED, "081804", at(seconds), None).unwrap();
            assert_eq!(step, wanted.then_some(37_037_036), "{seconds}");
        }
    }

    #[test]
    fn a_step_that_was_taken_is_never_taken_again_nor_one_before_it() {
        let now = at(1_111_111_109);
        let table = [(None, true), (Some(37_037_035), true), (Some(37_037_036), false), (Some(37_037_037), false)];

        for (last, wanted) in table {
            assert_eq!(matching_step(SEED, "081804", now, last).unwrap().is_some(), wanted, "{last:?}");
        }
    }

    #[test]
    fn what_is_no_code_matches_nothing() {
        for typed in ["", "08180", "0818044", "08180x", "٠٨١٨٠٤"] {
            assert_eq!(matching_step(SEED, typed, at(1_111_111_109), None).unwrap(), None, "{typed}");
        }
    }

    #[test]
    fn the_key_names_who_and_for_what() {
        let uri = key_uri(SEED, "EARO: the charity", "asha@example.org").unwrap();

        assert!(uri.starts_with("otpauth://totp/"), "{uri}");
        assert!(uri.contains("asha%40example.org") && uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{uri}");
        assert_eq!(typed_seed(SEED), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let svg = picture(&uri).unwrap();
        assert!(svg.contains("<svg") && svg.contains("#000000"), "{svg}");
    }
}
