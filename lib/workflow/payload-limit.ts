/** Step Functions' limit on a state's input and output, in bytes of UTF-8 JSON; both hosts hold to it. */
export const PAYLOAD_LIMIT = 262_144;
