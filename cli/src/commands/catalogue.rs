//! `leadhook vendors` and `leadhook schema`: what there is.

use std::io::{self, Write as _};

use clap::builder::PossibleValuesParser;
use leadhook::vendors::DocumentedEvent;
use leadhook::{Rejection, Vendor, StringEnum as _, event};
use serde::Serialize;

use crate::{Failure, Format, Outcome};

#[derive(clap::Args)]
pub(crate) struct VendorsArgs {
    /// How to tell it
    #[arg(long, value_enum, default_value_t = Format::SensitiveString)]
    format: Format,
}

#[derive(clap::Args)]
pub(crate) struct SchemaArgs {
    /// A platform, `event` for the unified event, or `rejection`
    #[arg(value_parser = PossibleValuesParser::new(names()))]
    name: Option<String>,
}

/// The schemas that are no platform's, and what they go by.
const OURS: [(&str, &str); 2] = [("event", Event::SCHEMA), ("rejection", Rejection::SCHEMA)];

fn names() -> impl Iterator<Item = &'static str> {
    Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()).chain(OURS.map(|(name, _)| name))
}

/// A line of `--format json`.
#[derive(Serialize)]
struct Platform {
    vendor: Vendor,
    name: String,
    events: Vec<DocumentedEvent>,
}

pub(crate) fn vendors(args: &VendorsArgs) -> Result<Outcome, Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut write = || {
        for &vendor in Vendor::VARIANTS {
            match args.format {
                Format::SensitiveString => {
                    for DocumentedEvent { name, provenance, description, .. } in vendor.events() {
                        writeln!(out, "{vendor:<10} {name:<28} {:<9} {description}", provenance.as_str())?;
                    }
                }
                Format::Json => {
                    let platform = Platform { vendor, name: format!("{vendor:?}"), events: vendor.events() };
                    serde_json::to_writer(&mut out, &platform)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        out.flush()
    };
    write().map_err(Failure::Stdout)?;
    Ok(Outcome::Well)
}

pub(crate) fn schema(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let mut out = io::stdout().lock();
    let written = match args.name.as_deref() {
        None => names().try_for_each(|name| writeln!(out, "{name}")),
        Some(name) => {
            let ours = OURS.iter().find(|(ours, _)| *ours == name).map(|(_, schema)| *schema);
            let schema = ours.or_else(|| Some(name.parse::<Vendor>().ok()?.schema()));
            out.write_all(schema.expect("one of the names above").as_bytes())
        }
    };
    written.map_err(Failure::Stdout)?;
    Ok(Outcome::Well)
}
