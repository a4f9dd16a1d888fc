import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { basename } from "node:path";
import { isDrawnPicture, OUTPUT_OTHER, readPlainFile, readPlainText } from "@spikeloom/files";
import { readState } from "./state-file.ts";
import type { TrainingPaths, WrittenBy } from "./training-files.ts";

/** Hash the files of a network for the record next to them. */
export function hashesOf(paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [basename(path), hashOf(path)]));
}

/**
 * Create a function that tells whether a training may replace a file: one that this training wrote before and nobody
 * has changed since.
 *
 * With `overwrite` it may replace any file.
 */
export function ownOutputs(
  { record, state }: TrainingPaths,
  {
    fingerprint,
    overwrite,
  }: { readonly fingerprint: string; readonly overwrite?: boolean | undefined },
): (path: string) => boolean {
  return (path) => {
    if (overwrite === true) return true;
    if (path === state) return fingerprintOf(state) === fingerprint;
    if (isDrawnPicture(path)) return true;
    const written = writtenBy(record);
    if (written?.fingerprint !== fingerprint) return false;
    return path === record || written.files?.[basename(path)] === hashOf(path);
  };
}

/** Refuse, before training, to replace the output of another training or of the user. */
export function refuseOthers(paths: readonly string[], isOwn: (path: string) => boolean): void {
  for (const path of paths) {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size === 0 || isOwn(path)) continue;
    throw OUTPUT_OTHER({
      path,
      got: "a file that this training has not written, or that was changed since",
    });
  }
}

function hashOf(path: string): string {
  return createHash("sha256").update(readPlainFile(path)).digest("hex");
}

function fingerprintOf(state: string): string | undefined {
  try {
    return readState(readPlainFile(state), state).fingerprint;
  } catch {
    // Another file of that name.
    return undefined;
  }
}

function writtenBy(record: string): Partial<WrittenBy> | undefined {
  try {
    const value = JSON.parse(readPlainText(record)) as { readonly format?: unknown } | null;
    return value?.format === "spikeloom-trained" ? (value as Partial<WrittenBy>) : undefined;
  } catch {
    return undefined;
  }
}
