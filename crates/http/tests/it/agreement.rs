//! What is documented as a request is what the use cases take, and playbooks look as documented.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

/// The fields a type accepts, as serde tells when it is given another one.
fn fields<T: DeserializeOwned>() -> BTreeSet<String> {
    let refusal = serde_json::from_str::<T>(r#"{"no such field": 0}"#)
        .err()
        .expect("unknown fields are refused")
        .to_string();
    assert!(refusal.starts_with("unknown field"), "{refusal}");
    refusal
        .split('`')
        .skip(1)
        .step_by(2)
        .skip(1)
        .map(str::to_owned)
        .collect()
}

macro_rules! agree {
    ($($documented:ty = $taken:ty),* $(,)?) => {$(
        assert_eq!(fields::<$documented>(), fields::<$taken>(), "{} is documented otherwise than it is taken", stringify!($documented));
    )*};
}

#[test]
fn every_documented_request_has_the_fields_its_use_case_takes() {
    agree! {
        api::SignIn = app::identity::SignIn,
        api::SetUp = app::setup::SetUp,
        api::EditWorkspace = app::workspace::EditWorkspace,
        api::CreateUser = app::users::CreateUser,
        api::EditUser = app::users::EditUser,
        api::CreateTeam = app::teams::CreateTeam,
        api::EditTeam = app::teams::EditTeam,
        api::CreateToken = app::identity::tokens::CreateToken,
        api::PlaybookSource = app::playbooks::PublishPlaybook,
        api::CreateAccount = app::accounts::CreateAccount,
        api::EditAccount = app::accounts::EditAccount,
        api::CreateContact = app::contacts::CreateContact,
        api::EditContact = app::contacts::EditContact,
        api::CreateProduct = app::products::CreateProduct,
        api::EditProduct = app::products::EditProduct,
        api::CreateDeal = app::deals::CreateDeal,
        api::NewBuyingRole = app::deals::NewBuyingRole,
        api::EditDeal = app::deals::EditDeal,
        api::ChangeStage = app::deals::ChangeStage,
        api::ChangeCloseDate = app::deals::ChangeCloseDate,
        api::AddEvidence = app::deals::AddEvidence,
        api::RetractEvidence = app::deals::RetractEvidence,
        api::SetBuyingRole = app::deals::SetBuyingRole,
        api::Answer = app::deals::AnswerQuestion,
        api::SetMilestonePlan = app::deals::SetMilestonePlan,
        api::MilestoneStep = app::deals::NewMilestone,
        api::CompleteMilestone = app::deals::CompleteMilestone,
        api::SetRisk = app::deals::SetRisk,
        api::ProcurementItem = domain::deal::ProcurementItem,
        api::Poc = domain::deal::Poc,
        api::Loss = domain::deal::Loss,
        api::Money = domain::Money,
        api::RequestWaiver = app::deals::RequestWaiver,
        api::DecideWaiver = app::deals::DecideWaiver,
        api::CapForecast = app::deals::CapForecast,
        api::OverrideForecast = app::deals::OverrideForecast,
        api::SetFxRate = app::rates::SetFxRate,
        api::SetQuota = app::forecasts::SetQuota,
        api::SubmitForecast = app::forecasts::SubmitForecast,
        api::AdoptProbability = app::playbooks::AdoptProbability,
        api::ObservedProbability = app::playbooks::ObservedProbability,
        api::CreateActivity = app::activities::CreateActivity,
        api::EditActivity = app::activities::EditActivity,
        api::OpenReview = app::reviews::OpenReview,
        api::TakeNote = app::reviews::TakeNote,
        api::NewAction = app::reviews::NewAction,
    }
}

#[test]
fn a_playbook_is_answered_in_the_documented_shape() {
    for (key, source) in playbook::shipped() {
        let (playbook, _) = playbook::Playbook::parse(source, key).unwrap();
        let mut json = serde_json::to_value(&playbook).unwrap();
        json["version"] = 1.into();
        let documented: api::Playbook = serde_json::from_value(json.clone()).unwrap();
        let mut again = serde_json::to_value(documented).unwrap();
        again.sort_all_objects();
        json.sort_all_objects();
        assert_eq!(again, json, "{key}");
    }
}
