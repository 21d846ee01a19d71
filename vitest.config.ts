import { defineConfig } from 'vitest/config';

/** Unit and tidy tests run from source; the others spawn the build or open a browser. */
const shared = {
  resolve: { conditions: ['@plant47/source', 'node'] },
  ssr: { resolve: { conditions: ['@plant47/source', 'node'] } },
};

export default defineConfig({
  test: {
    reporters: process.env['CI']
      ? ['default', ['junit', { outputFile: process.env['VITEST_JUNIT'] ?? '.turbo/junit.xml' }]]
      : ['default'],
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: [
            'simulator/**/*.test.ts',
            'engine/**/*.test.ts',
            'scenarios/**/*.test.ts',
            'twin-ui/**/*.test.ts',
            'test/tidy/*.test.ts',
            'test/testkit/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'system',
          include: ['test/e2e/**/*.test.ts', 'test/conformance/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
