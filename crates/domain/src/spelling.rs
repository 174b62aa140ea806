//! Slips of spelling: whether what was typed is one letter away from what is known.

/// Whether both are equal but for one letter that is missing, added or other, or have their letters in another order.
pub fn is_one_slip_away(known: &str, typed: &str) -> bool {
    let (a, b) = (known.as_bytes(), typed.as_bytes());
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let ends = |a: &[u8], b: &[u8]| {
        a.iter()
            .rev()
            .zip(b.iter().rev())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let (rest_a, rest_b) = (
        a.get(start..).unwrap_or_default(),
        b.get(start..).unwrap_or_default(),
    );
    let end = ends(rest_a, rest_b);
    let middle = |rest: &[u8]| rest.get(..rest.len() - end).unwrap_or_default().to_vec();
    match (middle(rest_a).as_slice(), middle(rest_b).as_slice()) {
        ([_] | [], [_] | []) => true,
        // Far from each other they are another word.
        (rest, other) if rest.len() == other.len() && rest.len() <= 4 => {
            let mut left = other.to_vec();
            rest.iter().all(|letter| {
                let place = left.iter().position(|other| other == letter);
                place.map(|place| left.swap_remove(place)).is_some()
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_or_their_order_is_a_slip_and_more_is_another_word() {
        for (known, typed, is_slip) in [
            ("gmail", "gmail", true),
            ("gmail", "gmai", true),
            ("gmail", "gmaill", true),
            ("gmail", "gnail", true),
            ("gmail", "gmial", true),
            ("gmail", "ymail", true),
            ("gmail", "hotmail", false),
            ("ROUBAIX", "ROUBEX", false),
            ("ROUBAIX", "ROUBIAX", true),
            ("", "a", true),
            ("", "ab", false),
        ] {
            assert_eq!(is_one_slip_away(known, typed), is_slip, "{known} {typed}");
        }
    }
}
