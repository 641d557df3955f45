import manifest from '../../package.json' with { type: 'json' };

/** The program's version, which is part of what a release depends on. */
export const PROGRAM_VERSION: string = manifest.version;
