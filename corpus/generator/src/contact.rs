//! The head of a résumé: name, headline and the ways to reach the person.

use crate::layout::{ContactPlace, ContactStyle, Frame, Layout, Medium, NameStyle};
use crate::locale::Locale;
use crate::person::{Link, Person};
use crate::sheet::{Block, Line, Section, Span};
use crate::truth::Object;
use serde_json::json;

/// The head in the making.
pub struct Head<'a> {
    person: &'a Person,
    layout: &'a Layout,
    locale: &'a Locale,
    truth: Object,
}

/// A head, and where its parts stand.
#[derive(Debug, Default)]
pub struct Composed {
    /// The title of the file.
    pub title: String,
    /// Across the page.
    pub blocks: Vec<Block>,
    /// What the narrow column begins with.
    pub aside: Vec<Section>,
    /// What the wide column begins with.
    pub main: Vec<Section>,
    /// What the document ends with.
    pub end: Vec<Block>,
    /// The page header of a DOCX.
    pub page_header: Vec<Block>,
    /// `basics`.
    pub truth: Object,
}

/// One way to reach the person: the key of its label, its pictogram, and the text.
struct Item {
    key: &'static str,
    icon: &'static str,
    span: Span,
}

impl<'a> Head<'a> {
    /// Prepares the head of `person`.
    #[must_use]
    pub fn new(person: &'a Person, layout: &'a Layout, locale: &'a Locale) -> Self {
        Self { person, layout, locale, truth: Object::default() }
    }

    /// Lays the head out.
    #[must_use]
    pub fn compose(mut self) -> Composed {
        let mut blocks = Vec::new();
        if self.layout.doctitle || self.layout.name == NameStyle::Labelled {
            blocks.push(Block::Title(self.locale.nth("doctitle", self.layout.variant).to_owned()));
        }
        let name = self.name(&mut blocks);
        if !self.person.label.is_empty() && self.layout.name != NameStyle::Labelled {
            self.truth.text("label", &self.person.label);
            blocks.push(Block::Label(self.person.label.clone()));
        }
        let mut composed = Composed { title: name, blocks, ..Composed::default() };
        let aside = matches!(self.layout.frame, Frame::Left | Frame::Right);
        if self.layout.photo && aside {
            composed.aside.push(Section { heading: None, icon: ' ', blocks: vec![Block::Photo] });
        } else if self.layout.photo {
            composed.blocks.insert(0, Block::Photo);
        }
        let items = self.items();
        // In a narrow column the contact block mostly stands there, sometimes with the name above it.
        if aside && self.layout.order % 4 != 3 {
            self.beside(&items, &mut composed);
        } else {
            self.across(&items, &mut composed);
        }
        composed.truth = self.truth;
        composed
    }

    /// Puts the ways to reach the person into the narrow column.
    fn beside(&self, items: &[Item], composed: &mut Composed) {
        let style = match self.layout.contact {
            ContactStyle::Inline | ContactStyle::Beside | ContactStyle::Table => ContactStyle::Stacked,
            style => style,
        };
        let heading = (!self.layout.variant.is_multiple_of(5)).then(|| self.heading());
        let mut contact = self.blocks(style, items);
        if self.layout.order % 5 == 2 && self.layout.name != NameStyle::Labelled {
            let mut top = std::mem::take(&mut composed.blocks);
            if heading.is_none() {
                top.append(&mut contact);
            }
            composed.aside.push(Section { heading: None, icon: ' ', blocks: top });
        }
        if !contact.is_empty() {
            composed.aside.push(Section { heading, icon: '\u{f2bb}', blocks: contact });
        }
    }

