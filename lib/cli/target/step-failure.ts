import { z } from 'zod';
import { StepFailed } from './errors.ts';
import { kindOfFailure } from './failure-kinds.ts';

/** What Lambda makes of something thrown. */
const Thrown = z.object({ errorType: z.string(), errorMessage: z.string() });

/** An error that a step threw on AWS, as one to be told here. @param cause JSON as Lambda writes it, or a text */
export function stepFailure(what: string, error: string, cause: string): StepFailed {
  const thrown = Thrown.safeParse(json(cause));
  // Only a sentence of ours is shown: a library's may quote a value. Ours are classes without a dot in their name.
  const ours = thrown.success && /^[A-Z][A-Za-z]+$/.test(error) && !AWS_OWN.test(error);
  return new StepFailed(what, error, ours ? thrown.data.errorMessage : undefined, kindOfFailure(error));
}

/** Names of Node's, of Lambda's and of the SDK's errors. */
const AWS_OWN = /^(Error|TypeError|RangeError|SyntaxError|ReferenceError)$|Exception$/;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
