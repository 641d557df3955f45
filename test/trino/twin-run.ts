import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import type { World } from '../../lambdas/step.ts';
import { folderZones, stateFolder } from '../../lib/adapters/local/state.ts';
import { deliver } from '../../lib/cli/commands/submit.ts';
import { openLocalHost } from '../../lib/cli/host.ts';
import type { Io } from '../../lib/cli/io.ts';
import { runIntegration } from '../../lib/cli/workflows.ts';
import { openWorkspace } from '../../lib/cli/workspace.ts';
import { silent } from '../../lib/ports/progress.ts';
import type { QueryEngine, Statement } from '../../lib/ports/query-engine.ts';
import { listReleases, viewStatements } from '../../lib/release/release.ts';
import type { DatasetId } from '../../lib/workspace/workspace.ts';
import { TrinoClient } from '../../scripts/trino/client.ts';
import { TrinoEngine } from './trino-engine.ts';
import { forgetEverything, TrinoTables, type TrinoTablesSettings } from './trino-tables.ts';
import { type Comparison, TwinEngine } from './twin-engine.ts';
import { compareView } from './twin-views.ts';

/** One file to deliver, and when. */
export interface TwinDelivery {
  readonly dataset: DatasetId;
  readonly period: string;
  readonly content: Uint8Array | string;
  readonly fileName: string;
  readonly at: string;
}

/** A workspace in the storage of the Trino server. */
export class TwinWorkspace implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** All of them have one root key, so that the same deliveries make the same tokens. */
  static async open(): Promise<TwinWorkspace> {
    const workspace = new TwinWorkspace(await mkdtemp(join(inject('trinoWarehouse'), 'workspace-')));
    const keys = join(workspace.folder, '.tributary', 'keys');
    await mkdir(keys, { recursive: true });
    await writeFile(join(keys, 'v1.key'), `${'3c'.repeat(32)}\n`, { mode: 0o600 });
    return workspace;
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), content);
    }
  }

  /** Takes over a workspace's YAML. */
  async copy(source: string): Promise<void> {
    await cp(source, this.folder, { recursive: true, filter: (path) => !path.includes('.tributary') });
  }

  /** Delivers a file as `submit` does; intake sends nothing to the query engine. */
  async deliver({ dataset, period, content, fileName, at }: TwinDelivery): Promise<string> {
    const [agency = '', name = ''] = dataset.split('/');
    const file = join(this.folder, 'outbox', fileName);
    await this.write({ [join('outbox', fileName)]: content });
    const receipt = await deliver({ workspace: this.folder, agency, dataset: name, period, file }, ioAt(at));
    return receipt.status;
  }

  /**
   * Runs the integration workflow with each statement answered by both engines, and then shows every view of the
   * releases on both.
   */
  async runTwice(period: string, at: string): Promise<readonly Comparison[]> {
    return this.#run(at, async (world, settings) => {
      const twin = new TwinEngine({ ...settings, engine: world.engine });
      await runIntegration({ ...world, engine: twin }, { period });
      const tables = new TrinoTables(settings);
      const { release } = folderZones(stateFolder(this.folder));
      const views: Comparison[] = [];
      for (const view of viewStatements(await listReleases(release)))
        views.push(await compareView(view, release, tables, settings.trino));
      return [...twin.comparisons, ...views];
    });
  }

  /**
   * Runs the integration workflow on Trino alone, as on Athena: the embedded engine is not there.
   * @returns how many statements Trino answered
   */
  async runOnTrino(period: string, at: string): Promise<number> {
    return this.#run(at, async (world, settings) => {
      const counted = countStatements(new TrinoEngine(settings));
      await runIntegration({ ...world, engine: counted }, { period });
      return counted.statements();
    });
  }

  /** Runs the integration workflow on the embedded engine alone, with a fault in it. */
  async runWith(period: string, at: string, fault: (engine: QueryEngine) => QueryEngine): Promise<void> {
    await this.#run(at, async (world) => {
      await runIntegration({ ...world, engine: fault(world.engine) }, { period });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #run<T>(at: string, run: (world: World, settings: TrinoTablesSettings) => Promise<T>): Promise<T> {
    const io = ioAt(at);
    const workspace = await openWorkspace(this.folder, io);
    await using host = await openLocalHost({
      workspace,
      folder: this.folder,
      command: 'run',
      environment: io.environment,
      progress: silent,
    });
    const state = stateFolder(this.folder);
    const location = `local:///${this.folder.slice(inject('trinoWarehouse').length + 1)}`;
    const trino = new TrinoClient(inject('trinoUrl'));
    await forgetEverything(trino);
    return await run(host.world, {
      catalogue: host.world.catalogue,
      trino,
      folderOf: (zone, path) => join(state, zone, path),
      locationOf: (zone, path) => `${location}/.tributary/${zone}/${path}`,
    });
  }
}

/** An engine that knows how often it was asked. */
function countStatements(engine: QueryEngine): QueryEngine & { statements(): number } {
  const asked = { statements: 0 };
  const count = (statement: Statement) => {
    asked.statements += 1;
    return statement;
  };
  return {
    execute: (statement) => engine.execute(count(statement)),
    query: (statement) => engine.query(count(statement)),
    stream: (statement) => engine.stream(count(statement)),
    statements: () => asked.statements,
  };
}

function ioAt(moment: string): Io {
  return {
    out() {},
    err() {},
    json: false,
    terminal: false,
    width: 100,
    environment: { SOURCE_DATE_EPOCH: String(Date.parse(moment) / 1000) },
  };
}
