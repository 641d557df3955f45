import { beforeAll, describe, expect, it } from 'vitest';
import type { TemplateResource } from '../../../lib/stacks/resolve-template.ts';
import { everyOption, type Made } from './apps.ts';
import { at, list, type Statement, statements } from './rule.ts';

let made: Made;
beforeAll(async () => {
  made = await everyOption();
});

/** Every resource of a type in any stack. */
function all(type: string): readonly (readonly [string, TemplateResource])[] {
  return [...made.templates.values()].flatMap(({ Resources }) =>
    Object.entries(Resources).filter(([, { Type }]) => Type === type),
  );
}

const allowed = (document: unknown): readonly Statement[] =>
  statements(document).filter(({ Effect }) => Effect === 'Allow');

/** Actions that no pattern of the boundary covers. */
function beyond(actions: readonly string[], boundary: readonly Statement[]): readonly string[] {
  const patterns = boundary.flatMap(({ Action }) =>
    Action.map((action) => new RegExp(`^${action.replaceAll('*', '.*')}$`)),
  );
  return actions.filter((action) => !patterns.some((pattern) => pattern.test(action)));
}

const boundary = () =>
  all('AWS::IAM::ManagedPolicy').flatMap(([, { Properties }]) => allowed(at(Properties, 'PolicyDocument')));

describe('the boundary of all roles', () => {
  it('lets every role do what its own policy grants: nothing is granted in vain', () => {
    const denied = all('AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
      beyond(
        allowed(at(Properties, 'PolicyDocument')).flatMap(({ Action }) => Action),
        boundary(),
      ).map((action) => `${id} ${action}`),
    );

    expect(denied).toEqual([]);
  });

  it('allows no action that no role has, and no agency’s bucket could give', () => {
    const granted = [...all('AWS::IAM::Policy'), ...all('AWS::S3::BucketPolicy'), ...all('AWS::KMS::Key')]
      .flatMap(([, { Properties }]) => [at(Properties, 'PolicyDocument'), at(Properties, 'KeyPolicy')])
      .flatMap((document) => (document === undefined ? [] : allowed(document)))
      .flatMap(({ Action }) => Action);
    const idle = boundary()
      .flatMap(({ Action }) => Action)
      .filter((action) => {
        const pattern = new RegExp(`^${action.replaceAll('*', '.*')}$`);
        return !list(granted).some((one) => pattern.test(String(one)));
      });

    expect(idle).toEqual([]);
  });

  it('would not let a role do what was forgotten in it', () => {
    expect(beyond(['s3:GetObject', 'ec2:RunInstances', 's3:DeleteBucket'], boundary())).toEqual([
      'ec2:RunInstances',
      's3:DeleteBucket',
    ]);
  });
});
