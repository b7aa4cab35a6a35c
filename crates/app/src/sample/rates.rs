//! What the other of won and dollar is worth, set at the first event of each month as somebody in finance would.

use domain::{Currency, Date, Instant};

use crate::rates::{SetFxRate, set};
use crate::{Ctx, Error};

/// Dollars for a thousand won in millionths, one figure a month and then from the start: between 1,340 and 1,470 won for a dollar.
const PER_THOUSAND_WON: [u32; 12] = [
    724_600, 716_800, 711_700, 697_400, 688_700, 680_300, 685_900, 694_400, 703_700, 718_400,
    733_100, 746_300,
];

/// Follows the sample's clock from month to month.
#[derive(Default)]
pub(super) struct Monthly {
    set: Option<Date>,
}

impl Monthly {
    /// Sets the rate of the month unless it is set.
    pub(super) async fn follow(&mut self, system: &Ctx, now: Instant) -> Result<(), Error> {
        let month = now.date_utc().first_of_month();
        if self.set == Some(month) {
            return Ok(());
        }
        self.set = Some(month);
        let figure = usize::try_from(month.month() - 1).unwrap_or_default();
        let millionths = PER_THOUSAND_WON[figure];
        let (currency, rate) = match system.definitions().await?.workspace.home_currency {
            Currency::USD => (Currency::KRW, format!("0.000{millionths:06}")),
            Currency::KRW => (
                Currency::USD,
                format!("{}", 1_000_000_000 / u64::from(millionths)),
            ),
            // Nothing is known of a third currency: its reports say which amounts no rate converts.
            _ => return Ok(()),
        };
        let rate = SetFxRate {
            currency,
            effective_on: month,
            rate,
        };
        set(system, rate).await.map(drop)
    }
}
