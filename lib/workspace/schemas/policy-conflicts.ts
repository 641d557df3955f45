import type { DisclosurePolicy, NoisePolicy } from '../model.ts';
import { type PresetName, presetPolicy } from '../presets.ts';

/** What a policy's file says: parts of a policy, by the words of YAML. */
export interface WrittenPolicy extends Partial<Omit<DisclosurePolicy, 'suppress'>> {
  readonly preset?: PresetName;
  readonly method?: Method;
  readonly noise?: NoisePolicy;
}

export type Method = 'suppress' | 'round' | 'dp';

/** Two parts of one policy of which one makes the other void. */
export interface PolicyConflict {
  /** The key that is wrong. */
  readonly at: keyof WrittenPolicy;
  readonly message: string;
  readonly remedy: string;
}

/** Parts that say what is hidden and how well: where nothing is, they would promise what nobody keeps. */
const OF_HIDING = [
  'minimumContributors',
  'dominance',
  'pPercent',
  'groupDisclosure',
  'extremeShares',
  'minimumInterval',
  'protection',
  'insiders',
  'revisions',
] as const satisfies readonly (keyof DisclosurePolicy)[];

/** What a policy says of the method: its own word, else its preset's; undefined where it says nothing. */
export function methodSaid({ method, preset }: WrittenPolicy): Method | undefined {
  if (method !== undefined || preset === undefined) return method;
  return presetPolicy(preset).suppress === false ? 'round' : 'suppress';
}

/** What in a policy makes no sense beside the rest; empty where it holds together. */
export function policyConflicts(document: WrittenPolicy): readonly PolicyConflict[] {
  return [...ofMethods(document), ...ofHiding(document), ...ofParts(document)];
}

function ofMethods(document: WrittenPolicy): readonly PolicyConflict[] {
  const method = methodSaid(document);
  const { noise } = document;
  if (method === 'dp' && noise === undefined) {
    return [
      {
        at: 'method',
        message: '"method: dp" needs to know what a release may spend.',
        remedy: 'Add noise: { rho: 0.05 }, and a privacyBudget to the agencies.',
      },
    ];
  }
  if (method === 'round' && noise !== undefined) {
    return [
      {
        at: 'noise',
        message: 'The method "round" adds no noise.',
        remedy: 'Take noise out, or write method: dp; noisy numbers may be rounded, too.',
      },
    ];
  }
  return [];
}

function ofHiding(document: WrittenPolicy): readonly PolicyConflict[] {
  const method = methodSaid(document);
  if (method === undefined || method === 'suppress') return [];
  return OF_HIDING.filter((part) => document[part] !== undefined).map((at) => ({
    at,
    message: `"${at}" is about hidden cells, and the method "${method}" hides none.`,
    remedy: `Take it out, or write method: suppress${method === 'round' ? ' beside rounding' : ' beside noise'}.`,
  }));
}

function ofParts({ groupDisclosure, zeros, reliability }: WrittenPolicy): readonly PolicyConflict[] {
  const zerosTell = groupDisclosure === true && zeros === 'published';
  const idle = reliability !== undefined && Object.keys(reliability).length === 0;
  return [
    ...(zerosTell
      ? [
          {
            at: 'zeros' as const,
            message: 'Published zeros tell of a group that all its people are elsewhere.',
            remedy: 'Write zeros: protected, or take groupDisclosure out.',
          },
        ]
      : []),
    ...(idle
      ? [
          {
            at: 'reliability' as const,
            message: '"reliability" sets no limit.',
            remedy: 'Write relativeStandardError: 30 or relativeIntervalWidth: 160 in it, or take it out.',
          },
        ]
      : []),
  ];
}
