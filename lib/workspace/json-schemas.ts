import { z } from 'zod';
import { AgencyDocument } from './schemas/agency.ts';
import { AgreementDocument } from './schemas/agreement.ts';
import { CollaborativeDocument } from './schemas/collaborative.ts';
import { ContractDocument } from './schemas/contract.ts';
import { IndicatorDocument } from './schemas/indicator.ts';

const KINDS = {
  collaborative: [CollaborativeDocument, 'collaborative.yaml'],
  agency: [AgencyDocument, 'agencies/<agency>.yaml'],
  contract: [ContractDocument, 'contracts/<agency>/<dataset>.yaml'],
  agreement: [AgreementDocument, 'agreements/<id>.yaml'],
  indicator: [IndicatorDocument, 'indicators/<id>.yaml'],
} as const;

/** JSON Schemas (2020-12) of what may be written in each kind of file, by file name, for editors. */
export const JSON_SCHEMAS: ReadonlyMap<string, string> = new Map(
  Object.entries(KINDS).map(([kind, [schema, file]]) => {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return [`${kind}.schema.json`, `${JSON.stringify({ title: `Tributary: ${file}`, ...json }, null, 2)}\n`];
  }),
);
