import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/**
 * Third-party dependencies of `spikeloom`; a page loads from them only what reads and writes the files that it names.
 */
const theirs = ["commander", "@resvg/resvg-js", "hyparquet-writer", "@bufbuild/protobuf"];

/** Pack `spikeloom` and its dependencies, and install the tarballs into a folder; build first. */
export function installPacked(folder: string): void {
  const tarballs = join(folder, "tarballs");
  const pnpm = [
    "-y",
    "pnpm@12",
    "--filter",
    "spikeloom...",
    "pack",
    "--pack-destination",
    tarballs,
  ];
  execFileSync("npx", pnpm, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  for (const file of readdirSync(tarballs)) {
    const name = file.replace(/-\d+\.\d+\.\d+\.tgz$/, "").replace(/^spikeloom-/, "@spikeloom/");
    const to = join(folder, "node_modules", name);
    mkdirSync(to, { recursive: true });
    execFileSync("tar", ["-xzf", join(tarballs, file), "-C", to, "--strip-components=1"]);
  }
  for (const name of theirs) {
    link(join(root, "packages/cli/node_modules", name), join(folder, "node_modules", name));
  }
}

/** Install an existing package by a link. */
export function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(realpathSync(from), to, "junction");
}
