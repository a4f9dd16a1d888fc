import type { NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { event as backend } from "../src/index.ts";

// One spike arrives at neurons whose thresholds lie just below or just above the peak of the potential that it causes.
// The peaks are computed here from the closed forms of the potentials.

/** Response of a neuron to one spike, in mV per (nA / nF), at a time after its arrival. */
type Response = (time: number, tauM: number, tauS: number) => number;

/** Current exp(-t / tau_s). */
const exponential: Response = (time, tauM, tauS) =>
  (Math.exp(-time / tauM) - Math.exp(-time / tauS)) / (1 / tauS - 1 / tauM);

/** Current e t / tau_s exp(-t / tau_s). */
const alpha: Response = (time, tauM, tauS) => {
  const apart = 1 / tauS - 1 / tauM;
  const rest = Math.exp(-time / tauM) - Math.exp(-time / tauS) * (1 + apart * time);
  return (Math.E * rest) / (tauS * apart * apart);
};

const currents: Readonly<Record<string, (time: number, tauS: number) => number>> = {
  "lif-curr-exp": (time, tauS) => Math.exp(-time / tauS),
  "lif-curr-alpha": (time, tauS) => ((Math.E * time) / tauS) * Math.exp(-time / tauS),
};

/** Find the time of the peak, at which the current equals the leak, by bisection. */
function peakOf(
  model: string,
  response: Response,
  [tauM, tauS]: readonly [number, number],
): number {
  const current = currents[model] as (time: number, tauS: number) => number;
  let [low, high] = [0, 10 * Math.max(tauM, tauS)];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    const rises = current(middle, tauS) > response(middle, tauM, tauS) / tauM;
    if (rises) low = middle;
    else high = middle;
  }
  return low;
}

/** Draw a time constant in ms. */
const timeConstant = (draw: Draw): number => 1 + draw(29_000_000) / 1e6;

it.each([
  ["lif-curr-exp", exponential],
  ["lif-curr-alpha", alpha],
] as const)(
  "neurons of %s spike if, and only if, the peak reaches the threshold",
  async (model, response) => {
    const size = draws({ ci: 10_000, long: 100_000 });
    const runs = draws({ ci: 1, long: 25 });
    const draw = newDraw(drawSeed, model.length);
    const arrival = 2;
    for (let k = 0; k < runs; k++) {
      const neurons = Array.from({ length: size }, () => {
        const tauM = timeConstant(draw);
        let tauS = timeConstant(draw);
        // Similar time constants lose digits to cancellation in the closed forms above.
        while (Math.abs(tauS / tauM - 1) < 0.3) tauS = timeConstant(draw);
        const peak = peakOf(model, response, [tauM, tauS]);
        // At least 1e-11, which is far above the rounding errors of both closed forms, some 1e-15 of the threshold.
        const share = 10 ** -(3 + draw(8_000) / 1000);
        const isReached = draw(2) === 0;
        const threshold = response(peak, tauM, tauS) * (1 + (isReached ? -share : share));
        return { tauM, tauS, peak, threshold, isReached };
      });
      const list = (of: (one: (typeof neurons)[number]) => number, unit: string) => {
        return { values: neurons.map(of), unit };
      };
      const network: NetworkRecord = {
        format: "spikeloom-network",
        version: 1,
        populations: {
          s: { model: "spike-array", size: 1, times: [["1 ms"]] },
          n: {
            model,
            size,
            parameters: {
              c_m: "1 nF",
              v_rest: "0 mV",
              v_reset: "0 mV",
              tau_refrac: "1 s",
              tau_m: list(({ tauM }) => tauM, "ms"),
              tau_syn_exc: list(({ tauS }) => tauS, "ms"),
              v_threshold: list(({ threshold }) => threshold, "mV"),
            },
          },
        },
        projections: [
          {
            from: "s",
            to: "n",
            receptor: "excitatory",
            connector: { kind: "all-to-all" },
            weight: "1 nA",
            delay: "1 ms",
          },
        ],
        record: [{ population: "n", variables: ["spikes"] }],
      };
      const { recordings } = await run(network, { stack, backend, for: "300 ms" });
      const spikes = recordings[0]?.spikes;
      const first = new Map<number, number>();
      for (const [at, neuron] of (spikes?.neurons ?? []).entries()) {
        first.set(neuron, (spikes?.times[at] as number) - arrival);
      }
      const failures = neurons.flatMap(
        ({ tauM, tauS, peak, threshold, isReached }, n): string[] => {
          const time = first.get(n);
          if (!isReached) return time === undefined ? [] : [`neuron ${n} spikes at ${time}`];
          if (time === undefined) return [`neuron ${n} misses the threshold ${threshold}`];
          // Rounding in both closed forms, each of which is a difference of terms that are up to some four times as large.
          const error = Math.abs(response(time, tauM, tauS) / threshold - 1);
          const isFirst = error < 1e-13 && time < peak * (1 + 1e-5);
          return isFirst ? [] : [`neuron ${n} spikes at ${time}, peak ${peak}, error ${error}`];
        },
      );
      expect(failures, `seed ${drawSeed}, run ${k}`).toEqual([]);
    }
  },
);
