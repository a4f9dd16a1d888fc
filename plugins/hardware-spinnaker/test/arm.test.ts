import { readFileSync } from "node:fs";
import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { currentFactors, decayFactor, quotient } from "../src/constants.ts";
import { type DrawnNeuron, digest, drawNeuron, neurons, sources, ticks } from "./drawn-neurons.ts";
import { head, onChip } from "./run-chip.ts";

interface Vector {
  readonly constants: readonly number[];
  readonly nearest: number;
  readonly floor: number;
  /** Numbers of spikes with products rounded to nearest, and down. */
  readonly spikes: readonly number[];
}

const { neurons: vectors } = JSON.parse(
  readFileSync(new URL("vectors/arm.json", import.meta.url), "utf8"),
) as { readonly neurons: readonly Vector[] };

const drawn = Array.from({ length: neurons }, (_, which) => drawNeuron(which));

/** The constants that the chip computes from parameters. */
function constantsOf(one: DrawnNeuron): readonly number[] {
  const { tau_m, c_m, dt, tau_refrac, tau_exc, tau_inh } = one;
  const [exc, inh] = [currentFactors(tau_exc, dt), currentFactors(tau_inh, dt)];
  return [
    quotient(tau_m, c_m),
    decayFactor(quotient(dt, tau_m)).accum,
    Math.ceil(quotient(tau_refrac, dt) / 32_768),
    exc.decay,
    exc.init,
    inh.decay,
    inh.init,
  ];
}

/** All neurons, and a population for each of their sources. */
function network(): NetworkRecord {
  const column = (value: (one: DrawnNeuron, which: number) => number) => ({
    values: drawn.map(value),
  });
  const constant = (k: number) => column((_, which) => vectors[which]?.constants[k] as number);
  return {
    ...head,
    duration: `${ticks + 1} ms`,
    populations: {
      N: {
        model: "spinnaker-lif",
        size: neurons,
        parameters: {
          r_m: constant(0),
          e_m: constant(1),
          refractory_steps: constant(2),
          decay_exc: constant(3),
          init_exc: constant(4),
          decay_inh: constant(5),
          init_inh: constant(6),
          ...Object.fromEntries(
            (
              ["v_rest", "v_reset", "v_threshold", "i_offset", "shift_exc", "shift_inh"] as const
            ).map((name) => [name, column((one) => one[name])]),
          ),
        },
        initial: { v: column((one) => one.v_init) },
      },
      ...Object.fromEntries(
        sources.map((_, k) => [
          `S${k}`,
          {
            model: "spike-array",
            size: neurons,
            // A spike is sent a tick before it arrives.
            times: drawn.map(({ arrivals }) => arrivals[k]?.map((tick) => `${tick - 1} ms`) ?? []),
          },
        ]),
      ),
    },
    projections: sources.map((type, k) => ({
      from: `S${k}`,
      to: "N",
      receptor: type === "exc" ? "excitatory" : "inhibitory",
      connector: { kind: "one-to-one" },
      weight: column((one) => one.weights[k] as number),
      delay: "1 ms",
    })),
    record: [{ population: "N", variables: ["spikes", "v", "i_exc", "i_inh"] }],
  };
}

describe("the original routines on ARM", () => {
  it("compute these constants", () => {
    expect(drawn.map(constantsOf)).toEqual(vectors.map(({ constants }) => constants));
  });

  it.each(["nearest", "floor"] as const)(
    "have these currents, potentials and spikes, with products rounded by %s",
    async (rounding) => {
      const { values, spikes, notes } = await onChip(network(), { rounding });
      const spiked = new Set(spikes.map(([tick, neuron]) => tick * neurons + neuron));
      const at = (variable: string, tick: number, which: number): number =>
        // Samples are those at the start of a tick.
        values[variable]?.[tick + 1]?.[which] as number;
      const digests = drawn.map((_, which) => {
        const words = Array.from({ length: ticks }, (__, tick) => [
          at("i_exc", tick, which),
          at("i_inh", tick, which),
          at("v", tick, which),
          spiked.has(tick * neurons + which) ? 1 : 0,
        ]);
        return digest(words.flat());
      });
      expect(digests).toEqual(vectors.map((vector) => vector[rounding]));
      // Neurons are lively, and some of their numbers leave their words.
      const counts = vectors.map((vector) => vector.spikes[rounding === "nearest" ? 0 : 1] ?? 0);
      expect(counts.filter((count) => count > 3).length).toBeGreaterThan(neurons / 3);
      const note = notes.find((text) => text.startsWith("N, saturated"));
      expect(note).toMatch(/saturated ring buffers: \d+, wraps of currents: \d+, potentials or/);
    },
  );

  // JavaScript and the reference take a tenth of a second for each tick.
  it.each(["js", "reference"])(
    "have the currents and potentials of WebAssembly on %s",
    async (chip) => {
      const short = { ...network(), duration: `${long ? 400 : 10} ms` };
      const both = ["nearest", "floor"] as const;
      for (const rounding of long ? both : [chip === "js" ? both[0] : both[1]]) {
        const [ours, other] = [
          await onChip(short, { rounding }),
          await onChip(short, { chip, rounding }),
        ];
        expect(other.values).toEqual(ours.values);
        expect(other.spikes).toEqual(ours.spikes);
      }
    },
  );
});
