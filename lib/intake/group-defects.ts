import type { Workbench } from '../ports/workbench.ts';
import type { Contract } from '../workspace/model.ts';
import type { Check } from './checks.ts';
import { DEFECTS, type Examination, MARKS } from './examination.ts';
import { type Finding, ROWS_NAMED } from './finding.ts';
import { countOf, makeFinding } from './make-finding.ts';
import { unknownCodes } from './unknown-codes.ts';

/** All defects, grouped by cause: one finding a check that found something, in the order of the checks. */
export async function groupDefects(examination: Examination): Promise<readonly Finding[]> {
  const { workbench, checks, contract } = examination;
  const groups = await workbench.rows(
    [
      `SELECT check_id, count(*) AS struck, CAST(min(row_number, ${ROWS_NAMED}) AS VARCHAR) AS first_rows`,
      `FROM ${DEFECTS} GROUP BY check_id ORDER BY check_id`,
    ].join(' '),
  );
  const codes = await unknownCodes(examination);
  const findings = groups.flatMap((group) => {
    const id = Number(group['check_id']);
    const check = checks[id];
    return check === undefined
      ? []
      : [findingOf(check, Number(group['struck']), numbers(group['first_rows']), codes.get(id))];
  });
  return [...findings, ...(await withheldRows(workbench, contract))];
}

function findingOf(check: Check, count: number, rows: readonly number[], codes: string | undefined): Finding {
  return makeFinding(check.code, {
    severity: check.severity,
    ...(check.header === undefined ? {} : { column: check.header }),
    ...(check.rule === undefined ? {} : { rule: check.rule }),
    message: [check.message(count), codes].filter((part) => part !== undefined).join(' '),
    count,
    rows,
  });
}

async function withheldRows(workbench: Workbench, contract: Contract): Promise<readonly Finding[]> {
  const [row] = await workbench.rows(
    `SELECT count(*) AS struck, CAST(min(row_number, ${ROWS_NAMED}) AS VARCHAR) AS first_rows FROM ${MARKS} WHERE withheld`,
  );
  const count = Number(row?.['struck'] ?? 0);
  if (count === 0) return [];
  return [
    makeFinding('consent_missing', {
      rule: `consent: ${contract.requiredConsent.join(' or ')}`,
      message: `${countOf(count, 'row')} without the consent that the contract requires: withheld.`,
      count,
      rows: numbers(row?.['first_rows']),
    }),
  ];
}

/** The numbers of a list that the engine wrote as `[1, 2]`. */
function numbers(list: unknown): readonly number[] {
  return typeof list === 'string' ? [...list.matchAll(/\d+/g)].map(([number]) => Number(number)) : [];
}
