//! Does what the script says, through the use cases, as the people who would have done it.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::deal::{Loss, ProcurementItem, SaidBy};
use domain::gate::StageMove;
use domain::ids::{
    AccountId, ContactId, DealId, EvidenceId, ProductId, TeamId, UserId, WorkspaceId,
};
use domain::journal::EntryOrigin;
use domain::{ActivityKind, Actor, ActorKind, Currency, Instant, Locale, Money, Role, TokenScope};
use playbook::{
    BuyingRoleKind, CloseBasis, Competition, DealKind, EvidenceKind, EvidenceType, Origin,
    ProcurementKind, ProcurementState, RenewalOutcome, RequiredField, RiskSeverity,
};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use store::Store;

use super::cast::{self, Habit};
use super::script::{Cue, DealPart, Script, Step};
use crate::identity::Caller;
use crate::playbooks::Definitions;
use crate::{
    App, Clock, Ctx, Entropy, Error, accounts, activities, contacts, deals, products, setup, teams,
    users,
};

/// The password of everybody in the sample. It is no secret: the sample is for looking around on one's own machine.
pub const SAMPLE_PASSWORD: &str = "proofline-demo";

/// Which sample to make.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// The same number makes the same sample.
    pub seed: u64,
    /// The present: the history ends here.
    pub end: Instant,
}

/// The administrator of a workspace that [`fill`] creates.
pub const SAMPLE_ADMINISTRATOR: &str = "admin@narae.example";

/// Fills a workspace, creating one when none is given. `progress` hears how many events of how many are done.
///
/// # Errors
/// What the use cases refuse, which would be a mistake in the sample, and the store's refusals.
pub async fn fill(
    store: &Store,
    workspace_id: Option<WorkspaceId>,
    sample: Sample,
    mut progress: impl FnMut(usize, usize),
) -> Result<WorkspaceId, Error> {
    let hands = Hands::new(sample.end.plus_days(-super::script::DAYS - 20));
    let app = App::with(store.clone(), hands.clone(), Draw::new(sample.seed));
    let workspace_id = match workspace_id {
        Some(id) => id,
        None => create_workspace(&app).await?,
    };
    let system = Ctx::system(app.clone(), workspace_id, EntryOrigin::System);
    let company = Company::hire(&system).await?;
    let definitions = system.definitions().await?;
    let pipeline = |key: &str| {
        definitions
            .known_pipeline(key, "/pipeline")
            .map(|(_, pipeline)| pipeline)
    };
    let script = Script::write(
        sample.seed,
        sample.end,
        [pipeline("new-business")?, pipeline("renewals")?],
    );
    let mut performance = Performance {
        app,
        workspace_id,
        definitions: Arc::clone(&definitions),
        company,
        played: (0..script.deals.len()).map(|_| Played::default()).collect(),
    };
    for (done, cue) in script.cues.iter().enumerate() {
        hands.turn_to(cue.at);
        performance.play(&script.deals[cue.deal], cue).await?;
        progress(done + 1, script.cues.len());
    }
    Ok(workspace_id)
}

async fn create_workspace(app: &App) -> Result<WorkspaceId, Error> {
    let new = setup::NewWorkspace {
        workspace_name: "나래소프트 Narae Software".into(),
        home_currency: Currency::USD,
        time_zone: "Asia/Seoul".into(),
        locale: Locale::Ko,
        name: "윤지원".into(),
        email: SAMPLE_ADMINISTRATOR.into(),
        password: Some(SAMPLE_PASSWORD.into()),
    };
    Ok(setup::create_workspace(app, new, EntryOrigin::System)
        .await?
        .0
        .id)
}

/// The clock of the sample, turned forwards from event to event.
#[derive(Clone)]
struct Hands(Arc<AtomicI64>);

impl Hands {
    fn new(at: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_micros())))
    }

    fn turn_to(&self, at: Instant) {
        self.0.fetch_max(at.as_micros(), Ordering::Relaxed);
    }
}

