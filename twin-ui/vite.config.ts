import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Address of a running plant for `vite dev`; the built files are served by the plant itself. */
const plant = process.env['PLANT47_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@plant47/source', 'module', 'browser', 'default'] },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': plant, '/twin': { target: plant, ws: true } },
  },
  build: {
    target: 'es2022',
    // The policy of the page forbids inline data scripts; keep every asset a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // Message schemas are made at load time; the browser needs none of them.
      treeshake: { moduleSideEffects: (id) => !/contract[\\/](src|dist)|[\\/]zod[\\/]/.test(id) },
    },
  },
});
