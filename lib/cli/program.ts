import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../adapters/local/clock.ts';
import type { ExitCode, Io } from './io.ts';
import { PROGRAM_VERSION } from './version.ts';

interface Globals {
  readonly workspace: string;
  readonly target: 'local' | 'aws';
  readonly account?: string;
}

/** Commands that a deployed system answers, too. */
const ON_AWS: readonly string[] = ['check', 'submit', 'run', 'status', 'query', 'retokenize'];

/**
 * The command line. Each command is loaded when it is called, so that `--help` is quick.
 * @param exit is told the exit code of the command that ran
 */
export function makeProgram(io: Io, exit: (code: ExitCode) => void): Command {
  const program = new Command('tributary')
    .description('An integrated data system: validate, tokenize, link, protect, publish.')
    .version(PROGRAM_VERSION)
    .option('--workspace <dir>', 'the folder of the workspace', '.')
    .addOption(
      new Option('--target <target>', 'where the system runs').choices(['local', 'aws']).default('local'),
    )
    .addOption(
      new Option('--account <id>', 'the AWS account that the system is in; yours where missing').argParser(
        accountId,
      ),
    )
    .option('--json', 'exactly one JSON document on stdout; progress and messages go to stderr')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(tributary --help shows all commands)')
    .exitOverride()
    .helpCommand(true);

  const add = (spelling: string, description: string) =>
    program
      .command(spelling)
      .description(description)
      .configureOutput({ writeOut: io.out, writeErr: io.err })
      .exitOverride()
      .copyInheritedSettings(program);
  const globals = (): Globals => program.opts<Globals>();
  const onAws = (): boolean => globals().target === 'aws';
  program.hook('preAction', async (_, command) => {
    if (!onAws() || ON_AWS.includes(command.name())) return;
    throw new (await import('./target/errors.ts')).OnlyHere(command.name());
  });

  add('demo', 'make a synthetic county and run two reporting cycles of it')
    .option('--people <n>', 'people in the county', wholeNumber(100, 5_000_000), 10_000)
    .option('--seed <s>', 'another seed makes another county', wholeNumber(0, 4_294_967_295), 1)
    .option('--out <dir>', 'the folder to make; an earlier demo there is replaced', 'demo')
    .action(async (options) => exit(await (await import('./commands/demo.ts')).demoCommand(options, io)));

  add('init <dir>', 'make a commented starter workspace').action(async (dir: string) =>
    exit(await (await import('./commands/init.ts')).initWorkspace(dir, io, systemClock(io.environment))),
  );

  add('check', 'check the whole workspace; with --target aws what is deployed, too').action(async () => {
    const clock = systemClock(io.environment);
    exit(
      onAws()
        ? await (await import('./target/check.ts')).checkOnAws(globals(), io, clock)
        : await (await import('./commands/check.ts')).check(globals().workspace, io, clock),
    );
  });

  const contract = add('contract', 'work on contracts');
  contract
    .command('infer <file>')
    .description('draft a contract from a file')
    .requiredOption('--agency <agency>', 'who delivers it')
    .requiredOption('--dataset <dataset>', 'what it is to be called')
    .action(async (file: string, options) =>
      exit(await (await import('./commands/contract-infer.ts')).contractInferCommand(file, options, io)),
    );

  add('validate <file>', 'try a file against its contract; nothing is stored and no key is needed')
    .requiredOption('--agency <agency>', 'who delivers it')
    .requiredOption('--dataset <dataset>', 'what it is a delivery of')
    .option('--period <period>', 'the reporting period, for the checks that need it')
    .option('--findings <file>', 'write every finding, row by row, as CSV')
    .action(async (file: string, options) =>
      exit(
        await (await import('./commands/validate.ts')).validateCommand(
          { ...globals(), ...options, file },
          io,
        ),
      ),
    );

  add('submit <file>', 'deliver a file and print its receipt')
    .requiredOption('--agency <agency>', 'who delivers it')
    .requiredOption('--dataset <dataset>', 'what it is a delivery of')
    .requiredOption('--period <period>', 'the reporting period, e.g. 2026-Q1')
    .option(
      '--wait <minutes>',
      'how long to wait for the receipt, with --target aws',
      wholeNumber(0, 1440),
      30,
    )
    .action(async (file: string, options) => {
      const all = { ...globals(), ...options, file };
      exit(
        onAws()
          ? await (await import('./target/submit.ts')).submitOnAws(all, io)
          : await (await import('./commands/submit.ts')).submitCommand(all, io),
      );
    });

  add('run', 'link, integrate, measure, protect and publish')
    .option('--period <period>', 'the reporting period; the latest one that has ended where missing')
    .action(async (options) => {
      const all = { ...globals(), ...options };
      exit(
        onAws()
          ? await (await import('./target/run.ts')).runOnAws(all, io)
          : await (await import('./commands/run.ts')).runCommand(all, io),
      );
    });

  add('status', 'deliveries due, received and late; the last releases').action(async () =>
    exit(
      onAws()
        ? await (await import('./target/status.ts')).statusOnAws(globals(), io)
        : await (await import('./commands/status.ts')).statusCommand(globals(), io),
    ),
  );

  add('retokenize', 'take in again what was tokenized under an earlier root key')
    .option('--new-key', 'make the next root key first; on AWS, raise keyVersion and deploy instead')
    .action(async (options) => {
      const all = { ...globals(), ...options };
      exit(
        onAws()
          ? await (await import('./target/retokenize.ts')).retokenizeOnAws(all, io)
          : await (await import('./commands/retokenize.ts')).retokenizeCommand(all, io),
      );
    });

  add('query <sql>', 'ask the views of the newest release')
    .addOption(new Option('--format <format>', 'how the answer is written').choices(['table', 'csv', 'json']))
    .action(async (sql: string, options) => {
      const all = { ...globals(), ...options, sql };
      exit(
        onAws()
          ? await (await import('./target/query.ts')).queryOnAws(all, io)
          : await (await import('./commands/query.ts')).queryCommand(all, io),
      );
    });

  add('link <files...>', 'link records of any files')
    .requiredOption('--model <model.yaml>', 'what the columns mean')
    .requiredOption('--out <dir>', 'where clusters, links and the model are written')
    .option('--key <file>', 'the key to make tokens with; a fresh one where missing')
    .action(async (files: string[], options) =>
      exit(await (await import('./commands/link.ts')).linkCommand({ ...options, files }, io)),
    );

  add('protect <table>', 'disclosure control of any table')
    .requiredOption('--policy <policy.yaml>', 'what the columns mean and what may be shown')
    .requiredOption('--out <dir>', 'where the protected table, its audit and a report are written')
    .option(
      '--previous <dir>',
      'what this command wrote of the same cells before; repeat it for each',
      (dir: string, before: readonly string[]) => [...before, dir],
      [],
    )
    .action(async (table: string, options) =>
      exit(await (await import('./commands/protect.ts')).protectCommand({ ...options, table }, io)),
    );

  add('evaluate', 'precision, recall and F1 of clusters over all true pairs')
    .requiredOption('--clusters <file>', 'CSV of record_id,person_id')
    .requiredOption('--truth <file>', 'CSV of record_id,person_id')
    .action(async (options) =>
      exit(await (await import('./commands/evaluate.ts')).evaluateCommand(options, io)),
    );

  return program;
}

function accountId(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('It takes the twelve digits of an account.');
  return text;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d{1,10}$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}
