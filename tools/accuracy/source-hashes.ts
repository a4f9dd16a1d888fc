import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dependenciesOf, filesUnder, readPackages } from "../workspace.ts";

/** Short hashes of sources, by their folders from the root. */
export type SourceHashes = Readonly<Record<string, string>>;

/**
 * Hash the code that computes a training: all sources on which the package `spikeloom` depends, these tools, and the
 * lockfile.
 */
export function hashSources(root: string): SourceHashes {
  const packages = new Map(readPackages(root).map((one) => [one.manifest.name, one]));
  const reached = new Set<string>();
  const open = ["spikeloom"];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const found = packages.get(name);
    if (found === undefined || reached.has(found.folder)) continue;
    reached.add(found.folder);
    open.push(...dependenciesOf(found.manifest));
  }
  const files = {
    ...Object.fromEntries(
      [...reached].map((folder) => [folder, filesUnder(root, `${folder}/src`)]),
    ),
    "tools/accuracy": ["tools/accuracy.ts", ...filesUnder(root, "tools/accuracy")],
    "pnpm-lock.yaml": ["pnpm-lock.yaml"],
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, own]) => [name, hashFiles(root, own)]),
  );
}

function hashFiles(root: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    // Git may write other line ends on another system.
    const text = readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n");
    hash.update(`${file}\n${text.length}\n${text}`);
  }
  return hash.digest("hex").slice(0, 16);
}
