//! Where webhooks come from: files, folders and pipes, read one document at a time.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use leadhook::{Error, Raw, Rejection, Vendor};
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

/// A body, or what stands where a body was expected, already refused.
pub(crate) enum Document<'d> {
    Body(&'d [u8]),
    Broken(Error, Raw),
}

/// Who takes the documents.
type Sink<'s> = dyn FnMut(&Place, Document<'_>) -> Result<(), Failure> + 's;

impl InputArgs {
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

/// Hands every document of every path to `sink`, in order. No path means standard input.
pub(crate) fn read(paths: &[PathBuf], sink: &mut Sink<'_>) -> Result<(), Failure> {
    for path in paths.iter().filter(|path| !is_stdin(path)) {
        fs::metadata(path).map_err(Failure::io(path.to_string_lossy()))?;
    }
    if paths.is_empty() {
        return read_stdin(sink);
    }
    for path in paths {
        if is_stdin(path) {
            read_stdin(sink)?;
        } else if path.is_dir() {
            read_folder(path, sink)?;
        } else {
            let Some(form) = Form::of(path) else {
                let path = path.display();
                return Err(Failure::Usage(format!(
                    "{path}: expected a folder or a file ending in .json, .ndjson or .jsonl; \
                     one document a line can also come from standard input"
                )));
            };
            read_file(path, form, sink)?;
        }
    }
    Ok(())
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// How a file holds documents.
#[derive(Clone, Copy)]
enum Form {
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

/// In the byte order of the paths; links are not followed.
fn read_folder(folder: &Path, sink: &mut Sink<'_>) -> Result<(), Failure> {
    let in_path = |entry: &walkdir::DirEntry| {
        let mut name = entry.file_name().as_encoded_bytes().to_vec();
        if entry.file_type().is_dir() {
            name.push(b'/');
        }
        name
    };
    for entry in WalkDir::new(folder).sort_by(move |a, b| in_path(a).cmp(&in_path(b))) {
        let entry = entry.map_err(|error| Failure::io(folder.to_string_lossy())(error.into()))?;
        if let (true, Some(form)) = (entry.file_type().is_file(), Form::of(entry.path())) {
            read_file(entry.path(), form, sink)?;
        }
    }
    Ok(())
}

fn read_file(path: &Path, form: Form, sink: &mut Sink<'_>) -> Result<(), Failure> {
    let name = path.to_string_lossy();
    let file = File::open(path).map_err(Failure::io(name.clone()))?;
    let mut cursor = Cursor::new(BufReader::with_capacity(1 << 16, file), Some(name.into_owned()));
    match form {
        Form::Lines => cursor.lines(sink),
        Form::Json => cursor.json(sink),
    }
}

fn read_stdin(sink: &mut Sink<'_>) -> Result<(), Failure> {
    Cursor::new(io::stdin().lock(), None).lines(sink)
}

fn failure(place: &Place) -> impl FnOnce(io::Error) -> Failure {
    |error| Failure::io(place.path.as_deref().unwrap_or("standard input"))(error)
}

/// A reader that knows where it stands.
struct Cursor<R> {
    reader: R,
    place: Place,
    offset: u64,
}

impl<R: BufRead> Cursor<R> {
    fn new(reader: R, path: Option<String>) -> Self {
        Self { reader, place: Place { path, line: 1, column: 1 }, offset: 0 }
    }

    /// One document a line.
    fn lines(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        self.skip_byte_order_mark()?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            // Two more for the line's end.
            let mut head = (&mut self.reader).take(MAX_BODY as u64 + 2);
            let read = head.read_until(b'\n', &mut buffer).map_err(failure(&self.place))?;
            if read == 0 {
                return Ok(());
            }
            let mut length = read as u64;
            if buffer.last() != Some(&b'\n') {
                length += self.skip_line()?;
            }
            let body = buffer.strip_suffix(b"\n").unwrap_or(&buffer);
            let body = body.strip_suffix(b"\r").unwrap_or(body);
            if length > read as u64 || body.len() > MAX_BODY {
                let raw = Raw::Elsewhere { offset: self.offset, length };
                sink(&self.place, Document::Broken(Error::too_large(MAX_BODY), raw))?;
            } else if !body.trim_ascii().is_empty() {
                sink(&self.place, Document::Body(body))?;
            }
            self.offset += length;
            self.place.line += 1;
        }
    }

    /// Passes over the rest of a line; how many bytes it had.
    fn skip_line(&mut self) -> Result<u64, Failure> {
        self.reader.skip_until(b'\n').map(|skipped| skipped as u64).map_err(failure(&self.place))
    }

    /// One document, or an array of documents.
    fn json(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        self.skip_byte_order_mark()?;
        self.skip_whitespace()?;
        match self.peek()? {
            None => self.refuse_rest("expected a JSON object or an array of them, found nothing", Vec::new(), sink),
            Some(b'[') => {
                self.next()?;
                self.array(sink)
            }
            Some(_) => {
                let (place, offset) = (self.place.clone(), self.offset);
                match self.rest(Vec::new(), offset)? {
                    Raw::Bytes(body) => sink(&place, Document::Body(&body)),
                    raw @ Raw::Elsewhere { .. } => sink(&place, Document::Broken(Error::too_large(MAX_BODY), raw)),
                }
            }
        }
    }

    /// The elements of an array whose bracket has been read. An element that is no JSON is refused alone; where it
    /// cannot be told any more where elements end, the rest of the file is refused as one.
    fn array(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let mut first = true;
        loop {
            self.skip_whitespace()?;
            match self.peek()? {
                Some(b']') if first => break,
                None | Some(b']' | b',') => {
                    return self.refuse_rest("expected another element of the array", Vec::new(), sink);
                }
                Some(_) => {}
            }
            first = false;
            let (place, offset) = (self.place.clone(), self.offset);
            let mut element = Vec::new();
            let Some(end) = self.element(&mut element)? else {
                let raw = self.rest(element, offset)?;
                return sink(&place, Document::Broken(Error::malformed("this element of the array does not end"), raw));
            };
            let length = self.offset - 1 - offset;
            if length > MAX_BODY as u64 {
                let raw = Raw::Elsewhere { offset, length };
                sink(&place, Document::Broken(Error::too_large(MAX_BODY), raw))?;
            } else {
                sink(&place, Document::Body(element.trim_ascii_end()))?;
            }
            if end == b']' {
                break;
            }
        }
        self.skip_whitespace()?;
        match self.peek()? {
            Some(_) => self.refuse_rest("expected nothing after the array", Vec::new(), sink),
            None => Ok(()),
        }
    }

    /// Reads an element and the comma or bracket behind it, which it returns; `None` if the file ends first. Of an
    /// element that is too large only the beginning is kept.
    fn element(&mut self, element: &mut Vec<u8>) -> Result<Option<u8>, Failure> {
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        while let Some(byte) = self.next()? {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b',' | b']' if depth == 0 => return Ok(Some(byte)),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if element.len() <= MAX_BODY {
                element.push(byte);
            }
        }
        Ok(None)
    }

    fn refuse_rest(&mut self, why: &str, head: Vec<u8>, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let (place, offset) = (self.place.clone(), self.offset);
        let raw = self.rest(head, offset)?;
        sink(&place, Document::Broken(Error::malformed(why), raw))
    }

    /// All that is left, behind the `head` that began at `offset`.
    fn rest(&mut self, head: Vec<u8>, offset: u64) -> Result<Raw, Failure> {
        let mut bytes = head;
        let room = (MAX_BODY + 1).saturating_sub(bytes.len()) as u64;
        let read = (&mut self.reader).take(room).read_to_end(&mut bytes).map_err(failure(&self.place))?;
        let skipped = io::copy(&mut self.reader, &mut io::sink()).map_err(failure(&self.place))?;
        self.offset += read as u64 + skipped;
        let length = self.offset - offset;
        Ok(if length > MAX_BODY as u64 { Raw::Elsewhere { offset, length } } else { Raw::Bytes(bytes) })
    }

    fn skip_byte_order_mark(&mut self) -> Result<(), Failure> {
        const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
        if self.reader.fill_buf().map_err(failure(&self.place))?.starts_with(BYTE_ORDER_MARK) {
            self.reader.consume(BYTE_ORDER_MARK.len());
            self.offset += BYTE_ORDER_MARK.len() as u64;
        }
        Ok(())
    }

    fn skip_whitespace(&mut self) -> Result<(), Failure> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek()? {
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
