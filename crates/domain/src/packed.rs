//! The layout of what a phone loads: values one after the other, without names or types.
//!
//! Writer and reader are of one build, and files are named by their bytes, so the layout has no version.
//! One reader for all types, which notes that something was wrong and reads on:
//! a derived reader, with its way out after every field, weighs several times as much on the phone.
//!
//! Numbers are LEB128, texts and lists follow their length, an optional value follows 0 or 1.

use std::{string::String, vec::Vec};

/// What can be laid out.
pub(crate) trait Packed: Sized {
    /// Adds the value to what was written before.
    fn pack(&self, into: &mut Vec<u8>);

    /// Takes the value off what is left to read; any value at all where there is none.
    fn unpack(from: &mut Unpacking<'_>) -> Self;
}

/// The bytes of a value.
pub(crate) fn packed(value: &impl Packed) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.pack(&mut bytes);
    bytes
}

/// The value in those bytes; `None` when they are not exactly those of one.
pub(crate) fn unpacked<T: Packed>(bytes: &[u8]) -> Option<T> {
    let mut from = Unpacking {
        rest: bytes,
        broken: false,
    };
    let value = T::unpack(&mut from);
    (!from.broken && from.rest.is_empty()).then_some(value)
}

/// What is left to read.
pub(crate) struct Unpacking<'a> {
    rest: &'a [u8],
    /// Whether something was not as it is written; what was read since means nothing.
    broken: bool,
}

impl Unpacking<'_> {
    pub(crate) fn number(&mut self) -> usize {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let Some((byte, rest)) = self.rest.split_first() else {
                break;
            };
            self.rest = rest;
            number |= usize::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return number;
            }
        }
        self.broken = true;
        0
    }

    fn text(&mut self) -> String {
        let length = self.number();
        if let Some((text, rest)) = self.rest.split_at_checked(length)
            && let Ok(text) = std::str::from_utf8(text)
        {
            self.rest = rest;
            return text.into();
        }
        self.broken = true;
        String::new()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "seven bits of it are written at a time"
)]
pub(crate) fn pack_number(number: usize, into: &mut Vec<u8>) {
    let mut left = number;
    while left >= 0x80 {
        into.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    into.push(left as u8);
}

impl Packed for bool {
    fn pack(&self, into: &mut Vec<u8>) {
        pack_number(usize::from(*self), into);
    }

    fn unpack(from: &mut Unpacking<'_>) -> Self {
        from.number() == 1
    }
}

macro_rules! packed_numbers {
    ($($number:ty),*) => {$(
        impl Packed for $number {
            fn pack(&self, into: &mut Vec<u8>) {
                // A number below zero is written as none, and the build's own reading back finds it.
                pack_number(usize::try_from(*self).unwrap_or_default(), into);
            }

            fn unpack(from: &mut Unpacking<'_>) -> Self {
                Self::try_from(from.number()).unwrap_or_default()
            }
        }
    )*};
}

packed_numbers!(u16, i16);

impl Packed for String {
    fn pack(&self, into: &mut Vec<u8>) {
        pack_number(self.len(), into);
        into.extend_from_slice(self.as_bytes());
    }

    fn unpack(from: &mut Unpacking<'_>) -> Self {
        from.text()
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, into: &mut Vec<u8>) {
        self.is_some().pack(into);
        if let Some(value) = self {
            value.pack(into);
        }
    }

    fn unpack(from: &mut Unpacking<'_>) -> Self {
        bool::unpack(from).then(|| T::unpack(from))
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, into: &mut Vec<u8>) {
        pack_number(self.len(), into);
        for value in self {
            value.pack(into);
        }
    }

    fn unpack(from: &mut Unpacking<'_>) -> Self {
        let mut list = Self::new();
        for _ in 0..from.number() {
            if from.broken {
                break;
            }
            list.push(T::unpack(from));
        }
        list
    }
}

impl<T: Packed> Packed for (String, T) {
    fn pack(&self, into: &mut Vec<u8>) {
        self.0.pack(into);
        self.1.pack(into);
    }

    fn unpack(from: &mut Unpacking<'_>) -> Self {
        (from.text(), T::unpack(from))
    }
}

/// Lays out structs, field after field.
macro_rules! packed_structs {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl $crate::packed::Packed for $name {
            fn pack(&self, into: &mut ::std::vec::Vec<u8>) {
                $($crate::packed::Packed::pack(&self.$field, into);)*
            }

            fn unpack(from: &mut $crate::packed::Unpacking<'_>) -> Self {
                Self { $($field: $crate::packed::Packed::unpack(from)),* }
            }
        }
    )*};
}
pub(crate) use packed_structs;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Everything = Vec<(String, Option<(String, Vec<u16>)>)>;

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(
            value in prop::collection::vec((".*", prop::option::of((".*", prop::collection::vec(any::<u16>(), 0..9)))), 0..9)
        ) {
            let bytes = packed(&value);
            prop_assert_eq!(unpacked::<Everything>(&bytes), Some(value));
        }

        #[test]
        fn other_bytes_are_refused_or_read_and_never_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let read = unpacked::<Everything>(&bytes);
            prop_assert!(read.is_none_or(|value| packed(&value).len() <= bytes.len()));
        }
    }

    #[test]
    fn a_part_of_the_bytes_is_nothing() {
        let bytes = packed(&Everything::from([(
            "à".into(),
            Some(("b".into(), [7, 300].into())),
        )]));
        for length in 0..bytes.len() {
            assert_eq!(unpacked::<Everything>(&bytes[..length]), None, "{length}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(unpacked::<Everything>(&longer), None);
    }
}
