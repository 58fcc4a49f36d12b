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

/// Cities that are no farther apart are near: a suburb and its centre, two towns of one region.
const NEAR_KM: f32 = 60.0;
/// Kilometres of a degree of latitude.
const DEGREE_KM: f32 = 111.2;

/// Where cities of a name lie: the country of each as a folded code, the largest first.
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

/// The code of each state and province by its country and name, and by its name alone: there the first country's.
static REGIONS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut regions = HashMap::new();
    for line in include_str!("../data/regions.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('|');
        let (Some(country), Some(code)) = (cells.next(), cells.next()) else { continue };
        for name in std::iter::once(code).chain(cells) {
            let known = format!("{country}-{code}");
            regions.insert(format!("{name}|{country}"), known.clone());
            regions.entry(format!("{name}|")).or_insert(known);
        }
    }
    regions
});

/// A state or province in normal form, from its name or abbreviation and, after a bar, its country: `us-tx`. One that is not known stays as it
/// is written, folded.
pub(crate) fn region(raw: &str) -> String {
    let (name, country) = raw.split_once('|').unwrap_or((raw, ""));
    let (name, country) = (fold(name), fold(country));
    let name = name.strip_prefix("state of ").unwrap_or(&name);
    REGIONS.get(&format!("{name}|{country}")).cloned().unwrap_or_else(|| name.to_owned())
}

/// Whether two regions in normal form are one; nothing where a name that is not known may be another name of the other.
pub(crate) fn same_region(left: &str, right: &str) -> Option<bool> {
    let is_known = |region: &str| region.contains('-');
    if left == right { Some(true) } else { (is_known(left) && is_known(right)).then_some(false) }
}

/// Where the cities of a set of records lie, by the numbers of cities and countries there.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    /// Where the points of each city end.
    ends: Vec<u32>,
    /// The country of each point and where it is, for each city the largest first.
    points: Vec<(u32, Point)>,
}

impl Atlas {
    /// Looks up cities of a country among those of one name in normal form.
    pub(crate) fn of<'t>(cities: impl Iterator<Item = &'t str>, countries: impl Iterator<Item = &'t str>) -> Self {
        let countries: HashMap<&str, u32> = countries.zip(0..).collect();
        let mut atlas = Self::default();
        for city in cities {
            let points = POINTS.get(city).map_or(&[][..], Vec::as_slice);
            atlas
                .points
                .extend(points.iter().map(|(country, point)| (countries.get(country.as_str()).copied().unwrap_or(u32::MAX), *point)));
            atlas.ends.push(atlas.points.len() as u32);
        }
        atlas
    }

    /// Where a city of a country lies; the largest of its name where no country is told.
    pub(crate) fn point(&self, city: u32, country: Option<u32>) -> Option<Point> {
        let start = city.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        let mut points = self.points[start as usize..self.ends[city as usize] as usize].iter();
        points.find(|&&(own, _)| country.is_none_or(|country| country == own)).map(|&(_, point)| point)
    }
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
        // Between the two, so that both ways are of one length.
        let between = f32::midpoint(self.latitude, other.latitude);
        let east = turn.min(360.0 - turn) * DEGREE_KM * between.to_radians().cos();
        north.hypot(east) <= NEAR_KM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_agree_between_codes_and_names_of_their_country() {
        for (left, right, expected) in [
            ("TX|US", "Texas", Some(true)),
            ("Bayern|DE", "Bavaria|de", Some(true)),
            ("WA|AU", "Western Australia|AU", Some(true)),
            ("WA|AU", "WA|US", Some(false)),
            ("IL|US", "Massachusetts|US", Some(false)),
            ("Pays d'en haut|CH", "VD|CH", None),
            ("Some Shire|GB", "some shire|GB", Some(true)),
        ] {
            assert_eq!(same_region(&region(left), &region(right)), expected, "{left} {right}");
        }
    }

    #[test]
    fn suburbs_are_near_and_namesakes_are_told_apart_by_their_country() {
        let find = |city: &str, country: &str| {
            let countries = ["", "de", "gb", "ca", "xx"];
            let country = countries.iter().position(|&known| known == country).filter(|&place| place > 0);
            Atlas::of([normalize(city).as_str()].into_iter(), countries.into_iter()).point(0, country.map(|country| country as u32))
        };
        let point = |city: &str, country: &str| find(city, country).expect("a known city");
        for (left, right, near) in [
            (("Berlin", "de"), ("Potsdam", "de"), true),
            (("Köln", ""), ("Bonn", "de"), true),
            (("Berlin", "de"), ("München", "de"), false),
            (("London", "gb"), ("London", "ca"), false),
        ] {
            assert_eq!(point(left.0, left.1).is_near(point(right.0, right.1)), near, "{left:?} {right:?}");
        }
        assert_eq!(find("nowhere at all", ""), None);
        assert_eq!(find("Berlin", "xx"), None);
    }
}
