//! Public holidays of France.

use jiff::civil::Date;

/// Whether nobody works on that day in France (code du travail, L3133-1).
pub fn is_public_holiday(date: Date) -> bool {
    const FIXED: [(i8, i8); 8] = [
        (1, 1),
        (5, 1),
        (5, 8),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    ];
    // Easter Monday, Ascension, Whit Monday: days after Easter Sunday.
    const MOVING: [i32; 3] = [1, 39, 50];
    let day_of_year = i32::from(date.day_of_year());
    FIXED.contains(&(date.month(), date.day()))
        || MOVING
            .iter()
            .any(|after| easter_day_of_year(date.year()) + after == day_of_year)
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, *Astronomical Algorithms*, chapter 8), as the day of the year.
#[expect(
    clippy::many_single_char_names,
    reason = "the names of the published algorithm"
)]
fn easter_day_of_year(year: i16) -> i32 {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a month of 3 or 4, a day of 1 to 31"
    )]
    Date::new(year, month as i8, day as i8).map_or(0, |easter| i32::from(easter.day_of_year()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn moving_holidays_follow_easter() {
        for (year, month, day) in [
            (2024, 4, 1),
            (2024, 5, 9),
            (2024, 5, 20),
            (2026, 4, 6),
            (2026, 5, 14),
            (2026, 5, 25),
            (2038, 4, 26),
        ] {
            assert!(
                is_public_holiday(date(year, month, day)),
                "{year}-{month}-{day}"
            );
        }
        assert!(!is_public_holiday(date(2026, 4, 7)) && !is_public_holiday(date(2026, 4, 3)));
    }
}
