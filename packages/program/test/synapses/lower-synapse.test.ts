import { evaluate, formatExpression } from "@spikeloom/equations";
import type { PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { lowerSynapse, type SynapseProgram } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { together as convention } from "../../../../tools/test/conventions.ts";

const head = { contract: 1, about: "For a test.", cite: ["doi:10.1000/182"] } as const;
const about = "for a test";

const pair: PlasticityRecord = {
  ...head,
  kind: "plasticity",
  name: "pair",
  weightUnit: "1",
  parameters: {
    tau: { default: "20 ms", about },
    a: { default: 0.1, about },
  },
  traces: { x: { of: "pre", decay: "tau" }, y: { of: "post", decay: "tau" } },
  state: {
    s: { initial: 0, unit: "1", about },
    r: { initial: 0, unit: "1", about },
  },
  on: {
    pre: { x: "x + 1", weight: "weight - a * y" },
    post: { y: "y + 1", weight: "weight + a * x" },
  },
};

const gate: SynapseRecord = {
  ...head,
  kind: "synapse",
  name: "gate",
  weightUnit: "1",
  parameters: { tau_s: { default: "5 ms", about } },
  state: { s: { initial: 1, unit: "1", about } },
  dynamics: { s: { derivative: "(1 - s) / tau_s", when: "event" } },
  on: { pre: { s: "0.5 * s" } },
  deliver: "weight * s",
};

interface Models {
  readonly plasticity?: Partial<PlasticityRecord>;
  readonly synapse?: Partial<SynapseRecord>;
  /** Parameters that each synapse has its own. */
  readonly own?: readonly string[];
  readonly values?: Readonly<Record<string, number>>;
  readonly carries?: "old" | "new";
}

function lower({ plasticity, synapse, own = [], values = {}, carries }: Models): SynapseProgram {
  const constants = new Map(
    Object.entries({ tau: 20, a: 0.1, tau_s: 5, ...values }).filter(
      ([name]) => !own.includes(name),
    ),
  );
  return lowerSynapse({
    plasticity: plasticity && { model: { ...pair, ...plasticity }, constants },
    synapse: synapse && { model: { ...gate, ...synapse }, constants },
    dt: 0.1,
    convention:
      carries === undefined
        ? convention
        : { ...convention, plasticity: { coincidence: "apart", dendritic: 1, carries } },
  });
}

const u = { u: { of: "post", variable: "v", unit: "1" } } as const;
const m = { m: { unit: "1", about } } as const;
const kept = { k: { value: "s + 1", unit: "1", about, constantOverStep: true } } as const;
const on = (more: PlasticityRecord["on"]): PlasticityRecord["on"] => ({ ...pair.on, ...more });
const event = (derivative: string) => ({ s: { derivative, when: "event" } }) as const;

const refused: readonly (readonly [what: string, models: Models, place: string])[] = [
  ["a time constant of 0", { plasticity: {}, values: { tau: 0 } }, "traces.x.decay"],
  ["a time constant below 0", { plasticity: {}, values: { tau: -3 } }, "traces.x.decay"],
  ["a time constant without end", { plasticity: {}, values: { tau: Infinity } }, "traces.x.decay"],
  [
    "a time constant that is not a number",
    { plasticity: {}, values: { tau: NaN } },
    "traces.x.decay",
  ],
  ["a time constant of each synapse", { plasticity: {}, own: ["tau"] }, "traces.x.decay"],
  [
    "a filter without time",
    {
      plasticity: {
        reads: u,
        traces: { f: { of: "post", decay: "0*tau", input: "u" } },
        on: { pre: { s: "f" } },
      },
    },
    "traces.f.decay",
  ],
  [
    "a filter of per-synapse values",
    {
      plasticity: {
        reads: u,
        on: { pre: { s: "f" } },
        traces: { f: { of: "post", decay: "tau", input: "a * u" } },
      },
      own: ["a"],
    },
    "traces.f.input",
  ],
  [
    "a coefficient that is not finite",
    { plasticity: { dynamics: event("-s / (0*tau)") } },
    "dynamics.s",
  ],
  ["what is not linear", { plasticity: { dynamics: event("-s**2 / tau") } }, "dynamics.s"],
  ["a motion by a trace", { plasticity: { dynamics: event("(x - s) / tau") } }, "dynamics.s"],
  [
    "a motion by a third factor",
    { plasticity: { modulators: m, dynamics: event("-s * m / tau") } },
    "dynamics.s",
  ],
  [
    "a motion by a variable of the target",
    { plasticity: { reads: u, dynamics: event("(u - s) / tau") } },
    "dynamics.s",
  ],
  [
    "a motion by a kept part",
    { plasticity: { expressions: kept, dynamics: event("-k / tau") } },
    "dynamics.s",
  ],
  [
    "dynamics that read step-by-step variables",
    {
      plasticity: {
        dynamics: { ...event("(r - s) / tau"), r: { derivative: "-r**2 / tau", when: "step" } },
      },
    },
    "dynamics.s",
  ],
  [
    "a step by a kept part",
    {
      plasticity: { expressions: kept, dynamics: { s: { derivative: "-k / tau", when: "step" } } },
    },
    "dynamics",
  ],
  [
    "variables that drive each other by per-synapse values",
    {
      plasticity: {
        traces: {},
        on: { pre: { s: "s + 1" } },
        dynamics: { ...event("(r - s) / tau"), r: { derivative: "(s - r) / tau", when: "event" } },
      },
      own: ["tau"],
    },
    "dynamics.s",
  ],
  [
    "a trace incremented by per-synapse values",
    { plasticity: { on: on({ pre: { x: "x + a" } }) }, own: ["a"] },
    "on.pre.x",
  ],
  ["a target's index", { plasticity: { on: on({ pre: { weight: "weight + j" } }) } }, "on.pre"],
  [
    "steps instead of time",
    { plasticity: { on: on({ post: { s: "t_in_timesteps" } }) } },
    "on.post",
  ],
  ["an index in a named event", { plasticity: { on: on({ tick: { s: "i" } }) } }, "on.tick"],
  [
    "a coupling to an index",
    { synapse: { coupling: [{ into: "c", value: "i * s", unit: "1" }] } },
    "coupling",
  ],
  [
    "a state of a source that is drawn",
    { synapse: { per: "source", on: { pre: { s: "rand()" } } } },
    "on.pre.s",
  ],
  [
    "a parameter of each synapse for a state of its source",
    { synapse: { per: "source" }, own: ["tau_s"] },
    "tau_s",
  ],
  [
    "two models that set the weight at one event",
    { plasticity: {}, synapse: { on: { pre: { weight: "0.9 * weight" } } } },
    "on",
  ],
  [
    "bounds of structure that differ between synapses",
    {
      plasticity: {
        structure: { every: "10 * tau", remove: "weight < 0.1" },
        traces: {},
        on: { pre: { s: "1" } },
      },
      own: ["tau"],
    },
    "structure.every",
  ],
];

describe("the synapses of a projection", () => {
  it.each(refused)("refuse %s", (_, models, place) => {
    let thrown: unknown;
    try {
      lower(models);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "SL_NOT_COMPILED" });
    expect((thrown as { place: string }).place.endsWith(place), String(thrown)).toBe(true);
  });

  it("inline named parts into increments of a common variable", () => {
    const expressions = {
      k: { value: "0.5 * s", unit: "1", about, constantOverStep: true },
    } as const;
    const { raise } = lower({
      synapse: { per: "source", expressions, on: { pre: { s: "s - k" } } },
    });
    expect(raise.source.map(([name, value]) => [name, formatExpression(value)])).toEqual([
      ["s", "s - 0.5 * s"],
    ]);
  });

  it.each([
    ["a pair rule", {}, true],
    [
      "a third factor at spikes of the target",
      { modulators: m, on: on({ post: { s: "m" } }) },
      false,
    ],
    [
      "a third factor at spikes of the source",
      { modulators: m, on: on({ pre: { s: "m" } }) },
      true,
    ],
    ["a variable at spikes of the target", { reads: u, on: on({ post: { s: "u" } }) }, false],
    ["a state that moves from event to event", { dynamics: event("-s / tau") }, true],
    [
      "a state that moves at each step",
      { dynamics: { s: { derivative: "-s / tau", when: "step" } } },
      false,
    ],
    ["a draw at spikes of the target", { on: on({ post: { s: "rand()" } }) }, true],
    ["time at spikes of the target", { on: on({ post: { s: "t / tau" } }) }, true],
  ] as const)("with %s let spikes of the target wait or not", (_, plasticity, possible) => {
    expect(lower({ plasticity }).lazy.possible).toBe(possible);
  });

  it("deliver the weight from before a spike, or the one that it leaves", () => {
    const bounds = { weight: { min: "0", max: "1" } };
    for (const carries of ["old", "new"] as const) {
      const { deliver, pre } = lower({ plasticity: { bounds }, synapse: {}, carries });
      const text = deliver && formatExpression(deliver);
      expect(text).toBe(carries === "old" ? "weight * s" : "weight.new * s");
      const [fresh] = pre.lets;
      const value =
        carries === "old" ? pre.sets.find(([name]) => name === "weight")?.[1] : undefined;
      const change = value ?? (fresh !== undefined && "value" in fresh ? fresh.value : undefined);
      const at = (weight: number, y: number): number => {
        const values = new Map(Object.entries({ weight, y }));
        return change ? evaluate(change, { scope: (text) => values.get(text) }) : Number.NaN;
      };
      expect([at(0.5, 1), at(0.05, 1), at(1.5, 1)]).toEqual([0.4, 0, 1]);
    }
  });

  it("keep both models' variables of one name apart", () => {
    const { synapse, origins } = lower({
      plasticity: { on: on({ pre: { s: "s + 1" } }) },
      synapse: {},
    });
    expect(synapse).toEqual(["weight", "s", "plasticity.s", "r"]);
    expect(origins.get("plasticity.s")).toEqual({ kind: "plasticity", own: "s" });
  });

  it("draw once per event for stored values, in the order in which they are read", () => {
    const expressions = {
      k: { value: "rand() + s", unit: "1", about, constantOverStep: true },
    } as const;
    const { pre } = lower({
      plasticity: {
        expressions,
        on: on({ pre: { s: "k", r: "k + randn()", weight: "weight * k" } }),
      },
    });
    const drawn = pre.lets.map((one) => ("draw" in one ? one.draw : one.name));
    expect(drawn).toEqual(["rand", "k", "randn"]);
    const read = pre.sets.map(([name, value]) => `${name} = ${formatExpression(value)}`);
    expect(read).toEqual(["s = k", "r = k + draw:pre:1", "weight = weight * k"]);
  });
});
