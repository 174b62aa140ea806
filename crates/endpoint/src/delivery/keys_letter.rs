//! The mail to the officer about a new key: it waits for its copy, and what to do. No answer and no secret in it.

use domain::{delivery::Recipient, time::Timestamp};

use super::mail::{self, Words, ending};
use crate::{blocking::blocking, french, keys::KeyState, state::EndpointState};

/// Tells the officer of each key that waits for its copy, once: what is not taken is sent again the next time.
/// Nothing is said while mail is held, or while the mail server takes nothing: then an hour later.
/// Returns how many mails were taken.
pub(crate) async fn tell_of_keys(endpoint: &EndpointState, now: Timestamp) -> usize {
    let is_held = !matches!(endpoint.store.mail_held_since().await, Ok(None));
    if is_held
        || endpoint
            .dispatcher
            .lock()
            .await
            .waits(Some(Recipient::Officer), now)
    {
        return 0;
    }
    let mut taken = 0;
    let keys = endpoint.keys.clone();
    for key in blocking(move || keys.to_tell(now)).await {
        let kid = key.kid.as_str();
        let edition = mail::Edition {
            mailed_anew: 0,
            dated_at: key.made_at,
        };
        let mail = mail::write(words(endpoint, &key), edition, &endpoint.addresses);
        match endpoint.mailer.send(mail, &endpoint.addresses).await {
            Ok(()) => {
                taken += 1;
                let (keys, told) = (endpoint.keys.clone(), key.kid.clone());
                match blocking(move || keys.told(&told, now)).await {
                    Ok(()) => {
                        tracing::info!(kid, "the officer was told that a key waits for its copy");
                    }
                    Err(error) => {
                        tracing::error!(kid, %error, "what the officer was told is not kept");
                    }
                }
            }
            Err(not) => {
                let reason = not.failure.code();
                tracing::warn!(
                    kid,
                    reason,
                    "the officer was not told of a key, and will be"
                );
            }
        }
    }
    taken
}

/// What the mail says.
fn words(endpoint: &EndpointState, key: &KeyState) -> Words {
    let day = |moment| french::full_day(french::local(moment, &endpoint.time_zone).date().into());
    let words = &endpoint.mails.keys;
    let (subject, phones) = if key.is_public {
        (words.subject_in_use(), words.in_use())
    } else {
        let from = day(key.published_from);
        (words.subject_waiting(&from), words.waiting(&from))
    };
    Words {
        to: Recipient::Officer,
        branch: None,
        subject,
        text: ending(&words.text(&day(key.made_at), &phones, &key.kid)),
        attachment: None,
        follows: None,
        about: format!("key|{}", key.kid),
    }
}
