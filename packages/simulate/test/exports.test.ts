import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as simulate from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(simulate).sort()).toEqual([
    "RECORDED_VARIABLE",
    "RUN_LENGTH",
    "RUN_LENGTH_MISSING",
    "RUN_PROFILE",
    "RUN_SEED",
    "availableMemory",
    "meanRates",
    "memorySink",
    "previewSink",
    "run",
    "runSteps",
    "spikeHash",
    "spikeSeries",
    "teeSinks",
    "timeOfStep",
    "timesOfSteps",
    "traceSeries",
    "valuesInUnit",
    "version",
  ]);
});

it("stamps results with the version of the package", () => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  expect(manifest).toMatchObject({ version: simulate.version });
});
