import { readSample } from '../../intake/intake.ts';
import { draftContract } from '../../workspace/workspace.ts';
import { FileNotATable } from '../errors.ts';
import { openFile } from '../files.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';

export interface InferOptions {
  readonly agency: string;
  readonly dataset: string;
}

/**
 * `tributary contract infer FILE`: reads the head of a file and prints a draft contract on stdout.
 * @throws FileUnreadable, FileNotATable
 */
export async function contractInferCommand(
  file: string,
  { agency, dataset }: InferOptions,
  io: Io,
): Promise<ExitCode> {
  const { store, key } = await openFile(file);
  const read = await readSample(store, key);
  if ('finding' in read) throw new FileNotATable(read.finding);
  const contract = draftContract({
    agency,
    dataset,
    headers: read.sample.headers,
    samples: read.sample.values,
  });
  const path = `contracts/${agency}/${dataset}.yaml`;
  if (io.json) printJson(io, { path, contract });
  else {
    io.out(contract);
    io.err(`A draft. Read every line of it, then save it as ${path} and run "tributary check".\n`);
  }
  return 0;
}
