import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AwsAnswer, type AwsRequest, readRequest } from './request.ts';

/** Answers a request itself, or leaves it (undefined) to the next one, and in the end to moto. */
export type Answerer = (request: AwsRequest) => Promise<AwsAnswer | undefined>;

/** Told of every request and of the status it was answered with. */
export type Listener = (request: AwsRequest, status: number) => void;

/**
 * Stands before moto and looks like AWS to every client: what moto cannot do (functions without Docker, SQL) is
 * answered by others, and everything is heard by a listener. moto's own interpreter of state machines calls through
 * it, too.
 */
export class Gateway {
  readonly #server: Server;
  readonly #answerers: readonly Answerer[];
  readonly #listener: Listener;
  #moto: { readonly port: number } | undefined;

  private constructor(answerers: readonly Answerer[], listener: Listener) {
    this.#answerers = answerers;
    this.#listener = listener;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(502);
        response.end(error instanceof Error ? error.message : 'fault');
      });
    });
  }

  /** Listens on a free port of 127.0.0.1; `passTo` must be called before anybody asks. */
  static async listen(answerers: readonly Answerer[], listener: Listener): Promise<Gateway> {
    const gateway = new Gateway(answerers, listener);
    gateway.#server.listen(0, '127.0.0.1');
    await once(gateway.#server, 'listening');
    return gateway;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  passTo(port: number): void {
    this.#moto = { port };
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const request = readRequest(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, body);
    for (const answerer of this.#answerers) {
      const answer = await answerer(request);
      if (answer === undefined) continue;
      this.#listener(request, answer.status);
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    }
    await this.#pass(incoming, request, response);
  }

  async #pass(incoming: IncomingMessage, request: AwsRequest, response: ServerResponse): Promise<void> {
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port: this.#moto?.port,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
    });
    outgoing.end(request.body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 502;
    this.#listener(request, status);
    response.writeHead(status, answer.headers);
    answer.pipe(response);
  }
}
