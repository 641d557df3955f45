import { Duration } from 'aws-cdk-lib';
import {
  type IManagedPolicy,
  type IPrincipal,
  type IRole,
  PolicyStatement,
  type PolicyStatementProps,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import {
  FUNCTIONS,
  PEOPLE,
  type PrincipalName,
  QUERY_ROLES,
  STARTERS,
  WORKFLOW_ROLES,
} from '../deployment/principals.ts';
import { trust } from './trust.ts';

export interface PrincipalsProps {
  readonly names: Names;
  readonly place: Place;
  readonly boundary: IManagedPolicy;
  /** Through which people sign in. @default users of the account, with a second factor */
  readonly samlProvider?: string;
}

/** Somebody or something that acts: a role of a fixed name, which other policies may name before it exists. */
export class Principal {
  readonly name: PrincipalName;
  readonly arn: string;
  readonly #role: Role;

  constructor(name: PrincipalName, arn: string, role: Role) {
    this.name = name;
    this.arn = arn;
    this.#role = role;
  }

  /** Adds to what it may do. A statement is called by its `sid`, which `check --target aws` names where it is missing. */
  may(statement: PolicyStatementProps & { readonly sid: string }): void {
    this.#role.addToPrincipalPolicy(new PolicyStatement(statement));
  }
}

/** Every principal of the system, each with the boundary, and with nothing granted yet: see `grants.ts`. */
export class Principals extends Construct {
  readonly all: Readonly<Record<PrincipalName, Principal>>;
  readonly #names: Names;

  constructor(scope: Construct, id: string, { names, place, boundary, samlProvider }: PrincipalsProps) {
    super(scope, id);
    this.#names = names;
    const where = { names, place };
    const make = (name: PrincipalName, description: string, assumedBy: IPrincipal, hours = 1) => {
      const role = new Role(this, name, {
        roleName: names.role(name),
        description,
        assumedBy,
        permissionsBoundary: boundary,
        maxSessionDuration: Duration.hours(hours),
      });
      return [name, new Principal(name, names.roleArn(name), role)] as const;
    };
    const [startIntake, startIntegration] = STARTERS;
    this.all = Object.fromEntries([
      ...FUNCTIONS.map((name) => make(name, `What the function of ${name} may do.`, trust.function())),
      ...Object.values(QUERY_ROLES).map((name) =>
        make(
          name,
          'In whose name the integration workflow asks its own questions.',
          trust.role(WORKFLOW_ROLES.integration, where),
        ),
      ),
      make(WORKFLOW_ROLES.intake, 'What the intake workflow may do.', trust.workflow('intake', where)),
      make(
        WORKFLOW_ROLES.integration,
        'What the integration workflow may do.',
        trust.workflow('integration', where),
      ),
      make(startIntake, 'Starts intake when a file has arrived.', trust.rules(where)),
      make(startIntegration, 'Starts runs by the calendar.', trust.schedules(where)),
      ...PEOPLE.map((name) => make(name, DUTIES[name], trust.people(samlProvider), 8)),
    ]) as Record<PrincipalName, Principal>;
  }

  /**
   * A role for use in another stack, found by its name. Nothing can be granted to it there: all that roles may do is
   * decided in the foundation.
   */
  in(scope: Construct, name: PrincipalName): IRole {
    return Role.fromRoleArn(scope, `RoleOf${name}`, this.#names.roleArn(name), { mutable: false });
  }
}

const DUTIES = {
  Analyst: 'Asks the release views; reaches nothing else.',
  Operator: 'Starts runs, watches, reads what is deployed; reads no data.',
  Auditor: 'Reads decisions and who touched what.',
} as const;
