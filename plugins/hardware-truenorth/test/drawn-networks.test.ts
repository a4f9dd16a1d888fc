import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import type { TrueNorthDialectName } from "../src/index.ts";
import { head, onChip } from "./run-chip.ts";
import { runSlowly, type SlowChip, type SlowNeuron, type SlowProjection } from "./slow-chip.ts";

const ticks = 64;
const dialects = ["truenorth", "ranc", "ranc-simulator", "ranc-simulator-asymmetric"] as const;
const names = [
  ...(["s_0", "s_1", "s_2", "s_3", "leak", "leak_reversal", "alpha", "beta", "r_reset"] as const),
  ...(["reset_mode", "saturate"] as const),
];

/** Draw a neuron: in a third of the networks potentials reach the ends of their registers. */
function drawNeuron(draw: Draw, dialect: TrueNorthDialectName, isWild: boolean): SlowNeuron {
  const isChip = dialect === "truenorth";
  const nine = (): number => draw(512) - 256;
  const small = (): number => draw(31) - 12;
  const weight = isWild ? nine : small;
  const most = isChip && isWild ? 2 ** 18 - 1 : 255;
  return {
    s_0: weight(),
    s_1: weight(),
    s_2: weight(),
    s_3: weight(),
    leak: draw(3) === 0 ? 0 : draw(2) === 0 ? weight() : small(),
    leak_reversal: isChip ? draw(2) : 0,
    alpha: isChip ? draw(isWild ? most : 60) : draw(isWild ? 256 : 60) - (isWild ? 0 : 3),
    beta: isChip ? draw(isWild ? most : 60) : draw(60) - 3,
    r_reset: isChip && isWild ? draw(2 * most) - most : draw(41) - 20,
    reset_mode: isChip ? draw(3) : draw(2),
    saturate: isChip ? draw(2) : 0,
    v: draw(2) === 0 ? 0 : isChip && isWild ? draw(2 ** 19) - 2 ** 18 : draw(101) - 50,
  };
}

/** Draw a recurrent network of several populations on one core. */
function drawChip(draw: Draw, dialect: TrueNorthDialectName): SlowChip {
  const isWild = draw(3) === 0;
  const populations = Array.from({ length: 1 + draw(3) }, () =>
    Array.from({ length: 1 + draw(6) }, () => drawNeuron(draw, dialect, isWild)),
  );
  const inputs = Array.from({ length: 4 }, () =>
    Array.from({ length: ticks }, (_, tick) => tick).filter(() => draw(3) === 0),
  );
  // Each neuron has one axon: a type and a delay.
  const projections = [undefined, ...populations.keys()].flatMap((from): SlowProjection[] => {
    const count = from === undefined ? inputs.length : (populations[from]?.length ?? 0);
    return Array.from({ length: count }, (_, source) => {
      const type = draw(4) as SlowProjection["type"];
      const delay = draw(3) === 0 ? 1 + draw(15) : 1 + draw(3);
      return [...populations.keys()].map((to): SlowProjection => {
        const targets = (populations[to] ?? []).map((__, n) => n).filter(() => draw(3) > 0);
        return { from, to, type, delay, synapses: targets.map((target) => [source, target]) };
      });
    }).flat();
  });
  return { populations, projections: projections.filter((one) => one.synapses.length > 0), inputs };
}

/** Write a drawn network as a network file, which records one population. */
function networkOf(
  { populations, projections, inputs }: SlowChip,
  recorded: number,
): NetworkRecord {
  return {
    ...head,
    duration: `${ticks} ms`,
    populations: {
      outside: {
        model: "spike-array",
        size: inputs.length,
        times: inputs.map((own) => own.map((tick) => `${tick + 1} ms`)),
      },
      ...Object.fromEntries(
        populations.map((neurons, k) => [
          `p${k}`,
          {
            model: "truenorth",
            size: neurons.length,
            parameters: Object.fromEntries(
              names.map((name) => [name, neurons.map((neuron) => neuron[name])]),
            ),
            initial: { v: neurons.map(({ v }) => v) },
          },
        ]),
      ),
    },
    projections: projections.map(({ from, to, type, delay, synapses }, k) => ({
      name: `projection ${k}`,
      from: from === undefined ? "outside" : `p${from}`,
      to: `p${to}`,
      receptor: `axon_${type}`,
      connector: { kind: "pairs", pairs: synapses.map(([source, target]) => [source, target]) },
      weight: 1,
      delay: `${delay - 1} ms`,
    })),
    record: [{ population: `p${recorded}`, variables: ["spikes", "v"] }],
  };
}

describe.each(dialects)("drawn networks in the dialect %s", (dialect) => {
  const cases = Array.from({ length: draws({ ci: 8, long: 2000 }) }, (_, which) => which);
  it.each(cases)("have the potentials and spikes of a model in big integers: %i", async (which) => {
    const draw = newDraw(drawSeed, which);
    const chip = drawChip(draw, dialect);
    const recorded = draw(chip.populations.length);
    const network = networkOf(chip, recorded);
    const expected = runSlowly(chip, dialect, ticks)[recorded];
    const others = which % 8 === 0 ? ["wasm", "js", "reference"] : ["wasm"];
    for (const on of others) {
      const { values, spikes } = await onChip(network, { chip: on, dialect });
      expect(values["v"], `v, seed ${drawSeed}`).toEqual(expected?.v);
      expect(spikes).toEqual(expected?.spikes);
    }
  });

  it("are lively enough", () => {
    const runs = cases.map((which) =>
      runSlowly(drawChip(newDraw(drawSeed, which), dialect), dialect, ticks),
    );
    const spiking = runs.filter((all) => all.some(({ spikes }) => spikes.length > 3));
    expect(spiking.length).toBeGreaterThan(cases.length / 3);
  });
});
