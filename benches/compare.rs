//! Compares the cost of leadhook with the cost of its parts, and of what you would write instead.
//!
//! - `cargo bench -p leadhook-bench --bench compare` checks the results, and measures times, as ratios.
//! - `cargo bench -p leadhook-bench --bench compare -- --instructions` counts instructions with callgrind. These numbers
//!   are reproducible.
//! - `cargo bench -p leadhook-bench --bench compare -- --allocations` counts allocations with memcheck.
//! - `cargo test -p leadhook-bench --bench compare` only checks the results.

#![expect(clippy::cast_precision_loss, reason = "the numbers are small")]

use leadhook::{ErrorKind, Vendor};
use leadhook_bench::bodies::{self, Set};
use leadhook_bench::contenders::{
    self, COMPILED_STACK, Contender, DETECT, LEAN_STACK, NORMALIZE, NORMALIZE_TO_JSON, OBSERVE_TWICE, OBVIOUS_STACK,
    PARSE, SCAN, UNCHECKED_STACK, VALIDATE, VALUE, VALUE_TO_JSON, VERIFY,
};
use leadhook_bench::measure::{Cost, Count, measure_counts, measure_times, run_passes};

/// The size of the content of a body that is a little smaller than the default limit.
const LARGEST: usize = (1 << 20) - 200;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--repeat", set, contender, passes] => repeat(set, contender, passes.parse().expect("a number")),
        ["--bench"] => {
            check_all();
            let mut ratios = compare("ns", measure_times);
            ratios.extend(compare_sizes());
            print_ratios(&ratios);
        }
        ["--instructions", "--bench"] => {
            print_ratios(&compare("instructions", |set, all| measure_counts(Count::Instructions, set, all)));
        }
        ["--allocations", "--bench"] => {
            print_ratios(&compare("allocations", |set, all| measure_counts(Count::Allocations, set, all)));
        }
        // `cargo test` does not pass `--bench`.
        _ if !arguments.contains(&"--bench") => check_all(),
        _ => {
            eprintln!("usage: cargo bench -p leadhook-bench --bench compare [-- --instructions|--allocations]");
            std::process::exit(2);
        }
    }
}

/// Returns the sets of bodies, each with its contenders. The first contender is always [`VALUE`].
fn matrix() -> Vec<(Set, Vec<Contender>)> {
    let all = vec![
        VALUE,
        SCAN,
        PARSE,
        NORMALIZE,
        NORMALIZE_TO_JSON,
        VALUE_TO_JSON,
        VALIDATE,
        DETECT,
        VERIFY,
        OBSERVE_TWICE,
        OBVIOUS_STACK,
        LEAN_STACK,
        COMPILED_STACK,
        UNCHECKED_STACK,
    ];
    let mut matrix = vec![(bodies::documented(), all)];
    for &vendor in Vendor::VARIANTS {
        matrix.push((bodies::documented_of(vendor), vec![VALUE, NORMALIZE, OBVIOUS_STACK]));
    }
    matrix.push((bodies::with_extras(), vec![VALUE, SCAN, NORMALIZE, OBVIOUS_STACK]));
    matrix.push((bodies::with_event_last(), vec![VALUE, SCAN, NORMALIZE, OBVIOUS_STACK]));
    for set in [bodies::with_unknown_event(), bodies::generated(), bodies::generated_large()] {
        matrix.push((set, vec![VALUE, SCAN, NORMALIZE, NORMALIZE_TO_JSON, VALUE_TO_JSON]));
    }
    matrix.push((bodies::rejected(), vec![VALUE, NORMALIZE, VALIDATE]));
    matrix
}

/// Measures all contenders and prints their costs. Returns the ratios to quote, with their names.
fn compare(unit: &str, measure: impl Fn(&Set, &[Contender]) -> Vec<Cost>) -> Vec<(String, f64)> {
    let mut ratios = Vec::new();
    for (set, contenders) in matrix() {
        let costs = measure(&set, &contenders);
        println!("\n{}: {} bodies, {} bytes in total", set.name, set.bodies.len(), set.bytes());
        println!("{:>20} {:>8} {:>12} {unit} per body", "", "ratio", "");
        for (contender, cost) in contenders.iter().zip(&costs) {
            let body = cost.pass / set.bodies.len() as f64;
            println!("{:>20} {:>8.2} {body:>12.1}", contender.name, cost.ratio);
        }
        ratios.extend(ratios_to_quote(set.name, &contenders, &costs));
    }
    ratios
}

