//! Conditional and partial requests: what a browser has already is not sent again, and what broke off goes on.
//!
//! Everything is decided by strong `ETags`. There are no dates: a release of yesterday put back is as new as any.

use std::ops::RangeInclusive;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_range_header::parse_range_header;

/// What of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// From the one byte to the other.
    Range(RangeInclusive<usize>),
    /// Nothing that it has.
    Beyond,
}

/// Whether the browser names these very bytes as what it has. A proxy that compresses may have called the tag weak.
pub(super) fn has_it(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let lines = asked.get_all(header::IF_NONE_MATCH).iter();
    let mut tags = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim);
    tags.any(|tag| tag == "*" || tag.trim_start_matches("W/").as_bytes() == etag.as_bytes())
}

/// The part asked for. Several parts at once, and parts of other bytes than these, are answered with the whole.
pub(super) fn part(asked: &HeaderMap, etag: &HeaderValue, bytes: usize) -> Part {
    let Some(range) = asked
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok())
    else {
        return Part::Whole;
    };
    if asked.get(header::IF_RANGE).is_some_and(|tag| tag != etag) {
        return Part::Whole;
    }
    let Ok(parsed) = parse_range_header(range) else {
        return Part::Whole;
    };
    let Ok(ranges) = parsed.validate(bytes as u64) else {
        return Part::Beyond;
    };
    match ranges.as_slice() {
        [one] => match (usize::try_from(*one.start()), usize::try_from(*one.end())) {
            (Ok(first), Ok(last)) => Part::Range(first..=last),
            _ => Part::Whole,
        },
        _ => Part::Whole,
    }
}

/// 206, with that part.
pub(super) fn partial(bytes: &Bytes, range: RangeInclusive<usize>) -> Response {
    let place = format!("bytes {}-{}/{}", range.start(), range.end(), bytes.len());
    let part = Body::from(bytes.slice(range));
    (
        StatusCode::PARTIAL_CONTENT,
        [(header::CONTENT_RANGE, place)],
        part,
    )
        .into_response()
}

/// 416: the file ends before.
pub(super) fn beyond(bytes: usize) -> Response {
    let place = format!("bytes */{bytes}");
    let headers = [
        (header::CONTENT_RANGE, place),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ETAG: HeaderValue = HeaderValue::from_static("\"aa\"");

    fn asked(lines: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        let lines = lines.iter();
        lines
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_tag_matches_alone_in_a_list_and_weakened() {
        for (line, expected) in [
            ("\"aa\"", true),
            ("\"bb\", \"aa\"", true),
            ("W/\"aa\"", true),
            ("*", true),
            ("\"bb\"", false),
            ("aa", false),
            ("\"aa", false),
        ] {
            let asked = asked(&[(header::IF_NONE_MATCH, line)]);
            assert_eq!(has_it(&asked, &ETAG), expected, "{line}");
        }
    }

    #[test]
    fn one_part_of_the_same_bytes_is_given_and_else_the_whole() {
        let range = |range, tag: Option<&'static str>| {
            let tag = tag.map(|tag| (header::IF_RANGE, tag));
            let lines: Vec<_> = [(header::RANGE, range)].into_iter().chain(tag).collect();
            part(&asked(&lines), &ETAG, 10)
        };
        assert_eq!(range("bytes=2-4", None), Part::Range(2..=4));
        assert_eq!(range("bytes=7-", Some("\"aa\"")), Part::Range(7..=9));
        assert_eq!(range("bytes=-3", None), Part::Range(7..=9));
        assert_eq!(range("bytes=0-99", None), Part::Range(0..=9));
        for (other, tag) in [
            ("bytes=7-", Some("\"bb\"")),
            ("bytes=7-", Some("W/\"aa\"")),
            ("bytes=7-", Some("Sun, 22 Nov 2026 09:00:00 GMT")),
            ("bytes=0-1,3-4", None),
            ("lines=0-1", None),
            ("bytes=x", None),
        ] {
            assert_eq!(range(other, tag), Part::Whole, "{other} {tag:?}");
        }
        assert_eq!(range("bytes=10-", None), Part::Beyond);
        assert_eq!(part(&HeaderMap::new(), &ETAG, 10), Part::Whole);
    }
}
