// Builds the peers: for each a folder that the endpoint can serve, minified, named by content, compressed beforehand.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { build } from 'esbuild';
import * as govuk from './govuk/page.mjs';
import * as preact from './preact/page.mjs';
import { readFirstScreen, readQuestionnaire } from './questionnaire.mjs';
import * as surveyjs from './surveyjs/page.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const PEERS = { surveyjs, govuk, preact };

/**
 * Builds every peer under `folder` and gives their folders by name.
 * `content` is the questionnaire's file, `app` our own built app.
 */
export async function buildPeers({ content, app, folder }) {
  const questionnaire = readQuestionnaire(content);
  const texts = readFirstScreen(content);
  const folders = {};
  for (const [name, peer] of Object.entries(PEERS)) {
    const out = path.join(folder, name);
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    const code = await bundle(path.join(here, name, peer.entry), peer.data(questionnaire));
    const script = write(out, 'main', 'js', code);
    const style = dressed(out, String(peer.style({ app })));
    writeFileSync(path.join(out, 'index.html'), peer.page({ questionnaire, texts, style, script }));
    // The endpoint starts only beside the sheets that it prints; no page asks for them.
    cpSync(path.join(app, 'content/sheets'), path.join(out, 'content/sheets'), { recursive: true });
    press(out);
    list(out);
    folders[name] = out;
  }
  return folders;
}

/** As ours: in the page where it fits into the first flight, else a file of its own. */
function dressed(out, css) {
  const fits = zlib.brotliCompressSync(css).length < 14_000 && !css.includes('</');
  return fits ? `<style>${css}</style>` : `<link rel="stylesheet" href="${write(out, 'main', 'css', css)}">`;
}

async function bundle(entry, data) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [{ name: 'questionnaire', setup: (built) => answersWith(built, data) }],
  });
  return outputFiles[0].contents;
}

/** `import data from 'questionnaire'` gives what the peer made of the questionnaire. */
function answersWith(built, data) {
  built.onResolve({ filter: /^questionnaire$/ }, () => ({ path: 'questionnaire', namespace: 'data' }));
  built.onLoad({ filter: /.*/, namespace: 'data' }, () => ({ contents: JSON.stringify(data), loader: 'json' }));
}

/** Writes a file under a name that the endpoint lets browsers keep for ever. */
function write(folder, name, extension, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const file = `${name}-${hash}.${extension}`;
  writeFileSync(path.join(folder, file), bytes);
  return `/${file}`;
}

/** What the endpoint serves: each file by its path, with its bytes and those of its twins, as the app's own build lists them. */
function list(folder) {
  const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };
  const bytesOf = (file) => {
    const bytes = readFileSync(file);
    return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  };
  const files = {};
  for (const name of readdirSync(folder)) {
    const media_type = types[path.extname(name)];
    if (!media_type) continue;
    const file = path.join(folder, name);
    files[name === 'index.html' ? '/' : `/${name}`] = { ...bytesOf(file), media_type, br: bytesOf(`${file}.br`), gz: bytesOf(`${file}.gz`) };
  }
  writeFileSync(path.join(folder, 'files.json'), JSON.stringify({ files }));
}

function press(folder) {
  for (const name of readdirSync(folder).filter((file) => /\.(html|css|js)$/.test(file))) {
    const file = path.join(folder, name);
    const bytes = readFileSync(file);
    const strongest = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
    writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, strongest));
    writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
  }
}
