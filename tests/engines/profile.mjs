// Looks for a word in every byte of a browser's profile folder.
//
// What could hide a word that is there, and what finds it all the same:
// - how it is written: UTF-8, Latin-1 and UTF-16, capitals or not, Base64 of these at any offset;
// - LZ4 and Snappy (Firefox's databases and session files, Chromium's LevelDB): they leave out only what they met before,
//   four bytes of it at least, so a word that is like no other stands there in clear; its first and its last letters
//   may belong to something that goes on before or behind it, so only its core is looked for;
// - zlib and gzip, anywhere in a file: inflated.
// What Chromium seals with a key of the system (passwords, cards, cookies) would not be found.

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync, gunzipSync, constants } from 'node:zlib';

const MOZ_LZ4 = Buffer.from('mozLz40\0');
const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const ZLIB = [0x01, 0x5e, 0x9c, 0xda].map((level) => Buffer.from([0x78, level]));
/** As much of something packed is looked at; few browsers pack more at once, and no form does. */
const LONGEST = 1024 * 1024;
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH };

/** Where `words` stand in the files below `folder`: by word, the paths in the folder, with what stands around it. */
export async function search(folder, words) {
  const wanted = words.map((word) => [word, shapesOf(word)]);
  const found = {};
  const note = (word, where) => (found[word] ??= []).push(where);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const name = path.relative(folder, file);
    // A browser that runs removes files at any moment.
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    for (const [how, unpacked] of [['its name', Buffer.from(name)], ...readings(bytes)]) {
      for (const [word, shapes] of wanted) {
        const at = firstOf(unpacked, shapes);
        if (at >= 0) note(word, `${name}, ${how}: ${around(unpacked, at)}`);
      }
    }
  }
  return found;
}

/** A word without its ends: what is surely in clear. */
function core(word) {
  return word.slice(2, -3).toLowerCase();
}

function shapesOf(word) {
  const shapes = [];
  for (const text of [core(word), core(word).toUpperCase()]) {
    for (const encoding of ['latin1', 'utf16le']) {
      const bytes = Buffer.from(text, encoding);
      shapes.push(bytes);
      // Base64 takes three bytes at a time: whatever comes before, one of three shapes is there, but for its ends.
      for (const before of [0, 1, 2]) {
        const coded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
        shapes.push(Buffer.from(coded.slice(before && 4, -2)));
      }
    }
  }
  // A shape of a few letters would be found everywhere.
  if (shapes.some(({ length }) => length < 6)) throw new Error(`${word} is too short to be looked for`);
  return shapes;
}

function firstOf(bytes, shapes) {
  return shapes.map((shape) => bytes.indexOf(shape)).find((at) => at >= 0) ?? -1;
}

/** The bytes as they are, and whatever is packed in them. */
function* readings(bytes) {
  yield ['as it is', bytes];
  if (bytes.subarray(0, 8).equals(MOZ_LZ4)) yield ['unpacked from LZ4', unpackedLz4(bytes.subarray(12), bytes.readUInt32LE(8))];
  for (const [mark, unpack] of [[GZIP, gunzipSync], ...ZLIB.map((mark) => [mark, inflateSync])]) {
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
      try {
        yield [`unpacked at ${at}`, unpack(bytes.subarray(at, at + LONGEST), LENIENT)];
      } catch {
        // It only looked like the beginning of something packed.
      }
    }
  }
}

/** What Firefox wrote of its tabs; nothing while there is no such file. */
export async function unpackedSession(file) {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  return bytes.length > 12 ? unpackedLz4(bytes.subarray(12), bytes.readUInt32LE(8)).toString() : '';
}

/** One block of LZ4, as Mozilla writes it behind the unpacked length. */
function unpackedLz4(block, length) {
  const out = Buffer.alloc(length);
  let [from, to] = [0, 0];
  const longer = (size) => {
    if (size < 15) return size;
    let more;
    do size += more = block[from++];
    while (more === 255);
    return size;
  };
  while (from < block.length) {
    const token = block[from++];
    const literals = longer(token >> 4);
    block.copy(out, to, from, (from += literals));
    to += literals;
    if (from >= block.length) break;
    const back = block.readUInt16LE(from);
    from += 2;
    for (let left = longer(token & 15) + 4; left > 0; left -= 1, to += 1) out[to] = out[to - back];
  }
  return out;
}

function around(bytes, at) {
  const near = bytes.subarray(Math.max(0, at - 120), at + 60).toString('latin1');
  return near.replaceAll('\0', '').replace(/[^ -~]+/g, '·');
}
