//! Names as search and matching see them: one spelling for what people write in many.

use unicode_normalization::UnicodeNormalization;

/// Legal forms that say nothing about who a company is, as whole words after folding.
const LEGAL_WORDS: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "ltd",
    "limited",
    "co",
    "corp",
    "corporation",
    "company",
    "plc",
    "gmbh",
    "ag",
    "sa",
    "sas",
    "srl",
    "bv",
    "nv",
    "ab",
    "oy",
    "kk",
    "pte",
    "pty",
    "주식회사",
    "유한회사",
    "유한책임회사",
    "합자회사",
];

/// Bracketed Korean legal forms; NFKC has already turned ㈜ into (주).
const LEGAL_BRACKETS: &[&str] = &["(주)", "(유)", "(합)", "(재)", "(사)"];

/// Korean legal forms that are written without a space before or after the name.
const LEGAL_AFFIXES: &[&str] = &["주식회사", "유한책임회사", "유한회사"];

/// NFKC, lower case, one space between words.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.nfkc().flat_map(char::to_lowercase));
    }
    folded
}

/// A company's name without legal form and punctuation: `㈜한빛 소프트`, `한빛소프트(주)` and `한빛 소프트 Co., Ltd.` agree
/// once [`compact`]ed. A name that consists of legal forms only is kept folded.
#[must_use]
pub fn company(name: &str) -> String {
    let folded = fold(name);
    let mut text = folded.clone();
    for bracket in LEGAL_BRACKETS {
        text = text.replace(bracket, " ");
    }
    let mut core = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '+' | '.')) {
        let word = without_affix(word.trim_matches('.'));
        let plain: String = word.chars().filter(|c| *c != '.').collect();
        if plain.is_empty() || LEGAL_WORDS.contains(&plain.as_str()) {
            continue;
        }
        if !core.is_empty() {
            core.push(' ');
        }
        core.push_str(word);
    }
    if core.is_empty() { folded } else { core }
}

fn without_affix(word: &str) -> &str {
    for affix in LEGAL_AFFIXES {
        if let Some(rest) = word
            .strip_prefix(affix)
            .or_else(|| word.strip_suffix(affix))
        {
            return rest;
        }
    }
    word
}

/// The company's name with spaces removed as well, as a key for equality.
#[must_use]
pub fn compact(name: &str) -> String {
    company(name).replace(' ', "")
}

/// The initial consonants of the Hangul syllables: `한빛 Soft` → `ㅎㅂ`. Compatibility jamo are kept as they are.
#[must_use]
pub fn initials(text: &str) -> String {
    const INITIALS: [char; 19] = [
        'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ',
        'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
    ];
    const SYLLABLES_PER_INITIAL: u32 = 588;
    text.nfc()
        .filter_map(|c| match c {
            '가'..='힣' => {
                let index = (u32::from(c) - u32::from('가')) / SYLLABLES_PER_INITIAL;
                INITIALS.get(index as usize).copied()
            }
            'ㄱ'..='ㅎ' => Some(c),
            _ => None,
        })
        .collect()
}

/// What a search column holds: the folded name, the company's core and its initials, separated by spaces.
/// A query folded with [`fold`] finds the record when it is contained in this text.
#[must_use]
pub fn search_text(parts: &[&str]) -> String {
    let mut text = String::new();
    let mut push = |piece: &str| {
        if !piece.is_empty() && !text.split('\u{1f}').any(|known| known == piece) {
            if !text.is_empty() {
                text.push('\u{1f}');
            }
            text.push_str(piece);
        }
    };
    for part in parts {
        push(&fold(part));
        push(&compact(part));
        push(&initials(part));
    }
    text
}

/// A query as [`search_text`] spells it. Jamo stay compatibility jamo, so that `ㅎㅂ` finds 한빛.
#[must_use]
pub fn search_query(query: &str) -> String {
    let is_initials = |word: &str| word.chars().all(|c| matches!(c, 'ㄱ'..='ㅎ'));
    let words = query.split_whitespace();
    if words.clone().all(is_initials) {
        return words.collect();
    }
    let spelt = words.map(|word| {
        if is_initials(word) {
            word.to_owned()
        } else {
            fold(word)
        }
    });
    spelt.collect::<Vec<_>>().join(" ")
}

/// The registrable domain of a host, address or URL: `https://www.hanbit.co.kr/about` → `hanbit.co.kr`.
/// None when there is no such domain (an IP address, a bare public suffix, a single label).
#[must_use]
pub fn registrable_domain(text: &str) -> Option<String> {
    let text = text.trim();
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = after_scheme
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host
        .split(':')
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let host = fold(host);
    if host.is_empty()
        || host.parse::<std::net::Ipv4Addr>().is_ok()
        || !host
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
    {
        return None;
    }
    let domain = psl::domain(host.as_bytes())?;
    // An unknown suffix is still a domain on an intranet; a single label is not.
    std::str::from_utf8(domain.as_bytes())
        .ok()
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_recognised_under_every_legal_form() {
        for name in [
            "한빛소프트",
            "㈜한빛소프트",
            "(주) 한빛소프트",
            "한빛소프트(주)",
            "주식회사 한빛소프트",
            "한빛소프트주식회사",
            "한빛 소프트 Co., Ltd.",
            "주식회사한빛소프트",
        ] {
            assert_eq!(compact(name), "한빛소프트", "{name}");
        }
        for name in [
            "Acme Inc.",
            "ACME, Inc",
            "acme L.L.C.",
            "Ａｃｍｅ  LLC",
            "Acme Co., Ltd.",
        ] {
            assert_eq!(compact(name), "acme", "{name}");
        }
        assert_eq!(company("AT&T Corp."), "at&t");
        assert_eq!(company("Inc."), "inc.");
    }

    #[test]
    fn initial_consonants_find_a_korean_name() {
        assert_eq!(initials("한빛 소프트"), "ㅎㅂㅅㅍㅌ");
        let text = search_text(&["㈜한빛"]);
        for query in ["ㅎㅂ", "한빛", "ㅎ ㅂ"] {
            assert!(text.contains(&search_query(query)), "{query} in {text}");
        }
        assert_eq!(search_query("ㅎㅂ Cloud"), "ㅎㅂ cloud");
        // Decomposed input, as macOS file names carry it.
        assert_eq!(initials("\u{1112}\u{1161}\u{11ab}"), "ㅎ");
        assert_eq!(fold("\u{1112}\u{1161}\u{11ab}"), "한");
    }

    #[test]
    fn a_domain_is_cut_to_what_was_registered() {
        assert_eq!(
            registrable_domain("https://www.Hanbit.co.kr/about?x=1"),
            Some("hanbit.co.kr".into())
        );
        assert_eq!(
            registrable_domain("kim@mail.acme.com"),
            Some("acme.com".into())
        );
        assert_eq!(registrable_domain("acme.com:8080"), Some("acme.com".into()));
        for none in ["", "co.kr", "localhost", "10.0.0.1", "not a domain"] {
            assert_eq!(registrable_domain(none), None, "{none}");
        }
    }
}
