import { writeFileSync } from "node:fs";
import {
  type Figure,
  isiHistogram,
  rasterPlot,
  ratePlot,
  toPng,
  toSvg,
  tracePlot,
  weightCourse,
  weightHistogram,
  weightMatrix,
} from "@spikeloom/plots";
import {
  onlyLast,
  type Result,
  spikeSeries,
  traceSeries,
  type WeightOverview,
} from "@spikeloom/simulate";
import { FILE_WRITE } from "./errors.ts";
import { fileReason } from "./load/file-reason.ts";

/** Draw what was recorded, each figure as SVG and PNG; gives the paths. */
export async function writePictures(
  result: Result,
  stem: string,
  weights: Pick<WeightOverview, "series" | "courses">,
): Promise<readonly string[]> {
  const paths: string[] = [];
  const title = result.network.name ?? "";
  for (const [name, figure] of [...figuresOf(result), ...weightFigures(weights, title)]) {
    paths.push(...(await writeFigure(figure, `${stem}-${name}`)));
  }
  return paths;
}

/** Draw a figure as SVG and PNG; gives the paths. */
export async function writeFigure(figure: Figure, stem: string): Promise<readonly string[]> {
  const svg = toSvg(figure);
  return [write(`${stem}.svg`, svg), write(`${stem}.png`, await toPng(svg))];
}

function figuresOf(result: Result): readonly (readonly [string, Figure])[] {
  const window = { from: 0, until: result.duration };
  const title = result.network.name ?? "";
  const spikes = spikeSeries(result);
  const traces = traceSeries(result).filter(({ values }) => values.length > 0);
  return [
    ...(spikes.length === 0
      ? []
      : ([
          ["raster", rasterPlot(spikes, { title, ...window })],
          ["rate", ratePlot(spikes, { title, ...window })],
          ["intervals", isiHistogram(spikes, { title })],
        ] as const)),
    ...(traces.length === 0
      ? []
      : ([["traces", tracePlot(traces, { title, ...window })]] as const)),
  ];
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

function write(file: string, contents: string | Uint8Array): string {
  try {
    writeFileSync(file, contents);
    return file;
  } catch (fault) {
    throw FILE_WRITE({ file, reason: fileReason(fault) });
  }
}
