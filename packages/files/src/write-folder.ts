import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FormatFile } from "@spikeloom/kernel";
import { lockOutput } from "./output-lock.ts";
import { type WriteOptions, writeStreamed } from "./write-whole.ts";

/**
 * Write the files of a format into a folder, all or none; returns their paths.
 *
 * None may overwrite one of `inputs`. File system errors are thrown unchanged.
 */
export async function writeFolder(
  folder: string,
  files: AsyncIterable<FormatFile>,
  inputs: readonly string[],
  options: Pick<WriteOptions, "replaces"> = {},
): Promise<readonly string[]> {
  const paths: string[] = [];
  let unlock: (() => void) | undefined;
  const placed = async function* () {
    for await (const { name, pieces } of files) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      // The lock on the first file covers all of them.
      unlock ??= lockOutput(path);
      paths.push(path);
      yield [path, pieces] as const;
    }
  };
  try {
    await writeStreamed(placed(), { ...options, inputs });
  } finally {
    unlock?.();
  }
  return paths;
}
