/** One record of a delimited file. The scanner reuses it: copy what outlives the callback. */
export interface ScannedRecord {
  /** As a spreadsheet counts: the first record is 1, and a line break within quotes begins no new one. */
  row: number;
  /** Lines of the text that it takes up, from 1. */
  line: number;
  endLine: number;
  fields: number;
  /** Nothing but blanks, quotes and delimiters. */
  blank: boolean;
  /** The field (from 0) whose opening quote has no partner where one would stand; undefined where all have. */
  unbalancedAt: number | undefined;
  /** The fields' text, unquoted and trimmed; empty where cells are not asked for. */
  cells: string[];
}

/** What the text as a whole is like; tells whether a plain CSV reader would read it the same way. */
export interface TextTraits {
  lf: boolean;
  crlf: boolean;
  cr: boolean;
  /** Quotes stand elsewhere than around whole fields. */
  strayQuotes: boolean;
  /** Some field has blanks at its edge. */
  padded: boolean;
  /** Some field holds a line break. */
  quotedBreaks: boolean;
  /** The text ends within quotes. */
  open: boolean;
  longestRecord: number;
}

/** A record so long that an opening quote must have lost its partner, or that this is no table. */
export class RecordTooLong extends Error {
  readonly row: number;
  readonly line: number;
  readonly quoted: boolean;

  constructor(row: number, line: number, quoted: boolean) {
    super('record too long');
    this.row = row;
    this.line = line;
    this.quoted = quoted;
  }
}

/** Characters of one record. A million is far beyond any real row and bounds what a lost quote can swallow. */
export const LONGEST_RECORD = 1_048_576;

const QUOTE = 34;
const LF = 10;
const CR = 13;

/** `quote`: a quote was met within quotes; the next character tells whether it closes the field or is doubled. */
type State = 'start' | 'plain' | 'quoted' | 'quote';

/**
 * Reads delimited text (RFC 4180, read as forgivingly as a spreadsheet does) in one pass, chunk by chunk.
 * Pushes each record, blank ones included, into `sink`. Holds one record at a time.
 */