impl Clock for Hands {
    /// A little later with every look, so that no two events share an instant.
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.fetch_add(1_000, Ordering::Relaxed))
    }
}

/// Seeded randomness for identifiers.
struct Draw(Mutex<SmallRng>);

impl Draw {
    fn new(seed: u64) -> Self {
        Self(Mutex::new(SmallRng::seed_from_u64(seed ^ 0x1d5)))
    }
}

impl Entropy for Draw {
    fn draw(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }
}

/// The people and things that exist before the first deal.
struct Company {
    actors: Vec<Actor>,
    managers: HashMap<&'static str, usize>,
    accounts: Vec<(AccountId, Vec<ContactId>)>,
    products: Vec<ProductId>,
}

impl Company {
    async fn hire(ctx: &Ctx) -> Result<Self, Error> {
        let mut team_ids: HashMap<&str, TeamId> = HashMap::new();
        for part in cast::TEAMS {
            let parent_id = part.parent.and_then(|parent| team_ids.get(parent).copied());
            let team = teams::create(
                ctx,
                teams::CreateTeam {
                    name: part.name.into(),
                    parent_id,
                    manager_id: None,
                },
            )
            .await?;
            team_ids.insert(part.name, team.team.id);
        }
        let mut actors = Vec::new();
        let mut managers = HashMap::new();
        for (index, part) in cast::PEOPLE.iter().enumerate() {
            let input = users::CreateUser {
                name: part.name.into(),
                email: part.email.into(),
                role: part.role,
                visibility: Some(part.visibility),
                team_id: team_ids.get(part.team).copied(),
                locale: Some(if part.locale == "ko" {
                    Locale::Ko
                } else {
                    Locale::En
                }),
                time_zone: Some(part.time_zone.into()),
                password: Some(SAMPLE_PASSWORD.into()),
            };
            let user = users::create(ctx, input).await?.user;
            if part.role == Role::Manager {
                managers.insert(part.team, index);
                let lead = teams::EditTeam {
                    manager_id: Some(Some(user.id)),
                    ..teams::EditTeam::default()
                };
                if let Some(team) = team_ids.get(part.team) {
                    teams::edit(ctx, *team, lead).await?;
                }
            }
            actors.push(Actor {
                user_id: Some(user.id),
                name: user.name,
                role: user.role,
                visibility: user.visibility,
                kind: ActorKind::User,
                scope: TokenScope::Admin,
            });
        }
        let mut product_ids = Vec::new();
        for part in cast::PRODUCTS {
            let input = products::CreateProduct {
                name: part.name.into(),
                code: Some(part.code.into()),
                family: Some(part.family.into()),
                list_price: Some(Money::new(part.usd * 100, Currency::USD)),
                external_id: None,
            };
            product_ids.push(products::create(ctx, input).await?.product.id);
        }
        let accounts = Self::customers(ctx, actors.iter().find_map(|actor| actor.user_id)).await?;
        Ok(Self {
            actors,
            managers,
            accounts,
            products: product_ids,
        })
    }

    async fn customers(
        ctx: &Ctx,
        owner_id: Option<UserId>,
    ) -> Result<Vec<(AccountId, Vec<ContactId>)>, Error> {
        let mut known: HashMap<&str, AccountId> = HashMap::new();
        let mut all = Vec::new();
        for (index, part) in cast::ACCOUNTS.iter().enumerate() {
            let segment = if part.employees >= 2_000 {
                "enterprise"
            } else {
                "mid-market"
            };
            let input = accounts::CreateAccount {
                name: part.name.into(),
                domain: Some(part.domain.into()),
                parent_id: part.parent.and_then(|parent| known.get(parent).copied()),
                industry: Some(part.industry.into()),
                country: Some(part.country.into()),
                region: Some(part.region.into()),
                segment: Some(segment.into()),
                employees: Some(part.employees),
                owner_id,
                ..accounts::CreateAccount::default()
            };
            let account_id = accounts::create(ctx, input).await?.account.id;
            known.insert(part.name, account_id);
            let mut people = Vec::new();
            for (title, (ko, en)) in cast::TITLES.iter().enumerate() {
                let (name, local) = buyer(part.country, index * cast::TITLES.len() + title);
                let input = contacts::CreateContact {
                    name,
                    account_id: Some(account_id),
                    email: Some(format!("{local}@{}", part.domain)),
                    title: Some((if part.country == "KR" { *ko } else { *en }).into()),
                    owner_id,
                    ..contacts::CreateContact::default()
                };
                people.push(contacts::create(ctx, input).await?.contact.id);
            }
            all.push((account_id, people));
        }
        Ok(all)
    }
}

