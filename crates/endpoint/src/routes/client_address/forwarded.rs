//! `X-Forwarded-For` and `X-Forwarded-Proto`, as proxies write them: lists, with ports and brackets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::HeaderMap;

/// What the outermost of `hops` trusted proxies wrote: each writes behind what it was told, and before that anything can be invented.
///
/// A list that is shorter was written by ours alone: then it is the first of it. A proxy that replaces the list leaves one.
pub(super) fn nth_from_the_end<'a>(
    headers: &'a HeaderMap,
    name: &str,
    hops: usize,
) -> Option<&'a str> {
    let lines = headers.get_all(name).iter();
    let entries = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    // Bytes that are no text are no address, and keep their place: a client can send them before our proxy writes.
    let all: Vec<&str> = entries
        .map(|entry| std::str::from_utf8(entry).unwrap_or_default().trim())
        .collect();
    let place = all.len().saturating_sub(hops);
    all.get(place).copied()
}

/// An address, with or without port, in brackets or not. Zones of IPv6 mean nothing here and are dropped.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('[') {
        let (inside, after) = rest.split_once(']')?;
        let is_port = after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
        return is_port.then(|| version_6(inside)).flatten();
    }
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Some(address.into());
    }
    if let Some(address) = version_6(text) {
        return Some(address);
    }
    let (address, port) = text.split_once(':')?;
    let address = address.parse::<Ipv4Addr>().ok()?;
    is_port(port).then_some(address.into())
}

fn version_6(text: &str) -> Option<IpAddr> {
    let address = match text.split_once('%') {
        Some((address, zone)) if !zone.is_empty() => address,
        Some(_) => return None,
        None => text,
    };
    address.parse::<Ipv6Addr>().ok().map(IpAddr::from)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_writing_of_an_address_is_that_address(
            four in any::<Ipv4Addr>(), six in any::<Ipv6Addr>(), port in any::<u16>(), zone in "[a-z0-9.]{1,8}"
        ) {
            for text in [four.to_string(), format!("{four}:{port}"), format!("  {four}\t")] {
                prop_assert_eq!(address(&text), Some(four.into()), "{}", text);
            }
            for text in [
                six.to_string(),
                format!("[{six}]"),
                format!("[{six}]:{port}"),
                format!("{six}%{zone}"),
                format!("[{six}%{zone}]:{port}"),
                six.to_string().to_uppercase(),
            ] {
                prop_assert_eq!(address(&text), Some(six.into()), "{}", text);
            }
        }

        #[test]
        fn what_is_read_is_in_the_text(text in "[0-9a-f.:\\[\\]% ,]{0,40}") {
            if let Some(address) = address(&text) {
                let trimmed = text.trim().trim_start_matches('[');
                let bare = trimmed.split(['%', ']']).next().unwrap_or_default();
                let bare = if address.is_ipv4() { bare.split(':').next().unwrap_or_default() } else { bare };
                prop_assert_eq!(bare.parse::<IpAddr>().ok(), Some(address));
            }
        }

        #[test]
        fn nothing_makes_it_panic(text in any::<String>()) {
            let _ = address(&text);
        }

        /// However much a client invents in front, the answer is what our own proxies wrote.
        #[test]
        fn what_was_invented_before_our_proxies_is_never_believed(
            invented in prop::collection::vec(prop_oneof![0x20..0x7f_u8, 0x80..=0xff_u8], 0..40),
            ours in prop::collection::vec(any::<Ipv4Addr>(), 1..5),
            in_one_line in any::<bool>(),
        ) {
            let mut headers = HeaderMap::new();
            let written: Vec<String> = ours.iter().map(ToString::to_string).collect();
            let written = written.join(", ").into_bytes();
            let lines = if in_one_line {
                vec![[invented, written].join(&b", "[..])]
            } else {
                vec![invented, written]
            };
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_bytes(&line)?);
            }
            let said = nth_from_the_end(&headers, "x-forwarded-for", ours.len());
            prop_assert_eq!(said.and_then(address), ours.first().map(|first| IpAddr::from(*first)));
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "",
            "unknown",
            "_hidden",
            "1.2.3",
            "1.2.3.4:",
            "1.2.3.4:+80",
            "1.2.3.4:65536",
            "1.2.3.4:80:80",
            "[1.2.3.4]:80",
            "[2001:db8::1",
            "2001:db8::1]",
            "[2001:db8::1]443",
            "[2001:db8::1]:",
            "2001:db8::1%",
            "[]",
            "1.2.3.4%eth0",
        ] {
            assert_eq!(address(text), None, "{text:?}");
        }
    }

    #[test]
    fn of_a_short_list_it_is_the_first() {
        let mut headers = HeaderMap::new();
        assert_eq!(nth_from_the_end(&headers, "x-forwarded-for", 1), None);
        headers.append("x-forwarded-for", HeaderValue::from_static("192.0.2.1"));
        assert_eq!(
            nth_from_the_end(&headers, "x-forwarded-for", 3),
            Some("192.0.2.1")
        );
    }
}
