import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as simulate from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(simulate).sort()).toEqual([
    "CHECKPOINT_BACKEND",
    "CHECKPOINT_DAMAGED",
    "CHECKPOINT_FORMAT",
    "CHECKPOINT_LENGTH",
    "CHECKPOINT_NETWORK",
    "CHECKPOINT_RESUME",
    "CHECKPOINT_TIME",
    "CHECKPOINT_VERSION",
    "COARSE_STEP",
    "DIVERGED",
    "NO_WEIGHTS",
    "RECORDED_VARIABLE",
    "RUN_LENGTH",
    "RUN_LENGTH_MISSING",
    "RUN_MEMORY",
    "RUN_PROFILE",
    "RUN_SEED",
    "RUN_STOPPED",
    "RUN_SYNAPSES",
    "STEPPING",
    "STEPPING_NAME",
    "STEPPING_TURN",
    "STEPPING_VALUE",
    "availableMemory",
    "checkRun",
    "coarseSteps",
    "estimateNetwork",
    "lastWeights",
    "meanRates",
    "memorySink",
    "networkFingerprint",
    "onlyLast",
    "planNetwork",
    "planRecorders",
    "previewSink",
    "readCheckpoint",
    "recordedConnections",
    "recordedMemory",
    "run",
    "runSteps",
    "sameEnds",
    "saveCheckpoint",
    "sha256",
    "simulate",
    "spikeHash",
    "spikeSeries",
    "teeSinks",
    "timeOfStep",
    "timesOfSpikes",
    "timesOfSteps",
    "traceSeries",
    "valuesFromUnit",
    "valuesInUnit",
    "version",
    "weightCourses",
    "weightOverview",
    "weightSeries",
    "wholeSteps",
    "withFixedWeights",
  ]);
});

it("stamps results with the version of the package", () => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  expect(manifest).toMatchObject({ version: simulate.version });
});
