//! Colours as screens show them (ISO 32000-1, 8.6).

use super::value::Value;

/// How deep colour spaces may be built on one another.
const MAX_DEPTH: usize = 4;

/// A colour space, as far as telling its colours needs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab,
    /// Colours by number.
    Indexed(Vec<u32>),
    /// Inks that a function turns into colours of another space.
    Tint {
        alternate: Box<Space>,
        function: Function,
    },
    /// Not a single colour.
    Pattern,
}

/// A function of one input, as far as tints need it (7.10).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Function {
    /// From one end to the other by a power.
    Between { start: Vec<f64>, end: Vec<f64>, exponent: f64 },
    /// Unknown; more ink is darker.
    Darkening,
}

impl Space {
    /// The space that a name of the device spaces means.
    pub(super) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"DeviceGray" | b"CalGray" | b"G" => Some(Self::Gray),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Self::Rgb),
            b"DeviceCMYK" | b"CMYK" => Some(Self::Cmyk),
            b"Pattern" => Some(Self::Pattern),
            _ => None,
        }
    }

    /// Reads a colour space of the resources. What is unknown counts as gray.
    pub(super) fn load(value: Value<'_>) -> Self {
        Self::load_at(value, 0)
    }

    fn load_at(value: Value<'_>, depth: usize) -> Self {
        if let Some(name) = value.name() {
            return Self::from_name(name).unwrap_or(Self::Gray);
        }
        let mut elements = value.elements();
        let kind = elements.next().and_then(Value::name).unwrap_or_default();
        let second = elements.next();
        if depth == MAX_DEPTH {
            return Self::Gray;
        }
        match kind {
            b"ICCBased" => match second.and_then(|profile| profile.get(b"N")).and_then(Value::integer) {
                Some(3) => Self::Rgb,
                Some(4) => Self::Cmyk,
                _ => Self::Gray,
            },
            b"Lab" => Self::Lab,
            b"Indexed" | b"I" => {
                let base = second.map_or(Self::Rgb, |base| Self::load_at(base, depth + 1));
                let _highest = elements.next();
                Self::Indexed(elements.next().map(|table| base.table(table)).unwrap_or_default())
            }
            b"Separation" | b"DeviceN" => {
                let alternate = Box::new(elements.next().map_or(Self::Gray, |alternate| Self::load_at(alternate, depth + 1)));
                let inks = second.map_or(1, |names| names.elements().take(8).count());
                let function = elements.next().filter(|_| inks <= 1).map_or(Function::Darkening, Function::load);
                Self::Tint { alternate, function }
            }
            name => Self::from_name(name).unwrap_or(Self::Gray),
        }
    }

    fn table(&self, table: Value<'_>) -> Vec<u32> {
        let bytes = table.string().or_else(|| {
            let mut out = Vec::new();
            table.file().decode(table, &mut out).map(|()| out)
        });
        let width = self.width();
        let colour = |entry: &[u8]| self.colour(&entry.iter().map(|byte| f64::from(*byte) / 255.0).collect::<Vec<f64>>());
        bytes.unwrap_or_default().chunks_exact(width).take(256).map(colour).collect()
    }

    fn width(&self) -> usize {
        match self {
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
            _ => 1,
        }
    }

    /// 0xRRGGBB of a colour of this space; missing components count as 0.
    pub(super) fn colour(&self, components: &[f64]) -> u32 {
        let at = |index: usize| components.get(index).copied().unwrap_or(0.0);
        match self {
            Self::Gray => pack([at(0); 3]),
            Self::Rgb => pack([at(0), at(1), at(2)]),
            Self::Cmyk => pack([at(0), at(1), at(2)].map(|ink| (1.0 - ink) * (1.0 - at(3)))),
            // Lightness is all that telling dark from light needs; hue is left out.
            Self::Lab => pack([at(0) / 100.0; 3]),
            Self::Indexed(table) => table.get(at(0) as usize).copied().unwrap_or(0),
            Self::Tint { alternate, function } => match function.value(at(0)) {
                Some(components) => alternate.colour(&components),
                None => pack([1.0 - components.iter().fold(0.0, |most: f64, ink| most.max(*ink)); 3]),
            },
            Self::Pattern => 0x80_80_80,
        }
    }

    /// The colour that a space starts with (8.6.8).
    pub(super) fn initial(&self) -> u32 {
        match self {
            Self::Cmyk => 0,
            Self::Tint { .. } => self.colour(&[1.0]),
            other => other.colour(&[]),
        }
    }
}

