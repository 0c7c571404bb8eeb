import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

/**
 * typebox tries whether it may compile checks to code, before it asks its settings. Under the pages' policy that try alone is an error
 * in the console; the interpreted checks it falls back to are fast enough for a page.
 */
function withoutEvaluation(): Plugin {
  return {
    name: "without-evaluation",
    load(id) {
      if (!/typebox\/build\/system\/environment\/evaluate\.mjs$/.test(id.replaceAll("\\", "/"))) return null;
      return 'export const CanEvaluate = () => false; export function Evaluate() { throw new Error("pages evaluate no code"); }';
    },
  };
}

/** The pages: one entry, workers as modules of their own, no address but their own. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  logLevel: "warn",
  plugins: [withoutEvaluation()],
  worker: { format: "es", plugins: () => [withoutEvaluation()] },
  // Whatever NODE_ENV is where the pages are built, as in a test: a reader's console stays free of words for developers.
  resolve: { conditions: ["module", "browser", "production"] },
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    // A picture's data or code inlined as an address would need a wider policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
});
