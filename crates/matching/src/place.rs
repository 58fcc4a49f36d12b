//! Cities under several names, and how far they are from each other.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;

static USUAL: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut usual = HashMap::new();
    for line in include_str!("../data/cities.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut names = line.split('|');
        let Some(main) = names.next() else { continue };
        for name in names {
            usual.entry(name).or_insert(main);
        }
    }
    usual
});

/// The usual name of a folded city name.
pub(crate) fn usual(city: &str) -> &str {
    USUAL.get(city).copied().unwrap_or(city)
}

/// A point on the globe, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    latitude: f32,
    longitude: f32,
}

/// Where cities of a name lie: the country of each as a folded code, the largest first.
pub(crate) type Points = &'static [(String, Point)];

/// Cities that are no farther apart are near: a suburb and its centre, two towns of one region.
const NEAR_KM: f32 = 60.0;
/// Kilometres of a degree of latitude.
const DEGREE_KM: f32 = 111.2;

static POINTS: LazyLock<HashMap<String, Vec<(String, Point)>>> = LazyLock::new(|| {
    let mut points: HashMap<String, Vec<(String, Point)>> = HashMap::new();
    for line in include_str!("../data/points.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('|');
        let mut cell = || cells.next().unwrap_or_default();
        let (name, country) = (normalize(cell()), cell().to_ascii_lowercase());
        if let (Ok(latitude), Ok(longitude)) = (cell().parse(), cell().parse()) {
            points.entry(name).or_default().push((country, Point { latitude, longitude }));
        }
    }
    points
});

/// A city's name in normal form; `Muenchen` and `München` agree.
pub(crate) fn normalize(raw: &str) -> String {
    let folded = fold(raw);
    let plain = if folded.contains('e') { folded.replace("ue", "u").replace("oe", "o").replace("ae", "a") } else { folded };
    usual(&plain).to_owned()
}

/// Where the cities of a name in normal form lie; none where it is not known.
pub(crate) fn points(city: &str) -> Points {
    POINTS.get(city).map_or(&[], Vec::as_slice)
}

/// The city of a country among those of one name; the largest where no country is told, which is empty then.
pub(crate) fn choose(points: Points, country: &str) -> Option<Point> {
    points.iter().find(|(own, _)| country.is_empty() || own == country).map(|&(_, point)| point)
}

impl Point {
    /// Whether two cities are near each other.
    pub(crate) fn is_near(self, other: Self) -> bool {
        // To the north or south most are too far already; only of the others the way is measured.
        let north = (self.latitude - other.latitude) * DEGREE_KM;
        if north.abs() > NEAR_KM {
            return false;
        }
        let turn = (self.longitude - other.longitude).abs();
        let east = turn.min(360.0 - turn) * DEGREE_KM * self.latitude.to_radians().cos();
        north.hypot(east) <= NEAR_KM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suburbs_are_near_and_namesakes_are_told_apart_by_their_country() {
        let point = |city: &str, country: &str| choose(points(&normalize(city)), country).expect("a known city");
        for (left, right, near) in [
            (("Berlin", "de"), ("Potsdam", "de"), true),
            (("Köln", ""), ("Bonn", "de"), true),
            (("Berlin", "de"), ("München", "de"), false),
            (("London", "gb"), ("London", "ca"), false),
        ] {
            assert_eq!(point(left.0, left.1).is_near(point(right.0, right.1)), near, "{left:?} {right:?}");
        }
        assert!(points("nowhere at all").is_empty());
        assert_eq!(choose(points("berlin"), "xx"), None);
    }
}
