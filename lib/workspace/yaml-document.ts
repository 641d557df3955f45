import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import type { Finding, FindingCode } from './finding.ts';
import type { Severity } from './model.ts';

/** Where a value lies in a document: keys and indices from the root. */
export type Path = readonly PropertyKey[];

/** A document no larger than this is read; a workspace is written by people. */
const MOST_CHARACTERS = 1_000_000;

/** A YAML file once it is read: its plain value, and a way from any part of the value back to line and column. */
export interface YamlFile {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Makes a finding at a value, or at a key of it where `key` is named. */
  finding(at: Path, finding: FindingText): Finding;
}

export interface FindingText {
  readonly code: FindingCode;
  readonly message: string;
  readonly remedy: string;
  /** @default 'error' */
  readonly severity?: Severity;
  /** Point at the key `at` ends with, not at its value. @default false */
  readonly atKey?: boolean;
}

/**
 * Reads one YAML 1.2 document. Never throws: what is wrong is a finding, and then there may be no file.
 * Numbers with leading zeros (01) stay text, since in a contract they are codes.
 */
export function readYaml(
  file: string,
  text: string,
): { readonly yaml?: YamlFile; readonly findings: readonly Finding[] } {
  const refuse = (message: string, remedy: string) => ({
    findings: [
      { file, line: 1, column: 1, severity: 'error' as const, code: 'yaml' as const, message, remedy },
    ],
  });
  if (text.length > MOST_CHARACTERS)
    return refuse('This file is too large.', 'A file of the workspace has a megabyte at most.');
  const lines = new LineCounter();
  let document: Document.Parsed;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const findings = syntaxFindings(file, document, lines);
    if (findings.length > 0) return { findings };
    keepLeadingZeros(document);
    value = document.toJS({ maxAliasCount: 100 });
    // An anchor that holds itself makes a value without end.
    JSON.stringify(value);
  } catch {
    // The parser recurses, so deep nesting ends in its stack; aliases may multiply or hold themselves.
    return refuse(
      'This YAML is nested too deeply, or its anchors refer to each other without end.',
      'Write it out plainly.',
    );
  }
  const finding = (at: Path, { code, message, remedy, severity, atKey }: FindingText): Finding => {
    const offset = offsetOf(document, at, atKey ?? false);
    const { line, col } = lines.linePos(offset);
    return {
      file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      severity: severity ?? 'error',
      code,
      message,
      remedy,
    };
  };
  return { yaml: { file, text, value, finding }, findings: [] };
}

function syntaxFindings(file: string, document: Document.Parsed, lines: LineCounter): readonly Finding[] {
  return [...document.errors, ...document.warnings].map(({ code, message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    const repeated = code === 'DUPLICATE_KEY';
    return {
      file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      severity: 'error',
      code: repeated ? 'duplicate' : 'yaml',
      message: repeated ? 'This key stands here twice.' : `This is not YAML: ${sentence(message)}`,
      remedy: repeated
        ? 'Keep one of the two.'
        : 'Mind blanks before keys, a blank after each colon, and quotes around texts with colons.',
    };
  });
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function keepLeadingZeros(document: Document.Parsed): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'number' && node.source !== undefined && /^[-+]?0\d/.test(node.source)) {
        node.value = node.source;
      }
    },
  });
}

/** The offset of the deepest part of the path that is there. */
function offsetOf(document: Document.Parsed, at: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of at.entries()) {
    const inside: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(inside)) {
      const pair = inside.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
      if (pair === undefined) return offset;
      const last = index === at.length - 1;
      offset = (last && !atKey ? startOf(pair.value) : undefined) ?? startOfKey(pair) ?? offset;
      node = pair.value;
      continue;
    }
    const item = hasItems(inside) ? inside.items[Number(step)] : undefined;
    if (item === undefined) return offset;
    offset = startOf(item) ?? offset;
    node = item;
  }
  return offset;
}

function startOfKey(pair: Pair): number | undefined {
  return startOf(pair.key);
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function hasItems(node: unknown): node is { readonly items: readonly unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}
