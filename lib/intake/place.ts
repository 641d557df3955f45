import { TributaryError } from '../errors/tributary-error.ts';
import type { Contract, Workspace } from '../workspace/model.ts';
import { requirePeriod, suggest } from '../workspace/workspace.ts';
import type { Finding } from './finding.ts';
import { makeFinding } from './make-finding.ts';

/** What an agency says of a file by the folder that it puts it into, or why that says nothing. */
export type Place =
  | { readonly found: true; readonly contract: Contract; readonly period: string }
  | { readonly found: false; readonly finding: Finding; readonly contract?: Contract };

/**
 * Reads a key of an agency's landing zone: `incoming/<dataset>/<period>/…`, any folders below, and a file.
 * @returns the period by its canonical name. Never throws.
 */
export function placeOf(agency: string, key: string, workspace: Workspace): Place {
  const [top, dataset = '', period = '', ...rest] = key.split('/');
  if (top !== 'incoming' || rest.length === 0) {
    return {
      found: false,
      finding: makeFinding('folder_unknown', {
        message: 'The folder does not say of which dataset and period the file is.',
      }),
    };
  }
  const contract = workspace.contracts.get(`${agency}/${dataset}`);
  if (contract === undefined) {
    const own = [...workspace.contracts.values()].filter((one) => one.agency === agency);
    const suggestion = suggest(
      dataset,
      own.map((one) => one.dataset),
    );
    const message = `Your agency has no dataset of the name that the folder has. ${suggestion}`.trim();
    return { found: false, finding: makeFinding('dataset_unknown', { message }) };
  }
  try {
    const { id } = requirePeriod(period, workspace.collaborative.calendar, contract.frequency);
    return { found: true, contract, period: id };
  } catch (error) {
    if (!(error instanceof TributaryError)) throw error;
    return { found: false, contract, finding: makeFinding('period_unknown', { message: error.message }) };
  }
}
