import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { type DraftFile, draftFile } from "./draft-file.ts";

/** What a file is to hold: text, bytes, or pieces of text one after the other. */
export type Contents = string | Uint8Array | Iterable<string>;

/** How a file is written. */
export interface WriteOptions {
  /** Whether to wait until it is on disk, so that it outlasts a power cut. */
  readonly settles?: boolean;
}

/**
 * Write a file that is there whole or not at all.
 *
 * It is written beside its place and moved there at the end. Faults of the file system are thrown as they come.
 */
export function writeWhole(
  path: string,
  contents: Contents,
  { settles = false }: WriteOptions = {},
): void {
  writeAllWhole([[path, contents]], { settles });
}

/**
 * Write several files that belong together.
 *
 * None has its name before all are written.
 */
export function writeAllWhole(
  files: Iterable<readonly [path: string, contents: Contents]>,
  { settles = false }: WriteOptions = {},
): void {
  const drafts: DraftFile[] = [];
  try {
    for (const [path, contents] of files) {
      const draft = draftFile(path);
      drafts.push(draft);
      fill(draft, contents);
      if (settles) draft.disk.settle();
    }
    for (const draft of drafts) draft.place();
    if (settles) for (const [path] of files) settleFolder(dirname(path));
  } finally {
    for (const draft of drafts) draft.close();
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
): Promise<void> {
  const drafts: DraftFile[] = [];
  try {
    for await (const [path, pieces] of files) {
      const draft = draftFile(path);
      drafts.push(draft);
      let at = 0;
      for await (const piece of pieces) {
        draft.disk.write(piece, at);
        at += piece.length;
      }
    }
    for (const draft of drafts) draft.place();
  } finally {
    for (const draft of drafts) draft.close();
  }
}

function fill({ disk }: DraftFile, contents: Contents): void {
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
function settleFolder(folder: string): void {
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
