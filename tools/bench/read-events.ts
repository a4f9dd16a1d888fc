// Writes events into a file of a format and reads them with the build of a checkout, on one core; prints the time per
// event: `node tools/bench/read-events.ts ROOT FORMAT EVENTS`.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root = ".", format = "", given] = process.argv.slice(2);
const data = (await import(
  pathToFileURL(join(root, "packages/data/dist/index.js")).href
)) as typeof import("../../packages/data/src/index.ts");

const count = Number(given);
const sensor = { width: 1280, height: 720 };

/** Events like a camera's: one to four in a row at a time, some of them adjacent. */
function drawnEvents() {
  const events = {
    t: new Float64Array(count),
    x: new Uint16Array(count),
    y: new Uint16Array(count),
    p: new Uint8Array(count),
  };
  const { t, x, y, p } = events;
  let word = 1;
  const below = (limit: number): number => {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((word / 2 ** 32) * limit);
  };
  let left = 0;
  for (let k = 0; k < count; k++, left--) {
    const isNew = left === 0 || (x[k - 1] as number) + 24 > sensor.width;
    if (isNew) left = 1 + below(4);
    t[k] = k === 0 ? 0 : (t[k - 1] as number) + (isNew ? below(2) : 0);
    x[k] = isNew ? below(sensor.width) : (x[k - 1] as number) + 1 + below(2) * below(20);
    y[k] = isNew ? below(sensor.height) : (y[k - 1] as number);
    p[k] = isNew ? below(2) : (p[k - 1] as number);
  }
  return { sensor, ...events };
}

const folder = mkdtempSync(join(tmpdir(), "spikeloom-events-"));
try {
  const path = join(folder, "events.raw");
  writeFileSync(path, data.encodeEvents(drawnEvents(), format));
  let least = Number.POSITIVE_INFINITY;
  // The first rounds run while code is being compiled; the best of the others is the reader's time.
  for (let round = 0; round < 6; round++) {
    const began = performance.now();
    const { events } = await data.readEventFile(path, { format });
    if (events.t.length !== count) throw new Error(`${events.t.length} events of ${count}`);
    if (round > 1) least = Math.min(least, performance.now() - began);
  }
  process.stdout.write(`${JSON.stringify({ event_ns: (1e6 * least) / count })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