/// Name and mailbox of the n-th buyer.
fn buyer(country: &str, n: usize) -> (String, String) {
    if country == "KR" {
        let family = cast::KOREAN_FAMILY[n * 5 % cast::KOREAN_FAMILY.len()];
        let (given, roman) = cast::KOREAN_GIVEN[n * 3 % cast::KOREAN_GIVEN.len()];
        (format!("{family}{given}"), format!("{roman}{n}"))
    } else {
        let given = cast::US_GIVEN[n * 5 % cast::US_GIVEN.len()];
        let family = cast::US_FAMILY[(n * 7 + n / 12) % cast::US_FAMILY.len()];
        (
            format!("{given} {family}"),
            format!("{}.{}", given.to_lowercase(), family.to_lowercase()),
        )
    }
}

/// What has become of a deal so far.
#[derive(Default)]
struct Played {
    id: Option<DealId>,
    evidence: HashMap<String, EvidenceId>,
    close_on: Option<domain::Date>,
    is_over: bool,
}

struct Performance {
    app: App,
    workspace_id: WorkspaceId,
    definitions: Arc<Definitions>,
    company: Company,
    played: Vec<Played>,
}

const LOSSES: &[(&str, &str)] = &[
    ("priority-change", "budget-frozen"),
    ("no-decision", "status-quo"),
    ("competitor", "product"),
    ("price", "over-budget"),
    ("no-decision", "no-economic-buyer"),
    ("security", "certification-missing"),
    ("competitor", "relationship"),
    ("priority-change", "project-postponed"),
    ("product-gap", "integration"),
];
const RENEWAL_LOSSES: &[(&str, &str)] = &[("low-usage", "champion-left"), ("price", "budget-cut")];
const COMPETITORS: &[&str] = &["salesforce", "hubspot", "in-house"];
const TALKS: &[(ActivityKind, &str, &str)] = &[
    (
        ActivityKind::Call,
        "상황 확인 통화",
        "Call about where they stand",
    ),
    (
        ActivityKind::Meeting,
        "현업 부서와 현황 점검",
        "Walk through the present process with operations",
    ),
    (
        ActivityKind::Email,
        "질문에 대한 회신",
        "Answers to their questions",
    ),
    (
        ActivityKind::Meeting,
        "보안 담당자 질의응답",
        "Questions and answers with security",
    ),
    (
        ActivityKind::Call,
        "예산 일정 문의",
        "Asked about the budget calendar",
    ),
    (
        ActivityKind::Note,
        "조직 개편 소식 있음",
        "Heard of a reorganisation",
    ),
];
const RISKS: &[(&str, &str, &str, &str)] = &[
    (
        "챔피언의 부서 이동 가능성",
        "두 번째 챔피언을 운영팀에서 찾는다",
        "The champion may change departments",
        "Win a second champion in operations",
    ),
    (
        "보안 검토 일정 미정",
        "SOC 2 보고서와 DPA를 먼저 보낸다",
        "No date for the security review",
        "Send the SOC 2 report and the DPA first",
    ),
    (
        "예산이 다음 회계연도로 넘어갈 수 있음",
        "1단계 범위를 줄여 올해 예산에 맞춘다",
        "Budget may move to the next fiscal year",
        "Cut phase one to fit this year's budget",
    ),
    (
        "자체 구축 의견이 있음",
        "3년 총비용 비교표를 함께 만든다",
        "Some want to build it in-house",
        "Build a three-year cost comparison together",
    ),
];

