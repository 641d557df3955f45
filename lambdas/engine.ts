/**
 * The functions that work with DuckDB or the solver, by the names that the workflow files give their steps.
 * `lib/deployment/steps.ts` says which they are.
 */
import { functionWorkbenches } from '../lib/adapters/aws/workbenches.ts';
import { handler as assemble } from './assemble/handler.ts';
import { handler as auditProtection } from './audit-protection/handler.ts';
import { handler as cluster } from './cluster/handler.ts';
import { handler as combine } from './combine/handler.ts';
import { functionsOf } from './on-lambda.ts';
import { handler as protect } from './protect/handler.ts';
import { handler as publish } from './publish/handler.ts';
import { handler as tokenize } from './tokenize/handler.ts';
import { handler as train } from './train/handler.ts';
import { handler as validate } from './validate/handler.ts';

const onLambda = functionsOf({ workbenches: functionWorkbenches(process.env) });

export const Validate = onLambda(validate);
export const Tokenize = onLambda(tokenize);
export const Combine = onLambda(combine);
export const Train = onLambda(train);
export const Cluster = onLambda(cluster);
export const Protect = onLambda(protect);
export const AuditProtection = onLambda(auditProtection);
export const Assemble = onLambda(assemble);
export const Publish = onLambda(publish);
