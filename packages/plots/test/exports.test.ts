import { expect, it } from "vitest";
import * as plots from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(plots).sort()).toEqual([
    "RASTER_SPIKE_LIMIT",
    "coefficientOfVariation",
    "dominantFrequency",
    "drawMark",
    "firingRate",
    "fourierTransform",
    "interSpikeIntervals",
    "isiHistogram",
    "meanIntervalVariation",
    "powerSpectrum",
    "profilePlot",
    "rasterPlot",
    "rateHistogram",
    "ratePlot",
    "spikeCountCorrelation",
    "stack",
    "timesByNeuron",
    "toPng",
    "toSvg",
    "toTerminal",
    "tracePlot",
    "weightCourse",
    "weightHistogram",
    "weightMatrix",
  ]);
});
