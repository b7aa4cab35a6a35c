//! A deal on the workbench: itself and everything the domain looks at when it judges it.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Account, Contact, Date, Deal, Evidence, Instant, StageVisit, Waiver,
    deal::DealEvent,
    gate::Dossier,
    ids::{ContactId, DealId},
};
use playbook::CompiledPipeline;
use store::ReadTx;
use uuid::Uuid;

use super::record::Backdrop;
use crate::{
    Code, Ctx, Error, FieldError, Named,
    kin::Kin,
    playbooks::{Definitions, PublishedPlaybook},
};

/// A loaded deal.
pub(super) struct Bench {
    pub(super) deal: Deal,
    pub(super) about: About,
}

/// What surrounds a deal.
pub(super) struct About {
    pub(super) kin: Kin,
    pub(super) playbook: Arc<PublishedPlaybook>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) waivers: Vec<Waiver>,
    pub(super) visit: Option<StageVisit>,
    pub(super) account: Option<Account>,
    pub(super) contacts: Vec<Contact>,
    pub(super) names: BTreeMap<Uuid, String>,
    owner_name: Option<String>,
    product_name: Option<String>,
    pub(super) now: Instant,
    pub(super) today: Date,
}

impl Bench {
    /// Loads a deal the reader may see.
    pub(super) async fn load(
        ctx: &Ctx,
        read: &mut ReadTx,
        definitions: Arc<Definitions>,
        id: DealId,
        now: Instant,
    ) -> Result<Self, Error> {
        let deal = read
            .find_deal(id)
            .await?
            .ok_or_else(|| Error::from(Code::NotFound))?;
        let mut about = About::of(ctx, read, definitions, &deal, now).await?;
        about.evidence = read.evidence_of(id).await?;
        about.waivers = read.waivers_of(id).await?;
        about.visit = read.open_visit_of(id).await?;
        Ok(Self { deal, about })
    }
}

impl About {
    /// What a deal that is not stored yet refers to.
    pub(super) async fn of(
        ctx: &Ctx,
        read: &mut ReadTx,
        definitions: Arc<Definitions>,
        deal: &Deal,
        now: Instant,
    ) -> Result<Self, Error> {
        let (playbook, _) = definitions.pipeline_of(deal)?;
        let playbook = Arc::clone(playbook);
        let today = definitions.day_of(now);
        let mut about = Self {
            kin: Kin::of(&ctx.actor, read).await?,
            playbook,
            evidence: Vec::new(),
            waivers: Vec::new(),
            visit: None,
            account: None,
            contacts: Vec::new(),
            names: BTreeMap::new(),
            owner_name: None,
            product_name: None,
            now,
            today,
        };
        about.refer(read, deal).await?;
        Ok(about)
    }

    /// Loads what the deal refers to, after its references changed.
    pub(super) async fn refer(&mut self, read: &mut ReadTx, deal: &Deal) -> Result<(), Error> {
        self.account = match deal.account_id {
            Some(id) => read.find_account(id).await?,
            None => None,
        };
        let mut ids: Vec<_> = deal
            .roles
            .iter()
            .map(|role| role.contact_id)
            .chain(deal.contact_id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        self.contacts = read.contacts_by_id(&ids).await?;
        self.names = read.names_around(deal).await?;
        let name = |id: Option<Uuid>| self.names.get(&id?).cloned();
        self.owner_name = name(deal.owner_id.map(Into::into));
        self.product_name = name(deal.product_id.map(Into::into));
        Ok(())
    }

    /// Loads one more contact, which has to exist.
    pub(super) async fn refer_to_contact(
        &mut self,
        read: &mut ReadTx,
        id: Option<ContactId>,
    ) -> Result<(), Error> {
        let Some(id) = id.filter(|id| !self.contacts.iter().any(|contact| contact.id == *id))
        else {
            return Ok(());
        };
        let contact = read.find_contact(id).await?;
        let contact = contact.ok_or_else(|| FieldError::unknown("/contact_id", &id.to_string()))?;
        self.names.insert(contact.id.into(), contact.name.clone());
        self.contacts.push(contact);
        Ok(())
    }

    /// The name of something the deal points to.
    pub(super) fn named(&self, id: Option<impl Into<Uuid>>) -> Option<Named> {
        Named::find(&self.names, id.map(Into::into))
    }

    /// What the domain asks for.
    pub(super) fn dossier(&self) -> Dossier<'_> {
        Dossier {
            evidence: &self.evidence,
            waivers: &self.waivers,
            current_visit: self.visit.as_ref(),
            account: self.account.as_ref(),
            contacts: &self.contacts,
            owner_name: self.owner_name.as_deref(),
            product_name: self.product_name.as_deref(),
            ..Dossier::new(
                &self.playbook.compiled,
                self.playbook.version,
                self.now,
                self.today,
            )
        }
    }

    /// What a deal is shown against.
    pub(super) fn backdrop(&self) -> Backdrop<'_> {
        Backdrop {
            names: &self.names,
            playbook: &self.playbook,
            kin: &self.kin,
            now: self.now,
            today: self.today,
        }
    }

    /// The pipeline the deal moves in.
    pub(super) fn pipeline<'a>(&'a self, deal: &Deal) -> Option<&'a CompiledPipeline> {
        self.playbook.compiled.pipeline(&deal.pipeline)
    }
}

impl About {
    /// Brings the loaded evidence and visit to where a command left them.
    pub(super) fn take_in(&mut self, event: &DealEvent) {
        match event {
            DealEvent::Created { visit } => self.visit = Some(visit.clone()),
            DealEvent::StageChanged {
                entered, reopened, ..
            } => {
                self.visit = Some(entered.clone());
                reopened.iter().for_each(|evidence| self.replace(evidence));
            }
            DealEvent::EvidenceAdded(evidence) => self.evidence.push(evidence.clone()),
            DealEvent::EvidenceRetracted(evidence) => self.replace(evidence),
            _ => {}
        }
    }

    fn replace(&mut self, evidence: &Evidence) {
        if let Some(known) = self
            .evidence
            .iter_mut()
            .find(|known| known.id == evidence.id)
        {
            *known = evidence.clone();
        }
    }
}
