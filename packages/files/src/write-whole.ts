import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { checkOutputs } from "./check-outputs.ts";
import type { Disk } from "./disk.ts";
import { type DraftFile, draftFile } from "./draft-file.ts";
import { OUTPUT_OTHER } from "./errors.ts";

/** Contents of a file: text, bytes, pieces of text, or a function that writes. */
export type Contents = string | Uint8Array | Iterable<string> | ((disk: Disk) => void);

/** Options for writing a file. */
export interface WriteOptions {
  /** Wait until the file is on disk, so that it survives a power failure. */
  readonly settles?: boolean;
  /**
   * Whether existing files with different bytes are replaced, or a function that decides; by default none is.
   *
   * A file that must not be replaced stops the operation with `SL_OUTPUT_OTHER` before any file is written.
   */
  readonly replaces?: boolean | ((path: string) => boolean) | undefined;
  /** Files that were read: none is replaced, even where `replaces` allows it (`SL_OUTPUT_INPUT`). */
  readonly inputs?: readonly string[] | undefined;
}

/**
 * Write a file atomically.
 *
 * It is written to a temporary path next to its own and moved at the end. File system errors are thrown unchanged.
 */
export function writeWhole(path: string, contents: Contents, options: WriteOptions = {}): void {
  writeAllWhole([[path, contents]], options);
}

/**
 * Write several files that belong together.
 *
 * No file gets its name before all are written.
 */
export function writeAllWhole(
  files: Iterable<readonly [path: string, contents: Contents]>,
  { settles = false, ...rule }: WriteOptions = {},
): void {
  const drafts: PathDraft[] = [];
  try {
    for (const [path, contents] of files) {
      const draft = draftFile(path);
      drafts.push([path, draft]);
      fill(draft, contents);
      if (settles) draft.disk.settle();
    }
    placeDrafts(drafts, rule);
    if (settles) for (const [path] of drafts) settleFolder(dirname(path));
  } finally {
    for (const [, draft] of drafts) draft.close();
  }
}

/**
 * Write several files that belong together as their bytes arrive.
 *
 * No file gets its name before all are written, nor if the iterator throws at its end.
 */
export async function writeStreamed(
  files: AsyncIterable<
    readonly [path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>]
  >,
  options: Omit<WriteOptions, "settles"> = {},
): Promise<void> {
  const drafts: PathDraft[] = [];
  try {
    for await (const [path, pieces] of files) {
      const draft = draftFile(path);
      drafts.push([path, draft]);
      let at = 0;
      for await (const piece of pieces) {
        draft.disk.write(piece, at);
        at += piece.length;
      }
    }
    placeDrafts(drafts, options);
  } finally {
    for (const [, draft] of drafts) draft.close();
  }
}

/** A file being written, by its final path. */
type PathDraft = readonly [path: string, draft: DraftFile];

/** Move all files to their final names, or none: files that must not be replaced are found before the first move. */
function placeDrafts(
  drafts: readonly PathDraft[],
  { replaces = false, inputs = [] }: Omit<WriteOptions, "settles">,
): void {
  checkOutputs(
    drafts.map(([path]) => ({ path, what: "a file" })),
    inputs,
  );
  for (const [path, draft] of drafts) {
    const may = typeof replaces === "function" ? replaces(path) : replaces;
    if (!may && draft.wouldReplace())
      throw OUTPUT_OTHER({ path, got: "a file with different contents" });
  }
  for (const [, draft] of drafts) draft.place();
}

/** Write the contents of a file. */
function fill({ disk }: DraftFile, contents: Contents): void {
  if (typeof contents === "function") {
    contents(disk);
    return;
  }
  if (contents instanceof Uint8Array) {
    disk.write(contents, 0);
    return;
  }
  let at = 0;
  for (const piece of typeof contents === "string" ? [contents] : contents) {
    const bytes = new TextEncoder().encode(piece);
    disk.write(bytes, at);
    at += bytes.length;
  }
}

/** Sync the folder, so that the new name survives a power failure; not supported on every system. */
function settleFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The file itself is already synced.
  }
}
