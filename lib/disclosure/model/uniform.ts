/** A stream of bytes, each as likely as the others. */
export type Bytes = (length: number) => Uint8Array;

/** So many bytes are asked for at a time: what one HMAC gives, and more than most draws need. */
const BLOCK = 32;
/** Bounds up to here are met with whole doubles. */
const LARGEST_SAFE = 2n ** 48n;

/**
 * Whole numbers from 0 up to, not including, a bound; each exactly as likely as the others, by rejection.
 * @returns a function that takes a bound of at least 1
 */
export function uniformFrom(bytes: Bytes): (below: bigint) => bigint {
  let block: Uint8Array = new Uint8Array();
  let next = 0;
  const byte = (): number => {
    if (next === block.length) {
      block = bytes(BLOCK);
      next = 0;
    }
    next += 1;
    return block[next - 1] ?? 0;
  };
  return (below) => {
    if (below <= 1n) return 0n;
    return below <= LARGEST_SAFE ? BigInt(safeBelow(Number(below), byte)) : largeBelow(below, byte);
  };
}

/** Draws as many bits as the bound needs, again where they are beyond it. */
function safeBelow(below: number, byte: () => number): number {
  let length = 1;
  let bytesSpan = 256;
  while (bytesSpan < below) {
    length += 1;
    bytesSpan *= 256;
  }
  let span = bytesSpan;
  while (span / 2 >= below) span /= 2;
  for (;;) {
    let drawn = 0;
    for (let at = 0; at < length; at += 1) drawn = drawn * 256 + byte();
    drawn %= span;
    if (drawn < below) return drawn;
  }
}

function largeBelow(below: bigint, byte: () => number): bigint {
  const bits = (below - 1n).toString(2).length;
  for (;;) {
    let drawn = 0n;
    for (let at = 0; at < bits; at += 8) drawn = drawn * 256n + BigInt(byte());
    drawn = BigInt.asUintN(bits, drawn);
    if (drawn < below) return drawn;
  }
}
