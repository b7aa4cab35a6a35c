//! The refused rows as a file: the original row, its number, the column and the reason.

use connect::export::{RejectWriter, Rejection};
use domain::Locale;
use domain::ids::ImportId;
use domain::policy::Action;
use playbook::Text;

use super::progress::Details;
use crate::{Ctx, Error};

/// Rejections read at a time.
const PAGE: i64 = 500;

/// The error file of an import, written piece by piece.
pub struct ErrorFile {
    ctx: Ctx,
    id: ImportId,
    locale: Locale,
    position: i64,
    writer: Option<RejectWriter<Vec<u8>>>,
    columns: Vec<String>,
}

/// Starts writing an import's error file, its reasons in one language.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn error_file(ctx: &Ctx, id: ImportId, locale: Locale) -> Result<ErrorFile, Error> {
    ctx.authorise(Action::ImportManage)?;
    let run = ctx.read().await?.import(id).await?;
    let columns = Details::of(&run)?.shape.columns;
    let writer = RejectWriter::start(Vec::new(), &columns).map_err(Error::internal)?;
    Ok(ErrorFile {
        ctx: ctx.clone(),
        id,
        locale,
        position: i64::MIN,
        writer: Some(writer),
        columns,
    })
}

impl ErrorFile {
    /// The next piece of the file; none behind its end.
    ///
    /// # Errors
    /// The store's refusals.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Some(mut writer) = self.writer.take() else {
            return Ok(None);
        };
        let page = self
            .ctx
            .read()
            .await?
            .import_rejections_after(self.id, self.position, PAGE)
            .await?;
        for rejection in &page {
            self.position = rejection.position;
            let reason: Text = serde_json::from_str(&rejection.detail).map_err(Error::internal)?;
            let row = Rejection {
                row: u64::try_from(rejection.row_number).unwrap_or_default(),
                column: rejection.field.clone(),
                reason: match self.locale {
                    Locale::Ko => reason.ko,
                    Locale::En => reason.en,
                },
                cells: serde_json::from_str(&rejection.original).map_err(Error::internal)?,
            };
            writer.add(&row).map_err(Error::internal)?;
        }
        let piece = writer.finish().map_err(Error::internal)?;
        if page.len() == usize::try_from(PAGE).unwrap_or(usize::MAX) {
            self.writer = Some(RejectWriter::go_on(Vec::new(), &self.columns));
        }
        Ok(Some(piece))
    }

    /// The whole file at once.
    ///
    /// # Errors
    /// The store's refusals.
    pub async fn read(mut self) -> Result<Vec<u8>, Error> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await? {
            whole.extend(piece);
        }
        Ok(whole)
    }
}
