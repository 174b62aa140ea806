//! The layout of what a phone loads: values one after the other, without names or types.
//!
//! Writer and reader are of one build, and files are named by their bytes, so the layout has no version.
//! One reader for all types, which notes that something was wrong and reads on:
//! a derived reader, with its way out after every field, weighs several times as much on the phone.
//!
//! Numbers are LEB128, texts and lists follow their length, an optional value follows 0 or 1.

use std::{string::String, vec::Vec};

/// What can be laid out.
pub(crate) trait Binary: Sized {
    /// Adds the value to what was written before.
    fn write(&self, into: &mut Vec<u8>);

    /// Takes the value off what is left to read; any value at all where there is none.
    fn read(from: &mut BinaryReader<'_>) -> Self;
}

/// The bytes of a value.
pub(crate) fn to_bytes(value: &impl Binary) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.write(&mut bytes);
    bytes
}

/// The value in those bytes; `None` when they are not exactly those of one.
pub(crate) fn from_bytes<T: Binary>(bytes: &[u8]) -> Option<T> {
    let mut from = BinaryReader {
        rest: bytes,
        broken: false,
    };
    let value = T::read(&mut from);
    (!from.broken && from.rest.is_empty()).then_some(value)
}

/// What is left to read.
pub(crate) struct BinaryReader<'a> {
    rest: &'a [u8],
    /// Whether something was not as it is written; what was read since means nothing.
    broken: bool,
}

impl BinaryReader<'_> {
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
pub(crate) fn write_number(number: usize, into: &mut Vec<u8>) {
    let mut left = number;
    while left >= 0x80 {
        into.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    into.push(left as u8);
}

impl Binary for bool {
    fn write(&self, into: &mut Vec<u8>) {
        write_number(usize::from(*self), into);
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.number() == 1
    }
}

macro_rules! binary_numbers {
    ($($number:ty),*) => {$(
        impl Binary for $number {
            fn write(&self, into: &mut Vec<u8>) {
                // A number below zero is written as none, and the build's own reading back finds it.
                write_number(usize::try_from(*self).unwrap_or_default(), into);
            }

            fn read(from: &mut BinaryReader<'_>) -> Self {
                Self::try_from(from.number()).unwrap_or_default()
            }
        }
    )*};
}

binary_numbers!(u16, u32, i16);

impl Binary for String {
    fn write(&self, into: &mut Vec<u8>) {
        write_number(self.len(), into);
        into.extend_from_slice(self.as_bytes());
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.text()
    }
}

impl<T: Binary> Binary for Option<T> {
    fn write(&self, into: &mut Vec<u8>) {
        self.is_some().write(into);
        if let Some(value) = self {
            value.write(into);
        }
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        bool::read(from).then(|| T::read(from))
    }
}

impl<T: Binary> Binary for Vec<T> {
    fn write(&self, into: &mut Vec<u8>) {
        write_number(self.len(), into);
        for value in self {
            value.write(into);
        }
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        let mut list = Self::new();
        for _ in 0..from.number() {
            if from.broken {
                break;
            }
            list.push(T::read(from));
        }
        list
    }
}

impl<T: Binary> Binary for (String, T) {
    fn write(&self, into: &mut Vec<u8>) {
        self.0.write(into);
        self.1.write(into);
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        (from.text(), T::read(from))
    }
}

/// Lays out structs, field after field.
macro_rules! binary_structs {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl $crate::binary::Binary for $name {
            fn write(&self, into: &mut ::std::vec::Vec<u8>) {
                $($crate::binary::Binary::write(&self.$field, into);)*
            }

            fn read(from: &mut $crate::binary::BinaryReader<'_>) -> Self {
                Self { $($field: $crate::binary::Binary::read(from)),* }
            }
        }
    )*};
}
pub(crate) use binary_structs;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Everything = Vec<(String, Option<(String, Vec<u16>)>)>;

    proptest! {
        #[test]
        fn what_was_written_is_read(
            value in prop::collection::vec((".*", prop::option::of((".*", prop::collection::vec(any::<u16>(), 0..9)))), 0..9)
        ) {
            let bytes = to_bytes(&value);
            prop_assert_eq!(from_bytes::<Everything>(&bytes), Some(value));
        }

        #[test]
        fn other_bytes_are_refused_or_read_and_never_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let read = from_bytes::<Everything>(&bytes);
            prop_assert!(read.is_none_or(|value| to_bytes(&value).len() <= bytes.len()));
        }
    }

    #[test]
    fn a_part_of_the_bytes_is_nothing() {
        let bytes = to_bytes(&Everything::from([(
            "à".into(),
            Some(("b".into(), [7, 300].into())),
        )]));
        for length in 0..bytes.len() {
            assert_eq!(from_bytes::<Everything>(&bytes[..length]), None, "{length}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(from_bytes::<Everything>(&longer), None);
    }
}
