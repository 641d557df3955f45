import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allPages, type Page, pageAt, proseOf } from './pages.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Links of a page to this repository that lead nowhere. */
function brokenLinksOf(page: Page): readonly string[] {
  const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target));
}

function leadsSomewhere(page: Page, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page.path : normalize(join(dirname(page.path), decodeURIComponent(file)));
  if (!existsSync(join(ROOT, path))) return false;
  if (anchor === undefined || statSync(join(ROOT, path)).isDirectory()) return true;
  return headingsOf(file === '' ? page : pageAt(path)).includes(anchor);
}

/** As GitHub names the anchors of headings. */
function headingsOf({ text }: Page): readonly string[] {
  const headings = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ +(.+)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

describe('links in pages for people', () => {
  it.each(allPages().map((page) => [page.path, page] as const))('lead somewhere from %s', (_, page) => {
    const broken = brokenLinksOf(page);

    expect(broken).toEqual([]);
  });

  it.each(['nowhere.md', 'docs/alarms.md#nothing', '#nothing', 'bin/nothing/'])(
    'are found to be broken where they lead to %s',
    (target) => {
      const page = { path: 'README.md', text: `# Title\n\nSee [there](${target}).\n` };

      const broken = brokenLinksOf(page);

      expect(broken).toEqual([target]);
    },
  );
});