impl Performance {
    async fn play(&mut self, part: &DealPart, cue: &Cue) -> Result<(), Error> {
        if self.played[cue.deal].is_over {
            return Ok(());
        }
        if let Step::Open = cue.step {
            return self.open(part, cue).await;
        }
        let Some(id) = self.played[cue.deal].id else {
            return Ok(());
        };
        let ctx = self.ctx(part.owner);
        match &cue.step {
            Step::Open => {}
            Step::Evidence(key) => self.evidence(&ctx, part, cue, id, key).await?,
            Step::Fields(fields) => self.fields(&ctx, part, cue, id, fields).await?,
            Step::EconomicBuyer(state, backed_by) => {
                let evidence_id = backed_by
                    .as_ref()
                    .and_then(|key| self.played[cue.deal].evidence.get(key).copied());
                let role = deals::SetBuyingRole {
                    contact_id: self.buyer(part, 0),
                    role: BuyingRoleKind::EconomicBuyer,
                    state: *state,
                    evidence_id,
                };
                deals::set_buying_role(&ctx, id, role).await?;
            }
            Step::Answer(set, question, backed_by) => {
                let evidence_id = backed_by
                    .as_ref()
                    .and_then(|key| self.played[cue.deal].evidence.get(key).copied());
                let answer = deals::AnswerQuestion {
                    set: (*set).into(),
                    question: (*question).into(),
                    answer: answer(part, question).into(),
                    evidence_ids: evidence_id.into_iter().collect(),
                };
                deals::answer_question(&ctx, id, answer).await?;
            }
            Step::Procurement(is_done) => self.procurement(&ctx, part, cue, id, *is_done).await?,
            Step::Move(to) => {
                deals::change_stage(
                    &ctx,
                    id,
                    StageMove {
                        to: to.clone(),
                        ..StageMove::default()
                    },
                )
                .await?;
            }
            Step::Win => {
                let outcome = (part.pipeline == "renewals").then_some(match part.competitor {
                    0 => RenewalOutcome::Upgraded,
                    1 => RenewalOutcome::Downgraded,
                    _ => RenewalOutcome::Renewed,
                });
                deals::change_stage(
                    &ctx,
                    id,
                    StageMove {
                        to: "closed_won".into(),
                        outcome,
                        ..StageMove::default()
                    },
                )
                .await?;
                self.played[cue.deal].is_over = true;
            }
            Step::Lose(reason) => {
                let losses = if part.pipeline == "renewals" {
                    RENEWAL_LOSSES
                } else {
                    LOSSES
                };
                let (code, detail) = losses[reason % losses.len()];
                let loss = Loss {
                    reason: code.into(),
                    detail: Some(detail.into()),
                    competitor: (code == "competitor").then(|| COMPETITORS[part.competitor].into()),
                    said_by: Some(if reason % 3 == 0 {
                        SaidBy::Us
                    } else {
                        SaidBy::Customer
                    }),
                    note: None,
                };
                let outcome = (part.pipeline == "renewals").then_some(RenewalOutcome::Ended);
                let lost = StageMove {
                    to: "closed_lost".into(),
                    loss: Some(loss),
                    outcome,
                    ..StageMove::default()
                };
                deals::change_stage(&ctx, id, lost).await?;
                self.played[cue.deal].is_over = true;
            }
            Step::Push(days) => self.push(&ctx, cue, id, *days).await?,
            Step::Talk(which) => {
                let (kind, ko, en) = TALKS[*which];
                let talk = activities::CreateActivity {
                    kind,
                    subject: said(part, ko, en).into(),
                    body: None,
                    contact_id: Some(self.buyer(part, 1)),
                    occurred_at: None,
                    due_on: None,
                    owner_id: None,
                };
                activities::create(&ctx, id, talk).await?;
            }
            Step::Risk(which) => {
                let (ko, ko_plan, en, en_plan) = RISKS[*which];
                let risk = deals::SetRisk {
                    title: said(part, ko, en).into(),
                    plan: Some(said(part, ko_plan, en_plan).into()),
                    severity: if *which == 1 {
                        RiskSeverity::High
                    } else {
                        RiskSeverity::Medium
                    },
                    owner_id: ctx.actor.user_id,
                    is_closed: false,
                };
                deals::set_risk(&ctx, id, None, risk).await?;
            }
            Step::Waive { stage, evidence } => {
                self.waive(&ctx, part, id, stage, evidence, cue.at).await?
            }
        }
        Ok(())
    }

