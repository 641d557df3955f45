import { readFileSync } from 'node:fs';

/** The YAML examples of docs/workspace.md by the path that each names in its first line. */
export function documentedWorkspace(): ReadonlyMap<string, string> {
  const page = readFileSync(new URL('../../docs/workspace.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```yaml\n(# (\S+)\n[\s\S]*?)```/g)];
  return new Map(blocks.map(([, text = '', path = '']) => [path, text]));
}
