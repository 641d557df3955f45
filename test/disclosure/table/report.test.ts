import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './command.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

async function report(policy: string, table: string): Promise<string> {
  await desk.write('policy.yaml', policy);
  await desk.write('table.csv', table);
  await desk.protect();
  return desk.read('out/report.html');
}
const COUNTS = 'count: n\ndimensions: { a: {}, b: {} }\npolicy: { threshold: 5 }\n';

describe('the report', () => {
  it('stands alone: no script, and nothing from elsewhere', async () => {
    const page = await report(COUNTS, 'a,b,n\nx,p,3\nx,q,50\ny,p,60\ny,q,40\n');

    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|https?:/);
    expect(page).toContain("default-src 'none'");
  });

  it('shows codes as text, whatever stands in them', async () => {
    const page = await report(COUNTS, 'a,b,n\n<script>alert(1)</script>,"""q""",50\n&amp;,p,60\n');

    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&quot;q&quot;');
    expect(page).toContain('&amp;amp;');
    expect(page).not.toContain('<script>');
  });

  it('says in words what is hidden and what cannot exist, with headers for every row and column', async () => {
    const page = await report(COUNTS, 'a,b,n\nx,p,3\nx,q,50\ny,p,60\ny,q,40\nz,p,70\n');

    expect(page).toContain('<td class="hidden"><span>hidden</span></td>');
    expect(page).toContain('<span aria-label="no such cell">–</span>');
    expect(page).toMatch(/<th scope="row">x<\/th>/);
    expect(page).toMatch(/<th scope="col">p<\/th>/);
    expect(page).toContain('lang="en"');
  });

  it('is a page that opens also for a large table, and says what it leaves out', async () => {
    const areas = Array.from(
      { length: 900 },
      (_, at) => `a${at},p,${50 + (at % 7)}\na${at},q,${60 + (at % 5)}\n`,
    );

    const page = await report(COUNTS, `a,b,n\n${areas.join('')}`);

    expect(page).toContain('Shown are 80 of 901 rows');
    expect(page.length).toBeLessThan(100_000);
  });
});