    fn ctx(&self, person: usize) -> Ctx {
        let caller = Caller {
            workspace_id: self.workspace_id,
            actor: self.company.actors[person].clone(),
        };
        Ctx::new(self.app.clone(), caller, EntryOrigin::Ui)
    }

    fn buyer(&self, part: &DealPart, title: usize) -> ContactId {
        self.company.accounts[part.account].1[title]
    }

    fn amount(part: &DealPart) -> Money {
        let product = &cast::PRODUCTS[part.product];
        if is_korean(part) {
            Money::new(product.krw * part.price_percent / 100, Currency::KRW)
        } else {
            Money::new(product.usd * part.price_percent, Currency::USD)
        }
    }

    async fn open(&mut self, part: &DealPart, cue: &Cue) -> Result<(), Error> {
        let ctx = self.ctx(part.owner);
        let (account, product) = (&cast::ACCOUNTS[part.account], &cast::PRODUCTS[part.product]);
        let is_renewal = part.pipeline == "renewals";
        let what = match (is_renewal, is_korean(part)) {
            (true, true) => "갱신",
            (true, false) => "renewal",
            (false, true) => "도입",
            (false, false) => "rollout",
        };
        let input = deals::CreateDeal {
            name: format!("{} {} {what}", account.name, product.name),
            kind: is_renewal.then_some(DealKind::Renewal),
            pipeline: Some(part.pipeline.into()),
            account_id: Some(self.company.accounts[part.account].0),
            contact_id: Some(self.buyer(part, 1)),
            product_id: Some(self.company.products[part.product]),
            amount: is_renewal.then(|| Self::amount(part)),
            source: Some(part.source.into()),
            custom: BTreeMap::new(),
            ..deals::CreateDeal::default()
        };
        self.played[cue.deal].id = Some(deals::create(&ctx, input).await?.deal.id);
        Ok(())
    }

    async fn evidence(
        &mut self,
        ctx: &Ctx,
        part: &DealPart,
        cue: &Cue,
        id: DealId,
        key: &str,
    ) -> Result<(), Error> {
        let Some(kind) = self.evidence_type(part.pipeline, key) else {
            return Ok(());
        };
        let is_customers = kind.origins.contains(&Origin::Customer);
        let title = if is_korean(part) {
            kind.name.ko.clone()
        } else {
            kind.name.en.clone()
        };
        let form = kind.kinds.first().copied();
        let contact = match key {
            "pricing_reviewed"
            | "conditional_commitment"
            | "budget_confirmed"
            | "terms_reviewed" => 0,
            "technical_fit" | "issue_list" => 2,
            "purchase_order" | "procurement_process" | "payment_terms" => 3,
            _ => 1,
        };
        let input = deals::AddEvidence {
            evidence_type: key.into(),
            kind: form,
            origin: Some(if is_customers {
                Origin::Customer
            } else {
                kind.origins.first().copied().unwrap_or(Origin::Us)
            }),
            title,
            reference: Some(reference(form, cue, key)),
            content_hash: None,
            is_countersigned: matches!(key, "signed_contract" | "signed_renewal"),
            contact_id: is_customers.then(|| self.buyer(part, contact)),
            occurred_at: Some(cue.at.plus_micros(-3_600_000_000)),
        };
        let evidence = deals::add_evidence(ctx, id, input).await?.evidence;
        self.played[cue.deal]
            .evidence
            .insert(key.to_owned(), evidence.id);
        Ok(())
    }