export class CsvScanner {
  readonly traits: TextTraits = {
    lf: false,
    crlf: false,
    cr: false,
    strayQuotes: false,
    padded: false,
    quotedBreaks: false,
    open: false,
    longestRecord: 0,
  };
  readonly #delimiter: number;
  readonly #sink: (record: ScannedRecord) => void;
  readonly #wantsCells: boolean;
  readonly #record: ScannedRecord = {
    row: 1,
    line: 1,
    endLine: 1,
    fields: 0,
    blank: true,
    unbalancedAt: undefined,
    cells: [],
  };
  #state: State = 'start';
  #piece = '';
  #pieceQuoted = false;
  #fieldBreaks = false;
  #line = 1;
  #afterCr = false;
  /** Characters of the open record in earlier chunks, and where it begins in this one. */
  #carried = 0;
  #recordFrom = 0;

  /** @param options.cells give the fields' text, not only their number */
  constructor(
    delimiter: string,
    options: { readonly cells: boolean },
    sink: (record: ScannedRecord) => void,
  ) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#wantsCells = options.cells;
    this.#sink = sink;
  }

  /** @throws RecordTooLong */
  push(text: string): void {
    const delimiter = this.#delimiter;
    const end = text.length;
    let from = 0;
    let at = 0;
    this.#recordFrom = 0;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (this.#state === 'quoted') {
        if (code === QUOTE) {
          this.#piece += text.slice(from, at);
          this.#state = 'quote';
          this.#afterCr = false;
        } else if (code === LF || code === CR) {
          if (code === LF && !this.#afterCr) this.#line += 1;
          if (code === CR) this.#line += 1;
          this.#afterCr = code === CR;
          this.#fieldBreaks = true;
        } else {
          this.#afterCr = false;
        }
        at += 1;
        continue;
      }
      if (this.#afterCr) {
        this.#afterCr = false;
        if (code === LF) {
          this.traits.crlf = true;
          at += 1;
          from = at;
          continue;
        }
        this.traits.cr = true;
      }
      if (this.#state === 'start') {
        from = at;
        if (code === QUOTE) {
          this.#state = 'quoted';
          this.#pieceQuoted = true;
          at += 1;
          from = at;
          continue;
        }
        this.#state = 'plain';
      }
      if (this.#state === 'plain') {
        let next = code;
        while (next !== delimiter && next !== LF && next !== CR && next !== QUOTE) {
          at += 1;
          if (at === end) break;
          next = text.charCodeAt(at);
        }
        if (at === end) break;
        if (next === QUOTE) {
          this.traits.strayQuotes = true;
          if (this.#pieceQuoted || (this.#piece + text.slice(from, at)).trim() !== '') {
            at += 1;
            continue;
          }
          this.#piece = '';
          this.#pieceQuoted = true;
          this.#state = 'quoted';
          at += 1;
          from = at;
          continue;
        }
        this.#endField(text.slice(from, at));
        at = this.#afterField(next, at);
        from = at;
        continue;
      }
      if (this.#state === 'quote') {
        if (code === QUOTE) {
          this.#state = 'quoted';
          from = at;
          at += 1;
          continue;
        }
        if (code === delimiter || code === LF || code === CR) {
          this.#endField('');
          at = this.#afterField(code, at);
          from = at;
          continue;
        }
        this.#leaveQuotesOpen(code);
        from = at;
        this.#state = 'plain';
      }
    }
    if (this.#state === 'plain' || this.#state === 'quoted') this.#piece += text.slice(from, end);
    this.#carried += end - this.#recordFrom;
    this.#checkLength(this.#carried);
  }

  /** The last record, where no line break ends it. */
  end(): void {
    if (this.#afterCr && this.#state === 'start') this.traits.cr = true;
    if (this.#state === 'quoted') {
      this.traits.open = true;
      this.#record.unbalancedAt ??= this.#record.fields;
    }
    if (this.#state === 'start' && this.#record.fields === 0) return;
    this.traits.longestRecord = Math.max(this.traits.longestRecord, this.#carried);
    this.#endField('');
    this.#endRecord();
  }

  #checkLength(length: number): void {
    if (length > LONGEST_RECORD) {
      throw new RecordTooLong(this.#record.row, this.#record.line, this.#fieldBreaks);
    }
  }

  /** Text follows a closing quote: harmless if it is blank, else the quote was none. */
  #leaveQuotesOpen(code: number): void {
    this.traits.strayQuotes = true;
    if (code !== 32 && this.#fieldBreaks) this.#record.unbalancedAt ??= this.#record.fields;
  }

  #endField(rest: string): void {
    const whole = this.#piece === '' ? rest : this.#piece + rest;
    const record = this.#record;
    if (whole !== '') {
      const first = whole.charCodeAt(0);
      const last = whole.charCodeAt(whole.length - 1);
      let text = whole;
      if (first <= 32 || last <= 32 || first >= 160 || last >= 160) {
        text = whole.trim();
        if (text.length !== whole.length) this.traits.padded = true;
      }
      if (text !== '') record.blank = false;
      if (this.#wantsCells) record.cells.push(text);
      this.#piece = '';
    } else if (this.#wantsCells) {
      record.cells.push('');
    }
    if (this.#fieldBreaks) {
      this.traits.quotedBreaks = true;
      this.#fieldBreaks = false;
    }
    this.#pieceQuoted = false;
    this.#state = 'start';
    record.fields += 1;
  }

  /** @returns where to read on after the delimiter or line break at `at` */
  #afterField(code: number, at: number): number {
    if (code === this.#delimiter) return at + 1;
    const length = this.#carried + at - this.#recordFrom;
    this.#checkLength(length);
    this.traits.longestRecord = Math.max(this.traits.longestRecord, length);
    this.#carried = 0;
    this.#recordFrom = at + 1;
    this.#endRecord();
    this.#line += 1;
    this.#record.line = this.#line;
    if (code === CR) this.#afterCr = true;
    else this.traits.lf = true;
    return at + 1;
  }

  #endRecord(): void {
    const record = this.#record;
    record.endLine = this.#line;
    this.#sink(record);
    record.row += 1;
    record.fields = 0;
    record.blank = true;
    record.unbalancedAt = undefined;
    if (this.#wantsCells) record.cells = [];
  }
}
