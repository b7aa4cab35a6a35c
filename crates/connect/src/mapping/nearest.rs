//! Names that were probably meant: `GTXPro` → `GTX Pro`.

use serde::{Deserialize, Serialize};

use super::normalised;

/// Below this likeness a name is another name.
const LEAST_LIKENESS: f64 = 0.82;
/// Suggestions given at most.
const MOST: usize = 3;

/// A known name and how like the unknown one it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The known name.
    pub value: String,
    /// 0 to 1; 0.99 when only spacing, case or punctuation differ.
    pub likeness: f64,
}

/// Known names like `name`, the likeliest first. Exact matches are not near misses.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<Suggestion> {
    let wanted = normalised(name);
    let mut found: Vec<Suggestion> = known
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| {
            let likeness = likeness(&wanted, &normalised(candidate));
            (likeness >= LEAST_LIKENESS).then(|| Suggestion {
                value: candidate.to_owned(),
                likeness,
            })
        })
        .collect();
    found.sort_by(|a, b| {
        b.likeness
            .total_cmp(&a.likeness)
            .then_with(|| a.value.cmp(&b.value))
    });
    found.truncate(MOST);
    found
}

fn likeness(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 0.99;
    }
    // Typing slips weigh by length; a shared beginning counts for more than a shared end.
    let slips = strsim::normalized_damerau_levenshtein(a, b);
    let shape = strsim::jaro_winkler(a, b);
    (slips * 0.6 + shape * 0.4).min(0.98)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCTS: [&str; 7] = [
        "GTX Basic",
        "GTX Pro",
        "MG Special",
        "MG Advanced",
        "GTX Plus Pro",
        "GTX Plus Basic",
        "GTK 500",
    ];

    #[test]
    fn a_missing_space_is_the_nearest_miss() {
        let found = nearest("GTXPro", PRODUCTS);
        assert_eq!(found[0].value, "GTX Pro");
        assert!(found[0].likeness > 0.98);
    }

    #[test]
    fn typing_slips_are_found_and_strangers_are_not() {
        assert_eq!(
            nearest("technolgy", ["technology", "medical"])[0].value,
            "technology"
        );
        assert_eq!(
            nearest("Philipines", ["Philippines", "Poland"])[0].value,
            "Philippines"
        );
        assert!(nearest("Enterprise", PRODUCTS).is_empty());
        assert!(nearest("GTX Pro", ["GTX Pro"]).is_empty());
    }
}
