import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The server's content policy allows no inline script or style: everything is a file of its own.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../src/Accountable.Server/wwwroot',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
