import { writeFileSync } from "node:fs";
import {
  type Figure,
  isiHistogram,
  rasterPlot,
  ratePlot,
  toPng,
  toSvg,
  tracePlot,
} from "@spikeloom/plots";
import { type Result, spikeSeries, traceSeries } from "@spikeloom/simulate";
import { FILE_WRITE } from "./errors.ts";
import { fileReason } from "./load/file-reason.ts";

/** Draw what was recorded, each figure as SVG and PNG; gives the paths. */
export async function writePictures(result: Result, stem: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const [name, figure] of figuresOf(result)) {
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

function write(file: string, contents: string | Uint8Array): string {
  try {
    writeFileSync(file, contents);
    return file;
  } catch (fault) {
    throw FILE_WRITE({ file, reason: fileReason(fault) });
  }
}
