import { join } from 'node:path';
import type { Answerer, Listener } from '../../scripts/moto/gateway.ts';
import { MOTO_REGION, startMoto } from '../../scripts/moto/server.ts';
import { AthenaService, type QueryDone } from './athena/service.ts';

export interface AwsServerSettings {
  readonly folder: string;
  /** Asked before Athena and moto. @default none */
  readonly answerers?: readonly Answerer[];
  readonly listener?: Listener;
  readonly onQuery?: (query: QueryDone) => void;
}

export interface AwsServer extends AsyncDisposable {
  /** What `AWS_ENDPOINT_URL` must be. */
  readonly url: string;
  /** moto itself: for what a test does behind everybody's back. */
  readonly directUrl: string;
  /** In which work group a query was asked. */
  workGroupOf(queryId: string): string | undefined;
}

/** moto, and before it an Athena that runs SQL over moto's S3 and Glue. */
export async function startAws(settings: AwsServerSettings): Promise<AwsServer> {
  const { folder, answerers = [], listener, onQuery } = settings;
  let athena: AthenaService | undefined;
  const moto = await startMoto({
    folder,
    say: (line) => process.stderr.write(`moto: ${line}\n`),
    answerers: [...answerers, async (request) => athena?.answer(request)],
    ...(listener === undefined ? {} : { listener }),
  });
  athena = await AthenaService.open(moto.directUrl, MOTO_REGION, join(folder, 'athena'), onQuery);
  const service = athena;
  return {
    ...{ url: moto.url, directUrl: moto.directUrl },
    workGroupOf: (queryId) => service.workGroupOf(queryId),
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await moto.stop();
    },
  };
}
