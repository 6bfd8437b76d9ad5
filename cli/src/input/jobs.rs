//! Work on documents by several threads, whose results come out in the order of the documents.

use std::io::{self, ErrorKind};
use std::mem;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use leadhook::{Error, RawBody};

use crate::Failure;
use crate::input::{Document, Place, Sink};

/// About how many bytes of documents go to a thread at once.
const BATCH: usize = 1 << 16;

/// How many bytes a document counts besides its own: what is kept of it, and what may be said of it.
const DOCUMENT: usize = 256;

/// How many batches may wait for a thread, and how many of its results for the output.
const WAITING: usize = 2;

/// Documents one after another.
#[derive(Default)]
pub(crate) struct Batch {
    documents: Vec<(Place, Taken)>,
    /// The bodies among them, end to end.
    bodies: Vec<u8>,
    /// About how many bytes all of them take.
    weight: usize,
    /// Whether the next document may be a long time coming.
    pub(crate) pause: bool,
}

enum Taken {
    /// Of so many bytes.
    Body(usize),
    Broken(Error, RawBody),
}

impl Batch {
    /// Hands over each body, or what stands where one was expected, with its place.
    pub(crate) fn each(self, mut sink: impl FnMut(&Place, Result<&[u8], (Error, RawBody)>)) {
        let mut bodies = self.bodies.as_slice();
        for (place, taken) in self.documents {
            match taken {
                Taken::Body(length) => {
                    let (body, rest) = bodies.split_at(length);
                    bodies = rest;
                    sink(&place, Ok(body));
                }
                Taken::Broken(error, raw) => sink(&place, Err((error, raw))),
            }
        }
    }

    /// How many bytes the bodies have.
    pub(crate) fn len(&self) -> usize {
        self.bodies.len()
    }

    /// Adds a document, and returns all of them as soon as they are worth some work or have waited long enough.
    fn take(&mut self, place: &Place, document: Document<'_>) -> Option<Self> {
        match document {
            Document::Body(body) => {
                if self.bodies.is_empty() {
                    self.bodies.reserve(BATCH);
                }
                self.bodies.extend_from_slice(body);
                self.add(place, Taken::Body(body.len()), body.len());
            }
            Document::Broken(error, raw) => {
                let length = if let RawBody::Inline(bytes) = &raw { bytes.len() } else { 0 };
                self.add(place, Taken::Broken(error, raw), length);
            }
            Document::Pause => self.pause = true,
        }
        (self.pause || self.weight >= BATCH).then(|| mem::take(self))
    }

    fn add(&mut self, place: &Place, taken: Taken, length: usize) {
        self.documents.push((place.clone(), taken));
        self.weight += DOCUMENT + length;
    }
}

/// Reads documents, works on them in as many threads as there are `jobs`, and delivers the results in order. Of one
/// job, all happens in the thread of the caller.
pub(crate) fn in_order<T: Send + 'static>(
    jobs: usize,
    read: impl FnOnce(&mut Sink<'_>) -> Result<(), Failure> + Send + 'static,
    work: impl Fn(Batch) -> T + Clone + Send + 'static,
    deliver: &mut dyn FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if jobs == 1 {
        return batches(read, |batch| deliver(work(batch)));
    }
    let started: io::Result<Vec<_>> = (0..jobs).map(|_| Worker::start(work.clone())).collect();
    let (inputs, workers): (Vec<_>, Vec<_>) = started.map_err(Failure::io("--jobs"))?.into_iter().unzip();
    let reader = thread::Builder::new().name("reader".into()).spawn(move || {
        // Each worker in its turn, and so are they asked for their results.
        let mut turns = inputs.iter().cycle();
        batches(read, |batch| {
            let input = turns.next().expect("there are several");
            // It is gone if the results are not wanted any more, and nobody asks what became of this thread.
            input.send(batch).map_err(|_| Failure::Stdout(ErrorKind::BrokenPipe.into()))
        })
    });
    let reader = reader.map_err(Failure::io("--jobs"))?;
    let mut turn = 0;
    while let Ok(result) = workers[turn].results.recv() {
        // If this fails the program ends, and the threads with it, whatever they wait for.
        deliver(result)?;
        turn = (turn + 1) % workers.len();
    }
    // This one has ended. So have all, unless it panicked.
    let ended = workers.into_iter().nth(turn).expect("there are so many").thread;
    ended.join().unwrap_or_else(|panic| resume_unwind(panic));
    reader.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Reads documents in batches.
fn batches(
    read: impl FnOnce(&mut Sink<'_>) -> Result<(), Failure>,
    mut take: impl FnMut(Batch) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut batch = Batch::default();
    let read = read(&mut |place, document| batch.take(place, document).map_or(Ok(()), &mut take));
    // What was read before a file failed counts all the same.
    let rest = take(batch);
    read.and(rest)
}

/// A thread that works on batches.
struct Worker<T> {
    results: Receiver<T>,
    thread: JoinHandle<()>,
}

impl<T: Send + 'static> Worker<T> {
    fn start(work: impl Fn(Batch) -> T + Send + 'static) -> io::Result<(SyncSender<Batch>, Self)> {
        let (input, batches) = sync_channel(WAITING);
        let (output, results) = sync_channel(WAITING);
        let thread = thread::Builder::new().name("worker".into()).spawn(move || {
            // Until there are no more, or nobody wants the results.
            _ = batches.into_iter().try_for_each(|batch| output.send(work(batch)));
        })?;
        Ok((input, Self { results, thread }))
    }
}
