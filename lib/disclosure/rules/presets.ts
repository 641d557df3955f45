/** Presets are data of the workspace, for owners name them there; disclosure control offers them for any table. */
export { DISCLOSURE_PRESETS, type Preset } from '../../workspace/workspace.ts';
