import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { type LoihiDialectName, loihiSynapse } from "../src/index.ts";
import { head, onChip } from "./run-chip.ts";
import { runSlowly, type SlowChip, type SlowNeuron, type SlowProjection } from "./slow-chip.ts";

const steps = 64;
const dialects = ["lava", "nengo-loihi"] as const;

/** Draw a network: recurrent, with delays, refractoriness, and in a third of the cases sums that leave their registers. */
function drawChip(draw: Draw, dialect: LoihiDialectName): SlowChip {
  const isWild = draw(3) === 0;
  const isLava = dialect === "lava";
  const populations = Array.from({ length: 1 + draw(3) }, () =>
    Array.from({ length: 1 + draw(6) }, (): SlowNeuron => {
      return {
        du: draw(4) === 0 ? 4095 * draw(2) : draw(4096),
        dv: draw(4) === 0 ? 0 : draw(4096),
        v_threshold: draw(isWild ? 131072 : 2000),
        bias: draw(2) === 0 ? 0 : draw(8191) - 4095,
        bias_exp: draw(isWild ? 8 : 3),
        refractory_steps: isLava || draw(2) === 0 ? 1 : 1 + draw(draw(3) === 0 ? 63 : 5),
        v_min_exp: isLava || draw(2) === 0 ? 23 : draw(24),
        v_max_exp: isLava || draw(2) === 0 ? 7 : draw(8),
        u: draw(2) === 0 ? 0 : draw(2 ** 24 - 1) - (2 ** 23 - 1),
        v: draw(2) === 0 ? 0 : draw(2 ** 24 - 1) - (2 ** 23 - 1),
      };
    }),
  );
  const inputs = Array.from({ length: 4 }, () =>
    Array.from({ length: steps }, (_, step) => step).filter(() => draw(4) === 0),
  );
  const ends = [undefined, ...populations.keys()];
  const projections = Array.from({ length: 2 + draw(5) }, (): SlowProjection => {
    const from = ends[draw(ends.length)];
    const to = draw(populations.length);
    const isPlain = draw(4) === 0;
    const mixed = draw(2);
    const sign = draw(2) === 0 ? 1 : -1;
    const sources = from === undefined ? inputs.length : (populations[from]?.length ?? 0);
    const pairs = Array.from({ length: sources }, (_, source) =>
      (populations[to] ?? []).map((__, target) => [source, target] as const),
    ).flat();
    const chosen = pairs.filter(() => draw(3) > 0);
    const [longest, differ] = [draw(3) === 0 ? 62 : 3, draw(2) === 1];
    const shared = draw(longest + 1);
    return {
      from,
      to,
      synapses: (chosen.length > 0 ? chosen : pairs).map(([source, target]) => {
        const mantissa =
          mixed === 1 ? (isPlain ? 2 * (draw(255) - 127) : draw(512) - 256) : sign * draw(256);
        return [source, target, mantissa, differ ? draw(longest + 1) : shared] as const;
      }),
      format: isPlain
        ? undefined
        : {
            bits: [1, 2, 3, 4, 5, 6, 8][draw(7)] as number,
            exponent: draw(isWild ? 16 : 10) - 8,
            mixed,
          },
    };
  });
  return { populations, projections, inputs };
}

/** Write a drawn network as a network file, which records one population. */
function networkOf(
  { populations, projections, inputs }: SlowChip,
  recorded: number,
): NetworkRecord {
  const columns = (neurons: readonly SlowNeuron[], names: readonly (keyof SlowNeuron)[]) =>
    Object.fromEntries(names.map((name) => [name, neurons.map((neuron) => neuron[name])]));
  return {
    ...head,
    duration: `${steps} ms`,
    populations: {
      outside: {
        model: "spike-array",
        size: inputs.length,
        times: inputs.map((own) => own.map((step) => `${step + 1} ms`)),
      },
      ...Object.fromEntries(
        populations.map((neurons, k) => [
          `p${k}`,
          {
            model: "loihi-cuba",
            size: neurons.length,
            parameters: columns(neurons, [
              "du",
              "dv",
              "v_threshold",
              "bias",
              "bias_exp",
              "refractory_steps",
              "v_min_exp",
              "v_max_exp",
            ]),
            initial: columns(neurons, ["u", "v"]),
          },
        ]),
      ),
    },
    projections: projections.map(({ from, to, synapses, format }, k) => ({
      name: `projection ${k}`,
      from: from === undefined ? "outside" : `p${from}`,
      to: `p${to}`,
      connector: { kind: "pairs", pairs: synapses.map(([source, target]) => [source, target]) },
      weight: synapses.map(([, , mantissa]) => mantissa),
      delay: synapses.map(([, , , steps]) => `${steps} ms`),
      ...(format && { synapse: loihiSynapse(format) }),
    })),
    record: [{ population: `p${recorded}`, variables: ["spikes", "u", "v"] }],
  };
}

describe.each(dialects)("drawn networks in the dialect %s", (dialect) => {
  const cases = Array.from({ length: draws({ ci: 24, long: 2000 }) }, (_, which) => which);
  it.each(cases)("have the registers and spikes of a model in big integers: %i", async (which) => {
    const draw = newDraw(drawSeed, which);
    const chip = drawChip(draw, dialect);
    const recorded = draw(chip.populations.length);
    const network = networkOf(chip, recorded);
    const expected = runSlowly(chip, dialect, steps)[recorded];
    const others = which % 12 === 0 ? ["wasm", "js", "reference"] : ["wasm"];
    for (const on of others) {
      const { values, spikes } = await onChip(network, { chip: on, dialect });
      expect(values["u"], `u, seed ${drawSeed}`).toEqual(expected?.u);
      expect(values["v"], `v, seed ${drawSeed}`).toEqual(expected?.v);
      expect(spikes).toEqual(expected?.spikes);
    }
  });

  it("are lively enough", () => {
    const runs = cases.map((which) =>
      runSlowly(drawChip(newDraw(drawSeed, which), dialect), dialect, steps),
    );
    const spiking = runs.filter((all) => all.some(({ spikes }) => spikes.length > 3));
    expect(spiking.length).toBeGreaterThan(cases.length / 3);
  });
});
