use std::collections::BTreeSet;

use app::{
    dictionary::{self, Entry, EntryKind},
    playbooks::{self, PublishPlaybook},
};
use domain::Role;
use playbook::{Area, FieldCatalogue};
use testkit::db_test;

use crate::world::World;

fn entry<'e>(entries: &'e [Entry], key: &str) -> &'e Entry {
    let found = entries.iter().find(|entry| entry.key == key);
    found.unwrap_or_else(|| panic!("no entry {key}"))
}

db_test! {
    async fn the_dictionary_explains_every_term_stage_and_field_in_both_languages_and_every_link_leads_somewhere(db) {
        let world = World::on(db).await;
        let seller = world.member("seller", Role::Ae, None).await;
        let entries = dictionary::dictionary(&seller).await.unwrap();
        let keys: BTreeSet<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys.len(), entries.len(), "a key explains two things");
        for entry in &entries {
            for text in [&entry.name, &entry.short, &entry.body] {
                assert!(!text.ko.trim().is_empty() && !text.en.trim().is_empty(), "{}: {text:?}", entry.key);
            }
            for key in entry.see.iter().chain(&entry.used_by) {
                assert!(keys.contains(key.as_str()), "{} leads to {key}, which is nowhere", entry.key);
            }
        }
        let of = |kind| entries.iter().filter(|entry| entry.kind == kind).count();
        let fields: usize = FieldCatalogue::all().iter().map(|catalogue| catalogue.fields().len()).sum();
        assert!(of(EntryKind::Term) >= 40);
        assert_eq!(of(EntryKind::Field), fields);
        let definitions = playbooks::list(&seller).await.unwrap();
        assert_eq!(of(EntryKind::Stage), definitions.pipelines().map(|(_, pipeline)| pipeline.stages().len()).sum::<usize>());

        for report in insight::reports::REGISTRY {
            let metric = entry(&entries, &format!("metric.{}", report.definition.name));
            assert_eq!(metric.report.as_deref(), Some(report.definition.name));
            assert!(!metric.see.is_empty(), "no term says what {} means", metric.key);
        }
        let win_rate = entry(&entries, "win-rate");
        assert!(win_rate.see.contains(&"metric.win-rate".to_owned()), "{:?}", win_rate.see);

        let amount = entry(&entries, "field.deal.amount_minor");
        assert!(amount.see.contains(&"amount".to_owned()));
        assert!(amount.used_by.contains(&"stage.new-business.proposal".to_owned()), "{:?}", amount.used_by);
        assert_eq!(entry(&entries, "nrr").area, Some(Area::Finance));
    }

    async fn a_stage_is_explained_by_the_version_in_force(db) {
        let world = World::on(db).await;
        let source = playbook::shipped()[0].1;
        let before = dictionary::dictionary(&world.admin).await.unwrap();
        let key = "stage.new-business.proposal";
        assert_eq!(entry(&before, key).version, Some(1));
        let source = source.replace("Price and scope are in writing", "Scope and price are in writing");
        playbooks::publish(&world.admin, PublishPlaybook { source }).await.unwrap();
        let after = dictionary::dictionary(&world.admin).await.unwrap();
        let stage = entry(&after, key);
        assert_eq!(stage.version, Some(2));
        assert!(stage.short.en.starts_with("Scope and price"), "{}", stage.short.en);
        let fact = |name: &str| stage.facts.iter().find(|fact| fact.name.en == name).unwrap();
        assert_eq!(fact("Rot limit").values[0].ko, "21일");
        assert_eq!(fact("Configured probability").values[0].en, "60%");
        assert_eq!(fact("Required fields").values.len(), 5);
        assert!(fact("Required evidence").values.iter().any(|text| text.en.ends_with("at least customer originated")));
    }
}
