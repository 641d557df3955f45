import type { z } from 'zod';
import { nearest } from './did-you-mean.ts';
import type { Finding } from './finding.ts';
import { parseDocument } from './schema-findings.ts';
import { AgencyDocument } from './schemas/agency.ts';
import { AgreementDocument } from './schemas/agreement.ts';
import { CollaborativeDocument } from './schemas/collaborative.ts';
import { ContractDocument } from './schemas/contract.ts';
import { IndicatorDocument } from './schemas/indicator.ts';
import { NAME } from './schemas/names.ts';
import type { Source, Sources } from './source.ts';
import { readYaml } from './yaml-document.ts';

/** The folders of the workspace that hold YAML; other files of a folder are nobody's business. */
export const FOLDERS = ['agencies', 'contracts', 'agreements', 'indicators'] as const;

/** Reads every file by the schema of its kind. */
export function readSources(files: ReadonlyMap<string, string>): Sources {
  const findings: Finding[] = [];
  const unread = new Set<string>();
  const paths = [...files.keys()].sort();

  const read = <T>(path: string, schema: z.ZodType<T>): Source<T> | undefined => {
    const { yaml, findings: syntax } = readYaml(path, files.get(path) ?? '');
    findings.push(...syntax);
    const parsed = yaml === undefined ? undefined : parseDocument(yaml, schema);
    findings.push(...(parsed?.findings ?? []));
    if (yaml === undefined || parsed?.document === undefined) {
      unread.add(path);
      return undefined;
    }
    const segments = path.split('/');
    const name = (segments.at(-1) ?? '').replace(/\.yaml$/, '');
    return { name, folder: segments.at(-2) ?? '', yaml, document: parsed.document };
  };
  const readFolder = <T>(folder: string, depth: number, schema: z.ZodType<T>): readonly Source<T>[] =>
    paths
      .filter((path) => path.startsWith(`${folder}/`) && isYaml(path))
      .filter((path) => {
        const wrong = misplaced(path, depth);
        if (wrong !== undefined) {
          findings.push(wrong);
          unread.add(path);
        }
        return wrong === undefined;
      })
      .flatMap((path) => read(path, schema) ?? []);

  const collaborative = files.has('collaborative.yaml')
    ? read('collaborative.yaml', CollaborativeDocument)
    : undefined;
  if (!files.has('collaborative.yaml')) findings.push(noCollaborative(paths));
  return {
    ...(collaborative === undefined ? {} : { collaborative }),
    agencies: readFolder('agencies', 2, AgencyDocument),
    contracts: readFolder('contracts', 3, ContractDocument),
    agreements: readFolder('agreements', 2, AgreementDocument),
    indicators: readFolder('indicators', 2, IndicatorDocument),
    unread,
    findings,
  };
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** What is wrong with a file's place or name. */
function misplaced(path: string, depth: number): Finding | undefined {
  const segments = path.split('/');
  const names = segments
    .slice(1)
    .map((segment, index) => (index === segments.length - 2 ? segment.replace(/\.ya?ml$/i, '') : segment));
  const refuse = (message: string, remedy: string): Finding => ({
    ...atStart(path),
    code: 'file',
    message,
    remedy,
  });
  if (segments.length !== depth) {
    const shape = depth === 3 ? 'contracts/<agency>/<dataset>.yaml' : `${segments[0]}/<name>.yaml`;
    return refuse('This file lies in the wrong folder.', `Such files are called ${shape}.`);
  }
  const bad = names.find((name) => !NAME.test(name) || name.length > 60);
  if (bad !== undefined) {
    return refuse(
      `"${bad}" cannot be a name: it becomes the name of folders and tables.`,
      `Use lower-case letters, digits and underscores, beginning with a letter: ${plainName(bad)}.`,
    );
  }
  if (!path.endsWith('.yaml')) return refuse('This file is not read.', `Call it ${names.at(-1)}.yaml.`);
  return undefined;
}

/** The nearest name of the permitted form. */
export function plainName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return /^[a-z]/.test(plain) ? plain : `x_${plain}`.slice(0, 60).replace(/_$/, '');
}

function noCollaborative(paths: readonly string[]): Finding {
  const near = nearest(
    'collaborative.yaml',
    paths.filter((path) => !path.includes('/')),
  );
  return {
    ...atStart('collaborative.yaml'),
    code: 'file',
    message: 'There is no collaborative.yaml here.',
    remedy:
      near === undefined
        ? 'Run "tributary init" for a workspace to start from, or name another folder with --workspace.'
        : `Rename ${near}.`,
  };
}

function atStart(file: string) {
  return { file, line: 1, column: 1, severity: 'error' as const };
}
