//! Cities and how far they are from each other. Source: GeoNames, cities of more than 15,000 inhabitants.

use std::ops::RangeInclusive;

use super::table::Table;
use crate::fold;

const CITIES: Table =
    Table { text: include_str!(concat!(env!("OUT_DIR"), "/cities.txt")), keys: include_bytes!(concat!(env!("OUT_DIR"), "/cities.keys")) };
/// Latitude, longitude and place of each city, twelve bytes, from south to north.
const POINTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cities.points"));

/// Kilometres of a degree of latitude.
const DEGREE: f32 = 111.195;
/// Kilometres from the middle of the earth to its surface.
const RADIUS: f32 = 6371.0;

/// A city of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct City {
    /// Names it; the place of its line in the list.
    pub(crate) number: u32,
    pub(crate) latitude: f32,
    pub(crate) longitude: f32,
    country: &'static str,
    inhabitants: u32,
}

impl City {
    fn of(number: usize, line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t').skip(1);
        Some(Self {
            country: columns.next()?,
            latitude: columns.next()?.parse().ok()?,
            longitude: columns.next()?.parse().ok()?,
            inhabitants: columns.next()?.parse().ok()?,
            number: u32::try_from(number).ok()?,
        })
    }

    /// The largest city of that name, in that country where one is told.
    pub(crate) fn find(name: &str, country: Option<&str>) -> Option<Self> {
        let cities = CITIES.lines(&fold::whole(name)).filter_map(|(number, line)| Self::of(number, line));
        let fitting = cities.filter(|city| country.is_none_or(|country| city.country.eq_ignore_ascii_case(country)));
        fitting.max_by_key(|city| (city.inhabitants, std::cmp::Reverse(city.number)))
    }

    /// The city of that number.
    #[cfg(test)]
    pub(crate) fn numbered(number: u32) -> Option<Self> {
        Self::of(number as usize, CITIES.line_at(number as usize))
    }

    /// Kilometres to a point, along the surface.
    pub(crate) fn distance(&self, latitude: f32, longitude: f32) -> f32 {
        let (here, there) = (self.latitude.to_radians(), latitude.to_radians());
        let (north, east) = ((there - here) / 2.0, (longitude - self.longitude).to_radians() / 2.0);
        let chord = north.sin().powi(2) + here.cos() * there.cos() * east.sin().powi(2);
        2.0 * RADIUS * chord.sqrt().min(1.0).asin()
    }

    /// The numbers of all cities within so many kilometres, itself included, ascending.
    pub(crate) fn around(&self, km: f32) -> Vec<u32> {
        let band = self.latitude - km / DEGREE - 0.01..=self.latitude + km / DEGREE + 0.01;
        let mut near: Vec<u32> = points(band)
            .filter(|&(latitude, longitude, _)| self.distance(latitude, longitude) <= km)
            .map(|(_, _, number)| number)
            .collect();
        near.sort_unstable();
        near
    }
}

fn points(band: RangeInclusive<f32>) -> impl Iterator<Item = (f32, f32, u32)> {
    let (points, _) = POINTS.as_chunks::<12>();
    let quarter = |point: &[u8; 12], start: usize| <[u8; 4]>::try_from(&point[start..start + 4]).expect("four bytes");
    let latitude = move |point: &[u8; 12]| f32::from_le_bytes(quarter(point, 0));
    let first = points.partition_point(|point| latitude(point) < *band.start());
    let here = points[first..].iter().take_while(move |point| latitude(point) <= *band.end());
    here.map(move |point| (latitude(point), f32::from_le_bytes(quarter(point, 4)), u32::from_le_bytes(quarter(point, 8))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_are_found_by_any_of_their_names() {
        let munich = City::find("München", None).expect("a large city");
        assert_eq!(City::find("munich", Some("de")), Some(munich));
        assert_eq!(City::find("Munich", Some("FR")), None);
        assert_eq!(City::numbered(munich.number), Some(munich));
        assert_eq!(City::find("Nowhereville-upon-Nothing", None), None);
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let find = |name| City::find(name, None).expect("a large city");
        let (berlin, potsdam, hamburg) = (find("Berlin"), find("Potsdam"), find("Hamburg"));
        assert!((250.0..260.0).contains(&berlin.distance(hamburg.latitude, hamburg.longitude)));
        let near = berlin.around(50.0);
        assert!(near.contains(&berlin.number) && near.contains(&potsdam.number) && !near.contains(&hamburg.number));
        assert_eq!(berlin.around(0.0), [berlin.number]);
    }
}
