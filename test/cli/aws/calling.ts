import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type { ExitCode } from '../../../lib/cli/io.ts';
import { main } from '../../../lib/cli/main.ts';
import { namesOf } from '../../../lib/deployment/names.ts';
import { SMALL_WORKSPACE } from '../../e2e/small-workspace.ts';

export const PLACE = { partition: 'aws', account: '123456789012', region: 'us-east-1' } as const;
export const NAMES = namesOf('small', PLACE);

/** In the middle of the agreement of the small workspace. */
const NOW = '2026-04-20T16:00:00Z';

export interface Call {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Calls the command line as bin/ does, signed in to AWS. */
export async function call(...argv: readonly string[]): Promise<Call> {
  return callWith({ AWS_REGION: PLACE.region }, ...argv);
}

export async function callWith(
  environment: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<Call> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(argv, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    json: false,
    terminal: false,
    width: 100,
    environment: { SOURCE_DATE_EPOCH: String(Date.parse(NOW) / 1000), ...environment },
  });
  return { code, out: out.join(''), err: err.join('') };
}

const sts = mockClient(STSClient);

/** AWS knows whoever asks. */
export function signedIn(): void {
  sts.reset();
  sts.on(GetCallerIdentityCommand).resolves({
    Account: PLACE.account,
    Arn: `arn:aws:sts::${PLACE.account}:assumed-role/operator/somebody`,
  });
}

/** AWS knows nobody. @param name of the SDK's error */
export function signedOut(name: string): void {
  sts.reset();
  sts.on(GetCallerIdentityCommand).rejects(Object.assign(new Error('no'), { name }));
}

/** The small workspace in a folder of its own. */
export function aWorkspace(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-cli-aws-'));
  for (const [path, content] of Object.entries({ ...SMALL_WORKSPACE, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
