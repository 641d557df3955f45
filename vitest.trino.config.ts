import { defineConfig } from 'vitest/config';

/** The suite that needs a real Trino server: `npm run test:trino`. It fails, and never skips, where none can run. */
export default defineConfig({
  test: {
    include: ['test/trino/**/*.test.ts'],
    globalSetup: ['test/trino/global-setup.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
    reporters: ['default'],
  },
});
