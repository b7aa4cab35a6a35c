use super::*;
use crate::vocabulary::LeadTimeUnit;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn step(key: &str, days: u32, unit: LeadTimeUnit, after: &[&str]) -> Milestone {
    Milestone {
        key: key.into(),
        name: Text::new(key, key),
        owner: MilestoneOwner::Buyer,
        lead_time: LeadTime { days, unit },
        after: after.iter().map(ToString::to_string).collect(),
        state: MilestoneState::Planned,
        done_on: None,
    }
}

/// Security 2 weeks, legal 2, procurement 1, internal approval 1, one after the other.
fn purchase() -> MilestonePlan {
    let unit = LeadTimeUnit::CalendarDays;
    MilestonePlan {
        template: None,
        anchor: PlanAnchor::Backward(date("2026-03-31")),
        milestones: vec![
            step("security", 14, unit, &[]),
            step("legal", 14, unit, &["security"]),
            step("procurement", 7, unit, &["legal"]),
            step("approval", 7, unit, &["procurement"]),
        ],
    }
}

fn starts(schedule: &Schedule) -> Vec<String> {
    schedule
        .steps
        .iter()
        .map(|step| step.starts_on.to_string())
        .collect()
}

#[test]
fn six_weeks_of_steps_end_six_weeks_after_they_begin_and_begin_six_weeks_before_they_end() {
    let (plan, calendar) = (purchase(), BusinessCalendar::default());
    let forward = plan.schedule_forward(date("2026-02-17"), &calendar);
    assert_eq!(forward.closes_on, date("2026-03-31"));
    let backward = plan.schedule(None, &calendar);
    assert_eq!(
        starts(&backward),
        ["2026-02-17", "2026-03-03", "2026-03-17", "2026-03-24"]
    );
    assert_eq!(forward.steps, backward.steps);
}

#[test]
fn a_plan_laid_out_forwards_keeps_its_start_and_one_laid_out_backwards_follows_the_close_date() {
    let (mut plan, calendar) = (purchase(), BusinessCalendar::default());
    let close_on = Some(date("2026-04-07"));
    assert_eq!(
        plan.schedule(close_on, &calendar).steps[0].starts_on,
        date("2026-02-24")
    );
    plan.anchor = PlanAnchor::Forward(date("2026-02-17"));
    let forward = plan.schedule(close_on, &calendar);
    assert_eq!(forward.steps[0].starts_on, date("2026-02-17"));
    assert_eq!(forward.closes_on, date("2026-03-31"));
    assert_eq!((plan.aim(close_on), plan.aim(None)), (close_on, None));
}

#[test]
fn steps_beside_each_other_take_as_long_as_the_longer() {
    let unit = LeadTimeUnit::CalendarDays;
    let mut plan = purchase();
    plan.milestones[1] = step("legal", 5, unit, &[]);
    plan.milestones[2].after.push("security".into());
    let calendar = BusinessCalendar::default();
    assert_eq!(
        plan.schedule_forward(date("2026-03-01"), &calendar)
            .closes_on,
        date("2026-03-29")
    );
    let backward = plan.schedule_backward(date("2026-03-29"), &calendar);
    assert_eq!(
        starts(&backward),
        ["2026-03-01", "2026-03-10", "2026-03-15", "2026-03-22"]
    );
}

#[test]
fn business_days_skip_weekends_and_holidays_in_both_directions() {
    let holidays = [date("2026-03-02")];
    let calendar = BusinessCalendar::new(&holidays);
    let five = LeadTime {
        days: 5,
        unit: LeadTimeUnit::BusinessDays,
    };
    // Friday; Monday is a holiday.
    assert_eq!(calendar.add(date("2026-02-27"), five), date("2026-03-09"));
    assert_eq!(
        calendar.subtract(date("2026-03-09"), five),
        date("2026-02-27")
    );
    let none = LeadTime {
        days: 0,
        unit: LeadTimeUnit::BusinessDays,
    };
    assert_eq!(calendar.add(date("2026-02-28"), none), date("2026-02-28"));
}

#[test]
fn what_is_late_is_what_should_have_begun_or_ended_by_now() {
    let (mut plan, calendar) = (purchase(), BusinessCalendar::default());
    let close_on = date("2026-03-31");
    assert!(
        plan.late(close_on, date("2026-02-17"), &calendar)
            .is_empty(),
        "its latest start is not yet late"
    );
    let late = |plan: &MilestonePlan, today| -> Vec<(String, i64)> {
        plan.late(close_on, date(today), &calendar)
            .into_iter()
            .map(|late| (late.key, late.days_late))
            .collect()
    };
    assert_eq!(
        late(&plan, "2026-03-05"),
        [("security".into(), 16), ("legal".into(), 2)]
    );
    plan.milestones[0].state = MilestoneState::InProgress;
    assert_eq!(
        late(&plan, "2026-03-05"),
        [("security".into(), 2), ("legal".into(), 2)]
    );
    plan.milestones[0].state = MilestoneState::Done;
    plan.milestones[0].done_on = Some(date("2026-03-04"));
    plan.milestones[1].state = MilestoneState::Skipped;
    assert_eq!(late(&plan, "2026-03-17"), []);
    assert_eq!(
        plan.earliest_close(date("2026-03-18"), &calendar),
        date("2026-04-01")
    );
}
