import { expect, it } from "vitest";
import * as plots from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(plots).sort()).toEqual([
    "RASTER_SPIKE_LIMIT",
    "above",
    "beside",
    "confusionMatrix",
    "distributionPlot",
    "drawMark",
    "isiHistogram",
    "layerRates",
    "learningCurve",
    "linePlot",
    "positionMap",
    "profilePlot",
    "rasterPlot",
    "ratePlot",
    "spectrumPlot",
    "sweepCurve",
    "sweepMap",
    "toPng",
    "toSvg",
    "toTerminal",
    "tracePlot",
    "weightCourse",
    "weightHistogram",
    "weightMatrix",
  ]);
});
