//! The reference pages of the documentation, made from the definitions themselves.

use std::fmt::Write;
use std::path::Path;

use clap::Command;

use crate::failure::{Exit, Failure};
use crate::help;
use crate::language::Language;

/// Writes every page into `folder`.
pub(crate) fn write(folder: &Path) -> Result<(), Failure> {
    let pages = [
        ("cli.md", command_line(Language::En)),
        ("cli.ko.md", command_line(Language::Ko)),
        ("errors.md", errors()),
    ];
    for (name, text) in pages {
        let file = folder.join(name);
        std::fs::write(&file, text).map_err(|error| Failure::file(&file, &error))?;
    }
    Ok(())
}

fn command_line(language: Language) -> String {
    let title = language.pick("명령줄", "Command line");
    let mut page = format!(
        "# {title}\n\n{}\n\n",
        language.pick(INTRODUCTION.0, INTRODUCTION.1)
    );
    let root = help::command(language);
    section(&mut page, &root, "", language);
    let heading = language.pick("종료 코드", "Exit codes");
    let meaning = language.pick("뜻", "meaning");
    let success = language.pick("성공", "success");
    let _ = write!(
        page,
        "## {heading}\n\n| code | {meaning} |\n|---|---|\n| 0 | {success} |\n"
    );
    for (exit, ko, en) in Exit::ALL {
        let _ = writeln!(page, "| {} | {} |", exit as u8, language.pick(ko, en));
    }
    page
}

const INTRODUCTION: (&str, &str) = (
    "`--format json` 의 목록은 `{\"rows\":[…],\"next_cursor\":…}` 이며 각 행은 평평한 snake_case 필드입니다. 금액은 통화의 \
     최소 단위 정수(`amount_minor`)와 `currency`, 시각은 RFC 3339, 날짜는 `YYYY-MM-DD` 입니다. CSV는 같은 필드를 같은 \
     순서로 담고, 셀은 수식이 될 수 없습니다. 오류는 표준 오류로 나오며 `--format json` 에서는 JSON 객체 하나입니다.",
    "Lists in `--format json` are `{\"rows\":[…],\"next_cursor\":…}` with flat snake_case fields. Money is an integer of \
     the currency's smallest unit (`amount_minor`) with `currency`; instants are RFC 3339, dates `YYYY-MM-DD`. CSV has the \
     same fields in the same order, and its cells cannot become formulas. Errors go to standard error, with `--format json` \
     as one JSON object.",
);

/// One command's heading, usage and options; then its subcommands.
fn section(page: &mut String, command: &Command, path: &str, language: Language) {
    let name = format!("proofline {path}");
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    let positionals: String = command
        .get_positionals()
        .map(|argument| match argument.is_required_set() {
            true => format!(" <{}>", argument.get_id()),
            false => format!(" [{}]", argument.get_id()),
        })
        .collect();
    let _ = write!(page, "## `{}{positionals}`\n\n{about}\n\n", name.trim());
    let options: Vec<String> = command
        .get_arguments()
        .filter(|argument| !argument.is_hide_set())
        .map(option)
        .collect();
    if !options.is_empty() {
        let _ = write!(
            page,
            "| {} | {} | {} |\n|---|---|---|\n{}\n",
            language.pick("옵션", "option"),
            language.pick("설명", "what it does"),
            language.pick("기본값", "default"),
            options.concat()
        );
    }
    for subcommand in command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
    {
        section(
            page,
            subcommand,
            &help::command_path(path, subcommand.get_name()),
            language,
        );
    }
}

fn option(argument: &clap::Arg) -> String {
    let value = argument
        .get_value_names()
        .filter(|_| argument.get_action().takes_values());
    let value = value.map(|names| names.join(" ")).unwrap_or_default();
    let name = match argument.get_long() {
        Some(long) => format!(
            "`--{long}{}`",
            if value.is_empty() {
                String::new()
            } else {
                format!(" {value}")
            }
        ),
        None => format!("`{}`", argument.get_id()),
    };
    let choices: Vec<String> = argument
        .get_possible_values()
        .iter()
        .map(|choice| format!("`{}`", choice.get_name()))
        .filter(|choice| choice != "`true`" && choice != "`false`")
        .collect();
    let mut text = argument
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    if !choices.is_empty() && !value.contains('|') {
        let _ = write!(text, " ({})", choices.join(", "));
    }
    if let Some(variable) = argument.get_env().and_then(|name| name.to_str()) {
        let _ = write!(text, " (`{variable}`)");
    }
    let default: Vec<_> = argument
        .get_default_values()
        .iter()
        .filter(|_| argument.get_action().takes_values())
        .map(|value| format!("`{}`", value.to_string_lossy()))
        .collect();
    let escape = |text: &str| text.replace('|', "\\|");
    format!(
        "| {} | {} | {} |\n",
        escape(&name),
        escape(&text),
        default.join(" ")
    )
}

fn errors() -> String {
    let mut page = String::from(
        "# Error codes\n\nEvery refusal of the API carries one of these as `code`. A code never changes its meaning.\n\n\
         | code | kind | English | 한국어 |\n|---|---|---|---|\n",
    );
    for code in app::Code::ALL {
        let sentence = code.sentence();
        let kind = serde_json::to_value(code.kind()).unwrap_or_default();
        let kind = kind.as_str().unwrap_or_default();
        let _ = writeln!(
            page,
            "| `{}` | {kind} | {} | {} |",
            code.as_str(),
            sentence.en,
            sentence.ko
        );
    }
    page
}