    fn evidence_type(&self, pipeline: &str, key: &str) -> Option<EvidenceType> {
        let (playbook, _) = self.definitions.pipeline(pipeline)?;
        playbook
            .compiled
            .playbook()
            .evidence_types
            .iter()
            .find(|kind| kind.key == key)
            .cloned()
    }

    async fn fields(
        &mut self,
        ctx: &Ctx,
        part: &DealPart,
        cue: &Cue,
        id: DealId,
        fields: &[RequiredField],
    ) -> Result<(), Error> {
        let today = self.definitions.day_of(cue.at);
        let mut edit = deals::EditDeal::default();
        let mut wants_plan = false;
        for field in fields {
            match field {
                RequiredField::Amount => edit.amount = Some(Some(Self::amount(part))),
                RequiredField::CloseDate if self.played[cue.deal].close_on.is_none() => {
                    let close_on = today.saturating_add(jiff::Span::new().days(75));
                    edit.close_on = Some(Some(close_on));
                    edit.close_basis = Some(Some(CloseBasis::Estimate));
                    self.played[cue.deal].close_on = Some(close_on);
                }
                RequiredField::CloseBasis => {
                    edit.close_basis = Some(Some(CloseBasis::CustomerStated))
                }
                RequiredField::NextStep => {
                    edit.next_step = Some(Some(
                        said(
                            part,
                            "다음 미팅에서 평가 기준 합의",
                            "Agree on the criteria in the next meeting",
                        )
                        .into(),
                    ));
                    edit.next_step_on = Some(Some(today.saturating_add(jiff::Span::new().days(9))));
                }
                RequiredField::Competition => {
                    let competition = [
                        Competition::Competitive,
                        Competition::Sole,
                        Competition::StatusQuo,
                    ][part.competitor];
                    edit.competition = Some(Some(competition));
                    if competition == Competition::Competitive {
                        edit.competitors = Some(vec![COMPETITORS[part.competitor].into()]);
                    }
                }
                RequiredField::MilestonePlan => wants_plan = true,
                _ => {}
            }
        }
        deals::edit(ctx, id, edit).await?;
        if wants_plan {
            deals::set_milestone_plan(ctx, id, deals::SetMilestonePlan::default()).await?;
        }
        // The renewal's buyer is known from the start.
        if part.pipeline == "renewals" && fields.contains(&RequiredField::EconomicBuyer) {
            let role = deals::SetBuyingRole {
                contact_id: self.buyer(part, 0),
                role: BuyingRoleKind::EconomicBuyer,
                state: playbook::RoleState::Identified,
                evidence_id: None,
            };
            if !self.played[cue.deal]
                .evidence
                .contains_key("renewal_intent")
            {
                deals::set_buying_role(ctx, id, role).await?;
            }
        }
        Ok(())
    }

    async fn procurement(
        &self,
        ctx: &Ctx,
        part: &DealPart,
        cue: &Cue,
        id: DealId,
        is_done: bool,
    ) -> Result<(), Error> {
        let due_on = self
            .definitions
            .day_of(cue.at)
            .saturating_add(jiff::Span::new().days(14));
        let steps = [
            ("security-review", ProcurementKind::Security, 2),
            ("contract-terms", ProcurementKind::Legal, 2),
            (
                "vendor-registration",
                ProcurementKind::VendorRegistration,
                3,
            ),
            ("purchase-order", ProcurementKind::PurchaseOrder, 3),
        ];
        for (key, kind, title) in steps {
            let owner = said(part, cast::TITLES[title].0, cast::TITLES[title].1);
            // The order itself comes last, with the signature.
            let is_last = kind == ProcurementKind::PurchaseOrder;
            let state = if is_done && !is_last {
                ProcurementState::Done
            } else {
                ProcurementState::InProgress
            };
            let item = ProcurementItem {
                key: key.into(),
                kind,
                state,
                owner: Some(owner.into()),
                due_on: Some(due_on),
                note: None,
            };
            deals::set_procurement_item(ctx, id, item).await?;
        }
        Ok(())
    }

