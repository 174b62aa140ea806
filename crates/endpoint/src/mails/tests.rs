//! Every sentence with example values, and the mails to the letter.

use super::*;

const NUMBER: &str = "KT4-HW7-PX";
const CODE: &str = "KT4HW7PX";

#[test]
fn the_mail_of_a_registration_to_the_letter() -> anyhow::Result<()> {
    let words = Mails::ours()?.registration;
    let title = words.title(&words.noun_registration(), NUMBER);
    let call_by = words.call_before("lundi 23 novembre", "18\u{a0}h");
    assert_eq!(
        words.subject(&title, &call_by, ""),
        "Préinscription KT4-HW7-PX\u{a0}: à rappeler avant lundi 23 novembre, 18\u{a0}h"
    );
    let password = format!(" {}", words.password());
    let moment = words.moment("samedi 21 novembre", "18\u{a0}h\u{a0}42");
    assert_eq!(
        words.text(
            &words.arrived_registration(),
            &moment,
            NUMBER,
            &call_by,
            &password,
            &words.keep_days("7"),
        ),
        "Bonjour,\n\n\
         Une préinscription est arrivée le samedi 21 novembre à 18\u{a0}h\u{a0}42, sous le numéro KT4-HW7-PX.\n\
         La personne est à rappeler avant lundi 23 novembre, 18\u{a0}h.\n\n\
         Ses réponses sont dans la fiche PDF jointe, dans l’ordre des rubriques d’I-Milo. \
         Elle s’ouvre avec le mot de passe de cette boîte.\n\n\
         Le contenu sera effacé du service 7\u{a0}jours après cette remise\u{a0}: \
         ensuite, cette fiche est le seul exemplaire. Effacez ce message dès que le dossier est saisi ou clos."
    );
    assert_eq!(words.call_soon(), "sous 24\u{a0}heures ouvrées");
    assert_eq!(words.keep_one_day(), "1\u{a0}jour");
    assert_eq!(words.noun_callback(), "Demande de rappel");
    assert_eq!(
        words.arrived_callback(),
        "Une demande de rappel est arrivée"
    );
    Ok(())
}

#[test]
fn the_mails_about_rights_to_the_letter() -> anyhow::Result<()> {
    let words = Mails::ours()?.rights;
    let due_on = "lundi 21 décembre 2026";
    assert_eq!(
        words.subject(NUMBER, due_on),
        "Demande de droits KT4-HW7-PX\u{a0}: réponse due le lundi 21 décembre 2026"
    );
    let password = format!(" {}", words.password());
    assert_eq!(
        words.text(
            "samedi 21 novembre",
            "18\u{a0}h",
            NUMBER,
            due_on,
            &password,
            CODE
        ),
        "Bonjour,\n\n\
         Une demande de droits est arrivée le samedi 21 novembre à 18\u{a0}h, sous le numéro KT4-HW7-PX.\n\
         La réponse est due au plus tard le lundi 21 décembre 2026.\n\n\
         La demande est dans le PDF joint. Elle s’ouvre avec le mot de passe des fiches.\n\n\
         Pour noter une étape au registre (prise en main, identité demandée, prolongée, répondue ou refusée), \
         ou savoir où elle en est, écrivez à la personne qui administre le service, avec le numéro, la date et votre nom\u{a0}: \
         jamais le nom de la personne ni ce qu’elle demande. \
         Cette personne tape\u{a0}: premier-accueil rights show KT4HW7PX\n\n\
         Un rappel part sept jours avant l’échéance, et un autre le jour même, tant qu’elle n’est pas close. \
         Effacez ce message une fois la demande close."
    );
    for (when, said) in [
        (words.reminder_week_before(), "dans sept jours"),
        (words.reminder_due_day(), "aujourd’hui"),
    ] {
        assert_eq!(
            words.reminder_subject(NUMBER, &when),
            format!("Demande de droits KT4-HW7-PX\u{a0}: réponse due {said}")
        );
        assert_eq!(
            words.reminder_text(NUMBER, &when, due_on, CODE),
            format!(
                "Bonjour,\n\n\
                 La réponse à la demande de droits KT4-HW7-PX est due {said}, le lundi 21 décembre 2026, \
                 et la demande n’est pas close.\n\n\
                 Une fois la personne prévenue, écrivez à qui administre le service, avec le numéro, la date et votre nom\u{a0}: \
                 la demande est close au registre, et ces rappels s’arrêtent. \
                 Cette personne tape\u{a0}: premier-accueil rights close KT4HW7PX --answered --by …\n\n\
                 Pour savoir où elle en est\u{a0}: premier-accueil rights show KT4HW7PX"
            )
        );
    }
    for (what, todo, subject, text) in [
        (
            words.cancelled_what(),
            words.cancelled_todo(),
            "annulé",
            "La personne a annulé cet envoi. Le service n’en garde plus le contenu.\n\n\
             Effacez la fiche et son message, ainsi que tout tirage. N’appelez plus pour cet envoi.\n\
             Si le dossier est déjà saisi dans I-Milo, dites-le au délégué à la protection des données.",
        ),
        (
            words.frozen_what(),
            words.frozen_todo(),
            "à garder sans l’utiliser",
            "L’utilisation de cet envoi est limitée à la demande de la personne.\n\n\
             Gardez la fiche telle quelle. N’appelez pas, ne saisissez rien et n’effacez rien, \
             jusqu’au message qui lèvera la limitation.",
        ),
        (
            words.stopped_what(),
            words.stopped_todo(),
            "à ne plus utiliser",
            "La personne s’oppose à l’utilisation de cet envoi.\n\n\
             N’appelez plus et ne saisissez rien. Le délégué à la protection des données vous dira la suite.",
        ),
        (
            words.withdrawn_what(),
            words.withdrawn_todo(),
            "une option est reprise",
            "La personne reprend une option. Laquelle est dans le PDF joint, qui s’ouvre comme les fiches.\n\n\
             Suivez-le avant le prochain message à cette personne.",
        ),
        (
            words.lifted_what(),
            words.lifted_todo(),
            "de nouveau utilisable",
            "Ce qui retenait cet envoi est levé.\n\nLa fiche peut de nouveau servir.",
        ),
    ] {
        assert_eq!(
            words.change_subject(NUMBER, &what),
            format!("Envoi KT4-HW7-PX\u{a0}: {subject}")
        );
        assert_eq!(
            words.change_text(NUMBER, &todo),
            format!("Bonjour,\n\nEnvoi KT4-HW7-PX.\n\n{text}")
        );
    }
    Ok(())
}

