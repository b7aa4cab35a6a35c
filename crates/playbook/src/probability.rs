//! Changing one number of a playbook's source and nothing else.

use crate::finding::{Finding, Position};
use crate::model::Playbook;

/// Why a probability was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ProbabilityError {
    /// The source is no playbook.
    #[error("the source is no playbook")]
    Unreadable(Vec<Finding>),
    /// There is no such pipeline.
    #[error("there is no such pipeline")]
    UnknownPipeline,
    /// The pipeline has no such stage.
    #[error("the pipeline has no such stage")]
    UnknownStage,
    /// The number is not written so that it could be replaced where it stands.
    #[error("the number cannot be replaced where it stands")]
    NotReplaceable,
}

/// The source with the configured probability of one stage changed; comments, order and spacing stay as they are. Only
/// the form is judged: [`lint`](crate::lint::lint) says whether the playbook may be published.
///
/// # Errors
/// [`ProbabilityError`].
pub fn with_probability(
    source: &str,
    pipeline: &str,
    stage: &str,
    percent: u8,
) -> Result<String, ProbabilityError> {
    let (mut playbook, places) =
        Playbook::parse(source, "playbook.yaml").map_err(ProbabilityError::Unreadable)?;
    let p = playbook
        .pipelines
        .iter()
        .position(|known| known.key == pipeline)
        .ok_or(ProbabilityError::UnknownPipeline)?;
    let stages = &mut playbook.pipelines[p].stages;
    let s = stages
        .iter()
        .position(|known| known.key == stage)
        .ok_or(ProbabilityError::UnknownStage)?;
    stages[s].probability_percent = percent;

    let path = format!("pipelines[{p}].stages[{s}].probability_percent");
    let edited = replace_number(source, places.position(&path), percent)
        .ok_or(ProbabilityError::NotReplaceable)?;
    // Whatever the notation, what was changed is that number and no other.
    match Playbook::parse(&edited, "playbook.yaml") {
        Ok((read, _)) if read == playbook => Ok(edited),
        _ => Err(ProbabilityError::NotReplaceable),
    }
}

/// The source with the digits that begin at a place replaced.
fn replace_number(source: &str, place: Position, number: u8) -> Option<String> {
    let line = usize::try_from(place.line).ok()?.checked_sub(1)?;
    let column = usize::try_from(place.column).ok()?.checked_sub(1)?;
    let line_start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.get(line_start..)?;
    let start = line_start + rest.char_indices().nth(column)?.0;
    let digits = source[start..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    (digits > 0).then(|| format!("{}{number}{}", &source[..start], &source[start + digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_number_changes_in_every_stage_of_every_shipped_playbook() {
        for (key, source) in crate::shipped() {
            let (playbook, _) = Playbook::parse(source, key).unwrap();
            for pipeline in &playbook.pipelines {
                for stage in &pipeline.stages {
                    let edited = with_probability(source, &pipeline.key, &stage.key, 7).unwrap();
                    let changed: Vec<_> = source
                        .lines()
                        .zip(edited.lines())
                        .filter(|(before, after)| before != after)
                        .collect();
                    let same = stage.probability_percent == 7;
                    assert_eq!(changed.len(), usize::from(!same), "{changed:?}");
                    for (before, after) in changed {
                        let was = format!("probability_percent: {}", stage.probability_percent);
                        assert_eq!(before.replace(&was, "probability_percent: 7"), *after);
                    }
                    assert_eq!(source.lines().count(), edited.lines().count());
                }
            }
        }
    }

    #[test]
    fn a_number_on_one_line_with_others_and_a_comment_is_found_by_its_place() {
        let (_, source) = crate::shipped()[1];
        let with_note = source.replacen(
            "probability_percent: 60",
            "probability_percent: 60   # 지난 분기 60 %, 다시 볼 것: 60",
            1,
        );
        let stage = Playbook::parse(source, "renewals").unwrap().0.pipelines[0].stages[0]
            .key
            .clone();
        let edited = with_probability(&with_note, "renewals", &stage, 42).unwrap();
        assert!(edited.contains("probability_percent: 42   # 지난 분기 60 %, 다시 볼 것: 60"));
        for (pipeline, stage) in [("nothing", stage.as_str()), ("renewals", "nothing")] {
            assert!(with_probability(source, pipeline, stage, 42).is_err());
        }
    }
}
