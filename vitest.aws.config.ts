import { defineConfig } from 'vitest/config';

/** The suite that needs moto, a server of the AWS APIs. It fails, and never skips, where none can run. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.test.ts'],
    setupFiles: ['test/properties.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/aws/global-setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    reporters: ['default'],
  },
});
