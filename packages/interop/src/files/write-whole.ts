import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { type DraftFile, draftFile } from "./draft-file.ts";
import { OUTPUT_OTHER } from "./errors.ts";

/** What a file is to hold: text, bytes, or pieces of text one after the other. */
export type Contents = string | Uint8Array | Iterable<string>;

/** How a file is written. */
export interface WriteOptions {
  /** Whether to wait until it is on disk, so that it outlasts a power cut. */
  readonly settles?: boolean;
  /**
   * Whether a file with other bytes is replaced, or which one is; all are where this is not given.
   *
   * One that stays ends the writing with `SL_OUTPUT_OTHER`, and none of the files is written.
   */
  readonly replaces?: boolean | ((path: string) => boolean) | undefined;
}

/**
 * Write a file that is there whole or not at all.
 *
 * It is written beside its place and moved there at the end. Faults of the file system are thrown as they come.
 */
export function writeWhole(path: string, contents: Contents, options: WriteOptions = {}): void {
  writeAllWhole([[path, contents]], options);
}

/**
 * Write several files that belong together.
 *
 * None has its name before all are written.
 */
export function writeAllWhole(
  files: Iterable<readonly [path: string, contents: Contents]>,
  { settles = false, replaces }: WriteOptions = {},
): void {
  const drafts: PathDraft[] = [];
  try {
    for (const [path, contents] of files) {
      const draft = draftFile(path);
      drafts.push([path, draft]);
      fill(draft, contents);
      if (settles) draft.disk.settle();
    }
    placeDrafts(drafts, replaces);
    if (settles) for (const [path] of drafts) settleFolder(dirname(path));
  } finally {
    for (const [, draft] of drafts) draft.close();
  }
}

/**
 * Write several files that belong together, as their bytes come.
 *
 * None has its name before all are written; what the list of files throws at its end keeps it so.
 */
export async function writeStreamed(
  files: AsyncIterable<
    readonly [path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>]
  >,
  { replaces }: Pick<WriteOptions, "replaces"> = {},
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
    placeDrafts(drafts, replaces);
  } finally {
    for (const [, draft] of drafts) draft.close();
  }
}

/** A file that is being written, by the path that it is to have. */
export type PathDraft = readonly [path: string, draft: DraftFile];

/** Give files their names, all or none: one that must stay is found before the first is placed. */
export function placeDrafts(
  drafts: readonly PathDraft[],
  replaces: WriteOptions["replaces"],
): void {
  for (const [path, draft] of drafts) {
    const may = typeof replaces === "function" ? replaces(path) : replaces !== false;
    if (!may && draft.wouldReplace())
      throw OUTPUT_OTHER({ path, got: "a file with other contents" });
  }
  for (const [, draft] of drafts) draft.place();
}

/** Write the contents of a file. */
export function fill({ disk }: DraftFile, contents: Contents): void {
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

/** The new name, too, outlasts a power cut; not every system can say so of a folder. */
export function settleFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The file itself is settled.
  }
}
