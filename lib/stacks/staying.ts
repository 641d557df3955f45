import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What becomes of a bucket or a key when its stack goes: it stays. Where a stack cannot be made, what was made on the
 * way goes again, still empty: names are fixed, so what stayed would be in the way of the next try.
 */
export const STAYS = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
