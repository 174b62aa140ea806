//! A date in three fields: day, month, year. ISO outside, as the calendar writes it inside.

use leptos::prelude::*;

use super::field::{Field, FieldWords};

/// The labels of the three fields.
#[derive(Clone)]
pub struct DateLabels {
    /// "Jour".
    pub day: String,
    /// "Mois".
    pub month: String,
    /// "Année".
    pub year: String,
}

/// A date in three fields.
#[component]
pub fn DateField(
    /// The words around.
    words: FieldWords,
    /// The labels of the fields.
    labels: DateLabels,
    /// Whether the browser may fill in a birthday.
    birthday: bool,
    /// What was typed before: `2007-05-14`, or as much of it as there is.
    value: String,
    /// Called with `year-month-day`, padded, at every change; with nothing when all three are empty.
    on_input: Callback<String>,
) -> impl IntoView {
    let mut parts = value.splitn(3, '-').map(unpadded);
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let typed = StoredValue::new([
        year.unwrap_or_default(),
        month.unwrap_or_default(),
        day.unwrap_or_default(),
    ]);
    let part =
        |position: usize, name: &str, label: String, token: &'static str, length: &'static str| {
            let mut id = words.id.clone();
            id.push_str(name);
            let described = words.described_by();
            let invalid = words.invalid();
            let initial = typed.with_value(|typed| typed[position].clone());
            let changed = move |event| {
                typed.update_value(|typed| {
                    event_target_value(&event)
                        .trim()
                        .clone_into(&mut typed[position]);
                });
                on_input.run(typed.with_value(joined));
            };
            view! {
                <div>
                    <label for=id.clone()>{label}</label>
                    <input
                        id=id.clone()
                        name=id
                        type="text"
                        inputmode="numeric"
                        maxlength=length
                        autocomplete=if birthday { token } else { "off" }
                        enterkeyhint="next"
                        aria-describedby=described
                        aria-invalid=invalid
                        value=initial
                        on:input=changed
                    />
                </div>
            }
            .into_any()
        };
    let inputs = view! {
        <div class="trio">
            {part(2, "-day", labels.day, "bday-day", "2")}
            {part(1, "-month", labels.month, "bday-month", "2")}
            {part(0, "-year", labels.year, "bday-year", "4")}
        </div>
    };
    view! { <Field words=words.clone() group=true children=inputs.into_any()/> }
}

fn unpadded(part: &str) -> String {
    part.trim_start_matches('0').to_owned()
}

fn joined(parts: &[String; 3]) -> String {
    if parts.iter().all(String::is_empty) {
        return String::new();
    }
    let [year, month, day] = parts;
    let mut out = year.clone();
    for part in [month, day] {
        out.push('-');
        if part.len() == 1 {
            out.push('0');
        }
        out.push_str(part);
    }
    out
}
