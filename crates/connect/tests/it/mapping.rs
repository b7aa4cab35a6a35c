//! Mapping files, checks and proposals.

use connect::mapping::{Mapping, MappingProblem, Mode, Preset, Related, Target, propose};
use connect::profile::dates::DateFormat;
use connect::profile::profile;

use crate::open;

const DEALS: &str = "\
as: deals
key: opportunity_id                # create or update by this column
columns:
  opportunity_id: external_id
  sales_agent: owner               # by name or e-mail
  account: account                 # by domain or name; empty allowed
  product: product
  deal_stage: stage
  engage_date: opened_on
  close_date: closed_on
  close_value: amount
values:
  deal_stage: { Prospecting: prospecting, Engaging: qualified, Won: closed_won, Lost: closed_lost }
  product: { GTXPro: GTX Pro }
defaults: { pipeline: new-business, currency: USD, loss_reason: imported-unknown }
";

fn columns(names: &str) -> Vec<String> {
    names.split(',').map(str::to_owned).collect()
}

#[test]
fn a_mapping_file_is_read_as_it_stands_and_written_back() {
    let mapping = Mapping::parse(DEALS).unwrap();
    assert_eq!(
        (mapping.target, mapping.effective_mode()),
        (Target::Deals, Mode::Upsert)
    );
    assert_eq!(mapping.value("product", " GTXPro "), "GTX Pro");
    assert_eq!(mapping.value("deal_stage", "Engaging"), "qualified");
    assert_eq!(mapping.column_of("owner"), Some("sales_agent"));
    let header =
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value";
    assert_eq!(mapping.problems(&columns(header)), []);
    assert_eq!(
        Mapping::parse(&mapping.to_yaml().unwrap()).unwrap(),
        mapping
    );
}

#[test]
fn every_option_is_written_back_and_scalars_become_text() {
    let yaml = "as: accounts\nmode: update\nkey: ID\npreset: salesforce\n\
        columns: {ID: external_id, Name: name, 2017: custom.y2017, Skip: ~}\n\
        values: {Name: {yes: no, 1: 2, 'null': x}}\ndefaults: {employees: 12, currency: KRW}\n\
        formats: {ID: {date: dmy}, Name: {number: '1.234,56'}}\ncreate_missing: [users, accounts]\n\
        file: {encoding: cp949, separator: ';', header: true}\n";
    let mapping = Mapping::parse(yaml).unwrap();
    assert_eq!(mapping.defaults["employees"], "12");
    assert_eq!(mapping.values["Name"]["1"], "2");
    assert_eq!(mapping.field_of("Skip"), None);
    assert_eq!(mapping.formats["ID"].date, Some(DateFormat::Dmy));
    assert_eq!(mapping.create_missing, [Related::Users, Related::Accounts]);
    assert_eq!(
        Mapping::parse(&mapping.to_yaml().unwrap()).unwrap(),
        mapping
    );
}

#[test]
fn a_mistake_in_the_file_is_named_with_its_line() {
    let error = Mapping::parse("as: deals\ncolums: {a: name}\n")
        .unwrap_err()
        .to_string();
    assert!(error.contains("colums") && error.contains('2'), "{error}");
    assert!(Mapping::parse("as: leads\n").is_err());
    assert!(Mapping::parse(&"a".repeat(300_000)).is_err());
}

#[test]
fn what_does_not_fit_the_file_is_listed_with_suggestions() {
    let yaml = "as: deals\nkey: stage\ncolumns: {sales agent: owner, stage: stge, value: amount, worth: amount}\n";
    let problems = Mapping::parse(yaml)
        .unwrap()
        .problems(&columns("sales_agent,stage,value,worth"));
    assert!(problems.iter().any(|problem| matches!(problem,
        MappingProblem::UnknownColumn { column, suggestions } if column == "sales agent" && suggestions[0].value == "sales_agent")));
    assert!(problems.iter().any(|problem| matches!(problem,
        MappingProblem::UnknownField { field, suggestions, .. } if field == "stge" && suggestions[0].value == "stage")));
    assert!(problems.iter().any(
        |problem| matches!(problem, MappingProblem::FieldTwice { field, .. } if field == "amount")
    ));
    assert!(
        problems
            .iter()
            .any(|problem| matches!(problem, MappingProblem::KeyNotUnique { .. }))
    );
    assert!(
        problems
            .iter()
            .any(|problem| matches!(problem, MappingProblem::RequiredMissing { .. }))
    );
}

