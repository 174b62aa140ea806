//! In-app browsers (Instagram and its like): detection, and a way out.
//!
//! What such a browser keeps belongs to the app around it, and there is no service worker on iPhones.
//! The form works there all the same; a person who knows can choose better.

/// The way from an app's own browser to the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayOut {
    /// A link that the system opens elsewhere.
    Link(String),
    /// None that a page can give: the link is copied, and pasted by hand.
    Copy,
}

/// What names each app in the browser's description of itself.
const APPS: [&str; 14] = [
    "Instagram",
    "FBAN",
    "FBAV",
    "FB_IAB",
    "Messenger",
    "musical_ly",
    "trill",
    "BytedanceWebview",
    "TikTok",
    "Snapchat",
    "Threads",
    // Threads again, by the name that its browser says.
    "Barcelona",
    "WhatsApp/",
    "LinkedInApp",
];

/// Where the links are known to stay inside, by system; tested by others in October and November 2024.
const ANDROID_STAYS: [&str; 6] = [
    "Messenger",
    "Orca-Android",
    "musical_ly",
    "trill",
    "BytedanceWebview",
    "TikTok",
];
const IOS_STAYS: [&str; 1] = ["Snapchat"];

/// The way out to `address` (`https://host/path`); `None` where the browser is the person's own.
///
/// `user_agent` is the browser's description of itself.
pub fn way_out(user_agent: &str, address: &str) -> Option<WayOut> {
    let names = |list: &[&str]| list.iter().any(|name| is_named(user_agent, name));
    if !names(&APPS) {
        return None;
    }
    // One letter at a time: to look for several brings the library's search, which weighs 1 KB.
    let (scheme, rest) = address.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let android = is_named(user_agent, "Android");
    let stays = if android {
        names(&ANDROID_STAYS)
    } else {
        names(&IOS_STAYS)
    };
    if stays {
        return Some(WayOut::Copy);
    }
    let link = if android {
        ["intent://", rest, "#Intent;scheme=", scheme, ";end"].concat()
    } else {
        ["x-safari-", address].concat()
    };
    Some(WayOut::Link(link))
}

/// Whether apps are installed from the share menu there: an iPhone or an iPad, in a browser of its own.
///
/// Other browsers of the same system do so since iOS 16.4, under the same name.
pub fn has_share_menu(user_agent: &str) -> bool {
    let is_any = |names: &[&str]| names.iter().any(|name| is_named(user_agent, name));
    is_any(&["iPhone", "iPad"]) && is_named(user_agent, "Safari/") && !is_any(&APPS)
}

/// Whether the description holds that name. Byte by byte: the library's search weighs several times as much.
fn is_named(user_agent: &str, name: &str) -> bool {
    let mut places = user_agent.as_bytes().windows(name.len());
    places.any(|place| place == name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://ml.example/?source=instagram";

    fn link(text: &str) -> WayOut {
        WayOut::Link(text.to_owned())
    }

    #[test]
    fn each_app_has_the_way_out_that_works_there() {
        let android = "Mozilla/5.0 (Linux; Android 13; SM-A136B; wv) AppleWebKit/537.36 Version/4.0 Chrome/128.0 Mobile Safari/537.36";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/21G80";
        let intent = "intent://ml.example/?source=instagram#Intent;scheme=https;end";
        let safari = "x-safari-https://ml.example/?source=instagram";
        for (system, app, expected) in [
            (android, " Instagram 350.0.0 Android", Some(link(intent))),
            (android, " [FB_IAB/FB4A;FBAV/480.0.0;]", Some(link(intent))),
            (
                android,
                " [FB_IAB/Orca-Android;FBAV/470.0.0;]",
                Some(WayOut::Copy),
            ),
            (
                android,
                " musical_ly_2023 BytedanceWebview/d8a21c6",
                Some(WayOut::Copy),
            ),
            (android, " Snapchat/13.10", Some(link(intent))),
            (
                iphone,
                " Instagram 350.0.0 (iPhone14,2)",
                Some(link(safari)),
            ),
            (iphone, " [FBAN/FBIOS;FBAV/480.0.0]", Some(link(safari))),
            (
                iphone,
                " [FBAN/MessengerForiOS;FBAV/470.0]",
                Some(link(safari)),
            ),
            (
                iphone,
                " musical_ly_36.1.0 BytedanceWebview/d8a21c6",
                Some(link(safari)),
            ),
            (
                iphone,
                " Snapchat/13.10 (like Safari/8617)",
                Some(WayOut::Copy),
            ),
            (
                iphone,
                " Barcelona 414.1.0.26.79 (iPhone14,7; iOS 26_2; IABMV/1)",
                Some(link(safari)),
            ),
            (
                android,
                " Barcelona 381.0.0.48.93 Android (33/13; IABMV/1)",
                Some(link(intent)),
            ),
            (android, " WhatsApp/2.24.20.89 A", Some(link(intent))),
            (iphone, " [LinkedInApp]/9.30.1234", Some(link(safari))),
            // Gmail and Messages open what the person browses with, under its own name.
            (android, "", None),
            (iphone, " Version/17.6 Safari/604.1", None),
        ] {
            let user_agent = [system, app].concat();
            assert_eq!(way_out(&user_agent, ADDRESS), expected, "{user_agent}");
        }
    }

    #[test]
    fn only_the_browsers_of_an_iphone_have_its_share_menu() {
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/21G80";
        for (system, rest, expected) in [
            (iphone, " Version/17.6 Safari/604.1", true),
            (iphone, " CriOS/130.0 Safari/604.1", true),
            (iphone, " Instagram 350.0.0 (iPhone14,2)", false),
            (iphone, " Snapchat/13.10 (like Safari/8617)", false),
            ("Mozilla/5.0 (Linux; Android 13)", " Safari/537.36", false),
        ] {
            let user_agent = [system, rest].concat();
            assert_eq!(has_share_menu(&user_agent), expected, "{user_agent}");
        }
    }

    #[test]
    fn an_empty_description_is_the_persons_own_browser() {
        assert_eq!(way_out("", ADDRESS), None);
    }
}
