//! Values by name: a sorted list. A tree would be several times the code on a phone, and no faster at these sizes.

use std::{borrow::ToOwned, fmt, marker::PhantomData, string::String, vec::Vec};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    binary::{Binary, BinaryReader},
    json::{Member, Members, ParsedJson},
};

/// Values by name, in the order of the names; each name once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortedMap<T>(Vec<(String, T)>);

impl<T> SortedMap<T> {
    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&T> {
        let place = self.place(name).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Puts a value under a name, in place of the one that was there.
    pub fn insert(&mut self, name: &str, value: T) {
        match self.place(name) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (name.to_owned(), value)),
        }
    }

    /// Takes away the value of that name, if there is one.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(other, _)| other != name);
    }

    /// Keeps only the names that `keep` accepts.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| keep(name));
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}

impl<T> Default for SortedMap<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<(String, T)> for SortedMap<T> {
    /// Of a name that comes twice, the last value stays.
    fn from_iter<I: IntoIterator<Item = (String, T)>>(pairs: I) -> Self {
        let mut table = Self::default();
        for (name, value) in pairs {
            table.insert(&name, value);
        }
        table
    }
}

impl<T: Serialize> Serialize for SortedMap<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for SortedMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Reader<T> {
            type Value = SortedMap<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("values by name")
            }

            fn visit_map<A: de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<SortedMap<T>, A::Error> {
                let mut table = SortedMap::default();
                while let Some((name, value)) = map.next_entry::<String, T>()? {
                    table.insert(&name, value);
                }
                Ok(table)
            }
        }

        deserializer.deserialize_map(Reader(PhantomData))
    }
}

impl Member for SortedMap<String> {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        let entries = members.known(members.value(name).entries(), Vec::new());
        let pair = |entry: &_| {
            let [name, text] = ParsedJson::texts(entry)?.try_into().ok()?;
            Some((name, text))
        };
        entries.iter().filter_map(pair).collect()
    }
}

impl<T: Binary> Binary for SortedMap<T> {
    fn write(&self, into: &mut Vec<u8>) {
        self.0.write(into);
    }

    /// In the order in which it was written: that of the names.
    fn read(from: &mut BinaryReader<'_>) -> Self {
        Self(Binary::read(from))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_does_what_a_tree_does(steps in prop::collection::vec(("[a-e]{1,2}", prop::option::of(any::<u8>())), 0..40)) {
            let (mut table, mut tree) = (SortedMap::default(), BTreeMap::new());
            for (name, value) in steps {
                if let Some(value) = value {
                    table.insert(&name, value);
                    tree.insert(name.clone(), value);
                } else {
                    table.remove(&name);
                    tree.remove(&name);
                }
                prop_assert_eq!(table.get(&name), tree.get(&name));
            }
            prop_assert!(table.iter().eq(tree.iter().map(|(name, value)| (name.as_str(), value))));
            let json = serde_json::to_string(&table).unwrap_or_default();
            prop_assert_eq!(&json, &serde_json::to_string(&tree).unwrap_or_default());
            prop_assert_eq!(serde_json::from_str::<SortedMap<u8>>(&json).ok(), Some(table));
        }
    }
}
