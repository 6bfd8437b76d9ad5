//! `leadhook vendors`: lists the vendors and their events.

use leadhook::Vendor;
use leadhook::vendors::DocumentedEvent;
use serde::Serialize;

use crate::outcome::{Failure, Outcome};
use crate::output::format::Format;
use crate::output::stdout::{print, write_json_line};

#[derive(clap::Args)]
pub(crate) struct VendorsArgs {
    /// text for people, or json for programs: one object per line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A line of `--format json`.
#[derive(Serialize)]
struct VendorLine {
    vendor: Vendor,
    name: String,
    events: Vec<DocumentedEvent>,
}

pub(crate) fn run(args: &VendorsArgs) -> Result<Outcome, Failure> {
    print(|out| {
        for &vendor in Vendor::VARIANTS {
            match args.format {
                Format::Text => {
                    for DocumentedEvent { name, evidence, description, .. } in vendor.events() {
                        writeln!(out, "{vendor:<10} {name:<28} {:<9} {description}", evidence.as_str())?;
                    }
                }
                Format::Json => {
                    let line = VendorLine { vendor, name: format!("{vendor:?}"), events: vendor.events() };
                    write_json_line(&line, &mut *out)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(Outcome::Success)
}
