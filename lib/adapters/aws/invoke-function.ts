import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { AwsRequestFailed } from './errors.ts';
import { isNamed, toAwsFailure } from './failures.ts';
import { FunctionMissing } from './missing.ts';

/** What a function answered, or what it threw. */
export type Invoked =
  | { readonly answered: true; readonly output: unknown }
  | { readonly answered: false; readonly error: string; readonly cause: string };

/** Calls a function and waits for its answer. @throws FunctionMissing, AccessRefused, AwsRequestFailed */
export async function invokeFunction(lambda: LambdaClient, name: string, input: unknown): Promise<Invoked> {
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(input) });
  const { Payload, FunctionError } = await lambda.send(command).catch((error: unknown) => {
    if (isNamed(error, 'ResourceNotFoundException')) throw new FunctionMissing(name);
    throw toAwsFailure(error, 'lambda:InvokeFunction', `function ${name}`);
  });
  const text = Payload === undefined ? 'null' : Buffer.from(Payload).toString('utf8');
  const output = parsed(text);
  if (output === undefined) throw new AwsRequestFailed('lambda:InvokeFunction', 'UnreadableAnswer');
  if (FunctionError === undefined) return { answered: true, output };
  const thrown = output as { readonly errorType?: unknown } | null;
  return { answered: false, error: String(thrown?.errorType ?? FunctionError), cause: text };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
