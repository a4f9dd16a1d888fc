import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const guide = "docs/guides/browser.md";

/** Message of the guide's worker; files are in base64. */
export interface Posted {
  readonly spikeHash: string;
  /** SVG. */
  readonly raster: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Write each file shown in the guide, named by its first line, into a folder. */
export function writeGuide(folder: string): void {
  const text = readFileSync(join(root, guide), "utf8");
  const blocks = /^```(?:html|typescript)\n(?:\/\/|<!--) (\S+)(?: -->)?\n(.+?)^```$/gms;
  const files = [...text.matchAll(blocks)].map(([, file = "", code = ""]) => ({ file, code }));
  if (files.length < 4) throw new Error(`${guide} shows fewer files than a page needs.`);
  for (const { file, code } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
}

/** Run the guide's worker in Node with the message of its page, and return what it posts. */
export function runGuideInNode(folder: string): Posted {
  return JSON.parse(
    runInNode(
      folder,
      `
        globalThis.onmessage = null;
        globalThis.postMessage = ({ spikeHash, raster, files }) => {
          const coded = Object.entries(files).map(([name, bytes]) => [name, bytes.toBase64()]);
          console.log(JSON.stringify({ spikeHash, raster, files: Object.fromEntries(coded) }));
        };
        await import(${JSON.stringify(join(folder, "src/simulate.worker.ts"))});
        await globalThis.onmessage({ data: { seed: 7, workers: 1 } });
      `,
    ),
  ) as Posted;
}

/** Read a result that a page offered for download, and return the hash of its spikes. */
export function hashOfDownload(folder: string, bytes: string): string {
  const path = join(folder, "downloaded.h5");
  writeFileSync(path, Buffer.from(bytes, "base64"));
  const read = `
    import { readResult } from "spikeloom";
    console.log((await readResult(${JSON.stringify(path)})).spikeHash);
  `;
  return runInNode(folder, read).trim();
}

/** Run a script as a reader of the guide would: with the packages of the folder. */
function runInNode(folder: string, script: string): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", script],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (stdout === "") throw new Error(`${guide}: a script printed nothing in Node.\n${stderr}`);
  return stdout;
}
