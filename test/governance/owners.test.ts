import { describe, expect, it } from 'vitest';
import { ownersOf, planRun } from '../../lib/governance/governance.ts';
import { aGovernedWorkspace, anIndicator, aPlanInput } from './governed.ts';

const ownersIn = (query: string, id = 'overlap') => {
  const workspace = aGovernedWorkspace({ indicators: [anIndicator('overlap', ['b/d', 'a/d'], { query })] });
  return ownersOf(workspace, planRun(aPlanInput({ workspace })), id);
};

describe('the owners of an indicator', () => {
  it('are the agencies whose datasets it names', () => {
    expect(ownersIn('SELECT person_id FROM a_d')).toEqual(['a', 'b']);
  });

  it('are all of its scope where it asks a table to which all contribute', () => {
    expect(ownersIn('SELECT person_id FROM persons')).toEqual(['a', 'b', 'c']);
  });

  it('are none of an indicator that the run does not publish', () => {
    expect(ownersIn('SELECT 1', 'another')).toEqual([]);
  });
});
