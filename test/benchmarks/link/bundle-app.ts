import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {project} from '../../helpers/tailrace.ts';

/** Bundles the app as package.json's build script does the program, so that its start is as quick. */
export async function bundleApp(outfile: string, entry = 'app.tsx'): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    absWorkingDir: project,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    jsx: 'automatic',
    minifySyntax: true,
    define: {'process.env.NODE_ENV': '"production"'},
    alias: {'react-devtools-core': './source/terminal/no-devtools.ts'},
    banner: {
      js: "import {createRequire as makeRequire} from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    outfile,
    logLevel: 'warning',
  });
}
