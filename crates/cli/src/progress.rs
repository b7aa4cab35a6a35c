//! Progress of long work, on a terminal only, always on standard error.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that counts to `total` when it is known, or a spinner; silent when nobody watches.
pub(crate) fn bar(total: Option<u64>, label: &str) -> ProgressBar {
    let target = if io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(total, target).with_message(label.to_owned());
    let template = if total.is_some() {
        "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}"
    } else {
        "{spinner} {msg} {human_pos} {per_sec}"
    };
    // A template that does not parse would be a defect found by the test below; a plain bar still works.
    bar.set_style(
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_templates_parse() {
        for template in [
            "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}",
            "{spinner} {msg} {human_pos} {per_sec}",
        ] {
            assert!(indicatif::ProgressStyle::with_template(template).is_ok());
        }
    }
}
