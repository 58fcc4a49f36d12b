//! Colours as screens show them.

/// 0xRRGGBB of a colour in the device space that has as many components.
pub(super) fn from_components(components: &[f64]) -> u32 {
    match *components {
        [gray] => pack([gray, gray, gray]),
        [red, green, blue] => pack([red, green, blue]),
        [cyan, magenta, yellow, black] => pack([cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black))),
        _ => 0,
    }
}

fn pack(channels: [f64; 3]) -> u32 {
    channels.into_iter().fold(0, |packed, channel| packed << 8 | (channel.clamp(0.0, 1.0) * 255.0).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_told_by_their_components() {
        assert_eq!(from_components(&[1.0]), 0xFF_FF_FF);
        assert_eq!(from_components(&[1.0, 0.5, 0.0]), 0xFF_80_00);
        assert_eq!(from_components(&[0.0, 0.0, 0.0, 1.0]), 0);
        assert_eq!(from_components(&[1.0, 0.0, 0.0, 0.0]), 0x00_FF_FF);
        assert_eq!(from_components(&[f64::NAN, 2.0, -1.0]), 0x00_FF_00);
    }
}
