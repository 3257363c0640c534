//! Numbers that look random and are not.

/// A number that depends on a seed, a series and a position only (splitmix64).
pub(super) fn number(seed: u64, series: u64, position: usize) -> u64 {
    let position = u64::try_from(position).unwrap_or(u64::MAX);
    let mut mixed = seed
        .wrapping_add(series.wrapping_mul(0xD1B5_4A32_D192_ED03))
        .wrapping_add(position.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// One of several, by such a number.
pub(super) fn pick<'a, T: ?Sized>(choices: &[&'a T], number: u64) -> &'a T {
    let length = u64::try_from(choices.len()).unwrap_or(1).max(1);
    choices[usize::try_from(number % length).unwrap_or(0)]
}

/// An id as Azure and people make them. The position is part of it, so that two never clash.
pub(super) fn guid(seed: u64, series: u64, position: usize) -> String {
    let mixed = number(seed, series, position);
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:02x}{position:010x}",
        mixed >> 32,
        (mixed >> 16) & 0xFFFF,
        mixed & 0xFFF,
        (mixed >> 12) & 0xFFF,
        series & 0xFF
    )
}
