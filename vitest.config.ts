import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/trino/**', 'test/aws/**'],
    setupFiles: ['test/properties.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    reporters: ['default'],
  },
});
