//! `proofline user …` and `proofline token …`

use serde_json::json;

use super::password;
use crate::arguments::{Place, Token, User};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{Column, Format, Output};

const USER: &[Column] = &[
    Column::silent("id"),
    Column::new("email", "이메일", "E-mail"),
    Column::new("name", "이름", "Name"),
    Column::new("role", "역할", "Role"),
    Column::new("visibility", "보는 범위", "Sees"),
    Column::silent("is_active"),
    Column::silent("can_sign_in"),
];

const TOKEN: &[Column] = &[
    Column::silent("id").at("token.id"),
    Column::silent("name").at("token.name"),
    Column::new("user_name", "사용자", "Acts as").at("token.user.name"),
    Column::new("scopes", "범위", "Scopes").at("token.scopes"),
    Column::new("secret", "토큰", "Token"),
];

pub(super) async fn user(command: User, place: &Place, output: Output) -> Result<(), Failure> {
    let User::Add {
        email,
        name,
        role,
        password: source,
    } = command;
    let password = password::read(&source, output.language)?;
    let client = Client::connect(place, output.language).await?;
    let name = name.unwrap_or_else(|| name_of(&email));
    let body = json!({"email": email, "name": name, "role": role, "password": password});
    output.record(USER, &client.post("/users", body).await?)
}

pub(super) async fn token(command: Token, place: &Place, output: Output) -> Result<(), Failure> {
    let Token::Create { name, scope, user } = command;
    let client = Client::connect_as(place, user.as_deref(), output.language).await?;
    let created = client
        .post("/tokens", json!({"name": name, "scopes": [scope]}))
        .await?;
    output.record(TOKEN, &created)?;
    if output.format == Format::Table {
        output.say(
            "이 토큰은 다시 볼 수 없습니다.",
            "The token is not shown again.",
        )?;
    }
    Ok(())
}

/// What to call somebody of whom only the address is known.
pub(super) fn name_of(email: &str) -> String {
    email.split('@').next().unwrap_or(email).to_owned()
}
