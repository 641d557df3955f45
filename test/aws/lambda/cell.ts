import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How a function is kept from writing where it may not. */
export type Isolation =
  /** A mount namespace of its own: everything read-only, its code at a place of its own, `/tmp` of its size. */
  | 'namespace'
  /** Node's permission model, where the machine lets nobody make namespaces. It does not bind native code. */
  | 'permission';

export interface Cell {
  readonly isolation: Isolation;
  readonly command: string;
  readonly args: readonly string[];
  /** Where the function finds its code. */
  readonly taskRoot: string;
}

export interface CellSettings {
  readonly code: string;
  readonly runtime: string;
  readonly scratchMegabytes: number;
  readonly node: string;
  readonly nodeArgs: readonly string[];
}

/**
 * `/mnt` is there on every Linux; what it holds is hidden from the function, and so is the rest of `/tmp`: Node is bound
 * as well, since the checkout may lie there.
 */
const SCRIPT = `set -e
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/task /mnt/runtime
mount --bind "$1" /mnt/task
mount --bind "$2" /mnt/runtime
touch /mnt/node
mount --bind "$4" /mnt/node
mount -t tmpfs -o "size=$3m,mode=1777" tmpfs /tmp
cut -d ' ' -f 2 /proc/self/mounts | sort -u | while read -r place; do
  case $place in
    /tmp | /proc | /proc/* | /sys | /sys/*) ;;
    *) mount -o remount,bind,ro "$place" 2>/dev/null || true ;;
  esac
done
cd /mnt/task
shift 4
exec /mnt/node "$@"`;

let known: Promise<Isolation> | undefined;

/** What this machine can do; tried once. */
export function isolation(): Promise<Isolation> {
  known ??= promisify(execFile)('unshare', [
    '--user',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /mnt && mount -o remount,bind,ro / && ! touch /home/x 2>/dev/null',
  ]).then(
    () => 'namespace' as const,
    () => 'permission' as const,
  );
  return known;
}

/** The command line of a function's process. */
export async function cellOf(settings: CellSettings): Promise<Cell> {
  const { code, runtime, scratchMegabytes, node, nodeArgs } = settings;
  if ((await isolation()) === 'namespace') {
    return {
      ...{ isolation: 'namespace', command: 'unshare', taskRoot: '/mnt/task' },
      args: [
        ...['--user', '--map-root-user', '--mount', 'sh', '-c', SCRIPT, 'sh'],
        ...[code, runtime, String(scratchMegabytes), node, ...nodeArgs, '/mnt/runtime/bootstrap.mjs'],
      ],
    };
  }
  const granted = ['--permission', '--allow-fs-read=*', '--allow-fs-write=/tmp', '--allow-addons'];
  return {
    ...{ isolation: 'permission', command: node, taskRoot: code },
    args: [...granted, '--allow-worker', '--allow-wasi', ...nodeArgs, `${runtime}/bootstrap.mjs`],
  };
}
