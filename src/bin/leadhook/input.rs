//! Where webhooks come from: files, folders and pipes, read one document at a time.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use leadhook::{Error, Raw, Rejection, Vendor};
use same_file::Handle;
use walkdir::WalkDir;

use crate::Failure;

/// The largest body that is read.
pub(crate) const MAX_BODY: usize = 1 << 20;

/// What every command that reads webhooks is told of them.
#[derive(clap::Args)]
pub(crate) struct InputArgs {
    /// The platform that all the webhooks came from; without it, each one's event name decides
    #[arg(long, value_name = "SLUG", value_parser = vendors())]
    vendor: Option<Vendor>,
}

fn vendors() -> impl clap::builder::TypedValueParser<Value = Vendor> {
    PossibleValuesParser::new(Vendor::ALL.iter().map(|vendor| vendor.slug()))
        .map(|slug| slug.parse().expect("one of the slugs above"))
}

/// Where a document stands.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// The file; none for standard input.
    pub(crate) path: Option<String>,
    /// The line where the document begins, counted from 1.
    pub(crate) line: usize,
    /// The column where it begins.
    column: usize,
}

/// What a reader comes upon.
pub(crate) enum Document<'d> {
    /// A body.
    Body(&'d [u8]),
    /// What stands where a body was expected, already refused.
    Broken(Error, Raw),
    /// Nothing, for now: the next read may have to wait.
    Pause,
}

/// Who takes the documents.
type Sink<'s> = dyn FnMut(&Place, Document<'_>) -> Result<(), Failure> + 's;

impl InputArgs {
    /// The platform that all bodies come from, if the user said so.
    pub(crate) fn given_vendor(&self) -> Option<Vendor> {
        self.vendor
    }

    /// The platform that a body came from.
    pub(crate) fn vendor(&self, body: &[u8]) -> Result<Vendor, Error> {
        self.vendor.map_or_else(|| Vendor::try_detect(body), Ok)
    }
}

impl Place {
    /// The same error in the file's lines and columns.
    pub(crate) fn locate(&self, error: Error) -> Error {
        error.within(self.line, self.column)
    }

    /// What could not be read here, kept whole.
    pub(crate) fn rejection(&self, error: Error, raw: impl Into<Raw>, vendor: Option<Vendor>) -> Rejection {
        let mut rejection = Rejection::new(self.locate(error), raw);
        rejection.path.clone_from(&self.path);
        rejection.line = Some(self.line);
        rejection.vendor = vendor;
        rejection
    }
}

/// The name of a file, or what stands for it, fit for a terminal.
pub(crate) fn shown(path: Option<&str>) -> String {
    let fit = |character: char| if character.is_control() { '\u{FFFD}' } else { character };
    path.unwrap_or("standard input").chars().map(fit).collect()
}

/// Where webhooks are read from, known to be there.
pub(crate) enum Source {
    Stdin,
    Folder(PathBuf),
    File(PathBuf, Form),
}

/// The sources that paths name; none means standard input.
pub(crate) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    if paths.is_empty() {
        return Ok(vec![Source::Stdin]);
    }
    let source = |path: &PathBuf| {
        if path.as_os_str() == "-" {
            return Ok(Source::Stdin);
        }
        if fs::metadata(path).map_err(Failure::io(path.to_string_lossy()))?.is_dir() {
            return Ok(Source::Folder(path.clone()));
        }
        let form = Form::of(path).ok_or_else(|| {
            Failure::Usage(format!(
                "{}: expected a folder or a file ending in .json, .ndjson or .jsonl; \
                 one document a line can also come from standard input",
                shown(path.to_str())
            ))
        })?;
        Ok(Source::File(path.clone(), form))
    };
    paths.iter().map(source).collect()
}

/// Hands every document of every source to `sink`, in order. What we write, standard output and `rejects`, is passed
/// over in folders.
pub(crate) fn read(sources: &[Source], rejects: Option<Handle>, sink: &mut Sink<'_>) -> Result<(), Failure> {
    let ours: Vec<_> = Handle::stdout().ok().into_iter().chain(rejects).collect();
    for source in sources {
        match source {
            Source::Stdin => Cursor::new(io::stdin(), None).lines(sink)?,
            Source::Folder(path) => read_folder(path, &ours, sink)?,
            Source::File(path, form) => read_file(path, *form, &[], sink)?,
        }
    }
    Ok(())
}

