import { askAthena } from '../../adapters/aws/athena-question.ts';
import { GlueCatalogue } from '../../adapters/aws/glue-catalogue.ts';
import { bucketZones } from '../../adapters/aws/world.ts';
import { parseSelect } from '../../adapters/local/dialect-statement.ts';
import { SHARED_ZONES, ZONE_KEYS } from '../../deployment/zones.ts';
import { answerText, VIEWS_DATABASE } from '../../release/release.ts';
import { chooseFormat, type QueryOptions } from '../commands/query.ts';
import type { ExitCode, Io } from '../io.ts';
import { ColumnNamedTwice } from './errors.ts';
import { openTarget, type TargetOptions } from './target.ts';

/** The longest answer in rows, as on one machine. */
const ANSWER_ROWS = 100_000;

/**
 * `tributary query --target aws`: asks the views in Athena, in the analysts' work group and with the asker's own rights.
 * @throws WrongUsage, StatementKindRefused, QueryFailed, QuestionTooCostly, AccessRefused
 */
export async function queryOnAws(
  { sql, format, ...options }: QueryOptions & TargetOptions,
  io: Io,
): Promise<ExitCode> {
  const chosen = chooseFormat(format, io.json);
  const statement = { name: 'question', sql, database: VIEWS_DATABASE };
  // What is no SELECT has an answer of another form; who may do what is for AWS to say.
  parseSelect(statement);
  const { clients, names, place } = await openTarget(options, io);
  const keys = SHARED_ZONES.map((zone) => [zone, names.keyAlias(ZONE_KEYS[zone])] as const);
  const zoneKeys = Object.fromEntries(keys) as Record<(typeof SHARED_ZONES)[number], string>;
  const answer = await askAthena(statement, {
    client: clients.athena(),
    names,
    catalogue: new GlueCatalogue({ client: clients.glue, names }),
    zones: bucketZones({ place, zoneKeys }, names, clients),
    rowLimit: ANSWER_ROWS,
  });
  const twice = answer.columns.find(({ name }, at) =>
    answer.columns.slice(at + 1).some((other) => other.name === name),
  );
  if (twice !== undefined) throw new ColumnNamedTwice(twice.name);
  io.out(answerText(answer, chosen));
  return 0;
}
