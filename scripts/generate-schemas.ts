import { mkdirSync, writeFileSync } from 'node:fs';
import { JSON_SCHEMAS } from '../lib/workspace/json-schemas.ts';

const folder = new URL('../schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of JSON_SCHEMAS) writeFileSync(new URL(name, folder), text);