#[test]
fn the_mails_about_options_and_keys_to_the_letter() -> anyhow::Result<()> {
    let Mails { options, keys, .. } = Mails::ours()?;
    assert_eq!(
        options.subject(NUMBER),
        "Envoi KT4-HW7-PX\u{a0}: choix sur une option"
    );
    assert_eq!(options.title(NUMBER), "Choix sur une option KT4-HW7-PX");
    let about = format!(" {}", options.about("PX7-HW4-KT"));
    let password = format!(" {}", options.password());
    assert_eq!(
        options.text("samedi 21 novembre", "18\u{a0}h", NUMBER, &about, &password),
        "Bonjour,\n\n\
         Un choix sur une option est arrivé le samedi 21 novembre à 18\u{a0}h, sous le numéro KT4-HW7-PX. \
         Il concerne l’envoi PX7-HW4-KT.\n\
         Ce qui est choisi ou repris est dans le PDF joint. Il s’ouvre avec le mot de passe de cette boîte.\n\n\
         Suivez-le avant le prochain message à cette personne, puis rangez-le avec sa fiche ou effacez-le."
    );
    assert_eq!(
        keys.subject_in_use(),
        "Clé du service à copier dès que possible"
    );
    assert_eq!(
        keys.subject_waiting("mercredi 21 avril 2027"),
        "Clé du service à copier avant le mercredi 21 avril 2027"
    );
    for (phones, said) in [
        (keys.in_use(), "Les téléphones l’utilisent déjà."),
        (
            keys.waiting("mercredi 21 avril 2027"),
            "Les téléphones l’utiliseront à partir du mercredi 21 avril 2027.",
        ),
    ] {
        assert_eq!(
            keys.text("samedi 21 novembre 2026", &phones, "2c8f"),
            format!(
                "Bonjour,\n\n\
                 Le service a créé une clé le samedi 21 novembre 2026, et aucune copie n’en est encore connue. {said}\n\n\
                 Sans copie, un disque perdu rendrait illisible tout ce qui est scellé avec elle.\n\n\
                 Faites copier le dossier des clés du service, à l’abri et ailleurs que la base de données. \
                 Puis, sur le serveur\u{a0}: premier-accueil keys backed-up 2c8f.\n\n\
                 Ce message ne part qu’une fois pour cette clé."
            )
        );
    }
    Ok(())
}

#[test]
fn what_is_given_stands_in_every_sentence_and_no_brace_is_left() -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/mails");
    let mut rendered = 0;
    for (mut read, asked) in sentences::read(&folder, &Mails::ASKED)?
        .into_iter()
        .zip(Mails::ASKED)
    {
        for (name, given) in asked.sentences {
            let examples: Vec<String> = given.iter().map(|name| format!("<{name}>")).collect();
            let values: Vec<(&str, &str)> = given
                .iter()
                .copied()
                .zip(examples.iter().map(String::as_str))
                .collect();
            let text = read.take(name).with(&values);
            for example in &examples {
                assert!(text.contains(example), "{}.{name}: {text}", asked.file);
            }
            assert!(
                !text.is_empty() && !text.contains(['{', '}']),
                "{}.{name}: {text}",
                asked.file
            );
            rendered += 1;
        }
    }
    assert!(rendered > 100, "{rendered} sentences");
    Ok(())
}
