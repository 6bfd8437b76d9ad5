//! What leadhook costs beside what it is made of, and beside what one would write instead.
//!
//! - `cargo bench --bench compare`: times, side by side, as ratios;
//! - `cargo bench --bench compare -- --instructions`: the same counted by callgrind, which repeats to the digit;
//! - `cargo bench --bench compare -- --allocations`: allocations, counted by memcheck;
//! - `cargo test --bench compare`: everything once, whatever it costs.

use leadhook::Vendor;

mod bodies;
mod contenders;
mod measure;
mod stack;

use bodies::Set;
use contenders::{
    AUTHENTICATE, COMPILED_STACK, Contender, DETECT, ID, NORMALIZE, NORMALIZE_TO_JSON, OBSERVE, PARSE, SCAN, STACK,
    UNCHECKED_STACK, VALIDATE, VALUE, VALUE_TO_JSON,
};
use measure::{Cost, Count};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--repeat", set, contender, passes] => repeat(set, contender, passes.parse().expect("a number")),
        ["--bench"] => compare("ns", measure::times),
        ["--instructions", "--bench"] => compare("instructions", |set, all| measure::counts(Count::Instructions, set, all)),
        ["--allocations", "--bench"] => compare("allocations", |set, all| measure::counts(Count::Allocations, set, all)),
        [] => run_all(),
        _ => {
            eprintln!("usage: cargo bench --bench compare [-- --instructions|--allocations]");
            std::process::exit(2);
        }
    }
}

/// The sets of bodies, and what is done with each.
fn matrix() -> Vec<(Set, Vec<Contender>)> {
    let everything = vec![
        VALUE, SCAN, PARSE, NORMALIZE, ID, NORMALIZE_TO_JSON, VALUE_TO_JSON, VALIDATE, DETECT, AUTHENTICATE, OBSERVE,
        STACK, COMPILED_STACK, UNCHECKED_STACK,
    ];
    let mut matrix = vec![(bodies::documented(), everything)];
    for &vendor in Vendor::ALL {
        matrix.push((bodies::documented_of(vendor), vec![VALUE, NORMALIZE, STACK]));
    }
    matrix.push((bodies::with_extras(), vec![VALUE, SCAN, NORMALIZE, STACK]));
    matrix.push((bodies::with_event_last(), vec![VALUE, SCAN, NORMALIZE, STACK]));
    for set in [bodies::with_unknown_event(), bodies::generated(), bodies::generated_large()] {
        matrix.push((set, vec![VALUE, SCAN, NORMALIZE, NORMALIZE_TO_JSON, VALUE_TO_JSON]));
    }
    matrix.push((bodies::refused(), vec![VALUE, NORMALIZE, VALIDATE]));
    matrix
}

/// Prints what each contender costs, and the ratios that are quoted.
fn compare(unit: &str, measured: impl Fn(&Set, &[Contender]) -> Vec<Cost>) {
    let mut quoted = Vec::new();
    for (set, contenders) in matrix() {
        let costs = measured(&set, &contenders);
        println!("\n{}: {} bodies of {} bytes in all", set.name, set.bodies.len(), set.bytes());
        println!("{:>20} {:>8} {:>12} {unit} a body", "", "ratio", "");
        for (contender, cost) in contenders.iter().zip(&costs) {
            let body = cost.pass / set.bodies.len() as f64;
            println!("{:>20} {:>8.2} {body:>12.1}", contender.name, cost.ratio);
        }
        quoted.extend(ratios(set.name, &contenders, &costs));
    }
    println!();
    for (name, ratio) in quoted {
        println!("RATIO {name}={ratio:.2}");
    }
}

/// What is quoted of a set: everything of the documented samples, and what normalizing costs of the others.
fn ratios(set: &str, contenders: &[Contender], costs: &[Cost]) -> Vec<(String, f64)> {
    let cost = |name| contenders.iter().position(|contender| contender.name == name).map(|at| costs[at].ratio);
    let normalize = cost(NORMALIZE.name).expect("every set is normalized");
    if set != "documented" {
        return vec![(format!("normalize_{set}"), normalize)];
    }
    let quoted = |contender: &Contender, cost: &Cost| match contender.name {
        "Value" => None,
        // How much slower it is than leadhook.
        stack if stack.ends_with("stack") => Some((stack.to_owned(), cost.ratio / normalize)),
        other => Some((other.to_owned(), cost.ratio)),
    };
    contenders.iter().zip(costs).filter_map(|(contender, cost)| quoted(contender, cost)).collect()
}

/// For valgrind: one contender alone, so many times.
fn repeat(set: &str, contender: &str, passes: usize) {
    let (set, contenders) = matrix().into_iter().find(|(of, _)| of.name == set).expect("a set");
    let contender = contenders.iter().find(|of| of.name == contender).expect("a contender");
    measure::repeat(contender, &set.bodies, passes);
}

/// For `cargo test`: that it all runs, and does what it says.
fn run_all() {
    contenders::check(&bodies::documented().bodies);
    for (set, contenders) in matrix() {
        contenders.iter().for_each(|contender| measure::repeat(contender, &set.bodies, 1));
    }
}
