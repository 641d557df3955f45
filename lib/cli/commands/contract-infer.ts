import { type DraftInput, draftContract } from '../../workspace/workspace.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';

/** `tributary contract infer FILE`, once the head of the file is read: prints the draft on stdout. */
export function inferContract(input: DraftInput, io: Io): ExitCode {
  const contract = draftContract(input);
  const path = `contracts/${input.agency}/${input.dataset}.yaml`;
  if (io.json) printJson(io, { path, contract });
  else {
    io.out(contract);
    io.err(`A draft. Read every line of it, then save it as ${path} and run "tributary check".\n`);
  }
  return 0;
}
