/** A kind of file that is no delimited text, how its first bytes give it away, and what to send instead. */
export interface FileKind {
  readonly id: string;
  /** As in "This is …". */
  readonly is: string;
  readonly remedy: string;
}

const SAVE_AS_CSV = 'Open it and save the sheet as "CSV UTF-8 (comma delimited)", then send that file.';
const EXPORT_CSV = 'Export the table from its source as CSV (or gzip-compressed CSV) and send that file.';
const UNPACK =
  'Unpack it and send the CSV file that is inside, alone; gzip (.gz) is the one compression that is read.';

/** By the bytes at the start of the file (hex), longest first where two begin alike. */
const SIGNATURES: readonly (FileKind & { readonly begins: string; readonly holds?: string })[] = [
  { id: 'xlsx', begins: '504b0304', holds: 'xl/', is: 'an Excel workbook (XLSX)', remedy: SAVE_AS_CSV },
  {
    id: 'ods',
    begins: '504b0304',
    holds: 'opendocument.spreadsheet',
    is: 'an OpenDocument spreadsheet (ODS)',
    remedy: SAVE_AS_CSV,
  },
  { id: 'docx', begins: '504b0304', holds: 'word/', is: 'a Word document (DOCX)', remedy: EXPORT_CSV },
  { id: 'zip', begins: '504b0304', is: 'a ZIP archive', remedy: UNPACK },
  { id: 'zip', begins: '504b0506', is: 'an empty ZIP archive', remedy: UNPACK },
  {
    id: 'xls',
    begins: 'd0cf11e0a1b11ae1',
    is: 'an old Excel workbook (XLS) or another Office document',
    remedy: SAVE_AS_CSV,
  },
  { id: 'pdf', begins: '25504446', is: 'a PDF document', remedy: EXPORT_CSV },
  { id: 'sqlite', begins: '53514c69746520666f726d6174', is: 'an SQLite database', remedy: EXPORT_CSV },
  { id: 'access', begins: '000100005374616e64617264', is: 'an Access database', remedy: EXPORT_CSV },
  { id: 'parquet', begins: '50415231', is: 'a Parquet file', remedy: EXPORT_CSV },
  { id: '7z', begins: '377abcaf271c', is: 'a 7-Zip archive', remedy: UNPACK },
  { id: 'rar', begins: '526172211a07', is: 'a RAR archive', remedy: UNPACK },
  { id: 'xz', begins: 'fd377a585a00', is: 'an XZ archive', remedy: UNPACK },
  { id: 'zstd', begins: '28b52ffd', is: 'a Zstandard archive', remedy: UNPACK },
  { id: 'bzip2', begins: '425a68', is: 'a bzip2 archive', remedy: UNPACK },
  { id: 'png', begins: '89504e470d0a1a0a', is: 'a picture (PNG)', remedy: EXPORT_CSV },
  { id: 'jpeg', begins: 'ffd8ff', is: 'a picture (JPEG)', remedy: EXPORT_CSV },
];

/** Text that is no table, by how it begins (blanks and case aside). */
const TEXT_KINDS: readonly (FileKind & { readonly begins: RegExp })[] = [
  {
    id: 'html',
    begins: /^<(?:!doctype\s+html|html|head|body|table|meta)[\s>]/i,
    is: 'a web page (HTML)',
    remedy: EXPORT_CSV,
  },
  {
    id: 'xml',
    begins: /^<\?xml[\s?]|^<[a-z][\w:.-]*(?:\s[^<>]*)?>/i,
    is: 'an XML document',
    remedy: EXPORT_CSV,
  },
  { id: 'json', begins: /^(?:\{\s*["}]|\[\s*[[{\]])/, is: 'a JSON document', remedy: EXPORT_CSV },
  { id: 'rtf', begins: /^\{\\rtf/, is: 'a formatted text document (RTF)', remedy: EXPORT_CSV },
];

const BINARY: FileKind = {
  id: 'binary',
  is: 'a binary file of a kind that is not known here',
  remedy: EXPORT_CSV,
};
const NESTED: FileKind = { id: 'gzip_twice', is: 'a gzip archive within a gzip archive', remedy: UNPACK };

/** Which refused kind the first bytes (some kilobytes) speak for; undefined where they may be a table or gzip. */
export function kindOfBytes(sample: Uint8Array): FileKind | undefined {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  const start = bytes.subarray(0, 16).toString('hex');
  return SIGNATURES.find(
    ({ begins, holds }) =>
      start.startsWith(begins) && (holds === undefined || bytes.includes(holds, 0, 'latin1')),
  );
}

/** Which refused kind the beginning of the text speaks for. */
export function kindOfText(sample: string): FileKind | undefined {
  const text = sample.trimStart();
  return TEXT_KINDS.find(({ begins }) => begins.test(text));
}

export function isGzip(sample: Uint8Array): boolean {
  return sample[0] === 0x1f && sample[1] === 0x8b;
}

export { BINARY, NESTED };
