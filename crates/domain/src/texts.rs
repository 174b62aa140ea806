//! The app's own sentences by number: neither the app nor what it loads holds the names of their keys.
//!
//! Code names a key with `phone::key!`, which makes the number of it while the app is compiled.

use std::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    binary::{Binary, BinaryReader, binary_structs},
    sorted_map::SortedMap,
};

/// Which sentence: the place of its key in the sorted list of the keys of `content/texts/fr.toml`, from 0.
///
/// Made by `phone::key!`, and never written as a number: another list has other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextKey(pub u16);

/// Of which list of keys the numbers are; 28 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDigest(u32);

impl KeyDigest {
    /// That of a list of keys in its order: FNV-1a, of which the bits are kept that a number of the layout has.
    pub const fn of(keys: &[&str]) -> Self {
        let mut digest = 0x811c_9dc5;
        let mut place = 0;
        while place < keys.len() {
            let key = keys[place].as_bytes();
            let mut letter = 0;
            while letter < key.len() {
                digest = with(digest, key[letter]);
                letter += 1;
            }
            // No key holds that byte: it stands between two.
            digest = with(digest, 0xff);
            place += 1;
        }
        Self(digest & 0x0fff_ffff)
    }
}

const fn with(digest: u32, byte: u8) -> u32 {
    (digest ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Sentences by [`TextKey`]. An empty one is not among them: it is in another part of the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    keys: KeyDigest,
    sentences: Vec<String>,
}

binary_structs! {
    Texts { keys, sentences }
}

impl Binary for KeyDigest {
    fn write(&self, into: &mut Vec<u8>) {
        self.0.write(into);
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        Self(Binary::read(from))
    }
}

impl Texts {
    /// The sentences that `is_among` accepts, by the names of all of them.
    pub fn of(named: &SortedMap<String>, is_among: impl Fn(&str) -> bool) -> Self {
        let keys: Vec<&str> = named.iter().map(|(key, _)| key).collect();
        let sentence = |(key, sentence): (&str, &String)| {
            let kept = is_among(key).then(|| sentence.clone());
            kept.unwrap_or_default()
        };
        Self {
            keys: KeyDigest::of(&keys),
            sentences: named.iter().map(sentence).collect(),
        }
    }

    /// The sentence of that key, where it is among them.
    pub fn get(&self, key: TextKey) -> Option<&str> {
        let sentence = self.sentences.get(usize::from(key.0))?;
        (!sentence.is_empty()).then_some(sentence)
    }

    /// Whether the numbers are those of that list of keys.
    pub fn are_of(&self, keys: KeyDigest) -> bool {
        self.keys == keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_found_by_its_place_and_only_in_its_part() {
        let named: SortedMap<String> = ["b.one", "a.two", "a.one"]
            .map(|key| (key.to_owned(), ["« ", key, " »"].concat()))
            .into_iter()
            .collect();
        let part = Texts::of(&named, |key| key.starts_with("a."));
        assert_eq!(part.get(TextKey(0)), Some("« a.one »"));
        assert_eq!(part.get(TextKey(1)), Some("« a.two »"));
        assert_eq!(part.get(TextKey(2)), None, "in another part");
        assert_eq!(part.get(TextKey(3)), None, "no key");
        assert!(part.are_of(KeyDigest::of(&["a.one", "a.two", "b.one"])));
    }

    #[test]
    fn another_list_of_keys_has_another_digest() {
        let lists: [&[&str]; 7] = [
            &[],
            &["a"],
            &["b"],
            &["a", "b"],
            &["b", "a"],
            &["ab"],
            &["a", "b", "c"],
        ];
        for (place, list) in lists.iter().enumerate() {
            for other in &lists[place + 1..] {
                assert_ne!(KeyDigest::of(list), KeyDigest::of(other));
            }
        }
    }
}
