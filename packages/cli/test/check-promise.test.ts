import { clock } from "@spikeloom/backend-clock";
import {
  defineBackend,
  type NetworkRecord,
  type NeuronRecord,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { checkRun, run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../tools/test/draws.ts";
import { defaultStack } from "../src/default-stack.ts";
import { chooser, drawnNetwork } from "./drawn-networks.ts";

const stack = defaultStack;
const backend = clock();
const neurons = stack.list("neuron");
const rules = [
  undefined,
  ...stack.list("synapse").map((one) => ({ field: "synapse", model: one })),
  ...stack.list("plasticity").map((one) => ({ field: "plasticity", model: one })),
];

/** A population that projects onto itself by a rule, with its first receptor. */
function pairOf(neuron: NeuronRecord, rule: (typeof rules)[number], dt?: string): NetworkRecord {
  const [receptor] = Object.keys(neuron.receptors ?? {});
  const ofReceptor = receptor === undefined ? undefined : neuron.receptors?.[receptor]?.unit;
  const unit = rule?.model.weightUnit ?? ofReceptor ?? "1";
  return {
    format: "spikeloom-network",
    version: 1,
    ...(dt !== undefined && { dt }),
    populations: { A: { model: neuron.name, size: 2 } },
    projections: [
      {
        from: "A",
        to: "A",
        connector: { kind: "all-to-all" },
        weight: unit === "1" ? 0.5 : `0.5 ${unit}`,
        ...(receptor !== undefined && { receptor }),
        ...(rule && { [rule.field]: rule.model.name }),
      },
    ],
  };
}

async function codeOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SpikeLoomError);
    return (error as SpikeLoomError).code;
  }
}

/** A run of two steps starts exactly if the check finds nothing. */
async function expectSame(network: NetworkRecord, label: string): Promise<void> {
  const [error] = checkRun(network, { stack, backend });
  const started = await codeOf(() => run(network, { stack, backend, for: "2 ms" }));
  expect(started, label).toBe(error?.code);
}

/** Return what ends a run before its first step; errors during its steps are not predictable. */
async function startOf(network: NetworkRecord): Promise<{ code?: string; text?: string }> {
  let isPrepared = false;
  const watched = defineBackend({
    name: backend.name,
    about: backend.about,
    provides: backend.provides,
    options: backend.options ?? {},
    check: (program, options, asked) => backend.check(program, options, asked),
    estimate: (program, options, wanted) => backend.estimate(program, options, wanted),
    async prepare(program, job) {
      const simulation = await backend.prepare(program, job);
      isPrepared = true;
      return simulation;
    },
  });
  try {
    await run(network, { stack, backend: watched, for: "1 ms", workers: 1, onDivergence: "warn" });
    return {};
  } catch (error) {
    if (isPrepared) return {};
    expect(error).toBeInstanceOf(SpikeLoomError);
    return { code: (error as SpikeLoomError).code, text: (error as SpikeLoomError).message };
  }
}

const pairs = neurons.flatMap((neuron) => rules.map((rule) => ({ neuron, rule })));

describe("a check", () => {
  it("passes exactly the networks that a run starts, for pairs of models", async () => {
    const count = draws({ ci: 24, long: pairs.length });
    const first = drawSeed % pairs.length;
    for (let k = 0; k < count; k++) {
      const at = (first + k * Math.floor(pairs.length / count)) % pairs.length;
      const { neuron, rule } = pairs[at] as (typeof pairs)[number];
      const label = `pair ${at}: ${neuron.name} with ${rule?.model.name ?? "no rule"}`;
      await expectSame(pairOf(neuron, rule, at % 2 === 0 ? "1 ms" : undefined), label);
    }
  });

  it("passes exactly the networks that a run starts, for random networks", async () => {
    const count = draws({ ci: 100, long: 20_000 });
    let sound = 0;
    for (let k = 0; k < count; k++) {
      const network = drawnNetwork(chooser(drawSeed + k), stack);
      const errors = checkRun(network, { stack, backend });
      const started = await startOf(network);
      const label = `FAST_CHECK_SEED=${drawSeed + k}: ${JSON.stringify(network)}\n${started.text}`;
      expect(started.code, label).toBe(errors[0]?.code);
      if (errors.length === 0) sound++;
    }
    expect(sound / count).toBeGreaterThan(0.1);
  });

  it("refuses synapses that couple into an input that the target lacks", () => {
    const lif = neurons.find(({ name }) => name === "lif") as NeuronRecord;
    const found = rules
      .filter((rule) => rule?.field === "synapse")
      .flatMap((rule) =>
        checkRun(pairOf(lif, rule), { stack, backend }).map(({ code, place }) => ({
          code,
          place,
        })),
      );
    const coupled = found.filter(({ place }) => place?.endsWith("coupling[0].into"));
    expect(coupled.length).toBeGreaterThan(10);
    expect(new Set(coupled.map(({ code }) => code))).toEqual(new Set(["SL_UNKNOWN_NAME"]));
  });

  it("refuses a model that is defined for another step", () => {
    const pinned = neurons.find(({ integrator }) => integrator?.dt !== undefined) as NeuronRecord;
    const [error] = checkRun(pairOf(pinned, undefined), { stack, backend });
    expect(error).toMatchObject({ code: "SL_PINNED_STEP", place: "populations.A" });
  });

  it("accepts names that every object inherits", async () => {
    const names = ["constructor", "toString", "valueOf", "hasOwnProperty"];
    const parameter = { default: "10 ms", about: "time" };
    const state = { initial: 0, unit: "1", about: "value" };
    const own: NeuronRecord = {
      kind: "neuron",
      contract: 1,
      name: "own",
      about: "A neuron with unusual names.",
      parameters: Object.fromEntries(names.map((name) => [name, parameter])),
      state: { isPrototypeOf: state, x: state },
      expressions: { toLocaleString: { value: "-x", unit: "1", about: "value" } },
      dynamics: {
        x: "(1 + toLocaleString) / constructor",
        isPrototypeOf: "-isPrototypeOf / toString",
      },
      spike: { when: "x > 2 * isPrototypeOf + 5", reset: { x: "0" } },
    };
    const network: NetworkRecord = {
      format: "spikeloom-network",
      version: 1,
      models: { own },
      populations: { A: { model: "own", size: 2 } },
      record: [{ population: "A", variables: ["x", "toLocaleString"] }],
    };
    expect(checkRun(network, { stack, backend })).toEqual([]);
    const result = await run(network, { stack, backend, for: "1 ms" });
    expect(result.steps).toBe(10);
  });
});
