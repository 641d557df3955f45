import { CommanderError } from 'commander';
import { TributaryError } from '../errors/tributary-error.ts';
import { type ExitCode, type Io, printJson } from './io.ts';
import { makeProgram } from './program.ts';

/**
 * Runs the command line once.
 * @param argv what stands behind `tributary`
 * @returns the exit code; never throws and never prints a stack trace, unless TRIBUTARY_DEBUG is set
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const json = argv.includes('--json');
  const program = makeProgram({ ...io, json }, (given) => {
    code = given;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return report(error, { ...io, json });
  }
}

/** Tells of an error in a sentence. @returns the exit code that belongs to it */
export function report(error: unknown, io: Io): ExitCode {
  if (io.environment['TRIBUTARY_DEBUG'] && error instanceof Error) io.err(`${error.stack}\n`);
  const { code, message, retry, exitCode } = describe(error);
  if (io.json) printJson(io, { error: { code, message, retry } });
  io.err(`tributary: ${message}\n`);
  return exitCode;
}

function describe(error: unknown): { code: string; message: string; retry: string; exitCode: ExitCode } {
  if (error instanceof TributaryError) {
    return { code: error.code, message: error.message, retry: error.retry, exitCode: error.exitCode };
  }
  const system =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNEXPECTED';
  return {
    code: system,
    message:
      SYSTEM_SENTENCES[system] ??
      `Something unexpected happened (${system}). Nothing half-done was left; run the command again, and report this if it stays. Set TRIBUTARY_DEBUG=1 to see where, on data that hold no identifiers.`,
    retry: 'later',
    exitCode: 3,
  };
}

/** Faults of the machine, in words. Their own messages would show paths, and sometimes content. */
const SYSTEM_SENTENCES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free some room and run the command again.',
  EACCES:
    'A file or folder of the workspace may not be read or written by you. Check its owner and permissions.',
  EPERM: 'A file or folder of the workspace may not be changed by you. Check its owner and permissions.',
  EROFS: 'The disk can only be read. Use a workspace that can be written.',
  EMFILE: 'Too many files are open. Close other programs and run the command again.',
  ENOTDIR: 'A path leads through something that is not a folder. Check the names given.',
  ENAMETOOLONG: 'A name is too long for this machine. Use a shorter one.',
};
