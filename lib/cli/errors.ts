import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';

/** A command was called in a way that it does not know. */
export class WrongUsage extends TributaryError {
  readonly code = 'WRONG_USAGE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';
}

/** A file that a command was to read is not there or cannot be read. */
export class FileUnreadable extends TributaryError {
  readonly code = 'FILE_UNREADABLE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'steward';

  constructor(path: string, problem: 'missing' | 'folder' | 'denied' | 'other') {
    const what = {
      missing: 'does not exist',
      folder: 'is a folder',
      denied: 'may not be read by you',
      other: 'cannot be read',
    }[problem];
    super(`The file "${path}" ${what}. Check its name and place.`);
  }
}

/** `init` was asked for a folder in which somebody's workspace lies. */
export class WorkspaceExists extends TributaryError {
  readonly code = 'WORKSPACE_EXISTS';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(folder: string, file: string) {
    super(
      `The folder "${folder}" holds a workspace already (${file}), and nothing is written over it. Name another folder.`,
    );
  }
}

/** A demo would be made over something that is no demo. */
export class NotADemo extends TributaryError {
  readonly code = 'NOT_A_DEMO';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(folder: string, present: string) {
    super(
      `"${folder}" holds "${present}" and was not made by "tributary demo", so it is left alone. Name another folder with --out.`,
    );
  }
}

/** A file is no table that Tributary reads. */
export class FileNotATable extends TributaryError {
  readonly code = 'FILE_NOT_A_TABLE';
  readonly kind: Kind = 'refusal';
  readonly audience: Audience = 'steward';

  constructor({ message, remedy }: { readonly message: string; readonly remedy: string }) {
    super(`${message} ${remedy}`);
  }
}

/** The tables under one key have spent what they may together. */
export class TableBudgetSpent extends TributaryError {
  readonly code = 'TABLE_BUDGET_SPENT';
  readonly kind: Kind = 'refusal';
  readonly audience: Audience = 'analyst';

  constructor(facts: { readonly budget: number; readonly asked: number }, cause: unknown) {
    super(
      `This table would spend ρ = ${facts.asked}, which is more than is left of the budget of ${facts.budget} for all tables under its key. ` +
        "Nothing was written. Spend less ('rho'), or let whoever answers for the data raise 'budget'.",
      { cause },
    );
  }
}
