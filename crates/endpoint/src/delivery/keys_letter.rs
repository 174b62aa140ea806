//! The mail to the officer about a new key: it waits for its copy, and what to do. No answer and no secret in it.

use domain::{delivery::Recipient, time::Timestamp};

use super::{
    french,
    mail::{self, Words},
};
use crate::{blocking::blocking, endpoint::Inner, keys::KeyState};

/// Tells the officer of each key that waits for its copy, once: what is not taken is sent again the next time.
/// Nothing is said while mail is held, or while the mail server takes nothing: then an hour later.
pub(crate) async fn tell_of_keys(endpoint: &Inner, now: Timestamp) {
    let is_held = !matches!(endpoint.store.mail_held_since().await, Ok(None));
    if is_held
        || endpoint
            .dispatcher
            .lock()
            .await
            .waits(Recipient::Officer, now)
    {
        return;
    }
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
            Err(failure) => {
                let reason = failure.code();
                tracing::warn!(
                    kid,
                    reason,
                    "the officer was not told of a key, and will be"
                );
            }
        }
    }
}

/// What the mail says.
fn words(endpoint: &Inner, key: &KeyState) -> Words {
    let day = |moment| french::full_day(french::local(moment, &endpoint.time_zone).date().into());
    let (subject, use_) = if key.is_public {
        (
            "Clé du service à copier dès que possible".to_owned(),
            "Les téléphones l’utilisent déjà.".to_owned(),
        )
    } else {
        let from = day(key.published_from);
        (
            format!("Clé du service à copier avant le {from}"),
            format!("Les téléphones l’utiliseront à partir du {from}."),
        )
    };
    Words {
        to: Recipient::Officer,
        subject,
        text: format!(
            "Bonjour,\n\n\
             Le service a créé une clé le {}, et aucune copie n’en est encore connue. {use_}\n\n\
             Sans copie, un disque perdu rendrait illisible tout ce qui est scellé avec elle.\n\n\
             Faites copier le dossier des clés du service, à l’abri et ailleurs que la base de données. \
             Puis, sur le serveur\u{a0}: premier-accueil keys backed-up {}.\n\n\
             Ce message ne part qu’une fois pour cette clé.\n",
            day(key.made_at),
            key.kid,
        ),
        attachment: None,
        about: format!("key|{}", key.kid),
    }
}
