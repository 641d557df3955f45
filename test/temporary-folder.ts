import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that tests write lies in one folder, which goes when they are done. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-test-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
