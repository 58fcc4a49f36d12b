//! Bars that show how well something is known: `progress` and `meter`, and empty boxes as wide as a share of what is around them.

use super::super::css::declarations;
use super::{Attributes, Walker, attribute};

impl Walker<'_> {
    /// Draws the bar that an element of that name is.
    pub(super) fn gauge(&mut self, name: &str, attributes: &Attributes) {
        if !matches!(name, "progress" | "meter") || self.state.is_hidden {
            return;
        }
        if let Some(share) = share(attributes, ["value", "min", "max"], 1.0) {
            self.n_contents += 1;
            self.flow.gauge(share, self.state.text);
        }
    }

    /// Draws the bar that an element filled to `share` is, if nothing was added since there were `n_before` contents.
    pub(super) fn fill(&mut self, share: f32, n_before: usize) {
        if self.n_contents == n_before && !self.state.is_hidden {
            self.n_contents += 1;
            self.flow.gauge(share, self.state.text);
        }
    }
}

/// Where the attribute `value` lies between `min` and `max`, which are 0 and `most` where they are not said.
fn share(attributes: &Attributes, [value, min, max]: [&str; 3], most: f32) -> Option<f32> {
    let number = |name: &str| attribute(attributes, name).and_then(|value| value.trim().parse::<f32>().ok());
    let (least, most) = (number(min).unwrap_or(0.0), number(max).unwrap_or(most));
    number(value).filter(|_| most > least).map(|value| (value - least) / (most - least))
}

/// How far an element says that it is filled: for those who cannot see it, or by a width of its own in hundredths.
pub(super) fn level(attributes: &Attributes) -> Option<f32> {
    if let Some(share) = share(attributes, ["aria-valuenow", "aria-valuemin", "aria-valuemax"], 100.0) {
        return Some(share);
    }
    let style = attribute(attributes, "style")?;
    // A box that only keeps a distance has neither.
    let is_drawn = || style.contains("background") || attribute(attributes, "class").is_some_and(|class| is_bar(&class));
    let widths = declarations(&style).filter(|(name, _)| name == "width");
    let share = widths.filter_map(|(_, value)| value.strip_suffix('%')?.trim().parse::<f32>().ok()).last()?;
    ((0.0..=100.0).contains(&share) && is_drawn()).then_some(share / 100.0)
}

/// Whether a class is called as bars are.
fn is_bar(class: &str) -> bool {
    const NAMES: [&str; 8] = ["bar", "progress", "level", "fill", "meter", "skill", "rating", "percent"];
    let class = class.to_ascii_lowercase();
    NAMES.iter().any(|name| class.contains(name))
}
