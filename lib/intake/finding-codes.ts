import type { FindingSeverity, Level } from './finding.ts';

/** One kind of finding: stable code, where it is looked for, how grave it is, and what to do about it. */
export interface FindingCode {
  readonly level: Level;
  /** `contract`: the contract says, rule by rule, whether it is an error or a warning. */
  readonly severity: FindingSeverity | 'contract';
  /** For the table in docs/intake.md. */
  readonly means: string;
  readonly remedy: string;
}

const SEND_AGAIN = 'Send the file again; if it happens twice, export it anew.';

/** Every finding that intake can make. docs/intake.md prints this table and a test compares them. */
export const FINDING_CODES = {
  file_empty: {
    level: 'file',
    severity: 'fatal',
    means: 'The file has no content.',
    remedy: 'Export the table again and look into the file before you send it.',
  },
  file_not_a_table: {
    level: 'file',
    severity: 'fatal',
    means: 'The file is of another kind: a workbook, a PDF, an archive, a web page, …',
    remedy: 'Export the table as CSV (or gzip-compressed CSV) and send that file.',
  },
  file_truncated: {
    level: 'file',
    severity: 'fatal',
    means: 'The gzip file ends too early, as after a broken transfer.',
    remedy: SEND_AGAIN,
  },
  file_damaged: {
    level: 'file',
    severity: 'fatal',
    means: 'The gzip file cannot be unpacked.',
    remedy: SEND_AGAIN,
  },
  file_unpacks_too_large: {
    level: 'file',
    severity: 'fatal',
    means: 'The gzip file unpacks to far more than any table would.',
    remedy: 'Send the CSV file itself, not compressed, or in several periods.',
  },
  encoding_unknown: {
    level: 'file',
    severity: 'fatal',
    means: 'The text is neither UTF-8, UTF-16 nor Windows-1252.',
    remedy: 'Save the file as "CSV UTF-8" and send it again.',
  },
  quote_never_closed: {
    level: 'file',
    severity: 'fatal',
    means: 'A quotation mark is opened and never closed, so that the rest of the file would be one cell.',
    remedy:
      'Look at the row that is named: remove the single quotation mark, or write two of them where the text itself has one.',
  },
  row_too_long: {
    level: 'file',
    severity: 'fatal',
    means: 'A row is longer than a million characters.',
    remedy: 'Look at the row that is named; export the table again with one line a row.',
  },
  header_missing: {
    level: 'file',
    severity: 'fatal',
    means: 'The first row names none of the columns of the contract.',
    remedy: 'Make the row with the names of the columns the first of the file.',
  },
  column_missing: {
    level: 'file',
    severity: 'fatal',
    means: 'A column that the contract requires is not in the file.',
    remedy:
      'Add the column, or give it the name that the contract has. Check that this file is of the right dataset.',
  },
  column_twice: {
    level: 'file',
    severity: 'fatal',
    means: 'Two columns of the file bear the name of the same column of the contract.',
    remedy: 'Remove or rename one of the two.',
  },
  no_rows: {
    level: 'file',
    severity: 'fatal',
    means: 'The file has a header and no rows.',
    remedy: 'Export the table again. If there is truly nothing to report for the period, tell your contact.',
  },
  column_absent: {
    level: 'file',
    severity: 'warning',
    means: 'A column that the contract has, but does not require, is not in the file.',
    remedy: 'Add it if your system holds it: what it says is missing in every result.',
  },
  column_unknown: {
    level: 'file',
    severity: 'note',
    means: 'A column is not in the contract. It is dropped at the door.',
    remedy: 'Leave it out next time, unless it should be in the contract.',
  },
  rows_blank: {
    level: 'file',
    severity: 'note',
    means: 'Rows without any value are passed over.',
    remedy: 'Nothing has to be done.',
  },
  encoding_fallback: {
    level: 'file',
    severity: 'note',
    means: 'The file is not UTF-8 and was read as Windows-1252.',
    remedy: 'Check that accented letters look right in your results, or save the file as "CSV UTF-8".',
  },
  fields_too_few: {
    level: 'file',
    severity: 'error',
    means: 'A row has fewer fields than the header.',
    remedy: 'Look for a line break or a missing delimiter in the row.',
  },
  fields_too_many: {
    level: 'file',
    severity: 'error',
    means: 'A row has more fields than the header.',
    remedy: 'Put quotation marks around values that hold the delimiter.',
  },
  quote_unbalanced: {
    level: 'file',
    severity: 'error',
    means: 'A quotation mark without a partner made a row swallow the line after it.',
    remedy:
      'Remove the single quotation mark, or write two of them where the text itself has one. Each line that was swallowed is a row that has not been taken in.',
  },
  too_many_quarantined: {
    level: 'file',
    severity: 'fatal',
    means: 'More rows are in quarantine than the contract lets pass.',
    remedy: 'Correct the causes above and deliver the whole file again.',
  },
  value_missing: {
    level: 'value',
    severity: 'error',
    means: 'A required value is empty.',
    remedy: 'Fill it in at the source.',
  },
  value_wrong_type: {
    level: 'value',
    severity: 'contract',
    means: 'A value is not of the type that the contract says.',
    remedy: 'Correct the value, or the format of the column in the export.',
  },
  value_wrong_pattern: {
    level: 'value',
    severity: 'contract',
    means: 'A value does not have the form that the contract says.',
    remedy:
      'Correct the value. If leading zeros are gone, a spreadsheet removed them: export the column as text.',
  },
  value_too_short: {
    level: 'value',
    severity: 'contract',
    means: 'A value is shorter than the contract allows.',
    remedy:
      'Correct the value. If leading zeros are gone, a spreadsheet removed them: export the column as text.',
  },
  value_too_long: {
    level: 'value',
    severity: 'contract',
    means: 'A value is longer than the contract allows.',
    remedy: 'Correct the value, or look for two values in one cell.',
  },
  value_too_small: {
    level: 'value',
    severity: 'contract',
    means: 'A value lies below the smallest that the contract allows.',
    remedy: 'Correct the value at the source.',
  },
  value_too_large: {
    level: 'value',
    severity: 'contract',
    means: 'A value lies above the largest that the contract allows.',
    remedy: 'Correct the value at the source.',
  },
  code_unknown: {
    level: 'value',
    severity: 'contract',
    means: 'A code is not in the list of codes.',
    remedy: 'Correct the code, or ask your contact to add a new code to the contract.',
  },
  row_key_missing: {
    level: 'value',
    severity: 'error',
    means: 'A column that names the row is empty, so the row could not be found again.',
    remedy: 'Fill it in at the source.',
  },
  consent_missing: {
    level: 'value',
    severity: 'note',
    means:
      'The row lacks a consent that the contract requires. It is withheld: it does not leave your landing zone.',
    remedy: 'Nothing has to be done. Record the consent at the source if it was given.',
  },
  rule_broken: {
    level: 'row',
    severity: 'contract',
    means: 'The values of a row contradict each other.',
    remedy: 'Compare the columns that the rule names and correct the wrong one.',
  },
  row_repeated: {
    level: 'case',
    severity: 'error',
    means: 'A row is the same as an earlier one in every column. The first is kept.',
    remedy: 'Remove the repeated rows; they often come from a join in the export.',
  },
  row_key_repeated: {
    level: 'case',
    severity: 'error',
    means: 'Several rows bear the same key and differ. Which one is right cannot be known, so none is kept.',
    remedy: 'Keep the row that is right and remove the others.',
  },
  value_repeated: {
    level: 'case',
    severity: 'error',
    means: 'A value that must be unique occurs in several rows.',
    remedy: 'Find out which row is right and correct the others.',
  },
  person_repeated: {
    level: 'case',
    severity: 'error',
    means: 'A person occurs in several rows, where the contract says that each occurs once.',
    remedy: 'Keep one row a person.',
  },
  case_rule_broken: {
    level: 'case',
    severity: 'contract',
    means: 'Rows of the same person contradict each other.',
    remedy: 'Compare the rows of the person and correct the wrong one.',
  },
  reference_unknown: {
    level: 'datasets',
    severity: 'contract',
    means: 'A row refers to something that the other dataset of the agency does not hold.',
    remedy: 'Correct the reference, or deliver the other dataset first.',
  },
  volume_moved: {
    level: 'history',
    severity: 'warning',
    means: 'The number of rows moved further against the period before than the contract expects.',
    remedy: 'Check that the export is complete. If the change is real, nothing has to be done.',
  },
  agreement_missing: {
    level: 'file',
    severity: 'fatal',
    means: 'No data sharing agreement in force covers the dataset, so nothing was taken in.',
    remedy: 'Ask the owner of the dataset to sign or renew the agreement; then deliver again.',
  },
  folder_unknown: {
    level: 'file',
    severity: 'fatal',
    means: 'The file lies in no folder of a dataset and a period.',
    remedy: 'Put it into incoming/<dataset>/<period>/.',
  },
  dataset_unknown: {
    level: 'file',
    severity: 'fatal',
    means: 'The folder is of a dataset that the agency does not have.',
    remedy:
      'Put the file into the folder of the dataset as the contract calls it: incoming/<dataset>/<period>/.',
  },
  period_unknown: {
    level: 'file',
    severity: 'fatal',
    means: 'The folder is of a period that the calendar, or the dataset, does not have.',
    remedy: 'Put the file into the folder of its period: incoming/<dataset>/<period>/.',
  },
  not_processed: {
    level: 'file',
    severity: 'note',
    means: 'A fault of ours kept the file from being looked at to the end. The operators know.',
    remedy: 'Nothing has to be done. If no receipt has come within two working days, write to your contact.',
  },
} as const satisfies Record<string, FindingCode>;

export type FindingCodeName = keyof typeof FINDING_CODES;
