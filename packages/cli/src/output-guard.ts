import { basename, extname, join } from "node:path";
import { checkPictures, checkUnlocked, lockOutput } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import type { RunSink } from "@spikeloom/simulate";
import { FILE_WRITE } from "./errors.ts";
import { asCoded } from "./print/coded.ts";

/** Prevents other runs from writing the same files. */
export interface OutputGuard {
  /** Locks the files when the run begins; must be the first sink. */
  readonly sink: RunSink;
  release(): void;
}

/** Protect results and related files; refuses at once if another run is writing them. */
export function guardOutputs(paths: readonly string[]): OutputGuard {
  // Names that differ only in their extension share a checkpoint and pictures, and so a lock.
  const stems = new Set(paths.map((path) => path.slice(0, path.length - extname(path).length)));
  const places = [...stems].map((stem) => [stem, `${stem}.h5`] as const);
  const attempt = (action: (path: string) => void): void => {
    for (const [stem, path] of places) {
      try {
        action(path);
      } catch (fault) {
        throw asCoded(fault) ?? FILE_WRITE({ file: stem, reason: faultReason(fault) });
      }
    }
  };
  const held: (() => void)[] = [];
  attempt(checkUnlocked);
  return {
    sink: {
      start: () => attempt((path) => held.push(lockOutput(path))),
      spikes() {},
      samples() {},
    },
    release() {
      for (const unlock of held.splice(0)) unlock();
    },
  };
}

/** The path of pictures in a folder, named after a result. */
export function pictureStem(folder: string, out: string): string {
  return join(folder, basename(out, extname(out)));
}

/** Suffixes of picture names: of a run, a profile, a fit and a training. */
const pictureNames = [
  ...["raster", "rate", "intervals", "spectrum", "rate-distribution", "positions", "traces"],
  ...["weights", "weight-map", "weight-course"],
  ...["profile", "fit", "learning-curve", "confusion", "layer-rates"],
];

/** Refuse, before a long command, files that its pictures would replace and that SpikeLoom has not drawn. */
export function refuseOtherPictures(stem: string): void {
  checkPictures(pictureNames.flatMap((name) => [`${stem}-${name}.svg`, `${stem}-${name}.png`]));
}
