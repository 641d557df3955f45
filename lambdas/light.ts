/**
 * The functions that need no DuckDB, by the names that the workflow files give their steps: one bundle that starts in
 * a fraction of the time. `lib/deployment/steps.ts` says which they are.
 */
import { handler as announce } from './announce/handler.ts';
import { handler as checkAgreement } from './check-agreement/handler.ts';
import { handler as integrate } from './integrate/handler.ts';
import { handler as measure } from './measure/handler.ts';
import { handler as measureQuality } from './measure-quality/handler.ts';
import { functionsOf } from './on-lambda.ts';
import { handler as plan } from './plan/handler.ts';
import { handler as prepareLink } from './prepare-link/handler.ts';
import { handler as read } from './read/handler.ts';
import { handler as receipt } from './receipt/handler.ts';
import { handler as receive } from './receive/handler.ts';
import { handler as refuse } from './refuse/handler.ts';

import { handler as showViews } from './show-views/handler.ts';
import { handler as watch } from './watch/handler.ts';
import { handler as watchAccess } from './watch-access/handler.ts';
import { handler as watchCost } from './watch-cost/handler.ts';

const onLambda = functionsOf({});

export const Receive = onLambda(receive);
export const CheckAgreement = onLambda(checkAgreement);
export const Refuse = onLambda(refuse);
export const Read = onLambda(read);
export const Receipt = onLambda(receipt);
export const Plan = onLambda(plan);
export const PrepareLink = onLambda(prepareLink);
export const Integrate = onLambda(integrate);
export const MeasureQuality = onLambda(measureQuality);
export const Measure = onLambda(measure);
export const ShowViews = onLambda(showViews);
export const Announce = onLambda(announce);
export const Watch = onLambda(watch);
export const WatchAccess = onLambda(watchAccess);
export const WatchCost = onLambda(watchCost);
