import { z } from 'zod';
import { ROLES, type Role } from '../workspace/model.ts';

const Column = z.string().min(1);
const RoleColumn = z.union([
  Column,
  z.array(Column).min(1),
  z.strictObject({ column: Column, format: z.string().min(2).optional() }),
]);
const Roles = z.partialRecord(z.enum(ROLES), RoleColumn);

/** MODEL.yaml of `tributary link`: what the columns of some files mean. */
export const FileModel = z.strictObject({
  /** Names a record; unique over all files. */
  id: Column,
  roles: Roles.default({}),
  /** By file name. */
  sources: z
    .record(
      z.string(),
      z.strictObject({ once_per_person: z.boolean().default(false), roles: Roles.default({}) }),
    )
    .default({}),
  threshold: z.number().gt(0).lt(1).default(0.9),
  tokens: z.literal(true).default(true),
});
export type FileModel = z.output<typeof FileModel>;

/** A role's columns in one file: alternatives, the first that has a value counts. */
export interface RoleColumns {
  readonly columns: readonly string[];
  /** How its dates are written, in the letters of strptime. */
  readonly format?: string;
}

/** The roles of one file: what stands at the top, and over it what its own source says. */
export function rolesOf(model: FileModel, file: string): ReadonlyMap<Role, RoleColumns> {
  const merged = { ...model.roles, ...model.sources[file]?.roles };
  const roles = new Map<Role, RoleColumns>();
  for (const role of ROLES) {
    const spelt = merged[role];
    if (spelt !== undefined) roles.set(role, columnsOf(spelt));
  }
  return roles;
}

function columnsOf(spelt: z.output<typeof RoleColumn>): RoleColumns {
  if (typeof spelt === 'string') return { columns: [spelt] };
  if (!('column' in spelt)) return { columns: spelt };
  const { column, format } = spelt;
  return { columns: [column], ...(format === undefined ? {} : { format }) };
}