fn proposed(target: Target, text: &str) -> (Mapping, Option<Preset>) {
    let (_file, table) = open(text.as_bytes()).unwrap();
    let proposal = propose(target, &profile(&table).unwrap());
    assert_eq!(proposal.columns.len(), table.shape().columns.len());
    (proposal.mapping, proposal.preset)
}

#[test]
fn headers_of_known_systems_are_mapped_by_their_preset() {
    let (mapping, preset) = proposed(
        Target::Deals,
        "\
Deal ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal Owner,Associated Company Domain,Associated Contact Email\n\
D1,Big,Contract Sent,Sales Pipeline,10.5,2025-01-01,2024-01-01,a@x.com,x.com,b@x.com\n",
    );
    assert_eq!(preset, Some(Preset::Hubspot));
    assert_eq!(
        mapping.column_of("account"),
        Some("Associated Company Domain")
    );
    assert_eq!(
        mapping.column_of("contact"),
        Some("Associated Contact Email")
    );
    assert_eq!(mapping.value("Deal Stage", "Contract Sent"), "negotiation");
    assert_eq!(mapping.key.as_deref(), Some("Deal ID"));

    let (mapping, preset) = proposed(
        Target::Deals,
        "amount,closedate,description,name,StageName,accountId\n1.5,2020-12-22T21:16:01Z,x,Cape,Closed/Won,@AccountRef1\n",
    );
    assert_eq!(preset, Some(Preset::Salesforce));
    assert_eq!(mapping.column_of("stage"), Some("StageName"));
    assert_eq!(mapping.value("StageName", "Closed/Won"), "closed_won");

    let (mapping, preset) = proposed(
        Target::Deals,
        "Deal - Title,Deal - Value,Deal - Status,Deal - Stage (pipeline),Organization - Name*\nA,100.0,Won,Proposal Made,Moveer\n",
    );
    assert_eq!(preset, Some(Preset::Pipedrive));
    assert_eq!(mapping.column_of("account"), Some("Organization - Name*"));

    let (mapping, preset) = proposed(
        Target::Deals,
        "이름,금액,담당자,파이프라인 단계,상태,수주 예정일,연결 회사\n한빛,100,김민준,제안,진행중,2025-01-01,한빛소프트\n",
    );
    assert_eq!(preset, Some(Preset::Salesmap));
    assert_eq!(mapping.column_of("close_on"), Some("수주 예정일"));
    assert_eq!(mapping.value("파이프라인 단계", "제안"), "proposal");
}

#[test]
fn unknown_systems_are_mapped_by_synonyms_in_both_languages() {
    let (mapping, preset) = proposed(
        Target::Deals,
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
         1,Ann,X,Acme,Won,2017-01-01,2017-02-01,100\n",
    );
    assert_eq!(preset, None);
    for (field, column) in [
        ("external_id", "opportunity_id"),
        ("owner", "sales_agent"),
        ("product", "product"),
        ("account", "account"),
        ("stage", "deal_stage"),
        ("opened_on", "engage_date"),
        ("amount", "close_value"),
    ] {
        assert_eq!(mapping.column_of(field), Some(column));
    }
    let (mapping, _) = proposed(
        Target::Contacts,
        "성명,이메일 주소,휴대폰,직급,소속\n김민준,kim@x.kr,010,과장,한빛\n",
    );
    for (field, column) in [
        ("name", "성명"),
        ("email", "이메일 주소"),
        ("phone", "휴대폰"),
        ("title", "직급"),
        ("account", "소속"),
    ] {
        assert_eq!(mapping.column_of(field), Some(column));
    }
}

#[test]
fn a_name_that_contradicts_its_values_is_not_believed() {
    let (mapping, _) = proposed(
        Target::Deals,
        "name,amount,closed on\nA,large,soon\nB,small,later\n",
    );
    assert_eq!(mapping.column_of("amount"), None);
    assert_eq!(mapping.column_of("closed_on"), None);
    assert_eq!(mapping.column_of("name"), Some("name"));
}
