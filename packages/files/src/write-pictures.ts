import { statSync } from "node:fs";
import { OUTPUT_OTHER } from "./errors.ts";
import { isDrawnPicture, markPicture } from "./marked-picture.ts";
import { writeAllWhole } from "./write-whole.ts";

/** Files that a picture may replace. */
export interface PictureRule {
  /** Files that were read, and that stay. */
  readonly inputs?: readonly string[] | undefined;
  /** Whether files that SpikeLoom has not drawn are replaced; by default they are not. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Write images (SVG text or PNG bytes), marked as drawn by SpikeLoom; all or none.
 *
 * Throws `SL_OUTPUT_OTHER` where there is a file that SpikeLoom has not drawn, or that was edited since.
 */
export function writePictures(
  pictures: Iterable<readonly [path: string, picture: string | Uint8Array]>,
  { inputs, overwrite = false }: PictureRule = {},
): void {
  const marked = [...pictures].map(([path, picture]) => [path, markPicture(picture)] as const);
  writeAllWhole(marked, { inputs, replaces: (path) => overwrite || isDrawnPicture(path) });
}

/**
 * Refuse to replace images that SpikeLoom has not drawn, before they are made.
 *
 * `next` replaces the next step of the error, for callers without options for paths.
 */
export function checkPictures(paths: Iterable<string>, next?: string): void {
  for (const path of paths) {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size === 0 || isDrawnPicture(path)) continue;
    const got = "a file that SpikeLoom has not drawn";
    throw OUTPUT_OTHER({ path, got, ...(next !== undefined && { next }) });
  }
}
