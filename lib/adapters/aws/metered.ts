import { Readable } from 'node:stream';

/** What is known of a body once it was sent. */
export interface Meter {
  bytes: number;
  /** What its source threw; the sender must not take it for a fault of its own. */
  broken?: unknown;
}

/** A body as a stream that tells how long it was. */
export function counted(body: AsyncIterable<Uint8Array>, meter: Meter): Readable {
  const chunks = async function* () {
    try {
      for await (const chunk of body) {
        meter.bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      meter.broken = error;
      throw error;
    }
  };
  return Readable.from(chunks(), { objectMode: false });
}
