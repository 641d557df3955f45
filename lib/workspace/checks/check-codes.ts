import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { type ColumnPlace, customAt } from './column-place.ts';
import { isTotal, type Known, totalFinding } from './known.ts';

/** Whether a column's codes have one form, and what they are mapped to is there. */
export function checkCodes(place: ColumnPlace, { workspace }: Known): readonly Finding[] {
  const { yaml, document, column } = place;
  const codes = document.customProperties.codes;
  if (codes === undefined || column.codes === undefined) return [];
  const at = customAt(place, 'codes');
  const { vocabulary: vocabularyName } = column.codes;
  const vocabularies = workspace.collaborative.vocabularies;
  const vocabulary = vocabularyName === undefined ? undefined : vocabularies.get(vocabularyName);
  if (vocabularyName !== undefined && vocabulary === undefined) {
    return [
      yaml.finding(at, {
        code: 'unknown_name',
        message: `There is no vocabulary "${vocabularyName}" in collaborative.yaml.`,
        remedy: suggest(vocabularyName, vocabularies.keys()),
      }),
    ];
  }
  const findings: Finding[] = [];
  const forms = [codesHave(codes, 'list'), codesHave(codes, 'map')].filter(Boolean).length;
  if (forms === 2 || (vocabulary === undefined && forms === 0)) {
    findings.push(
      yaml.finding(at, {
        code: 'value',
        message:
          forms === 2
            ? 'Codes are either a list or a map.'
            : 'These codes name neither a vocabulary nor a list.',
        remedy: "Write a vocabulary's name, a list, or { vocabulary, map }.",
      }),
    );
  }
  const shared = vocabulary?.codes.map(({ code }) => code);
  for (const [code, target] of Object.entries(column.codes.map)) {
    const place = [...at, 'map', code];
    if (shared === undefined && isTotal(target)) findings.push(totalFinding(yaml, place));
    if (shared === undefined || shared.includes(target)) continue;
    findings.push(
      yaml.finding(place, {
        code: 'unknown_name',
        message: `The vocabulary ${vocabularyName} has no code "${target}".`,
        remedy: suggest(target, shared),
      }),
    );
  }
  return findings;
}

function codesHave(codes: object, key: 'list' | 'map'): boolean {
  return (codes as Record<string, unknown>)[key] !== undefined;
}
