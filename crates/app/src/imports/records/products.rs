use domain::{Instant, Product};

use super::{Importable, Rules, set};
use crate::imports::layout::Cells;
use crate::imports::links::Links;
use crate::imports::reject::Reject;

impl Importable for Product {
    type Parts = ();

    super::catalogue::catalogue!(Product, "product", match_products, insert_products, update_product,
        occurred: |_product| None);

    fn key(&self, field: &str) -> Option<&str> {
        match field {
            "name" => Some(&self.name),
            "code" => self.code.as_deref(),
            "external_id" => self.external_id.as_deref(),
            _ => None,
        }
    }

    fn draft(
        cells: &Cells<'_>,
        links: &mut Links,
        _rules: &Rules,
        stored: Option<&(Self, ())>,
    ) -> Result<(Self, ()), Reject> {
        let said_name = cells.name("name")?;
        let mut product = match stored {
            Some((product, ())) => product.clone(),
            None => links.blank_product(said_name.clone().ok_or_else(|| Reject::required("name"))?),
        };
        if let Some(name) = said_name {
            product.name = name;
        }
        set(&mut product.code, cells.name("code")?);
        set(&mut product.family, cells.name("family")?);
        set(&mut product.list_price, cells.money("list_price")?);
        set(&mut product.external_id, cells.name("external_id")?);
        if let Some(is_active) = cells.yes_or_no("is_active")? {
            product.is_active = is_active;
        }
        Ok((product, ()))
    }

    fn learn(&self, links: &mut Links) {
        links.learn_product(self);
    }

    fn touch(&mut self, _now: Instant) {
        self.version += 1;
    }
}
