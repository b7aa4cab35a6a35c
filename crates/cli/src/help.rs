//! The command line's help in the chosen language. English stands beside the definitions in
//! [`arguments`](crate::arguments); Korean stands in `help.ko.txt`, one line per command and option.

use clap::{Command, CommandFactory};

use crate::arguments::Arguments;
use crate::language::Language;

/// `path: text`, where a path is `deal list` for a command and `deal list --filter` for an option or argument.
const KOREAN: &str = include_str!("help.ko.txt");

/// The whole command line, speaking `language`.
pub(crate) fn command(language: Language) -> Command {
    let command = Arguments::command();
    match language {
        Language::En => command,
        Language::Ko => translate(command, ""),
    }
}

fn translate(mut command: Command, path: &str) -> Command {
    if let Some(text) = korean(path) {
        command = command.about(text).long_about(None::<&str>);
    }
    command = command.mut_args(|argument| {
        let text = korean(&argument_path(path, argument.get_id().as_str()));
        match text {
            Some(text) => argument.help(text).long_help(None::<&str>),
            None => argument,
        }
    });
    command.mut_subcommands(|subcommand| {
        let path = command_path(path, subcommand.get_name());
        translate(subcommand, &path)
    })
}

/// `deal` + `list` → `deal list`.
pub(crate) fn command_path(parent: &str, name: &str) -> String {
    format!("{parent} {name}").trim_start().to_owned()
}

/// `deal list` + `filter` → `deal list --filter`. Options every command has are under no command.
fn argument_path(command: &str, id: &str) -> String {
    let is_global = ["data", "database_url", "server", "token", "format", "lang"].contains(&id);
    let command = if is_global && command != "token" {
        ""
    } else {
        command
    };
    format!("{command} --{}", id.replace('_', "-"))
        .trim_start()
        .to_owned()
}

fn korean(path: &str) -> Option<&'static str> {
    KOREAN.lines().find_map(|line| {
        let (key, text) = line.split_once(": ")?;
        (key == if path.is_empty() { "proofline" } else { path }).then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn untranslated(command: &Command, path: &str, missing: &mut Vec<String>) {
        if korean(path).is_none() {
            missing.push(path.to_owned());
        }
        for argument in command.get_arguments() {
            let path = argument_path(path, argument.get_id().as_str());
            if korean(&path).is_none() {
                missing.push(path);
            }
        }
        for subcommand in command.get_subcommands() {
            untranslated(
                subcommand,
                &command_path(path, subcommand.get_name()),
                missing,
            );
        }
    }

    #[test]
    fn every_command_and_option_has_korean_help() {
        let mut missing = Vec::new();
        untranslated(&Arguments::command(), "", &mut missing);
        assert!(missing.is_empty(), "not in help.ko.txt: {missing:#?}");
    }

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
        let help = command(Language::Ko).render_long_help().to_string();
        assert!(help.contains("파이프라인"), "{help}");
    }
}
