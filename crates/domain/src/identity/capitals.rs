//! Surnames as I-Milo wants them: capitals without accents.

use std::string::String;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The letters of the Latin alphabets that Unicode does not take apart into a plain one and its marks, by what they are
/// written as. Capitals, and what has none. After ICAO Doc 9303, part 3, section 6, where that names the letter, but for
/// `Ø`, written `O` in France.
const PLAIN: [(&str, &str); 42] = [
    ("Ɂʔʕ", "'"),
    ("ȺⱭⱯⱰ", "A"),
    ("Æ", "AE"),
    ("ƁƂɃʙƄ", "B"),
    ("ƇȻɕʗ", "C"),
    ("ʧ", "CH"),
    ("ÐĐƉƊƋȡƍẟ", "D"),
    ("ȸ", "DB"),
    ("ʣʤʥ", "DZ"),
    ("ƎƏƐɆɘɝɞʚⱸⱻꞫ", "E"),
    ("ƑƼ", "F"),
    ("ƓƔǤɢʛꞬ", "G"),
    ("Ƣ", "GH"),
    ("ĦʜʮʯⱧꞍꞪ", "H"),
    ("Ƕ", "HV"),
    ("ƖƗꞮ", "I"),
    ("ȷɈɟʄꞲ", "J"),
    ("ƘⱩꞰ", "K"),
    ("ŁȴȽɭʟⱠⱢꞭƛ\u{a7dc}", "L"),
    ("ɮ", "LZ"),
    ("ƜɰⱮ", "M"),
    ("ŊƝȠȵɳɴ", "N"),
    ("ØƆƟⱺ", "O"),
    ("Œɶ", "OE"),
    ("Ȣ", "OU"),
    ("ƤⱣ", "P"),
    ("ĸɊʠ", "Q"),
    ("ȹ", "QP"),
    ("ƦɌɹɺɻɼɾɿʁⱤⱹ", "R"),
    ("ƧẜẝⱾꟅ", "S"),
    ("Ʃƪ", "SH"),
    ("ẞ", "SS"),
    ("ŦƫƬƮȶȾꞱ", "T"),
    ("Þ", "TH"),
    ("ʦ", "TS"),
    ("ƱɄ", "U"),
    ("ƲɅⱱⱴỼ", "V"),
    ("ǷʍⱲ", "W"),
    ("ƳȜɎʎʏỾ", "Y"),
    ("ƵȤʐʑⱫⱿ", "Z"),
    ("ƷƸƺ", "ZH"),
    ("Ỻỻ", "LL"),
];

/// A surname as I-Milo wants it: capitals without accents, hyphens and apostrophes kept.
pub fn unaccented_capitals(name: &str) -> String {
    let mut out = String::new();
    // Tidied before: an old edition recorded a name as any other text.
    let name = crate::tidy::tidy_here(crate::questionnaire::Kind::Name, name);
    for character in name.nfkd().flat_map(char::to_uppercase).nfkd() {
        match PLAIN
            .iter()
            .find(|(letters, _)| letters.contains(character))
        {
            Some((_, plain)) => out.push_str(plain),
            // The point of a Catalan `l·l` is no letter either.
            None if is_combining_mark(character) || character == '\u{b7}' => {}
            None => out.push(character),
        }
    }
    out
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formats::is_name;

    #[test]
    fn surnames_lose_accents_and_nothing_else() {
        for (typed, capitals) in [
            ("Benoît-Haddad", "BENOIT-HADDAD"),
            ("d’Œuvre", "D'OEUVRE"),
            ("Łukasz Şahin", "LUKASZ SAHIN"),
            ("Ne\u{301}mo", "NEMO"),
            ("N'Guyên Straße", "N'GUYEN STRASSE"),
            ("L’Haÿ", "L'HAY"),
            ("Nguyễn Thị Đặng", "NGUYEN THI DANG"),
            ("İpekçioğlu ışık", "IPEKCIOGLU ISIK"),
            ("Škoda-Ðurić", "SKODA-DURIC"),
            ("Þorbjörnsdóttir", "THORBJORNSDOTTIR"),
            ("N´Diaye", "N'DIAYE"),
            ("D`Angelo", "D'ANGELO"),
            ("D‘Angelo", "D'ANGELO"),
            ("Mʻbarek", "M'BAREK"),
            ("D′Alba", "D'ALBA"),
            ("D＇Alba", "D'ALBA"),
            ("Anne\u{2010}Marie", "ANNE-MARIE"),
            ("Ɗanbaɓa", "DANBABA"),
            ("Nyaŋɔ Əliyev", "NYANO ELIYEV"),
            ("ǆurić ﬁlip", "DZURIC FILIP"),
        ] {
            assert_eq!(unaccented_capitals(typed), capitals, "{typed}");
        }
    }

    proptest! {
        /// Latin-1, Latin Extended-A, -B and Additional: all that a civil register of Europe, Africa or Viêt Nam writes.
        #[test]
        fn what_comes_out_can_be_typed_on_a_french_keyboard(
            name in "[\\-' A-Za-zÀ-ÖØ-öø-ƺǄ-ȷȺ-ɏḀ-ỿ]{1,30}"
                .prop_filter("a name", |name| is_name(name)),
        ) {
            let capitals = unaccented_capitals(&name);
            prop_assert!(
                capitals.chars().all(|c| c.is_ascii_uppercase() || " -'".contains(c)),
                "{:?} became {:?}", name, capitals
            );
        }
    }
}