    /// Puts them under the name, into a section of their own, into the page header or at the end.
    fn across(&self, items: &[Item], composed: &mut Composed) {
        let word = matches!(self.layout.medium, Medium::Docx | Medium::Office);
        let section =
            self.layout.contact == ContactStyle::Section || self.layout.frame == Frame::Rail && self.layout.order.is_multiple_of(2);
        match self.layout.contact_place {
            ContactPlace::End => composed.end = self.blocks(ContactStyle::Inline, items),
            ContactPlace::PageHeader if word => composed.page_header = self.blocks(ContactStyle::Inline, items),
            _ if section => {
                let style = if self.layout.variant.is_multiple_of(2) { ContactStyle::Labelled } else { ContactStyle::Table };
                let section = Section { heading: Some(self.heading()), icon: '\u{f2bb}', blocks: self.blocks(style, items) };
                if self.layout.frame == Frame::Halves { composed.aside.push(section) } else { composed.main.push(section) }
            }
            _ => composed.blocks.extend(self.blocks(self.layout.contact, items)),
        }
    }

    fn heading(&self) -> String {
        self.locale.nth("h_contact", self.layout.variant).to_owned()
    }

    fn name(&mut self, blocks: &mut Vec<Block>) -> String {
        let (given, family) = (&self.person.given, &self.person.family);
        let mut lines = match self.layout.name {
            NameStyle::Caps => vec![format!("{given} {family}").to_uppercase()],
            NameStyle::TwoLines => vec![given.clone(), family.clone()],
            NameStyle::FamilyCaps => vec![format!("{given} {}", family.to_uppercase())],
            NameStyle::FamilyFirst if self.locale.language == "en" => vec![format!("{family}, {given}")],
            NameStyle::FamilyFirst => vec![format!("{} {given}", family.to_uppercase())],
            _ if self.locale.first("order") == "family" => vec![format!("{family} {given}")],
            _ => vec![format!("{given} {family}")],
        };
        let plain = lines.join(" ");
        if !self.person.prefix.is_empty() {
            lines[0] = format!("{} {}", self.person.prefix, lines[0]);
        } else if !self.person.suffix.is_empty() && self.layout.name != NameStyle::FamilyFirst {
            let last = lines.len() - 1;
            lines[last] = format!("{}, {}", lines[last], self.person.suffix);
        }
        self.truth.text("name", &lines.join(" "));
        if self.layout.name == NameStyle::Labelled {
            let label = self.locale.nth("l_name", self.layout.variant);
            blocks.push(Block::Line(Line::of(vec![Span::bold(format!("{label}: ")), Span::plain(lines.join(" "))])));
        } else {
            blocks.push(Block::Name(lines));
        }
        plain
    }

    fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        self.address(&mut items);
        self.truth.text("phone", &self.person.phone);
        self.truth.text("phoneE164", &self.person.phone_e164);
        self.truth.text("email", &self.person.email);
        items.push(Item { key: "l_phone", icon: "\u{f095}", span: Span::plain(&self.person.phone) });
        let mail = Span {
            link: (self.layout.variant.is_multiple_of(3)).then(|| format!("mailto:{}", self.person.email)),
            ..Span::plain(&self.person.email)
        };
        items.push(Item { key: "l_email", icon: "\u{f0e0}", span: mail });
        self.links(&mut items);
        for (label, value) in &self.person.personal {
            items.push(Item { key: "", icon: "\u{f007}", span: Span::plain(format!("{label}: {value}")) });
        }
        if self.layout.order % 7 == 1 {
            let address = items.remove(0);
            items.push(address);
        }
        items
    }

    fn address(&mut self, items: &mut Vec<Item>) {
        let home = &self.person.home;
        let whole = home.pattern.replace("{city}", &home.city).replace("{region}", &home.region).replace("{postcode}", &home.postcode);
        let short = self.layout.variant % 3 == 1;
        let text = if short && !home.region.is_empty() && self.layout.variant.is_multiple_of(2) {
            format!("{}, {}", home.city, home.region)
        } else if short {
            home.city.clone()
        } else {
            whole.replace("{street}", &home.street).trim_matches([',', ' ']).to_owned()
        };
        let mut place = Object::default();
        place.text("city", &home.city);
        for (key, value) in [("region", &home.region), ("postalCode", &home.postcode), ("address", &home.street)] {
            if text.contains(value.as_str()) {
                place.text(key, value);
            }
        }
        self.truth.value("location", place.done());
        items.push(Item { key: "l_address", icon: "\u{f041}", span: Span::plain(text) });
    }

    fn links(&mut self, items: &mut Vec<Item>) {
        let mut profiles = Vec::new();
        for Link { network, address } in &self.person.links {
            let url = format!("https://{address}");
            if network.is_empty() {
                self.truth.text("url", &url);
            } else {
                profiles.push(json!({"network": network, "url": url}));
            }
            let hidden = self.layout.hidden_links && !network.is_empty();
            let text = if hidden {
                (*network).to_owned()
            } else if self.layout.variant.is_multiple_of(4) {
                url.clone()
            } else {
                address.clone()
            };
            let link = (hidden || self.layout.variant.is_multiple_of(2)).then_some(url);
            let icon = match *network {
                "LinkedIn" => "\u{f0e1}",
                "GitHub" => "\u{f09b}",
                "XING" => "\u{f168}",
                _ => "\u{f0ac}",
            };
            items.push(Item { key: if network.is_empty() { "l_web" } else { network }, icon, span: Span { link, ..Span::plain(text) } });
        }
        self.truth.list("profiles", profiles);
    }

    fn label(&self, item: &Item) -> String {
        let label = self.locale.nth(item.key, self.layout.variant);
        if label.is_empty() { item.key.to_owned() } else { label.to_owned() }
    }

    fn blocks(&self, style: ContactStyle, items: &[Item]) -> Vec<Block> {
        match style {
            ContactStyle::Inline => self.inline(items),
            ContactStyle::Stacked | ContactStyle::Beside => {
                items.iter().map(|item| Block::Contact(Line::of(vec![item.span.clone()]))).collect()
            }
            ContactStyle::Labelled | ContactStyle::Section => {
                items.iter().map(|item| Block::Contact(Line::of(self.labelled(item)))).collect()
            }
            ContactStyle::Table => {
                let rows = items.iter().map(|item| vec![vec![Span::bold(self.label(item))], vec![item.span.clone()]]).collect();
                vec![Block::Table(rows, self.layout.borders)]
            }
            ContactStyle::Icons if self.layout.align == 1 || self.layout.order.is_multiple_of(2) => {
                items.iter().map(|item| Block::Contact(Line::of(iconed(item)))).collect()
            }
            ContactStyle::Icons => {
                let mut spans = Vec::new();
                for item in items {
                    if !spans.is_empty() {
                        spans.push(Span::plain("   "));
                    }
                    spans.extend(iconed(item));
                }
                vec![Block::Contact(Line::of(spans))]
            }
        }
    }

    fn labelled(&self, item: &Item) -> Vec<Span> {
        let label = self.label(item);
        if label.is_empty() {
            vec![item.span.clone()]
        } else {
            vec![Span { bold: self.layout.variant % 2 == 1, ..Span::plain(format!("{label}: ")) }, item.span.clone()]
        }
    }

    /// One or two lines with a mark between the items.
    fn inline(&self, items: &[Item]) -> Vec<Block> {
        let mark = [" | ", " • ", " · ", ", ", " – ", "  |  ", " / "][self.layout.variant % 7];
        let cut = if self.layout.order.is_multiple_of(3) { 1 } else { items.len() };
        [&items[..cut], &items[cut..]]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|part| {
                let mut spans = Vec::new();
                for item in part {
                    if !spans.is_empty() {
                        spans.push(Span::plain(mark));
                    }
                    if self.layout.order % 8 == 5 { spans.extend(self.labelled(item)) } else { spans.push(item.span.clone()) }
                }
                Block::Contact(Line::of(spans))
            })
            .collect()
    }
}

fn iconed(item: &Item) -> Vec<Span> {
    vec![Span { icon: true, ..Span::plain(item.icon) }, Span::plain(" "), item.span.clone()]
}
