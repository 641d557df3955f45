import type { Workbench } from '../ports/workbench.ts';
import { quoteName } from '../sql/quote.ts';
import type { Contract, RowRule } from '../workspace/model.ts';
import { sentence } from './checks.ts';
import { RuleDoesNotFit, RuleNotAllowed } from './errors.ts';
import { addDefects, type Examination, goodRows, hasRows } from './examination.ts';
import { countOf } from './make-finding.ts';
import { checkRule, inBrackets } from './rule-expressions.ts';
import { madeUpRow } from './typed-values.ts';

/** Functions that Athena's dialect has and the embedded engine lacks or reads otherwise. */
const ATHENA_FUNCTIONS = [
  'CREATE OR REPLACE TEMP MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern)',
  // Whole units elapsed, as Trino counts them, not boundaries crossed.
  'CREATE OR REPLACE TEMP MACRO date_diff(unit, since, until) AS date_sub(unit, since, until)',
];

/**
 * Makes sure that every rule of the contract can be asked, before any row is: it is one of the expressions that
 * are allowed, and the engine gets true or false from it for a made-up row.
 * @throws RuleNotAllowed, RuleDoesNotFit
 */
export async function prepareRules(workbench: Workbench, contract: Contract): Promise<void> {
  for (const macro of ATHENA_FUNCTIONS) await workbench.run(macro);
  for (const rule of contract.rules) {
    await checkRule(workbench, contract, rule);
    if (rule.level === 'case' && contract.localId === undefined) {
      throw new RuleNotAllowed(
        contract.id,
        rule.name,
        'it is a rule over rows of one person, and the contract has no local id',
      );
    }
    if (!(await fits(workbench, contract, rule))) throw new RuleDoesNotFit(contract.id, rule.name);
  }
}

async function fits(workbench: Workbench, contract: Contract, rule: RowRule): Promise<boolean> {
  const select = `SELECT ${inBrackets(rule.expression)} AS ok FROM (${madeUpRow(contract)}) AS made_up`;
  try {
    const [column] = await workbench.rows(`DESCRIBE ${select}`);
    await workbench.rows(select);
    return column?.['column_type'] === 'BOOLEAN';
  } catch {
    // The engine's words quote the statement; the rule's name says enough.
    return false;
  }
}

/** Asks the rules over rows of one person, of rows that nothing else speaks against. */
export async function checkCaseRules(examination: Examination): Promise<void> {
  const { contract, workbench } = examination;
  const { localId } = contract;
  if (localId === undefined) return;
  const person = quoteName(localId.column);
  for (const rule of contract.rules.filter(({ level }) => level === 'case')) {
    const good = goodRows(examination);
    const broken = `SELECT ${person} FROM (${good}) GROUP BY ${person} HAVING NOT ${inBrackets(rule.expression)}`;
    const rows = `SELECT row_number FROM (${good}) WHERE ${person} IN (${broken})`;
    if (await hasRows(workbench, broken)) await addDefects(examination, caseCheck(rule), rows);
  }
}

function caseCheck(rule: RowRule) {
  return {
    code: 'case_rule_broken',
    severity: rule.severity,
    rule: rule.name,
    message: (count: number) =>
      `${sentence(rule)} This does not hold for the people of ${countOf(count, 'row')}.`,
  } as const;
}
