//! Reads the lives of deals chunk by chunk and lets the draft judge them.

use std::collections::BTreeMap;

use domain::{
    Account, Contact, Instant,
    ids::{AccountId, ContactId},
    replay::{Judge, Life, Surroundings},
};
use insight::replay::{Effect, Within};
use playbook::CompiledPlaybook;
use store::{ReadTx, Scope};
use uuid::Uuid;

use super::Replayed;
use crate::{Code, Ctx, Error, limits};

/// Deals whose journals are in memory at the same time.
const CHUNK: usize = 256;

/// Replays what the caller may see of some pipelines.
pub(super) async fn hear(
    ctx: &Ctx,
    draft: &CompiledPlaybook,
    pipelines: Vec<String>,
    within: Within,
    position: i64,
) -> Result<Replayed, Error> {
    let scope = Scope::of(ctx.workspace_id, &ctx.actor);
    let mut read = ctx.app.store().snapshot(&scope).await?;
    let keys: Vec<&str> = pipelines.iter().map(String::as_str).collect();
    let ids = read.deals_in(&keys, limits::REPLAY_DEALS + 1).await?;
    if ids.len() > limits::REPLAY_DEALS as usize {
        let most = limits::REPLAY_DEALS;
        return Err(Error::from(Code::TooLarge).with_detail(
            format!(
                "한 번에 딜 {most}건까지 다시 판정할 수 있습니다. 파이프라인을 하나만 고르세요."
            ),
            format!("At most {most} deals can be replayed at once; choose a single pipeline."),
        ));
    }
    let mut judge = Judge::new(draft, within.zone.clone(), (within.from, within.to));
    for (evidence_type, since) in read.evidence_types_since().await? {
        judge.saw_evidence(&evidence_type, since);
    }
    let reads_accounts = reads_accounts(draft);
    for chunk in ids.chunks(CHUNK) {
        let lives = read.lives_of(chunk, within.as_of).await?;
        let near = Near::of(&mut read, &lives, reads_accounts).await?;
        // Judging computes for long: this thread's other work moves elsewhere meanwhile.
        tokio::task::block_in_place(|| {
            for life in &lives {
                judge.hear(life, &near.around(life))?;
            }
            Ok::<_, domain::replay::Damaged>(())
        })
        .map_err(Error::internal)?;
    }
    drop(read);
    Ok(tokio::task::block_in_place(|| {
        let replay = judge.settle();
        let effect = Effect::of(&replay, &within);
        let playbook = draft.playbook();
        Replayed {
            playbook: playbook.key.clone(),
            name: playbook.name.clone(),
            pipelines,
            as_of: within.as_of,
            position,
            effect,
            deals: replay.deals.iter().map(|deal| deal.deal_id).collect(),
            stages: replay.stages,
        }
    }))
}

/// Whether any exit criterion looks at the account.
fn reads_accounts(draft: &CompiledPlaybook) -> bool {
    const FIELDS: [&str; 4] = [
        "deal.account",
        "deal.country",
        "deal.industry",
        "deal.segment",
    ];
    let stages = draft.pipelines().iter().flat_map(|it| it.stages());
    let mut criteria = stages.flat_map(|stage| stage.criteria());
    criteria.any(|criterion| {
        let fields = &criterion.rule().references().fields;
        FIELDS.iter().any(|field| fields.contains(*field))
    })
}

/// What surrounds the deals of a chunk. Names are today's; accounts are as they were.
struct Near {
    accounts: BTreeMap<AccountId, Vec<(Instant, Account)>>,
    contacts: Vec<Contact>,
    names: BTreeMap<Uuid, String>,
}

impl Near {
    async fn of(read: &mut ReadTx, lives: &[Life], reads_accounts: bool) -> Result<Self, Error> {
        let deals = || lives.iter().map(Life::deal);
        let mut accounts: Vec<AccountId> = Vec::new();
        if reads_accounts {
            accounts.extend(deals().filter_map(|deal| deal.account_id));
            accounts.sort_unstable();
            accounts.dedup();
        }
        let contacts = deals().flat_map(|deal| {
            let roles = deal.roles.iter().map(|role| role.contact_id);
            roles.chain(deal.contact_id)
        });
        let mut contacts: Vec<ContactId> = contacts.collect();
        contacts.sort_unstable();
        contacts.dedup();
        Ok(Self {
            accounts: read.accounts_over_time(&accounts).await?,
            contacts: read.contacts_by_id(&contacts).await?,
            names: read.names_beside(deals()).await?,
        })
    }

    fn around(&self, life: &Life) -> Surroundings<'_> {
        let deal = life.deal();
        let name = |id: Option<Uuid>| self.names.get(&id?).map(String::as_str);
        let account = deal.account_id.and_then(|id| self.accounts.get(&id));
        Surroundings {
            accounts: account.map_or(&[], Vec::as_slice),
            contacts: &self.contacts,
            owner_name: name(deal.owner_id.map(Into::into)),
            product_name: name(deal.product_id.map(Into::into)),
        }
    }
}
