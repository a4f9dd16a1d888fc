import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { circuit } from "./circuit.ts";
import type { CircuitDrive } from "./downscale.ts";
import { measureCircuit } from "./measure.ts";
import { microcircuitNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Potjans and Diesmann 2014: the cortical microcircuit, small and at full scale. */
export const potjansDiesmann2014: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    "scale 0.1, 1 s": (seed) => runCircuit({ scale: 0.1, seed, from: 200, until: 1000 }),
    "scale 0.1": (seed) => runCircuit({ scale: 0.1, seed, from: 500, until: 2500 }),
    "scale 0.2": (seed) => runCircuit({ scale: 0.2, seed, from: 500, until: 2500 }),
    "full, Poisson": (seed) => runCircuit({ scale: 1, seed, from: 500, until: 2500 }),
    "full, DC": (seed) => runCircuit({ scale: 1, drive: "dc", seed, from: 500, until: 2500 }),
  },
  long: ["scale 0.1", "scale 0.2", "full, Poisson", "full, DC"],
};

/** Times in ms. */
interface CircuitRun {
  readonly scale: number;
  readonly drive?: CircuitDrive;
  readonly seed: number;
  readonly from: number;
  readonly until: number;
}

async function runCircuit({ from, until, seed, ...options }: CircuitRun): Promise<Measured> {
  const network = microcircuitNetwork({ ...options, duration: `${until} ms` });
  const result = await runPublished(network, seed);
  const series = circuit.map((_, k) => spikesOf(result, k));
  return measureCircuit(series, { from, until });
}