impl Function {
    fn load(value: Value<'_>) -> Self {
        let list = |key: &[u8], default: f64| -> Vec<f64> {
            let numbers: Vec<f64> = value.get(key).into_iter().flat_map(Value::elements).take(8).filter_map(Value::number).collect();
            if numbers.is_empty() { vec![default] } else { numbers }
        };
        match value.get(b"FunctionType").and_then(Value::integer) {
            Some(2) => {
                let exponent = value.get(b"N").and_then(Value::number).unwrap_or(1.0);
                Self::Between { start: list(b"C0", 0.0), end: list(b"C1", 1.0), exponent }
            }
            Some(0) => Self::load_samples(value).unwrap_or(Self::Darkening),
            _ => Self::Darkening,
        }
    }

    /// Of a sampled function its two ends: tints between are straight enough.
    fn load_samples(value: Value<'_>) -> Option<Self> {
        let range: Vec<f64> = value.get(b"Range")?.elements().take(16).filter_map(Value::number).collect();
        let width = range.len() / 2;
        if value.get(b"BitsPerSample")?.integer()? != 8 || width == 0 {
            return None;
        }
        let mut samples = Vec::new();
        value.file().decode(value, &mut samples)?;
        let scaled = |row: &[u8]| -> Vec<f64> {
            let limits = range.chunks_exact(2);
            row.iter().zip(limits).map(|(byte, limit)| limit[0] + f64::from(*byte) / 255.0 * (limit[1] - limit[0])).collect()
        };
        let start = scaled(samples.get(..width)?);
        let end = scaled(samples.chunks_exact(width).next_back()?);
        Some(Self::Between { start, end, exponent: 1.0 })
    }

    fn value(&self, input: f64) -> Option<Vec<f64>> {
        match self {
            Self::Between { start, end, exponent } => {
                let share = input.clamp(0.0, 1.0).powf(*exponent);
                Some(start.iter().zip(end).map(|(start, end)| start + share * (end - start)).collect())
            }
            Self::Darkening => None,
        }
    }
}

fn pack(channels: [f64; 3]) -> u32 {
    channels.into_iter().fold(0, |packed, channel| packed << 8 | (channel.clamp(0.0, 1.0) * 255.0).round() as u32)
}

/// Whether two colours cannot be told apart by eye.
pub(super) fn look_alike(one: u32, other: u32) -> bool {
    (0..3).all(|channel| (one >> (8 * channel) & 0xFF).abs_diff(other >> (8 * channel) & 0xFF) <= 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_colours() {
        assert_eq!(Space::Gray.colour(&[1.0]), 0xFF_FF_FF);
        assert_eq!(Space::Rgb.colour(&[1.0, 0.5, 0.0]), 0xFF_80_00);
        assert_eq!(Space::Cmyk.colour(&[0.0, 0.0, 0.0, 1.0]), 0);
        assert_eq!(Space::Cmyk.colour(&[1.0, 0.0, 0.0, 0.0]), 0x00_FF_FF);
        assert_eq!(Space::Rgb.colour(&[f64::NAN, 2.0, -1.0]), 0x00_FF_00);
        assert_eq!(Space::Indexed(vec![1, 2, 3]).colour(&[2.0]), 3);
    }

    #[test]
    fn inks_go_through_their_function() {
        let function = Function::Between { start: vec![0.0; 4], end: vec![0.0, 0.0, 0.0, 1.0], exponent: 1.0 };
        let black = Space::Tint { alternate: Box::new(Space::Cmyk), function };
        assert_eq!((black.colour(&[1.0]), black.colour(&[0.0]), black.initial()), (0, 0xFF_FF_FF, 0));
        let unknown = Space::Tint { alternate: Box::new(Space::Cmyk), function: Function::Darkening };
        assert_eq!(unknown.colour(&[1.0]), 0);
    }

    #[test]
    fn colours_alike() {
        assert!(look_alike(0xFF_FF_FF, 0xFD_FE_FC));
        assert!(!look_alike(0xFF_FF_FF, 0xE0_FF_FF));
    }
}
