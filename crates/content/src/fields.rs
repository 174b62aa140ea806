//! The fields of one TOML table: each is asked for by name, and one that is left over is a mistake.

use std::{cell::RefCell, collections::BTreeSet};

use toml::de::DeTable;

use crate::source::{Mark, Place, Value};

/// A table that is being read.
pub(crate) struct Fields<'s> {
    pub(crate) place: Place<'s>,
    table: &'s DeTable<'s>,
    known: RefCell<BTreeSet<String>>,
}

impl<'s> Fields<'s> {
    pub(crate) fn new(place: Place<'s>, table: &'s DeTable<'s>) -> Self {
        Self {
            place,
            table,
            known: RefCell::default(),
        }
    }

    /// The field, where the file has it.
    pub(crate) fn optional(&self, name: &str) -> Option<Value<'s>> {
        self.known.borrow_mut().insert(name.to_owned());
        let value = self.table.get(name)?;
        Some(Value::new(
            self.place.part(name, value.span().start),
            value.get_ref(),
        ))
    }

    /// The field; its absence is a mistake. `what` says what it is for.
    pub(crate) fn required(&self, name: &str, what: &str) -> Option<Value<'s>> {
        let value = self.optional(name);
        if value.is_none() {
            let mut missing = self.place.clone();
            missing.path = self.place.part(name, 0).path;
            missing.refuse(format!("manque : il faut {what}"));
        }
        value
    }

    /// Every field, for tables whose names are data.
    pub(crate) fn entries(&self) -> Vec<(String, Value<'s>)> {
        self.table
            .iter()
            .map(|(name, value)| {
                let place = self.place.part(name.get_ref(), name.span().start);
                (
                    name.get_ref().to_string(),
                    Value::new(place, value.get_ref()),
                )
            })
            .collect()
    }

    /// Reports a mistake about a value of this file that was read before.
    pub(crate) fn refuse_at(&self, mark: &Mark, expected: impl Into<String>) {
        mark.refuse(self.place.source.problems(), expected);
    }

    /// Refuses every field that was not asked for.
    pub(crate) fn refuse_unknown(&self) {
        let known = self.known.borrow();
        for (name, value) in self.entries() {
            if !known.contains(&name) {
                let names: Vec<&str> = known.iter().map(String::as_str).collect();
                let expected = match names.join(", ") {
                    none if none.is_empty() => "n’en mettre aucun".to_owned(),
                    names => format!("l’un de : {names}"),
                };
                value
                    .place
                    .refuse(format!("champ inconnu, il faut {expected}"));
            }
        }
    }
}
