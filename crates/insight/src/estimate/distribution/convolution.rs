//! Adding independent deals up exactly.

use super::Chance;

/// Every possible total of the deals, ascending, with its probability; None as soon as there are more than `most`.
pub(super) fn convolve(deals: &[Chance], most: usize) -> Option<Vec<(i64, f64)>> {
    let mut totals = vec![(0, 1.0)];
    let mut next = Vec::new();
    for deal in deals {
        // Not a number is not a chance.
        let won = if deal.probability.is_nan() {
            0.0
        } else {
            deal.probability.clamp(0.0, 1.0)
        };
        if won <= 0.0 || deal.amount_minor == 0 {
            continue;
        }
        add(&totals, deal.amount_minor, won, &mut next);
        if next.len() > most {
            return None;
        }
        std::mem::swap(&mut totals, &mut next);
    }
    Some(totals)
}

/// Merges the totals without the deal and those with it, both ascending, into one ascending list.
fn add(totals: &[(i64, f64)], amount: i64, won: f64, into: &mut Vec<(i64, f64)>) {
    into.clear();
    let mut without = totals
        .iter()
        .map(|&(total, share)| (total, share * (1.0 - won)))
        .peekable();
    let mut with = totals
        .iter()
        .map(|&(total, share)| (total.saturating_add(amount), share * won))
        .peekable();
    loop {
        let first = match (without.peek(), with.peek()) {
            (Some(a), Some(b)) if a.0 <= b.0 => without.next(),
            (Some(_), None) => without.next(),
            (_, Some(_)) => with.next(),
            (None, None) => break,
        };
        let Some((total, share)) = first else { break };
        match into.last_mut() {
            Some(last) if last.0 == total => last.1 += share,
            // A certain deal leaves nothing where it is not won.
            _ if share > 0.0 => into.push((total, share)),
            _ => {}
        }
    }
}
