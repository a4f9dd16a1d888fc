import type { NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { event as backend } from "../src/index.ts";

const size = draws({ ci: 200, long: 5000 });
const dt = 0.02;

/** Neurons with a conductance that one spike opens, and thresholds in mV. */
function network(thresholds: readonly number[], { tauM, tauS }: Drawn): NetworkRecord {
  const list = (values: readonly number[], unit: string) => ({ values: [...values], unit });
  return {
    format: "spikeloom-network",
    version: 1,
    dt: `${dt} ms`,
    populations: {
      s: { model: "spike-array", size: 1, times: [["1 ms"]] },
      n: {
        model: "lif-cond-exp",
        size: thresholds.length,
        parameters: {
          tau_m: list(tauM, "ms"),
          tau_syn_exc: list(tauS, "ms"),
          v_threshold: list(thresholds, "mV"),
          tau_refrac: "1 s",
        },
      },
    },
    projections: [
      {
        from: "s",
        to: "n",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "20 nS",
        delay: "1 ms",
      },
    ],
    record: [{ population: "n", variables: ["v", "spikes"] }],
  } as NetworkRecord;
}

interface Drawn {
  readonly tauM: readonly number[];
  readonly tauS: readonly number[];
}

it("integrated neurons spike if, and only if, the peak of their potential exceeds the threshold", async () => {
  const draw = newDraw(drawSeed, 77);
  const constants = () => Array.from({ length: size }, () => 2 + draw(18_000_000) / 1e6);
  const drawn: Drawn = { tauM: constants(), tauS: constants() };
  const options = { stack, backend, for: "40 ms" } as const;
  const quiet = await run(network(Array(size).fill(0), drawn), options);
  const values = quiet.recordings[0]?.samples.get("v")?.values ?? new Float64Array(0);
  expect(quiet.recordings[0]?.spikes?.times.length).toBe(0);
  const at = (row: number, n: number): number => values[row * size + n] ?? Number.NaN;
  const rows = values.length / size;
  const peaks = Array.from({ length: size }, (_, n) => {
    let top = 0;
    for (let row = 1; row < rows; row++) if (at(row, n) > at(top, n)) top = row;
    // The maximum of the parabola through three samples: its error is of the order of the third power of 0.02 ms, some 1e-8 mV.
    const [left, middle, right] = [at(top - 1, n), at(top, n), at(top + 1, n)];
    return middle - (right - left) ** 2 / (8 * (left + right - 2 * middle));
  });
  const isReached = peaks.map(() => draw(2) === 0);
  const thresholds = peaks.map((peak, n) => {
    const distance = 10 ** -(3 + draw(3000) / 1000);
    return peak + (isReached[n] ? -distance : distance);
  });
  const { recordings } = await run(network(thresholds, drawn), options);
  const spiking = new Set(recordings[0]?.spikes?.neurons ?? []);
  const found = peaks.map((_, n) => spiking.has(n));
  expect(found, `seed ${drawSeed}`).toEqual(isReached);
});
