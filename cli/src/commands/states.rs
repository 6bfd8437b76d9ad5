//! `leadhook states`: the steps between statuses, drawn.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use leadhook::Vendor;
use leadhook::lifecycle::{self, StateMachine};

use crate::{Failure, Outcome};

#[derive(clap::Args)]
pub(crate) struct StatesArgs {
    /// What has the status: `message`, `call` or `lead` in our words, or one thing at one platform in the platform's;
    /// without it, all of them
    #[arg(value_parser = PossibleValuesParser::new(state_machines().map(|machine| machine.name)))]
    machine: Option<String>,
    /// How to draw it
    #[arg(long, value_enum, default_value_t = Notation::Mermaid)]
    format: Notation,
}

#[derive(Clone, Copy, ValueEnum)]
enum Notation {
    /// A state diagram of Mermaid, as Markdown shows it
    Mermaid,
    /// A graph for Graphviz
    Dot,
    /// For programs: a JSON object a line
    Json,
}

fn state_machines() -> impl Iterator<Item = StateMachine> {
    status::state_machines().into_iter().chain(Vendor::VARIANTS.iter().flat_map(|vendor| vendor.state_machines()))
}

pub(crate) fn run(args: &StatesArgs) -> Result<Outcome, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut write = || {
        let wanted = |machine: &StateMachine| args.machine.as_ref().is_none_or(|name| *name == machine.name);
        for (at, machine) in state_machines().filter(wanted).enumerate() {
            match args.format {
                Notation::Mermaid => {
                    if at > 0 {
                        writeln!(out)?;
                    }
                    mermaid(&machine, &mut out)?;
                }
                Notation::Dot => dot(&machine, &mut out)?,
                Notation::Json => {
                    serde_json::to_writer(&mut out, &machine)?;
                    writeln!(out)?;
                }
            }
        }
        out.flush()
    };
    write().map_err(Failure::Stdout)?;
    Ok(Outcome::Well)
}

fn mermaid(machine: &StateMachine, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "---\ntitle: {}\n---\nstateDiagram-v2\n    %% steps: {}", machine.name, machine.basis)?;
    for state in machine.states.iter().filter(|state| state.first) {
        writeln!(out, "    [*] --> {}", state.status)?;
    }
    for state in &machine.states {
        for next in &state.next {
            writeln!(out, "    {} --> {next}", state.status)?;
        }
        if state.is_final {
            writeln!(out, "    {} --> [*]", state.status)?;
        }
    }
    Ok(())
}

fn dot(machine: &StateMachine, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "digraph \"{}\" {{\n    // steps: {}", machine.name, machine.basis)?;
    writeln!(out, "    node [shape=box]\n    \"\" [shape=point]")?;
    for state in &machine.states {
        let border = if state.is_final { " [peripheries=2]" } else { "" };
        writeln!(out, "    \"{}\"{border}", state.status)?;
    }
    for state in machine.states.iter().filter(|state| state.first) {
        writeln!(out, "    \"\" -> \"{}\"", state.status)?;
    }
    for state in &machine.states {
        for next in &state.next {
            writeln!(out, "    \"{}\" -> \"{next}\"", state.status)?;
        }
    }
    writeln!(out, "}}")
}
