import { readFileSync } from "node:fs";
import { sequentialPartition, spiNNaker1 } from "@spikeloom/mapping";
import { drawSynapses, gridRows, openProjections, programOf } from "@spikeloom/program";
import { numberOf } from "@spikeloom/simulate/scripts";
import { describe, expect, it } from "vitest";
import { currentFactors, decayFactor, quotient } from "../src/constants.ts";
import { chipGraph } from "../src/cores.ts";
import { delayExtensions } from "../src/delays.ts";
import { chipConvention, emulated } from "../src/emulated.ts";
import { chipReceptors } from "../src/lif.ts";
import { digest } from "./drawn-neurons.ts";
import { head, stack } from "./run-chip.ts";
import { scriptNetwork, scripts } from "./script-networks.ts";
import { writtenScript } from "./written-scripts.ts";

// What sPyNNaker 1!7.4.1 made of the scripts on a virtual board, by tools/python/spynnaker_scripts.py.

interface Mapped {
  /** Digest of the script and its arrays. */
  readonly digest: string;
  /** Slices of each population. */
  readonly cores: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** Ticks of a stage, stages and cores of delay extensions, by their source. */
  readonly extensions: Readonly<Record<string, readonly [number, number, number]>>;
  /** Shifts of excitation and inhibition. */
  readonly shifts: Readonly<Record<string, readonly [number, number]>>;
  /** Words of some neurons. */
  readonly words: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** Synapse type, number of synapses, and digest of their sources, targets, words and delays. */
  readonly synapses: Readonly<Record<string, readonly [number, number, number]>>;
}

const { scripts: maps } = JSON.parse(
  readFileSync(new URL("vectors/spynnaker-scripts.json", import.meta.url), "utf8"),
) as { readonly scripts: readonly Mapped[] };

const which = Array.from({ length: scripts }, (_, k) => k);

/** The program that the emulator runs. */
function programs(k: number) {
  const program = programOf(scriptNetwork(k), { stack });
  return { program, chip: emulated(program, "nearest", stack).program };
}

describe("scripts for sPyNNaker", () => {
  it.each(which)("are those that it ran: %i", (k) => {
    expect(writtenScript(scriptNetwork(k)).digest).toBe(maps[k]?.digest);
  });

  it.each(which)("give the neurons of the emulator: %i", (k) => {
    const { chip } = programs(k);
    const words = maps[k]?.words ?? {};
    const tick = Math.round(chip.dt * 2 ** 15);
    expect(Object.keys(words)).toHaveLength(k % 4 === 3 ? 1 : 3);
    for (const [name, given] of Object.entries(words)) {
      const { parameters, initial, form } = chip.populations.get(name) ?? {};
      const own = (parameter: string, neuron: number): number => {
        const value = (parameters?.get(parameter) ?? initial?.get(parameter))?.value;
        return numberOf(value ?? Number.NaN, neuron);
      };
      const v = form?.states.has("v_chip") ? "v_chip" : "v";
      for (const [k, neuron] of (given["neurons"] ?? []).entries()) {
        const word = (parameter: string): number => given[parameter]?.[k] as number;
        const expected = {
          r_m: quotient(word("tau_m"), word("cm")),
          e_m: decayFactor(quotient(tick, word("tau_m"))).accum,
          v_rest: word("v_rest"),
          v_reset: word("v_reset"),
          v_threshold: word("v_thresh"),
          i_offset: word("i_offset"),
          refractory_steps: Math.ceil(quotient(word("tau_refrac"), tick) / 2 ** 15),
          [v]: word("v"),
        };
        const names = Object.keys(expected);
        expect(Object.fromEntries(names.map((one) => [one, own(one, neuron)]))).toEqual(expected);
        for (const [type, tau] of [
          ["exc", "tau_syn_E"],
          ["inh", "tau_syn_I"],
        ] as const) {
          const isFed = chip.projections.some(
            ({ to, receptor }) => to === name && receptor === chipReceptors[type],
          );
          if (!isFed) continue;
          const factors = currentFactors(word(tau), tick);
          expect([own(`decay_${type}`, neuron), own(`init_${type}`, neuron)]).toEqual([
            factors.decay,
            factors.init,
          ]);
        }
      }
    }
  });

  it.each(which)("give the shifts and the words of synapses: %i", (k) => {
    const { chip } = programs(k);
    const { shifts = {}, synapses = {} } = maps[k] ?? {};
    const { losses } = writtenScript(scriptNetwork(k));
    for (const [name, [exc, inh]] of Object.entries(shifts)) {
      const { parameters } = chip.populations.get(name) ?? {};
      for (const [type, theirs] of [
        ["exc", exc],
        ["inh", inh],
      ] as const) {
        const ours = parameters?.get(`shift_${type}`)?.value;
        const isFed = chip.projections.some(
          ({ to, receptor }) => to === name && receptor === chipReceptors[type],
        );
        const place = `populations.${name}.parameters.shift_${type}`;
        const lost = losses.find((one) => one.code === "scale" && one.place === place);
        if (lost === undefined) expect(isFed ? ours : theirs).toBe(theirs);
        else expect(lost.message).toContain(`chooses a shift of ${theirs} `);
      }
    }
    const grid = { ...chip, convention: chipConvention(chip.convention) };
    let compared = 0;
    for (const one of openProjections(chip, { stack })) {
      const [type, count] = synapses[one.name] ?? [];
      expect(one.receptor).toBe(type === 0 ? chipReceptors.exc : chipReceptors.inh);
      // Targets are counted from the start of their slice.
      const starts = (maps[k]?.cores[one.to] ?? []).map(([from]) => from);
      const startOf = (target: number): number => starts.findLast((from) => from <= target) ?? 0;
      const rows: number[][] = [];
      for (const row of gridRows(one, grid)) {
        for (let s = 0; s < row.partners.length; s++) {
          const target = row.target(s) - startOf(row.target(s));
          const [word, delay] = [row.values[0]?.[s] as number, (row.delays[s] as number) + 1];
          rows.push([row.source(s), target, word, delay]);
        }
      }
      expect(rows).toHaveLength(count ?? -1);
      const isScaled = losses.some(
        ({ code, place }) => code === "scale" && place.includes(`.${one.to}.`),
      );
      if (isScaled) continue;
      const columns = [0, 1, 2, 3];
      rows.sort((a, b) => columns.reduce((d, c) => d || (a[c] as number) - (b[c] as number), 0));
      expect(digest(rows.flat())).toBe(synapses[one.name]?.[2]);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(k % 4 === 3 ? 0 : 6);
  });

  it.each(which)("take the cores and the delay extensions of the emulator: %i", (k) => {
    const { program } = programs(k);
    const { cores = {}, extensions = {} } = maps[k] ?? {};
    const { graph, extensions: own } = chipGraph(program, stack);
    const { parts } = sequentialPartition(graph, spiNNaker1);
    const coresOf = (population: number): number =>
      parts.filter((part) => part.population === population).length;
    const counts = [...program.populations.keys()].map(
      (name, population) => [name, coresOf(population)] as const,
    );
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(Object.entries(cores).map(([name, slices]) => [name, slices.length])),
    );
    expect(
      Object.fromEntries(
        [...own].map(([population, { from, slots, stages }]) => [
          from,
          [slots, stages, coresOf(population)],
        ]),
      ),
    ).toEqual(extensions);
  });

  it("need delay extensions in several networks", () => {
    const stages = maps.flatMap(({ extensions }) =>
      Object.values(extensions).map(([, one]) => one),
    );
    expect(stages.length).toBeGreaterThan(5);
    expect(Math.max(...stages)).toBeGreaterThan(3);
  });
});

