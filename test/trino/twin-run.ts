import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { deliver } from '../../lib/cli/commands/submit.ts';
import { openLocalHost } from '../../lib/cli/host.ts';
import type { Io } from '../../lib/cli/io.ts';
import { runIntegration } from '../../lib/cli/workflows.ts';
import { openWorkspace } from '../../lib/cli/workspace.ts';
import { silent } from '../../lib/ports/progress.ts';
import { listReleases, viewStatements } from '../../lib/release/release.ts';
import type { DatasetId } from '../../lib/workspace/workspace.ts';
import { TrinoClient } from '../../scripts/trino/client.ts';
import { type Comparison, TwinEngine } from './twin-engine.ts';

/** One file to deliver, and when. */
export interface TwinDelivery {
  readonly dataset: DatasetId;
  readonly period: string;
  readonly content: Uint8Array | string;
  readonly fileName: string;
  readonly at: string;
}

/** A workspace in the storage of the Trino server, whose integration runs are answered by both engines. */
export class TwinWorkspace implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<TwinWorkspace> {
    return new TwinWorkspace(await mkdtemp(join(inject('trinoWarehouse'), 'workspace-')));
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), content);
    }
  }

  /** Takes over a workspace's YAML. */
  async copy(source: string): Promise<void> {
    await cp(source, this.folder, { recursive: true });
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
   * Runs the integration workflow with each statement answered by both engines, and then what the views of the
   * releases show.
   */
  async run(period: string, at: string): Promise<readonly Comparison[]> {
    const io = ioAt(at);
    const workspace = await openWorkspace(this.folder, io);
    await using host = await openLocalHost({
      workspace,
      folder: this.folder,
      command: 'run',
      environment: io.environment,
      progress: silent,
    });
    const state = join(this.folder, '.tributary');
    const location = `local:///${this.folder.slice(inject('trinoWarehouse').length + 1)}`;
    const { catalogue, engine, zones } = host.world;
    const twin = new TwinEngine({
      engine,
      catalogue,
      trino: new TrinoClient(inject('trinoUrl')),
      folderOf: (zone, path) => join(state, zone, path),
      locationOf: (zone, path) => `${location}/.tributary/${zone}/${path}`,
    });
    await runIntegration({ ...host.world, engine: twin }, { period });
    for (const view of viewStatements(await listReleases(zones.release))) {
      await twin.query({ ...view, sql: view.sql.slice(view.sql.indexOf('SELECT')) });
    }
    return twin.comparisons;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
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
