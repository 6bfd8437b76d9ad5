//! What leadhook costs beside what it is made of, and beside what one would write instead.
//!
//! - `cargo bench --bench compare`: times, side by side, as ratios;
//! - `cargo bench --bench compare -- --instructions`: the same counted by callgrind, which repeat;
//! - `cargo bench --bench compare -- --allocations`: allocations, counted by memcheck;
//! - `cargo test --bench compare`: everything once, whatever it costs.

#![expect(clippy::cast_precision_loss, reason = "what is counted is small")]

use leadhook::{ErrorKind, Vendor};

mod bodies;
mod contenders;
mod measure;
mod stack;

use bodies::Set;
use contenders::{
    AUTHENTICATE, COMPILED_STACK, Contender, DETECT, ID, LEAN_STACK, NORMALIZE, NORMALIZE_TO_JSON, OBSERVE, PARSE,
    SCAN, STACK, UNCHECKED_STACK, VALIDATE, VALUE, VALUE_TO_JSON,
};
use measure::{Cost, Count};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--repeat", set, contender, passes] => repeat(set, contender, passes.parse().expect("a number")),
        ["--bench"] => {
            let mut quoted = compare("ns", measure::times);
            quoted.extend(growth());
            quote(&quoted);
        }
        ["--instructions", "--bench"] => {
            quote(&compare("instructions", |set, all| measure::counts(Count::Instructions, set, all)));
        }
        ["--allocations", "--bench"] => {
            quote(&compare("allocations", |set, all| measure::counts(Count::Allocations, set, all)));
        }
        _ if !arguments.contains(&"--bench") => run_all(),
        _ => {
            eprintln!("usage: cargo bench --bench compare [-- --instructions|--allocations]");
            std::process::exit(2);
        }
    }
}

/// The sets of bodies, and what is done with each.
fn matrix() -> Vec<(Set, Vec<Contender>)> {
    let everything = vec![
        VALUE,
        SCAN,
        PARSE,
        NORMALIZE,
        ID,
        NORMALIZE_TO_JSON,
        VALUE_TO_JSON,
        VALIDATE,
        DETECT,
        AUTHENTICATE,
        OBSERVE,
        STACK,
        LEAN_STACK,
        COMPILED_STACK,
        UNCHECKED_STACK,
    ];
    let mut matrix = vec![(bodies::documented(), everything)];
    for &vendor in Vendor::VARIANTS {
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

/// Prints what each contender costs; the ratios that are quoted.
fn compare(unit: &str, measured: impl Fn(&Set, &[Contender]) -> Vec<Cost>) -> Vec<(String, f64)> {
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
    quoted
}

/// Prints what a byte costs in bodies of three sizes, of each shape; how much the costliest costs of the cheapest.
fn growth() -> Vec<(String, f64)> {
    let mut quoted = Vec::new();
    println!("\n{:>20} {:>10} {:>10} {:>10} {:>8} ns a byte", "", "1 KB", "100 KB", "1 MiB", "growth");
    for (shape, of) in bodies::SHAPES {
        // A body of 1 MiB has a little around what grows.
        let sets = [1_000, 100_000, (1 << 20) - 200].map(|size| Set { name: shape, bodies: vec![of(size)] });
        let costs = sets.map(|set| {
            let bytes = set.bytes() as f64;
            measure::times(&set, &[VALUE, NORMALIZE]).into_iter().map(|cost| cost.pass / bytes).collect::<Vec<_>>()
        });
        for (at, contender) in [VALUE, NORMALIZE].iter().enumerate() {
            let [small, middle, large] = [0, 1, 2].map(|size: usize| costs[size][at]);
            let growth = small.max(middle).max(large) / small.min(middle).min(large);
            let name = format!("{} {shape}", contender.name);
            println!("{name:>20} {small:>10.2} {middle:>10.2} {large:>10.2} {growth:>8.2}");
            if contender.name == NORMALIZE.name {
                quoted.push((format!("growth_{shape}"), growth));
            }
        }
    }
    quoted
}

/// Prints the ratios that are quoted.
fn quote(ratios: &[(String, f64)]) {
    println!(
        "\nstacks: how much more than normalize; growth: the costliest byte by the cheapest; all else: by a Value"
    );
    for (name, ratio) in ratios {
        println!("RATIO {name}={ratio:.2}");
    }
}

/// What is quoted of a set: everything of the documented samples, and what normalizing costs of the others.
fn ratios(set: &str, contenders: &[Contender], costs: &[Cost]) -> Vec<(String, f64)> {
    let cost = |name| contenders.iter().position(|contender| contender.name == name).map(|at| costs[at].ratio);
    let normalize = cost(NORMALIZE.name).expect("every set is normalized");
    if set != "documented" {
        let validate = cost(VALIDATE.name).map(|ratio| (format!("validate_{set}"), ratio));
        return [(format!("normalize_{set}"), normalize)].into_iter().chain(validate).collect();
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
    for (set, contenders) in matrix() {
        contenders::check(&set);
        for contender in &contenders {
            measure::repeat(contender, &set.bodies, 1);
        }
    }
    for (shape, of) in bodies::SHAPES {
        let body = of((1 << 20) - 200);
        let error = leadhook::normalize(body.vendor, &body.bytes).err().map(|error| error.kind());
        match shape {
            "violations" => assert_eq!(error, Some(ErrorKind::Invalid)),
            "repeated" => assert_eq!(error, Some(ErrorKind::Malformed)),
            _ => assert_eq!(error, None, "{shape}"),
        }
    }
}
