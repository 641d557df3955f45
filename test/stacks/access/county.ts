import { type Synthesised, synthesised } from '../synthesised.ts';
import { ELSEWHERE } from './all-checks.ts';
import { DeployedSystem } from './deployed-system.ts';

/** The county of the examples, as it is deployed. */
export async function theCounty(): Promise<DeployedSystem> {
  const { templates } = await synthesised();
  return new DeployedSystem(templates);
}

/** The county with files scanned for malware, and with schools that deliver from an account of their own. */
export async function theScannedCounty(): Promise<DeployedSystem> {
  const added: Readonly<Record<string, string>> = {
    'collaborative.yaml': 'deployment: { malwareProtection: true }',
    'agencies/schools.yaml': `principal: ${ELSEWHERE.deliverer}`,
  };
  const { templates }: Synthesised = await synthesised({
    changed: (files) =>
      new Map([...files].map(([path, text]) => [path, path in added ? `${text}\n${added[path]}\n` : text])),
  });
  return new DeployedSystem(templates);
}
