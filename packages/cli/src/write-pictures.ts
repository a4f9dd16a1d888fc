import { writePictures as writeMarked } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import {
  type Figure,
  toPng,
  toSvg,
  weightCourse,
  weightHistogram,
  weightMatrix,
} from "@spikeloom/plots";
import { onlyLast, type Result, type WeightOverview } from "@spikeloom/simulate";
import { FILE_WRITE } from "./errors.ts";
import { asCoded } from "./print/coded.ts";
import { recordedFigures } from "./recorded-figures.ts";

/** Where pictures go. */
export interface PictureTarget {
  /** Path of a picture without what tells one from another. */
  readonly stem: string;
  /** Files that were read, and that are not written over. */
  readonly inputs: readonly string[];
  /** Whether files that SpikeLoom has not drawn are replaced. */
  readonly overwrite?: boolean | undefined;
  /** Whether no PNG is drawn beside each SVG, as what draws it is no part of the Python wheel. */
  readonly svgOnly?: boolean | undefined;
}

/** Draw what was recorded, each figure as SVG and PNG; gives the paths. */
export async function writePictures(
  result: Result,
  target: PictureTarget,
  weights: Pick<WeightOverview, "series" | "courses">,
): Promise<readonly string[]> {
  const title = result.network.name ?? "";
  return await writeFigures([...recordedFigures(result), ...weightFigures(weights, title)], target);
}

/**
 * Draw figures as SVG, and as PNG unless told; none is there before all are drawn. Gives the paths.
 *
 * Throws `SL_OUTPUT_OTHER` where there is a file that SpikeLoom has not drawn.
 */
export async function writeFigures(
  figures: readonly (readonly [name: string, figure: Figure])[],
  { stem, inputs, svgOnly, overwrite }: PictureTarget,
): Promise<readonly string[]> {
  const files: (readonly [string, string | Uint8Array])[] = [];
  for (const [name, figure] of figures) {
    const svg = toSvg(figure);
    files.push([`${stem}-${name}.svg`, svg]);
    if (svgOnly !== true) files.push([`${stem}-${name}.png`, await toPng(svg)]);
  }
  try {
    writeMarked(files, { inputs, overwrite });
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: stem, reason: faultReason(fault) });
  }
  return files.map(([path]) => path);
}

/** Weights at the start and the end, as a map, and over time where there are more snapshots than one. */
function weightFigures(
  weights: Pick<WeightOverview, "series" | "courses">,
  title: string,
): readonly (readonly [string, Figure])[] {
  const [series, courses] = [weights.series(), weights.courses()];
  if (series.length === 0) return [];
  return [
    ["weights", weightHistogram(series, { title })],
    ["weight-map", weightMatrix(onlyLast(series), { title })],
    ...(courses.length === 0
      ? []
      : ([["weight-course", weightCourse(courses, { title })]] as const)),
  ];
}
