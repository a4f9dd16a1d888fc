// Reads a file of a format with the build of a checkout, as the command does, and prints the time
// and the size of the network: `node tools/bench/read-file.ts ROOT FORMAT FILE`.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root = ".", name = "", path = ""] = process.argv.slice(2);
const built = (folder: string, inside = "index.js"): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(root, folder, "dist", inside)).href);
// Older builds have it in another package.
const isApart = existsSync(join(root, "packages/files/dist"));
const [{ defaultStack: stack }, kernel, files] = (await Promise.all([
  built("packages/cli"),
  built("packages/kernel"),
  isApart ? built("packages/files") : built("packages/interop", "files/index.js"),
])) as unknown as [
  typeof import("spikeloom"),
  typeof import("@spikeloom/kernel"),
  typeof import("@spikeloom/files"),
];

const before = process.memoryUsage.rss();
const began = performance.now();
const used = process.cpuUsage();
const open = files.openPlainFile(path);
const around = files.openBeside(path, false);
const source = files.sourceOfFile(path, open);
const format = stack.get("format", name);
const { thing } = await kernel.readFormat(format, source, { stack, beside: around.beside });
const { user, system } = process.cpuUsage(used);
const seconds = (performance.now() - began) / 1000;
around.close();
open.close();

const held = new Set<ArrayBufferLike>();
const gather = (value: unknown): void => {
  if (ArrayBuffer.isView(value)) held.add(value.buffer);
  else if (typeof value === "object" && value !== null) Object.values(value).forEach(gather);
};
gather(thing);
const bytes = [...held].reduce((sum, { byteLength }) => sum + byteLength, 0);
const numbers = {
  read_s: seconds,
  read_cpu_s: (user + system) / 1e6,
  before_mib: before / 2 ** 20,
  file_mib: open.size / 2 ** 20,
  network_mib: bytes / 2 ** 20,
};
process.stdout.write(`${JSON.stringify(numbers)}\n`);
