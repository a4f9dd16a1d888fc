import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { checkPictures, writePictures } from "@spikeloom/files";
import { type Figure, toPng, toSvg } from "@spikeloom/plots";

/** Pictures of a study, by stem of their name, in a separate folder. */
export interface PictureFolder {
  /** Write a figure as SVG and PNG; returns the paths. */
  write(stem: string, figure: Figure): Promise<readonly string[]>;
}

/** Next step if a file already exists. */
export const moveIt = "Move or delete it, then run this again.";

/**
 * Create the folder of a study's pictures in the working directory.
 *
 * Refuses before the first simulation if one of them would replace a file that SpikeLoom has not drawn, or that was
 * edited since (`SL_OUTPUT_OTHER`).
 */
export function pictureFolder(study: string, stems: readonly string[]): PictureFolder {
  const folder = join("results", study);
  const pathsOf = (stem: string): readonly [svg: string, png: string] => [
    join(folder, `${stem}.svg`),
    join(folder, `${stem}.png`),
  ];
  checkPictures(stems.flatMap(pathsOf), moveIt);
  return {
    async write(stem, figure) {
      const [svg, png] = pathsOf(stem);
      mkdirSync(folder, { recursive: true });
      const text = toSvg(figure);
      writePictures([
        [svg, text],
        [png, await toPng(text)],
      ]);
      return [svg, png];
    },
  };
}
