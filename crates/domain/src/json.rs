//! Structs in JSON with one list of fields, from which serde's reader and writer are made, and the phone's reader.
//!
//! The phone reads with the browser's own parser, behind [`ParsedJson`]: serde's readers weigh there.
//! A field's type says how it is read. An option or a flag may always be missing; whatever else earlier editions lack
//! is marked `= default` in the list.

use std::{cell::Cell, str::FromStr, string::String, vec::Vec};

/// A value that a JSON parser has read. What it is not, it does not have: no member, no item, no text.
pub trait ParsedJson: Sized {
    /// A member of an object; a value that is nothing where there is none.
    #[must_use]
    fn member(&self, name: &str) -> Self;
    /// Whether it is no value at all.
    fn is_missing(&self) -> bool;
    /// The text that it is.
    fn text(&self) -> Option<String>;
    /// The number that it is.
    fn number(&self) -> Option<f64>;
    /// `true` or `false`.
    fn flag(&self) -> Option<bool>;
    /// The items of a list.
    fn items(&self) -> Option<Vec<Self>>;
    /// The members of an object, each a list of its name and its value.
    fn entries(&self) -> Option<Vec<Self>>;

    /// A list of texts.
    fn texts(&self) -> Option<Vec<String>> {
        self.items()?.iter().map(Self::text).collect()
    }
}

/// An object that is being read, and whether all that must be there was there so far.
///
/// Members set a flag instead of returning early: an early return for each makes the wasm larger.
pub(crate) struct Members<'a, J> {
    json: &'a J,
    whole: &'a Cell<bool>,
}

impl<J: ParsedJson> Members<'_, J> {
    /// A member; a value that is nothing where there is none.
    pub(crate) fn value(&self, name: &str) -> J {
        self.json.member(name)
    }

    /// A member that is a text of some form.
    pub(crate) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.value(name).text()?.parse().ok()
    }

    /// A member by its code, one of a few.
    pub(crate) fn one_of<T: Copy>(
        &self,
        name: &str,
        values: &[T],
        code: fn(T) -> &'static str,
    ) -> T {
        let written = self.value(name).text();
        let found = values
            .iter()
            .find(|value| written.as_deref() == Some(code(**value)));
        self.known(found.copied(), values[0])
    }

    /// A member that is an object itself.
    pub(crate) fn object<T>(&self, name: &str, read: impl FnOnce(&Members<'_, J>) -> T) -> T {
        read(&Members {
            json: &self.value(name),
            whole: self.whole,
        })
    }

    /// A member that earlier editions lack.
    pub(crate) fn or_default<T: Member + Default>(&self, name: &str) -> T {
        if self.value(name).is_missing() {
            T::default()
        } else {
            T::of(self, name)
        }
    }

    /// The value, or what stands in for it in an object that is then refused.
    pub(crate) fn known<T>(&self, value: Option<T>, stand_in: T) -> T {
        value.unwrap_or_else(|| {
            self.whole.set(false);
            stand_in
        })
    }
}

/// A struct made by [`json_struct`].
pub(crate) trait Object: Sized {
    /// Reads member after member.
    fn of(members: &Members<'_, impl ParsedJson>) -> Self;

    /// The struct; `None` when anything that must be there is missing.
    fn whole(json: &impl ParsedJson) -> Option<Self> {
        let whole = Cell::new(true);
        let object = Self::of(&Members {
            json,
            whole: &whole,
        });
        whole.get().then_some(object)
    }
}

/// What a field can be.
pub(crate) trait Member {
    /// Reads the member of that name.
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self;
}

impl<T: Object> Member for T {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.object(name, Object::of)
    }
}

impl<T: Object> Member for Vec<T> {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        let items = members.known(members.value(name).items(), Vec::new());
        let object = |json| {
            T::of(&Members {
                json,
                whole: members.whole,
            })
        };
        items.iter().map(object).collect()
    }
}

impl Member for String {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.known(members.value(name).text(), Self::new())
    }
}

impl Member for Vec<String> {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.known(members.value(name).texts(), Self::new())
    }
}

impl<T: FromStr> Member for Option<T> {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.parsed(name)
    }
}

impl Member for bool {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.value(name).flag() == Some(true)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Member for $number {
            #[expect(clippy::cast_possible_truncation, reason = "numbers of JSON are rounded here")]
            fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
                let number = members.value(name).number();
                let number = number.and_then(|number| Self::try_from(number as i64).ok());
                members.known(number, 0)
            }
        }
    )*};
}

numbers!(u8, u16, u32, i8, i16);

/// Defines a struct with serde's reader and writer, and the phone's reader.
macro_rules! json_struct {
    (
        $(#[$of_struct:meta])*
        $visible:vis struct $name:ident {
            $($(#[$of_field:meta])* $field_visible:vis $field:ident: $type:ty $(= $default:ident)?,)*
        }
    ) => {
        #[derive(::serde::Serialize, ::serde::Deserialize)]
        $(#[$of_struct])*
        $visible struct $name {
            $($(#[$of_field])* $(#[serde($default)])? $field_visible $field: $type,)*
        }

        impl $name {
            /// Reads it as the phone does; `None` when anything that must be there is missing.
            pub fn read(json: &impl $crate::json::ParsedJson) -> Option<Self> {
                $crate::json::Object::whole(json)
            }
        }

        impl $crate::json::Object for $name {
            fn of(members: &$crate::json::Members<'_, impl $crate::json::ParsedJson>) -> Self {
                Self { $($field: $crate::json::json_struct!(@ members $field $($default)?)),* }
            }
        }
    };
    (@ $members:ident $field:ident) => {
        $crate::json::Member::of($members, stringify!($field))
    };
    (@ $members:ident $field:ident default) => {
        $members.or_default(stringify!($field))
    };
}
pub(crate) use json_struct;

/// Has serde read types from a text, as their `FromStr` does.
macro_rules! deserialize_from_str {
    ($($type:ty),*) => {$(
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::string::String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

pub(crate) use deserialize_from_str;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
