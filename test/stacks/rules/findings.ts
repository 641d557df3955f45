import type { NagPack } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** What a pack finds, one line a finding and resource. A rule that could not be evaluated is a finding, too. */
export function findings(pack: NagPack, scope: IConstruct): readonly string[] {
  return pack
    .validateScope(scope)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => `${constructPath} ${ruleName}`),
    )
    .toSorted();
}
