import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FormatFile } from "@spikeloom/kernel";
import { checkOutputs } from "./check-outputs.ts";
import { lockOutput } from "./output-lock.ts";
import { type WriteOptions, writeStreamed } from "./write-whole.ts";

/**
 * Write files of a format into a folder, all or none; gives their paths.
 *
 * None is written over what is read, `inputs`. Faults of the file system are thrown as they come.
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
      // Who writes the first file writes them all.
      unlock ??= lockOutput(path);
      paths.push(path);
      yield [path, pieces] as const;
    }
    checkOutputs(
      paths.map((path) => ({ path, what: "a file" })),
      inputs,
    );
  };
  try {
    await writeStreamed(placed(), options);
  } finally {
    unlock?.();
  }
  return paths;
}
