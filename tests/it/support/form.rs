//! A form as it stands on a page, to be filled in and sent the way a browser would.

use super::html::Element;

/// A form with its fields as the page filled them.
#[derive(Clone, Debug)]
pub struct TestForm {
    pub action: String,
    /// Name and value of what would be sent now, in page order.
    pub fields: Vec<(String, String)>,
    /// Names that the page offers, sent or not (boxes, radio buttons).
    offered: Vec<(String, String)>,
    /// Name and value of each named submit button.
    buttons: Vec<(String, String)>,
}

impl TestForm {
    /// Reads a `<form>`; `page` is the path used when it names no action.
    pub fn read(form: &Element, page: &str) -> Self {
        let action = form.attr("action").filter(|action| !action.is_empty()).unwrap_or(page).to_owned();
        let mut read = Self { action, fields: Vec::new(), offered: Vec::new(), buttons: Vec::new() };
        for element in form.all() {
            let Some(name) = element.attr("name").filter(|_| element.attr("disabled").is_none()) else { continue };
            read.add(element, name);
        }
        read
    }

    fn add(&mut self, element: &Element, name: &str) {
        let value = element.attr("value").unwrap_or_default().to_owned();
        let kind = element.attr("type").unwrap_or_default();
        match (element.name.as_str(), kind) {
            ("button", _) | ("input", "submit") => self.buttons.push((name.to_owned(), value)),
            ("input", "checkbox" | "radio") => {
                self.offered.push((name.to_owned(), value.clone()));
                if element.attr("checked").is_some() {
                    self.fields.push((name.to_owned(), value));
                }
            }
            ("input", _) => self.fields.push((name.to_owned(), value)),
            ("textarea", _) => self.fields.push((name.to_owned(), element.raw_text())),
            ("select", _) => {
                let options = element.named("option");
                let chosen = options.iter().find(|option| option.attr("selected").is_some()).or(options.first());
                let value_of = |option: &Element| option.attr("value").map_or_else(|| option.text(), str::to_owned);
                self.offered.extend(options.iter().map(|option| (name.to_owned(), value_of(option))));
                self.fields.push((name.to_owned(), chosen.map(|option| value_of(option)).unwrap_or_default()));
            }
            _ => {}
        }
    }

    /// The same form, sent elsewhere: what somebody can do who edits a page.
    #[must_use]
    pub fn moved_to(mut self, action: &str) -> Self {
        action.clone_into(&mut self.action);
        self
    }

    /// What a field holds now.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Types into a field that the page has.
    #[must_use]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let names: Vec<String> = self.fields.iter().map(|(field, _)| field.clone()).collect();
        let field = self.fields.iter_mut().find(|(field, _)| field == name);
        field.unwrap_or_else(|| panic!("the form {} has no field {name}; it has {names:?}", self.action)).1 =
            value.to_owned();
        self
    }

    /// Types into several fields.
    #[must_use]
    pub fn fill_all(self, values: &[(&str, &str)]) -> Self {
        values.iter().fold(self, |form, (name, value)| form.fill(name, value))
    }

    /// Ticks a box.
    #[must_use]
    pub fn tick(self, name: &str) -> Self {
        let boxed = self.offered.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        let value =
            boxed.unwrap_or_else(|| panic!("the form {} has no box {name}; it offers {:?}", self.action, self.offered));
        self.set(name, &value)
    }

    /// Takes the tick out of a box.
    #[must_use]
    pub fn untick(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    /// Chooses a radio button or an option that the page offers.
    #[must_use]
    pub fn choose(self, name: &str, value: &str) -> Self {
        let is_offered = self.offered.iter().any(|(field, offered)| field == name && offered == value);
        assert!(is_offered, "the form {} does not offer {name}={value}; it offers {:?}", self.action, self.offered);
        self.set(name, value)
    }

    /// Sends what the page does not offer: tampering.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a field out altogether: tampering.
    #[must_use]
    pub fn without(self, name: &str) -> Self {
        self.untick(name)
    }

    /// Sends the form by this button.
    #[must_use]
    pub fn press(mut self, name: &str, value: &str) -> Self {
        let pressed = (name.to_owned(), value.to_owned());
        assert!(
            self.buttons.contains(&pressed),
            "the form {} has no button {name}={value}; it has {:?}",
            self.action,
            self.buttons
        );
        self.buttons.clear();
        self.fields.push(pressed);
        self
    }

    /// What is sent; the first named button counts as pressed when none was, as when Enter is.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = self.fields.clone();
        pairs.extend(self.buttons.first().cloned());
        pairs
    }
}
