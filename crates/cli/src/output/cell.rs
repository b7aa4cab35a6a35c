//! One value as text: plain for programs, readable for people, harmless in a spreadsheet.

use serde_json::Value;

/// The value as a program reads it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// The same, unable to become a formula when a spreadsheet opens it. Numbers stay numbers.
pub(super) fn safe(text: &str) -> String {
    let starts_like_a_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if starts_like_a_formula && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.into()
    }
}

/// The value as a person reads it: money grouped with its currency (found beside it), instants to the minute.
pub(super) fn shown(key: &str, value: &Value, record: &Value) -> String {
    match value {
        Value::Number(number) if key.ends_with("_minor") => {
            let currency = record["currency"]
                .as_str()
                .or_else(|| record["amount"]["currency"].as_str());
            number.as_i64().map_or_else(
                || number.to_string(),
                |minor| money(minor, currency.unwrap_or_default()),
            )
        }
        Value::Number(number) => number.as_i64().map_or_else(|| number.to_string(), grouped),
        Value::String(text) if key.ends_with("_at") => {
            text.get(..16).unwrap_or(text).replace('T', " ")
        }
        Value::Bool(true) => "✓".into(),
        Value::Bool(false) => String::new(),
        other => plain(other),
    }
}

fn money(minor: i64, currency: &str) -> String {
    let decimals = currency
        .parse::<domain::Currency>()
        .map_or(0, |currency| currency.decimals());
    let unit = 10_i64.pow(decimals);
    let sign = if minor < 0 { "-" } else { "" };
    let whole = grouped((minor / unit).abs());
    let rest = (minor % unit).abs();
    let text = if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest:0width$}", width = decimals as usize)
    };
    if currency.is_empty() {
        text
    } else {
        format!("{currency} {text}")
    }
}

fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_cannot_become_formulas_but_numbers_stay() {
        for hostile in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "＝1+1",
        ] {
            assert_eq!(safe(hostile), format!("'{hostile}"));
        }
        for harmless in ["-12.5", "+3", "한빛", "a=b", ""] {
            assert_eq!(safe(harmless), harmless);
        }
    }

    #[test]
    fn money_is_shown_in_its_currencys_decimals() {
        let show = |minor: i64, currency: &str| {
            shown(
                "amount_minor",
                &json!(minor),
                &json!({"currency": currency}),
            )
        };
        assert_eq!(show(759_000_000, "USD"), "USD 7,590,000.00");
        assert_eq!(show(7_590_000, "KRW"), "KRW 7,590,000");
        assert_eq!(show(-105, "USD"), "USD -1.05");
        assert_eq!(shown("count", &json!(1234), &json!({})), "1,234");
    }
}