describe("a network that sPyNNaker cannot run", () => {
  const neurons = (size: number) => ({ model: "lif-curr-exp", size });
  const source = { model: "poisson", size: 4, parameters: { rate: "10 Hz" } };
  const to = (name: string, delay: string) => ({
    from: "S",
    to: name,
    receptor: "excitatory",
    connector: { kind: "all-to-all" as const },
    weight: "0.1 nA",
    delay,
  });

  it("is refused where one delay extension would need stages of two lengths", () => {
    const network = {
      ...head,
      populations: { S: source, A: neurons(200), B: neurons(100) },
      projections: [to("A", "50 ms"), to("B", "70 ms")],
    };
    const program = programOf(network, { stack });
    const found = () => delayExtensions(program, drawSynapses(program, stack));
    expect(found).toThrow("SL_SPINNAKER_DELAY at projections[1].delay");
    expect(found).toThrow("32 slots");
  });

  it.each([
    ["gamma", { alpha: 3, beta: "20 Hz" }],
    ["poisson-sine", {}],
  ])("is refused with a source that is no Poisson process: %s", (model, parameters) => {
    const network = {
      ...head,
      duration: "10 ms",
      populations: { S: { model, size: 2, parameters }, A: neurons(4) },
      projections: [to("A", "1 ms")],
    };
    expect(() => writtenScript(network)).toThrow("SL_EXPORT_NEURON at populations.S.model");
  });
});

it("lists what a script loses", () => {
  const network = {
    ...head,
    duration: "10 ms",
    populations: {
      S: { model: "poisson", size: 2, parameters: { rate: "10 Hz" } },
      N: {
        model: "spinnaker-lif",
        size: 2,
        parameters: { shift_exc: 9 },
        initial: { i_exc: 100 },
      },
    },
    projections: [
      {
        from: "S",
        to: "N",
        receptor: "excitatory",
        connector: { kind: "all-to-all" as const },
        weight: 10,
        delay: "1 ms",
      },
    ],
    record: [
      { population: "N", variables: ["i_exc", "wait"], from: "2 ms" },
      { population: "S", variables: ["spikes"] },
    ],
  };
  const { losses } = writtenScript(network);
  expect(losses.map(({ code, place }) => `${code} ${place}`)).toEqual([
    "drawn-anew populations.S",
    "initial-value populations.N.initial.i_exc",
    // The defaults are rounded from exact exponentials, which the chip's own differ from.
    "constant populations.N.parameters.decay_exc",
    "constant populations.N.parameters.init_exc",
    "scale populations.N.parameters.shift_exc",
    "recording record[0]",
    "recording record[0]",
    "recording record[0]",
  ]);
});
