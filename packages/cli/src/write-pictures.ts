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

/** Options of writing pictures. */
export interface PictureTarget {
  /** Common path of the pictures. */
  readonly stem: string;
  /** Input files, which are not overwritten. */
  readonly inputs: readonly string[];
  /** Whether files that SpikeLoom has not drawn are replaced. */
  readonly overwrite?: boolean | undefined;
  /** Whether no PNG is drawn in addition to each SVG, because the Python wheel does not contain its renderer. */
  readonly svgOnly?: boolean | undefined;
}

/** Draw the recordings, each figure as SVG and PNG; returns the paths. */
export async function writePictures(
  result: Result,
  target: PictureTarget,
  weights: Pick<WeightOverview, "series" | "courses">,
): Promise<readonly string[]> {
  const title = result.network.name ?? "";
  return await writeFigures([...recordedFigures(result), ...weightFigures(weights, title)], target);
}

/**
 * Draw figures as SVG and by default as PNG; no file exists before all are drawn. Returns the paths.
 *
 * Throws `SL_OUTPUT_OTHER` if a file exists that SpikeLoom has not drawn.
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

/** Weights at the start and the end, as a map, and over time if there are several snapshots. */
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
