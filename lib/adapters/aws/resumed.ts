/** A long download loses its connection now and then; so often in a row, without a byte in between, it is over. */
const MOST_TRIES = 4;

/**
 * A stream that goes on where it broke off.
 * @param first from the first byte on
 * @param open from a byte on; what it throws is not tried again
 * @throws what the stream threw at last
 */
export async function* resumed(
  first: AsyncIterable<Uint8Array>,
  open: (from: number) => Promise<AsyncIterable<Uint8Array>>,
): AsyncIterable<Uint8Array> {
  let stream = first;
  let sent = 0;
  let tries = 1;
  for (;;) {
    try {
      for await (const chunk of stream) {
        sent += chunk.length;
        tries = 1;
        yield chunk;
      }
      return;
    } catch (error) {
      tries += 1;
      if (!isConnection(error) || tries > MOST_TRIES) throw error;
      stream = await open(sent);
    }
  }
}

/** A checksum that does not fit is no matter of the connection: the object itself, or what carried it, is damaged. */
function isConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code) ||
    error.name === 'TimeoutError' ||
    error.message === 'aborted'
  );
}