/// Measures the cost of a byte in bodies of three sizes, for each shape, and prints it. Returns the highest cost divided by
/// the lowest.
fn compare_sizes() -> Vec<(String, f64)> {
    let mut ratios = Vec::new();
    println!("\n{:>20} {:>10} {:>10} {:>10} {:>8} ns per byte", "", "1 KB", "100 KB", "1 MiB", "growth");
    for (shape, body_of) in bodies::SHAPES {
        let sets = [1_000, 100_000, LARGEST].map(|size| Set { name: shape, bodies: vec![body_of(size)] });
        let costs = sets.map(|set| {
            let bytes = set.bytes() as f64;
            measure_times(&set, &[VALUE, NORMALIZE]).into_iter().map(|cost| cost.pass / bytes).collect::<Vec<_>>()
        });
        for (index, contender) in [VALUE, NORMALIZE].iter().enumerate() {
            let [small, middle, large] = [0, 1, 2].map(|size: usize| costs[size][index]);
            let growth = small.max(middle).max(large) / small.min(middle).min(large);
            let name = format!("{} {shape}", contender.name);
            println!("{name:>20} {small:>10.2} {middle:>10.2} {large:>10.2} {growth:>8.2}");
            if contender.name == NORMALIZE.name {
                ratios.push((format!("growth_{shape}"), growth));
            }
        }
    }
    ratios
}

/// Prints the ratios to quote.
fn print_ratios(ratios: &[(String, f64)]) {
    println!(
        "\nratios: of a stack to normalize; of growth, the highest cost per byte to the lowest; of all others to Value"
    );
    for (name, ratio) in ratios {
        println!("RATIO {name}={ratio:.2}");
    }
}

/// Returns the ratios of a set to quote: all contenders for the documented samples, and otherwise normalizing and
/// validating.
fn ratios_to_quote(set: &str, contenders: &[Contender], costs: &[Cost]) -> Vec<(String, f64)> {
    let cost = |name| contenders.iter().position(|contender| contender.name == name).map(|index| costs[index].ratio);
    let normalize = cost(NORMALIZE.name).expect("every set has this contender");
    if set != "documented" {
        let validate = cost(VALIDATE.name).map(|ratio| (format!("validate_{set}"), ratio));
        return [(format!("normalize_{set}"), normalize)].into_iter().chain(validate).collect();
    }
    let ratio = |contender: &Contender, cost: &Cost| match contender.name {
        "Value" => None,
        stack if stack.ends_with("stack") => Some((stack.to_owned(), cost.ratio / normalize)),
        other => Some((other.to_owned(), cost.ratio)),
    };
    contenders.iter().zip(costs).filter_map(|(contender, cost)| ratio(contender, cost)).collect()
}

/// Runs one contender alone, under valgrind.
fn repeat(set: &str, contender: &str, passes: usize) {
    let (set, contenders) = matrix().into_iter().find(|(of, _)| of.name == set).expect("the name of a set");
    let contender = contenders.iter().find(|of| of.name == contender).expect("the name of a contender");
    run_passes(contender, &set.bodies, passes);
}

/// Runs everything once, and asserts that the bodies and the contenders are what their names say.
fn check_all() {
    for (set, contenders) in matrix() {
        contenders::check(&set);
        for contender in &contenders {
            run_passes(contender, &set.bodies, 1);
        }
    }
    for (shape, body_of) in bodies::SHAPES {
        let body = body_of(LARGEST);
        let parsed = leadhook::parse(body.vendor, &body.bytes);
        let unexpected = parsed.map(|payload| payload.unexpected()).map_err(|error| error.kind());
        match shape {
            "unexpected" => assert_eq!(unexpected, Ok(vec!["/data/tags".to_owned()])),
            "repeated" => assert_eq!(unexpected, Err(ErrorKind::Malformed)),
            _ => assert_eq!(unexpected, Ok(Vec::new()), "{shape}"),
        }
    }
}