/// How a file holds documents.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// One a line.
    Lines,
    /// One, or an array of them.
    Json,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "ndjson" | "jsonl" => Some(Self::Lines),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Source {
    /// Whether this file is, or is in, the source.
    pub(crate) fn has(&self, file: &Handle) -> Result<bool, Failure> {
        let is = |handle: io::Result<Handle>| handle.is_ok_and(|handle| handle == *file);
        match self {
            Self::Stdin => Ok(is(Handle::stdin())),
            Self::File(path, _) => Ok(is(Handle::from_path(path))),
            Self::Folder(path) => {
                for file in files(path) {
                    if is(Handle::from_path(file?.0)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}

fn read_folder(folder: &Path, ours: &[Handle], sink: &mut Sink<'_>) -> Result<(), Failure> {
    for file in files(folder) {
        let (path, form) = file?;
        read_file(&path, form, ours, sink)?;
    }
    Ok(())
}

/// The files in a folder that hold documents, in the byte order of their paths; links are not followed.
fn files(folder: &Path) -> impl Iterator<Item = Result<(PathBuf, Form), Failure>> {
    let in_path = |entry: &walkdir::DirEntry| {
        let mut name = entry.file_name().as_encoded_bytes().to_vec();
        if entry.file_type().is_dir() {
            name.push(b'/');
        }
        name
    };
    let name = folder.to_string_lossy().into_owned();
    let file = move |entry: walkdir::Result<walkdir::DirEntry>| match entry {
        Ok(entry) if entry.file_type().is_file() => {
            let form = Form::of(entry.path())?;
            Some(Ok((entry.into_path(), form)))
        }
        Ok(_) => None,
        Err(error) => Some(Err(Failure::io(name.clone())(error.into()))),
    };
    WalkDir::new(folder).sort_by(move |a, b| in_path(a).cmp(&in_path(b))).into_iter().filter_map(file)
}

fn read_file(path: &Path, form: Form, ours: &[Handle], sink: &mut Sink<'_>) -> Result<(), Failure> {
    let name = path.to_string_lossy();
    let file = File::open(path).map_err(Failure::io(name.clone()))?;
    if !ours.is_empty() {
        let handle = file.try_clone().and_then(Handle::from_file).map_err(Failure::io(name.clone()))?;
        if ours.contains(&handle) {
            return Ok(());
        }
    }
    let mut cursor = Cursor::new(file, Some(name.into_owned()));
    match form {
        Form::Lines => cursor.lines(sink),
        Form::Json => cursor.json(sink),
    }
}

const BYTE_ORDER_MARK: [u8; 3] = *b"\xEF\xBB\xBF";

/// What JSON calls white space.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn failure(place: &Place) -> impl FnOnce(io::Error) -> Failure {
    |error| Failure::io(place.path.as_deref().unwrap_or("standard input"))(error)
}

/// A reader that knows where it stands.
struct Cursor<R> {
    reader: BufReader<R>,
    place: Place,
    offset: u64,
}

impl<R: Read> Cursor<R> {
    fn new(reader: R, path: Option<String>) -> Self {
        let reader = BufReader::with_capacity(1 << 16, reader);
        Self { reader, place: Place { path, line: 1, column: 1 }, offset: 0 }
    }

    /// One document a line.
    fn lines(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let mut buffer = self.skip_byte_order_mark()?;
        // What of the line has been read already counts from here on.
        self.offset -= buffer.len() as u64;
        loop {
            // Two more for the line's end.
            let mut head = (&mut self.reader).take(MAX_BODY as u64 + 2);
            head.read_until(b'\n', &mut buffer).map_err(failure(&self.place))?;
            if buffer.is_empty() {
                return Ok(());
            }
            let read = buffer.len() as u64;
            let length = if buffer.ends_with(b"\n") { read } else { read + self.skip_line()? };
            let body = buffer.strip_suffix(b"\n").unwrap_or(&buffer);
            let body = body.strip_suffix(b"\r").unwrap_or(body);
            if length > read || body.len() > MAX_BODY {
                let raw = Raw::Elsewhere { offset: self.offset, length };
                sink(&self.place, Document::Broken(Error::too_large(MAX_BODY), raw))?;
            } else if !body.iter().copied().all(is_blank) {
                sink(&self.place, Document::Body(body))?;
            }
            if !self.reader.buffer().contains(&b'\n') {
                sink(&self.place, Document::Pause)?;
            }
            self.offset += length;
            self.place.line += 1;
            buffer.clear();
        }
    }

    /// Passes over the rest of a line; how many bytes it had.
    fn skip_line(&mut self) -> Result<u64, Failure> {
        self.reader.skip_until(b'\n').map(|skipped| skipped as u64).map_err(failure(&self.place))
    }

    /// One document, or an array of documents.
    fn json(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let head = self.skip_byte_order_mark()?;
        if head.is_empty() {
            self.skip_blanks()?;
            match self.peek()? {
                None => return self.refuse_rest("expected a JSON object or an array of them, found nothing", sink),
                Some(b'[') => {
                    self.next()?;
                    return self.array(sink);
                }
                Some(_) => {}
            }
        }
        let (place, offset) = (self.place.clone(), self.offset - head.len() as u64);
        match self.rest(head, offset)? {
            Raw::Bytes(body) => sink(&place, Document::Body(&body)),
            raw @ Raw::Elsewhere { .. } => sink(&place, Document::Broken(Error::too_large(MAX_BODY), raw)),
        }
    }

    /// The elements of an array whose bracket has been read. An element that is no JSON is refused alone; where it
    /// cannot be told any more where elements end, the rest of the file is refused as one.
    fn array(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let mut first = true;
        loop {
            self.skip_blanks()?;
            match self.peek()? {
                Some(b']') if first => {
                    self.next()?;
                    break;
                }
                None | Some(b']' | b',') => {
                    return self.refuse_rest("expected an element of the array, or its end", sink);
                }
                Some(_) => {}
            }
            first = false;
            let (place, offset) = (self.place.clone(), self.offset);
            let mut element = Vec::new();
            let Some((end, blanks)) = self.element(&mut element)? else {
                let raw = self.rest(element, offset)?;
                return sink(
                    &place,
                    Document::Broken(Error::malformed("the array ends in this element, or right behind it"), raw),
                );
            };
            let length = self.offset - 1 - blanks - offset;
            match usize::try_from(length) {
                Ok(length) if length <= MAX_BODY => sink(&place, Document::Body(&element[..length]))?,
                Ok(_) | Err(_) => {
                    let raw = Raw::Elsewhere { offset, length };
                    sink(&place, Document::Broken(Error::too_large(MAX_BODY), raw))?;
                }
            }
            if end == b']' {
                break;
            }
        }
        self.skip_blanks()?;
        match self.peek()? {
            Some(_) => self.refuse_rest("expected nothing after the array", sink),
            None => Ok(()),
        }
    }

    /// Reads an element and the comma or bracket behind it. Returns that, and how many blanks stand between them; `None`
    /// if the file ends first. Of an element that is too large only the beginning is kept.
    fn element(&mut self, element: &mut Vec<u8>) -> Result<Option<(u8, u64)>, Failure> {
        let (mut depth, mut quoted, mut escaped, mut blanks) = (0_usize, false, false, 0);
        while let Some(byte) = self.next()? {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b',' | b']' if depth == 0 => return Ok(Some((byte, blanks))),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            blanks = if is_blank(byte) { blanks + 1 } else { 0 };
            if element.len() <= MAX_BODY {
                element.push(byte);
            }
        }
        Ok(None)
    }

    fn refuse_rest(&mut self, why: &str, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let (place, offset) = (self.place.clone(), self.offset);
        let raw = self.rest(Vec::new(), offset)?;
        sink(&place, Document::Broken(Error::malformed(why), raw))
    }

    /// All that is left, behind the `head` that began at `offset`.
    fn rest(&mut self, head: Vec<u8>, offset: u64) -> Result<Raw, Failure> {
        let mut bytes = head;
        // Two more for a line's end, which is no part of a body.
        let room = (MAX_BODY + 2).saturating_sub(bytes.len()) as u64;
        let read = (&mut self.reader).take(room).read_to_end(&mut bytes).map_err(failure(&self.place))?;
        let skipped = io::copy(&mut self.reader, &mut io::sink()).map_err(failure(&self.place))?;
        self.offset += read as u64 + skipped;
        let blanks = bytes.iter().rev().take_while(|&&byte| is_blank(byte)).count();
        Ok(if skipped > 0 || bytes.len() - blanks > MAX_BODY {
            Raw::Elsewhere { offset, length: self.offset - offset }
        } else {
            Raw::Bytes(bytes)
        })
    }

    /// Passes over a byte order mark at the very beginning; if what begins like one is none, gives it back.
    fn skip_byte_order_mark(&mut self) -> Result<Vec<u8>, Failure> {
        let mut read = Vec::new();
        for byte in BYTE_ORDER_MARK {
            if self.peek()? != Some(byte) {
                self.place.column = 1;
                return Ok(read);
            }
            self.next()?;
            read.push(byte);
        }
        self.place.column = 1;
        Ok(Vec::new())
    }

    fn skip_blanks(&mut self) -> Result<(), Failure> {
        while self.peek()?.is_some_and(is_blank) {
            self.next()?;
        }
        Ok(())
    }

    fn peek(&mut self) -> Result<Option<u8>, Failure> {
        Ok(self.reader.fill_buf().map_err(failure(&self.place))?.first().copied())
    }

    fn next(&mut self) -> Result<Option<u8>, Failure> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.reader.consume(1);
            self.offset += 1;
            match byte {
                b'\n' => (self.place.line, self.place.column) = (self.place.line + 1, 1),
                // The bytes of a character behind its first.
                0x80..=0xBF => {}
                _ => self.place.column += 1,
            }
        }
        Ok(byte)
    }
}