    async fn push(&mut self, ctx: &Ctx, cue: &Cue, id: DealId, days: i64) -> Result<(), Error> {
        let Some(before) = self.played[cue.deal].close_on else {
            return Ok(());
        };
        let close_on = before.saturating_add(jiff::Span::new().days(days));
        let reasons: &[&str] = &["customer-asked", "budget-cycle", "customer-asked"];
        let change = deals::ChangeCloseDate {
            close_on,
            close_basis: None,
            reason: Some(reasons[usize::try_from(days).unwrap_or(0) % reasons.len()].into()),
            note: None,
        };
        deals::change_close_date(ctx, id, change).await?;
        self.played[cue.deal].close_on = Some(close_on);
        Ok(())
    }

    async fn waive(
        &self,
        ctx: &Ctx,
        part: &DealPart,
        id: DealId,
        stage: &str,
        evidence: &str,
        at: Instant,
    ) -> Result<(), Error> {
        let Some((_, pipeline)) = self.definitions.pipeline(part.pipeline) else {
            return Ok(());
        };
        let Some(next) = pipeline.next_after(stage) else {
            return Ok(());
        };
        let expires_on = self
            .definitions
            .day_of(at)
            .saturating_add(jiff::Span::new().days(30));
        let request = deals::RequestWaiver {
            criteria: vec![evidence.to_owned()],
            stage: next.key().to_owned(),
            reason: "strategic-account".into(),
            note: Some(
                said(
                    part,
                    "본사 기준표에 없는 업종이지만 전략 계정입니다.",
                    "Outside our profile, but a strategic account.",
                )
                .into(),
            ),
            expires_on,
        };
        let waiver = deals::request_waiver(ctx, id, request).await?.waiver;
        let manager = self
            .company
            .managers
            .get(cast::PEOPLE[part.owner].team)
            .copied();
        if let Some(manager) = manager.filter(|_| cast::PEOPLE[part.owner].habit != Habit::None) {
            deals::approve_waiver(
                &self.ctx(manager),
                waiver.id,
                deals::DecideWaiver::default(),
            )
            .await?;
        }
        Ok(())
    }
}

fn is_korean(part: &DealPart) -> bool {
    cast::ACCOUNTS[part.account].country == "KR"
}

/// What was said, in the customer's language.
fn said<'t>(part: &DealPart, ko: &'t str, en: &'t str) -> &'t str {
    if is_korean(part) { ko } else { en }
}

fn answer(part: &DealPart, question: &str) -> &'static str {
    match question {
        "identify_pain" => said(
            part,
            "주문 확인에 사람이 하루 6시간을 쓰고, 오류로 월 3%를 다시 처리합니다.",
            "Six hours a day go into checking orders by hand, and 3 % of them are done twice.",
        ),
        "metrics" => said(
            part,
            "처리 시간 40% 단축, 재작업 3% → 1%",
            "40 % less handling time, rework from 3 % to 1 %",
        ),
        _ => said(
            part,
            "도입 후 처리 시간이 3분의 1로 줄었다고 말합니다.",
            "They say handling takes a third of the time it took.",
        ),
    }
}

/// A pointer as the real thing would have: a message, a calendar entry, a file.
fn reference(kind: Option<EvidenceKind>, cue: &Cue, key: &str) -> String {
    let number = cue.at.as_micros() / 1_000_000;
    match kind {
        Some(EvidenceKind::Email) => format!("mid:{number}.{}@mail.narae.example", cue.deal),
        Some(EvidenceKind::Meeting | EvidenceKind::Call) => {
            format!("https://calendar.narae.example/{number}-{}", cue.deal)
        }
        _ => format!("https://files.narae.example/{}/{key}.pdf", cue.deal),
    }
}
