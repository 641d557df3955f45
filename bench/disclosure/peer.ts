import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instance } from './instances.ts';

export interface PeerResult {
  readonly cells: number;
  readonly primary: number;
  readonly suppressed: number;
  readonly seconds: number;
}

/**
 * What GaussSuppression (Statistics Norway, MIT) hides in the same table, before it repairs any interval.
 * R must be at hand, with the package in its library or in the one that R_LIBS names.
 * @returns null where R or the package is missing, or the peer takes more than `limit` seconds
 */
export function gaussSuppression(
  { rows, dimensions, tables, threshold, count }: Instance,
  protectZeros: boolean,
  limit: number,
): PeerResult | null {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-peer-'));
  try {
    const columns = Object.keys(rows[0] ?? {});
    writeFileSync(
      join(folder, 'table.csv'),
      `${[columns, ...rows.map((row) => columns.map((column) => row[column]))].map((line) => line.join(',')).join('\n')}\n`,
    );
    const cross = (table: readonly string[]) =>
      table.map((name) => `(${[name, ...(dimensions[name] ?? [])].join(' + ')})`).join(' * ');
    writeFileSync(
      join(folder, 'peer.R'),
      [
        'suppressMessages(library(GaussSuppression))',
        `d <- read.csv("${join(folder, 'table.csv')}", colClasses = "character")`,
        `d$${count} <- as.integer(d$${count})`,
        `t <- system.time(o <- suppressWarnings(SuppressSmallCounts(d, formula = ~ ${tables.map(cross).join(' + ')},`,
        `  freqVar = "${count}", maxN = ${threshold - 1}, protectZeros = ${protectZeros ? 'TRUE' : 'FALSE'}, extend0 = FALSE, printInc = FALSE)))`,
        `writeLines(paste(nrow(o), sum(o$primary, na.rm = TRUE), sum(o$suppressed), t[3]), "${join(folder, 'result')}")`,
      ].join('\n'),
    );
    execFileSync('Rscript', [join(folder, 'peer.R')], { stdio: 'ignore', timeout: limit * 1000 });
    const [cells = 0, primary = 0, suppressed = 0, seconds = 0] = readFileSync(join(folder, 'result'), 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    return { cells, primary, suppressed, seconds };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
