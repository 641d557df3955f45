import { AGGREGATE_FUNCTIONS } from './dialect-functions-aggregates.ts';
import { DATE_FUNCTIONS, DATE_MACROS } from './dialect-functions-dates.ts';
import { LIST_FUNCTIONS, LIST_MACROS } from './dialect-functions-lists.ts';
import { NUMBER_FUNCTIONS } from './dialect-functions-numbers.ts';
import { TEXT_FUNCTIONS } from './dialect-functions-text.ts';
import { type FunctionRules, macroName } from './dialect-rule.ts';

/** Every function of Athena's dialect that was compared, by its name. */
export const FUNCTIONS: FunctionRules = {
  ...AGGREGATE_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
};

/** `name(parameters) AS expression` of every macro that the rules need. */
export const FUNCTION_MACROS: readonly string[] = [
  ...DATE_MACROS,
  ...LIST_MACROS,
  ...Object.entries(FUNCTIONS).flatMap(([name, rule]) =>
    rule.kind === 'macro' ? [`${macroName(name)}${rule.bodies.join(', ')}`] : [],
  ),
];
