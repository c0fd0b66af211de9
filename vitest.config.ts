import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['{packages,apps,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', 'apps/console/test/**'],
          globalSetup: ['apps/server/test/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['apps/console/test/**/*.test.ts'],
          globalSetup: ['apps/console/test/global-setup.ts'],
          // A page is painted and walked by axe at four widths, on a machine that may do much else.
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // Two servers and a browser share the processors with the tests of the server.
          retry: 2,
        },
      },
    ],
  },
})
