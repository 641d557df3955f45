// Draws text from stdin as a picture of a terminal, for the README:
//   npm start -- --out DIR | node scripts/terminal-picture.ts > docs/demo.svg
import { readFileSync } from 'node:fs';

const [CELL, LINE, EDGE] = [8.43, 19, 20];

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Suppressed cells, rules and headings stand out. */
function styled(line: string): string {
  if (/^─/.test(line)) return `<tspan fill="#5c6b7a">${escapeXml(line)}</tspan>`;
  if (/^(Cycle|[\d,]+ people found|Children served|Done in)/.test(line))
    return `<tspan fill="#8fd3ff" font-weight="bold">${escapeXml(line)}</tspan>`;
  return escapeXml(line).replaceAll('··', '<tspan fill="#ffb454">··</tspan>');
}

const lines = readFileSync(0, 'utf8').trim().split('\n');
const width = Math.ceil(Math.max(...lines.map((line) => [...line].length)) * CELL + 2 * EDGE);
const height = lines.length * LINE + 2 * EDGE;
const texts = lines.map(
  (line, at) => `<text x="${EDGE}" y="${EDGE + 14 + at * LINE}" xml:space="preserve">${styled(line)}</text>`,
);
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="What the demo prints at its end">
<rect width="100%" height="100%" rx="10" fill="#10161d"/>
<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" fill="#dfe6ee">
${texts.join('\n')}
</g>
</svg>
`);
