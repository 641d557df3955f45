import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderCatalogue } from '../../lib/adapters/local/folder-catalogue.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { KeyFile } from '../../lib/adapters/local/key-file.ts';
import { describeCatalogue } from './catalogue.ts';
import { describeKeys } from './keys.ts';

const aFolder = () => mkdtemp(join(tmpdir(), 'tributary-conformance-'));

const keys = aFolder();
describeKeys('a key file', async () => KeyFile.open(await keys));

describeCatalogue('a folder', async () => new FolderCatalogue(new FolderStore(await aFolder())));
