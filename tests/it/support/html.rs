//! Just enough HTML: our own pages are written strictly, so a page that this cannot read is a page to mend.

/// One element with what is inside it.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// An element or text with its entities decoded.
#[derive(Clone, Debug)]
pub enum Node {
    Element(Element),
    Text(String),
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements whose text holds no tags.
const RAW: &[&str] = &["script", "style", "textarea", "title"];

/// Reads a page. The error says what is not closed, or closed twice.
pub fn parse(text: &str) -> Result<Element, String> {
    let mut open = vec![Element::default()];
    let mut rest = text;
    while !rest.is_empty() {
        rest = if rest.starts_with("<!--") {
            after(rest, "-->")
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            after(rest, ">")
        } else if rest.starts_with("</") {
            close(rest, &mut open)?
        } else if rest.starts_with('<') && rest[1..].starts_with(char::is_alphabetic) {
            begin(rest, &mut open)?
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find('<').map_or(rest.len(), |end| end + first);
            top(&mut open).children.push(Node::Text(decode(&rest[..end])));
            &rest[end..]
        };
    }
    match open.len() {
        1 => Ok(open.remove(0)),
        _ => Err(format!("<{}> is never closed", top(&mut open).name)),
    }
}

fn top(open: &mut [Element]) -> &mut Element {
    open.last_mut().unwrap()
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

fn close<'a>(text: &'a str, open: &mut Vec<Element>) -> Result<&'a str, String> {
    let end = text.find('>').ok_or("a closing tag without an end")?;
    let name = text[2..end].trim().to_lowercase();
    let element = open.pop().filter(|_| !open.is_empty()).ok_or_else(|| format!("</{name}> closes nothing"))?;
    if element.name != name {
        return Err(format!("</{name}> where <{}> is open", element.name));
    }
    top(open).children.push(Node::Element(element));
    Ok(&text[end + 1..])
}

fn begin<'a>(text: &'a str, open: &mut Vec<Element>) -> Result<&'a str, String> {
    let name_end = text[1..].find([' ', '\n', '\t', '>', '/']).ok_or("a tag without an end")? + 1;
    let name = text[1..name_end].to_lowercase();
    let (attributes, self_closed, rest) =
        attributes(&text[name_end..]).map_err(|problem| format!("<{name}>: {problem}"))?;
    let mut element = Element { name: name.clone(), attributes, children: Vec::new() };
    if self_closed || VOID.contains(&name.as_str()) {
        top(open).children.push(Node::Element(element));
        return Ok(rest);
    }
    if RAW.contains(&name.as_str()) {
        let end = rest.find(&format!("</{name}")).ok_or_else(|| format!("<{name}> is never closed"))?;
        // The first line break inside a text area is not part of its value.
        let inside = rest[..end].strip_prefix('\n').filter(|_| name == "textarea").unwrap_or(&rest[..end]);
        let inside = if name == "script" || name == "style" { inside.to_owned() } else { decode(inside) };
        element.children.push(Node::Text(inside));
        top(open).children.push(Node::Element(element));
        return Ok(after(&rest[end..], ">"));
    }
    open.push(element);
    Ok(rest)
}

type Attributes = Vec<(String, String)>;

fn attributes(text: &str) -> Result<(Attributes, bool, &str), String> {
    let mut found: Attributes = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix("/>") {
            return Ok((found, true, rest));
        }
        if let Some(rest) = rest.strip_prefix('>') {
            return Ok((found, false, rest));
        }
        let end = rest.find(['=', ' ', '\n', '>', '/']).ok_or("a tag without an end")?;
        let name = rest[..end].to_owned();
        if name.is_empty() || name.contains(['"', '\'', '<']) {
            return Err(format!("cannot read an attribute near {:?}", rest.chars().take(30).collect::<String>()));
        }
        if found.iter().any(|(known, _)| *known == name) {
            return Err(format!("the attribute {name} stands twice"));
        }
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"") {
            Some(quoted) => {
                let end = quoted.find('"').ok_or_else(|| format!("the value of {name} has no end"))?;
                rest = &quoted[end + 1..];
                decode(&quoted[..end])
            }
            None if rest.starts_with('=') => return Err(format!("the value of {name} is not in double quotes")),
            None => String::new(),
        };
        found.push((name, value));
    }
}

/// Text with its entities turned into letters.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 10);
        match end.and_then(|end| letter(&rest[1..end])) {
            Some(letter) => {
                out.push(letter);
                rest = &rest[end.unwrap() + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn letter(entity: &str) -> Option<char> {
    if let Some(code) = entity.strip_prefix('#') {
        let code =
            code.strip_prefix(['x', 'X']).map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return code.and_then(char::from_u32);
    }
    let known = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}')];
    known.iter().find(|(name, _)| *name == entity).map(|(_, letter)| *letter)
}

impl Element {
    /// An attribute's value; "" for one that stands alone.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What a reader sees, with single spaces; scripts and styles are left out.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn add_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) if ["script", "style", "template"].contains(&element.name.as_str()) => {}
                Node::Element(element) => {
                    let inline = ["a", "abbr", "b", "code", "em", "i", "small", "strong", "sup", "wbr"]
                        .contains(&element.name.as_str());
                    out.push_str(if inline { "" } else { " " });
                    element.add_text(out);
                    out.push_str(if inline { "" } else { " " });
                }
            }
        }
    }

    /// The text exactly as it stands, for text areas.
    pub fn raw_text(&self) -> String {
        let texts = self
            .children
            .iter()
            .filter_map(|child| if let Node::Text(text) = child { Some(text.as_str()) } else { None });
        texts.collect()
    }

    /// Every element inside, in page order.
    pub fn all(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if let Node::Element(element) = child {
                found.push(element);
                found.extend(element.all());
            }
        }
        found
    }

    /// Every element of this name inside.
    pub fn named(&self, name: &str) -> Vec<&Element> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    /// The element of this id.
    pub fn by_id(&self, id: &str) -> Option<&Element> {
        self.all().into_iter().find(|element| element.attr("id") == Some(id))
    }

    /// Every element that bears this class.
    pub fn with_class(&self, class: &str) -> Vec<&Element> {
        let bears = |element: &&Element| {
            element.attr("class").is_some_and(|list| list.split_whitespace().any(|one| one == class))
        };
        self.all().into_iter().filter(bears).collect()
    }
}

#[test]
fn a_page_is_read_with_its_attributes_and_entities() {
    let root = parse(
        "<!doctype html><p id=\"a\" hidden>Ben &amp; <b>Siân</b><br>&#39;x&#39;</p><textarea>\n <b>\n</textarea>",
    )
    .unwrap();

    assert_eq!(root.by_id("a").unwrap().text(), "Ben & Siân 'x'");
    assert_eq!(root.by_id("a").unwrap().attr("hidden"), Some(""));
    assert_eq!(root.named("textarea")[0].raw_text(), " <b>\n");
}

#[test]
fn a_page_that_is_not_well_formed_is_refused() {
    for bad in ["<p>", "</p>", "<p><b></p></b>", "<p id=x></p>", "<p id=\"a\" id=\"b\"></p>"] {
        assert!(parse(bad).is_err(), "{bad}");
    }
}
