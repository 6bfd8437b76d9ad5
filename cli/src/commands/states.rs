//! `leadhook states`: draws the steps between statuses.

use std::io::{self, Write};

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use leadhook::Vendor;
use leadhook::lifecycle::{self, StateMachine};

use crate::outcome::{Failure, Outcome};
use crate::output::stdout::{print, write_json_line};

#[derive(clap::Args)]
pub(crate) struct StatesArgs {
    /// `message`, `call` or `lead` for unified statuses, or a vendor's own; by default, all
    #[arg(value_parser = PossibleValuesParser::new(state_machines().map(|machine| machine.name)))]
    machine: Option<String>,
    /// mermaid for Markdown, dot for Graphviz, or json for programs: one object per line
    #[arg(long, value_enum, default_value_t = Notation::Mermaid)]
    format: Notation,
}

#[derive(Clone, Copy, ValueEnum)]
enum Notation {
    Mermaid,
    Dot,
    Json,
}

fn state_machines() -> impl Iterator<Item = StateMachine> {
    lifecycle::state_machines().into_iter().chain(Vendor::VARIANTS.iter().flat_map(|vendor| vendor.state_machines()))
}

pub(crate) fn run(args: &StatesArgs) -> Result<Outcome, Failure> {
    let is_wanted = |machine: &StateMachine| args.machine.as_ref().is_none_or(|name| *name == machine.name);
    print(|out| {
        for (at, machine) in state_machines().filter(is_wanted).enumerate() {
            match args.format {
                Notation::Mermaid => {
                    if at > 0 {
                        writeln!(out)?;
                    }
                    write_mermaid(&machine, &mut *out)?;
                }
                Notation::Dot => write_dot(&machine, &mut *out)?,
                Notation::Json => write_json_line(&machine, &mut *out)?,
            }
        }
        Ok(())
    })?;
    Ok(Outcome::Success)
}

/// Returns how the steps of a machine are known.
fn evidence(machine: &StateMachine) -> &'static str {
    machine.evidence.map_or("unified", |evidence| evidence.as_str())
}

fn write_mermaid(machine: &StateMachine, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "---\ntitle: {}\n---\nstateDiagram-v2\n    %% steps: {}", machine.name, evidence(machine))?;
    for state in machine.states.iter().filter(|state| state.is_initial) {
        writeln!(out, "    [*] --> {}", state.status)?;
    }
    for state in &machine.states {
        for successor in &state.successors {
            writeln!(out, "    {} --> {successor}", state.status)?;
        }
        if state.is_final {
            writeln!(out, "    {} --> [*]", state.status)?;
        }
    }
    Ok(())
}

fn write_dot(machine: &StateMachine, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "digraph \"{}\" {{\n    // steps: {}", machine.name, evidence(machine))?;
    writeln!(out, "    node [shape=box]\n    \"\" [shape=point]")?;
    for state in &machine.states {
        let border = if state.is_final { " [peripheries=2]" } else { "" };
        writeln!(out, "    \"{}\"{border}", state.status)?;
    }
    for state in machine.states.iter().filter(|state| state.is_initial) {
        writeln!(out, "    \"\" -> \"{}\"", state.status)?;
    }
    for state in &machine.states {
        for successor in &state.successors {
            writeln!(out, "    \"{}\" -> \"{successor}\"", state.status)?;
        }
    }
    writeln!(out, "}}")
}
