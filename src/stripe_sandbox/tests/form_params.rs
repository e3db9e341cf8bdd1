//! Reading form parameters.

use crate::stripe_sandbox::form_params::Params;

fn params(pairs: &[(&str, &str)]) -> Params {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Params::read(&pairs).expect("well-formed parameters")
}

#[test]
fn a_list_keeps_the_order_of_its_numbers() {
    let pairs: Vec<_> = (0..12).map(|n| (format!("expand[{n}]"), n.to_string())).collect();

    let texts = Params::read(&pairs).unwrap().take_texts("expand").unwrap();

    assert_eq!(texts, (0..12).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn what_nobody_took_is_refused_by_its_full_name() {
    let mut params = params(&[("a[b][c]", "1"), ("mode", "payment")]);
    params.take_text("mode").unwrap();

    let refusal = params.take_group("a").unwrap().unwrap().finish().unwrap_err();

    assert_eq!(refusal.body()["error"]["code"], "parameter_unknown");
    assert_eq!(refusal.body()["error"]["param"], "a[b]");
}

#[test]
fn brackets_that_do_not_match_are_refused() {
    for name in ["a[b", "a[b]c", "[a]", "a[b[c]]", "a[1][2][3][4][5][6][7][8][9]"] {
        let pairs = [(name.to_owned(), "1".to_owned())];
        assert!(Params::read(&pairs).is_err(), "{name}");
    }
}

#[test]
fn a_name_cannot_be_a_text_and_a_group() {
    let pairs = [("a".to_owned(), "1".to_owned()), ("a[b]".to_owned(), "2".to_owned())];

    assert!(Params::read(&pairs).is_err());
}

#[test]
fn metadata_keeps_to_stripes_limits() {
    let long_key = format!("metadata[{}]", "k".repeat(41));
    let long_value = "v".repeat(501);

    assert!(params(&[(&long_key, "1")]).take_metadata("metadata").is_err());
    assert!(params(&[("metadata[a]", &long_value)]).take_metadata("metadata").is_err());
    assert!(params(&[("metadata[a]", "")]).take_metadata("metadata").unwrap().is_empty());
}
