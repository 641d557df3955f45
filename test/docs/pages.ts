import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A page for people, by its path in the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export function pageAt(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** The README and everything under docs/. */
export function allPages(): readonly Page[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .sort();
  return ['README.md', 'bench/README.md', ...docs].map(pageAt);
}

/** A page without what stands in fences and between backquotes. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** What a reader is asked to type, a command each: lines of fences that name no language, and what stands in backquotes. */
export function commandsOf({ text }: Page): readonly string[] {
  const fences = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, language, block = '']) =>
    language === '' ? block.replaceAll(/\\\n\s*/g, ' ').split('\n') : [],
  );
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  return [...fences, ...inline].map((line) => line.trim()).filter((line) => line !== '');
}

/** The words of a command as a shell takes them apart; what follows `#`, `&&`, `|`, `>` or `;` is another's. */
export function wordsOf(command: string): readonly string[] {
  const words = [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word);
  const end = words.findIndex((word) => /^(?:#.*|&&|\|\|?|[<>]+|;)$/.test(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/["']/g, ''));
}

/** Every command of a line, in their order. */
export function commandsOfLine(line: string): readonly (readonly string[])[] {
  return line
    .replace(/(^|\s)#.*$/, '')
    .split(/&&|\|\||;(?=\s)/)
    .map((command) => wordsOf(command.trim()).filter((word) => !/^[A-Z][A-Z0-9_]*=/.test(word)))
    .filter((words) => words.length > 0);
}
