/** Step Functions' limit on a state's input and output, in bytes of UTF-8 JSON; both hosts hold to it. */
export const PAYLOAD_LIMIT = 262_144;

/** Of it, what the statements of one message may take: the names of a thousand indicators stay beside them. */
export const BATCH_BYTES = 131_072;

/** What a single statement may take. Athena itself takes 262,144 bytes of text. */
export const LONGEST_STATEMENT = 212_992;
