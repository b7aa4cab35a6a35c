//! What a journal entry says about its object beside the fields that changed.

use domain::{
    Account, Activity, Contact, Deal, Evidence, ForecastSubmission, FxRate, Product, Quota, Review,
    ReviewNote, StageVisit, Team, User, Waiver, Workspace, ids::DealId, journal::Journaled,
};
use store::{ApiToken, PlaybookVersion};
use uuid::Uuid;

/// An object of journal entries.
pub(crate) trait Subject: Journaled {
    /// Its identity.
    fn uuid(&self) -> Uuid;
    /// The deal whose timeline shows it.
    fn deal_id(&self) -> Option<DealId> {
        None
    }
}

macro_rules! subjects {
    ($($object:ty $(, $this:ident => $deal_id:expr)?;)*) => {$(
        impl Subject for $object {
            fn uuid(&self) -> Uuid {
                self.id.into()
            }
            $(fn deal_id(&self) -> Option<DealId> {
                let $this = self;
                $deal_id
            })?
        }
    )*};
}

subjects! {
    Workspace;
    User;
    Team;
    Account;
    Contact;
    Product;
    ApiToken;
    PlaybookVersion;
    Deal, deal => Some(deal.id);
    StageVisit, visit => Some(visit.deal_id);
    Evidence, evidence => Some(evidence.deal_id);
    Waiver, waiver => Some(waiver.deal_id);
    Activity, activity => activity.deal_id;
    FxRate;
    Quota;
    ForecastSubmission;
    Review;
    ReviewNote, note => Some(note.deal_id);
}
