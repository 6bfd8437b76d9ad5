//! `leadhook schema`: prints a JSON Schema.

use clap::builder::PossibleValuesParser;
use leadhook::{Event, Rejection, Vendor};

use crate::outcome::{Failure, Outcome};
use crate::output::stdout::print;

#[derive(clap::Args)]
pub(crate) struct SchemaArgs {
    /// a vendor, `event` for the unified event, or `rejection`; by default, list these names
    #[arg(value_parser = PossibleValuesParser::new(schemas().map(|(name, _)| name)))]
    name: Option<String>,
    /// print the strict schema of a vendor or of `event`, which accepts only what is documented, in plain JSON Schema
    /// for other tools
    #[arg(long, requires = "name")]
    strict: bool,
}

/// Returns every schema with its name.
fn schemas() -> impl Iterator<Item = (&'static str, &'static str)> {
    let vendors = Vendor::VARIANTS.iter().map(|vendor| (vendor.as_str(), vendor.schema()));
    vendors.chain([("event", Event::SCHEMA), ("rejection", Rejection::SCHEMA)])
}

pub(crate) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let Some(wanted) = &args.name else {
        print(|out| schemas().try_for_each(|(name, _)| writeln!(out, "{name}")))?;
        return Ok(Outcome::Success);
    };
    let schema = match (args.strict, wanted.as_str()) {
        (true, "event") => Event::STRICT_SCHEMA,
        (true, name) => {
            let vendor: Vendor = name
                .parse()
                .map_err(|_| Failure::Usage(format!("{name} has no strict schema; name a vendor, or event")))?;
            vendor.strict_schema()
        }
        (false, name) => {
            let (_, schema) = schemas().find(|(one, _)| *one == name).expect("clap accepts only these names");
            schema
        }
    };
    print(|out| out.write_all(schema.as_bytes()))?;
    Ok(Outcome::Success)
}
