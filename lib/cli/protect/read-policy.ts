import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Hierarchies, type TablePolicy, TablePolicyDocument } from '../../disclosure/protect.ts';
import { parseDocument, readYaml } from '../../workspace/workspace.ts';
import { WrongUsage } from '../errors.ts';
import { requireFile } from '../files.ts';
import { readCsv } from './read-csv.ts';

/** @throws FileUnreadable; WrongUsage at the first place where the document is not what it should be */
export async function readPolicy(file: string): Promise<TablePolicy> {
  await requireFile(file);
  const { yaml, findings } = readYaml(file, await readFile(file, 'utf8'));
  const parsed = yaml === undefined ? { findings: [] } : parseDocument(yaml, TablePolicyDocument);
  const [first] = [...findings, ...parsed.findings];
  if (first !== undefined)
    throw new WrongUsage(`${first.file}:${first.line}:${first.column}: ${first.message} ${first.remedy}`);
  if (!('document' in parsed) || parsed.document === undefined)
    throw new WrongUsage(`${file} holds no policy.`);
  return parsed.document;
}

/** The hierarchy files that a policy names, by that name; they lie relative to the policy. @throws FileUnreadable, TableDoesNotFit */
export async function readHierarchies(document: TablePolicy, policy: string): Promise<Hierarchies> {
  const files = Object.values(document.dimensions).flatMap(({ hierarchies, former }) => [
    ...hierarchies,
    ...former,
  ]);
  const read = [...new Set(files)].map(
    async (file) => [file, await readCsv(resolve(dirname(policy), file))] as const,
  );
  return new Map(await Promise.all(read));
}
