import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { run, type Simulated, simulate } from "../src/index.ts";
import { counters, plasticBackend, stack } from "./plastic-backend.ts";

const backend = plasticBackend();

async function start(
  options: Partial<Parameters<typeof simulate>[1]> = {},
  network = counters(),
): Promise<Simulated> {
  return await simulate(network, { stack, backend, ...options });
}

async function faultOf(attempt: () => unknown): Promise<SpikeLoomError> {
  try {
    await attempt();
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault;
    throw fault;
  }
  throw new Error("nothing failed");
}

/** A network whose synapses have a rule with state, a third factor and an event. */
const ruled = counters({
  populations: { ...counters().populations, S: { model: "sender", size: 4 } },
  models: {
    rule: {
      kind: "plasticity",
      contract: 1,
      name: "rule",
      about: "Has one of each.",
      parameters: { tau: { default: "20 ms", about: "decay" } },
      state: { c: { initial: 0, unit: "1", about: "eligibility" } },
      dynamics: { c: { derivative: "-c / tau", when: "event" } },
      modulators: { dopamine: { unit: "mV", about: "third factor" } },
      on: { pre: { c: "c + 1" }, reward: { c: "0" } },
    },
  },
  projections: (counters().projections ?? []).map((one) => ({ ...one, plasticity: "rule" })),
});
const able = (options: Parameters<typeof plasticBackend>[0] = {}): typeof backend => {
  const plastic = plasticBackend(options);
  return {
    ...plastic,
    provides: [
      ...plastic.provides,
      "plasticity",
      "per-synapse-state",
      "modulators",
      "synapse-events",
    ],
  };
};

describe("a network that is simulated step by step", () => {
  it("yields in pieces the results of one run", async () => {
    const whole = await run(counters(), { stack, backend });
    const sim = await start();
    const steps: number[] = [];
    for (const piece of ["0.1 ms", "2.4 ms", "0.0025 s", "5 ms"]) {
      await sim.advance(piece);
      steps.push(...sim.spikes("A").steps);
    }
    expect([sim.time, sim.step]).toEqual([10, 100]);
    expect(steps).toEqual([...(whole.recordings[0]?.spikes?.steps ?? [])]);
    const result = await sim.result();
    expect(result.recordings).toEqual(whole.recordings);
    expect([result.spikeHash, result.duration, result.interrupted]).toEqual([
      whole.spikeHash,
      10,
      false,
    ]);
    await sim.close();
  });

  it("returns the spikes since the last call, also of populations that are not recorded", async () => {
    const sim = await start({}, counters({ record: [] }));
    await sim.advance("5 ms");
    const first = sim.spikes("B");
    expect(first.steps.length).toBeGreaterThan(0);
    expect(Math.max(...first.times)).toBeLessThanOrEqual(5);
    expect(sim.spikes("B").steps).toHaveLength(0);
    await sim.advance("5 ms");
    expect(Math.min(...sim.spikes("B").times)).toBeGreaterThan(5);
  });

  it("takes snapshots of synapses at their times", async () => {
    const recordSynapses = [{ projection: "A->B", every: "3 ms" }];
    const sim = await start({}, counters({ recordSynapses }));
    for (let k = 0; k < 5; k++) await sim.advance("2 ms");
    const [recording] = (await sim.result()).synapseRecordings;
    expect(recording?.sets[0]?.snapshots.get("weight")?.times).toEqual(Float64Array.of(0, 3, 6, 9));
  });

  it("keeps only recent spikes if requested", async () => {
    const sim = await start({ keep: false });
    await sim.advance("10 ms");
    expect((await sim.result()).recordings).toEqual([]);
    expect(sim.spikes("A").steps.length).toBeGreaterThan(0);
  });

  it("counts kept recordings against its memory limit", async () => {
    const large: typeof backend = {
      ...backend,
      estimate: (job, _, asked) => ({
        ...plainEstimate(job),
        bytes: asked.holdsRecords === true ? 2 ** 30 : 2 ** 10,
      }),
    };
    const memory = 2 ** 20;
    const fault = await faultOf(() => start({ backend: large, memory }));
    expect(fault.code).toBe("SL_MEMORY");
    const sim = await start({ backend: large, memory, keep: false });
    await sim.close();
  });

  it("stops at a signal, after a whole step", async () => {
    const controller = new AbortController();
    const sim = await start();
    const { signal } = controller;
    await sim.advance("1 s", { signal, onProgress: () => controller.abort() });
    expect(sim.step).toBeGreaterThan(0);
    expect(sim.step).toBeLessThan(10_000);
    await sim.advance("0.1 ms");
  });
});

describe("values between steps", () => {
  it("are converted to and from their units", async () => {
    const told: unknown[] = [];
    const sim = await start({ backend: able({ told }) }, ruled);
    const weights = await sim.weights("A->B");
    // Internally currents are in pA; the receptor says nA.
    expect([weights.unit, ...weights.values]).toEqual(["nA", 1, 1, 1, 1, 1, 1]);
    expect([...weights.sources]).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...weights.delays]).toEqual([1.5, 1.5, 1.5, 1.5, 1.5, 1.5]);
    await sim.setWeights("A->B", "500 pA");
    expect(new Set((await sim.weights("A->B")).values)).toEqual(new Set([0.5]));
    await sim.setWeights("A->B", { values: [1, 2, 3, 4, 5, 6], unit: "pA" });
    await sim.setSynapses("A->B", "c", 0.25);
    await sim.setState("A", "v", ["1 mV", "2 mV", "0.003 V"]);
    expect((await sim.state("A", "v")).unit).toBe("mV");
    await sim.setState("B", "v", await sim.state("B", "v"));
    await sim.setInput("B", "0.2 nA");
    await sim.setInput("A", { values: Float64Array.of(1, 2, 3), unit: "nA" }, { input: "i_inj" });
    await sim.sendSpikes("S", [3, 0, 3]);
    await sim.setModulator("A->B", "dopamine", "1 V");
    await sim.setModulator("A->B", "dopamine", 0);
    await sim.trigger("A->B", "reward");
    expect(told).toEqual([
      ["setSynapseState", "A->B", "weight", [500, 500, 500, 500, 500, 500]],
      ["setSynapseState", "A->B", "weight", [1, 2, 3, 4, 5, 6]],
      ["setSynapseState", "A->B", "c", [0.25, 0.25, 0.25, 0.25, 0.25, 0.25]],
      ["setState", "A", "v", [1, 2, 3]],
      ["setState", "B", "v", expect.any(Array)],
      ["setInput", "B", "i_inj", [200, 200]],
      ["setInput", "A", "i_inj", [1000, 2000, 3000]],
      ["sendSpikes", "S", [0, 3, 3]],
      ["setModulator", "A->B", "dopamine", 1000],
      ["setModulator", "A->B", "dopamine", 0],
      ["trigger", "A->B", "reward"],
    ]);
  });

  it("are those of the call, even if its array is modified before the call is executed", async () => {
    const told: unknown[] = [];
    const sim = await start({ backend: able({ told }) }, ruled);
    const values = new Float64Array(6);
    const [three, senders] = [new Float64Array(3), [0]];
    const calls: Promise<void>[] = [];
    for (const k of [1, 2]) {
      values.fill(k);
      three.fill(k);
      senders[0] = k;
      calls.push(sim.setWeights("A->B", { values, unit: "pA" }));
      calls.push(sim.setState("A", "v", { values: three, unit: "mV" }));
      calls.push(sim.setInput("A", { values: three, unit: "pA" }));
      calls.push(sim.sendSpikes("S", senders));
    }
    values.fill(NaN);
    three.fill(NaN);
    senders[0] = NaN;
    await Promise.all(calls);
    expect(told).toEqual(
      [1, 2].flatMap((k) => [
        ["setSynapseState", "A->B", "weight", Array(6).fill(k)],
        ["setState", "A", "v", [k, k, k]],
        ["setInput", "A", "i_inj", [k, k, k]],
        ["sendSpikes", "S", [k]],
      ]),
    );
  });

  it("are refused with code and nearest name", async () => {
    const sim = await start({ backend: able() }, ruled);
    const attempts: readonly (readonly [code: string, next: string, attempt: () => unknown])[] = [
      ["SL_STEPPING_NAME", 'Did you mean "A->B"?', () => sim.weights("A-B")],
      ["SL_STEPPING_NAME", 'Did you mean "weight"?', () => sim.synapses("A->B", "wieght")],
      [
        "SL_STEPPING_NAME",
        'Did you mean "dopamine"?',
        () => sim.setModulator("A->B", "dopamin", 1),
      ],
      ["SL_STEPPING_NAME", 'Did you mean "reward"?', () => sim.trigger("A->B", "rewards")],
      ["SL_STEPPING_NAME", "Use an existing name.", () => sim.state("Zebra", "v")],
      [
        "SL_STEPPING_NAME",
        'Did you mean "i_inj"?',
        () => sim.setInput("A", "1 nA", { input: "i_in" }),
      ],
      ["SL_STEPPING_NAME", "Use an existing name.", () => sim.spikes("Zebra")],
      ["SL_VALUE_LENGTH", "", () => sim.setWeights("A->B", { values: [1, 2], unit: "nA" })],
      ["SL_VALUE_LENGTH", "", () => sim.setState("A", "v", ["1 mV"])],
      [
        "SL_VALUE_NUMBER",
        "",
        () => sim.setWeights("A->B", { values: Array(6).fill(NaN), unit: "nA" }),
      ],
      ["SL_VALUE_NUMBER", "", () => sim.setModulator("A->B", "dopamine", NaN)],
      ["SL_VALUE_DIMENSION", "", () => sim.setState("A", "v", "1 nA")],
      ["SL_VALUE_DIMENSION", "", () => sim.setWeights("A->B", 3)],
      ["SL_STEPPING_VALUE", "", () => sim.setState("A", "v", "inf mV")],
      [
        "SL_STEPPING_VALUE",
        'Pass { values, unit: "mV" }, as `state` and `weights` return it.',
        () => sim.setState("A", "v", Float64Array.of(1, 2, 3) as never),
      ],
      [
        "SL_STEPPING_VALUE",
        "",
        () => sim.setState("A", "v", { draw: "uniform", low: "0 mV", high: "1 mV" } as never),
      ],
      ["SL_STEPPING_VALUE", "", () => sim.sendSpikes("S", [4])],
      ["SL_STEPPING_VALUE", "", () => sim.sendSpikes("S", [0.5])],
      [
        "SL_STEPPING_VALUE",
        'Use a population of the model "spike-array" to send them.',
        () => sim.sendSpikes("A", [0]),
      ],
      ["SL_STEPPING_VALUE", "Send spikes, or set a variable.", () => sim.setInput("S", "1 nA")],
      ["SL_STEPPING_VALUE", 'Advance by "0.2 ms" or "0.3 ms".', () => sim.advance("0.25 ms")],
      ["SL_RUN_LENGTH", "", () => sim.advance("0 ms")],
      ["SL_TIME", "", () => sim.advance("-1 ms")],
      ["SL_VALUE_DIMENSION", "", () => sim.advance("1 mV")],
    ];
    for (const [code, next, attempt] of attempts) {
      const fault = await faultOf(attempt);
      expect([code, String(attempt)]).toEqual([fault.code, String(attempt)]);
      if (next !== "") expect(fault.next).toBe(next);
    }
  });

  it("are refused if an expression overwrites them", async () => {
    const [first] = ruled.projections ?? [];
    if (first === undefined) throw new Error("There is no projection.");
    const network = {
      ...ruled,
      projections: [{ ...first, modulators: { dopamine: { formula: "1*mV" } } }],
    };
    const sim = await start({ backend: able() }, network);
    const fault = await faultOf(() => sim.setModulator("A->B", "dopamine", "2 mV"));
    expect([fault.code, fault.place]).toEqual(["SL_STEPPING_VALUE", "setModulator"]);
    expect(fault.message).toContain("follows a formula");
  });

  it("are refused if the backend does not support them, and all calls during another one or after close", async () => {
    const weak = able({ without: ["setSynapseState", "setState", "trigger", "synapses", "save"] });
    const sim = await start({ backend: weak }, ruled);
    for (const attempt of [
      () => sim.setWeights("A->B", "1 nA"),
      () => sim.setState("A", "v", "1 mV"),
      () => sim.trigger("A->B", "reward"),
      () => sim.weights("A->B"),
    ]) {
      expect((await faultOf(attempt)).code).toBe("SL_STEPPING");
    }
    expect((await faultOf(() => sim.save())).code).toBe("SL_CHECKPOINT_BACKEND");
    const running = sim.advance("1 ms");
    expect((await faultOf(() => sim.state("A", "v"))).message).toContain("an earlier call");
    expect((await faultOf(() => sim.advance("1 ms"))).code).toBe("SL_STEPPING_TURN");
    await running;
    await sim.close();
    await sim.close();
    expect((await faultOf(() => sim.state("A", "v"))).message).toContain("closed");
    expect((await faultOf(() => sim.advance("1 ms"))).code).toBe("SL_STEPPING_TURN");
  });
});

describe("restore, continue and fork", () => {
  it("restores a saved state, here and elsewhere", async () => {
    const sim = await start();
    await sim.advance("3 ms");
    const saved = await sim.save();
    await sim.advance("4 ms");
    const [hash, v] = [(await sim.result()).spikeHash, await sim.state("A", "v")];
    await sim.restore(saved);
    expect([sim.time, sim.step]).toEqual([3, 30]);
    // Earlier recordings are discarded, so that nothing occurs twice.
    expect((await sim.result()).recordings[0]?.spikes?.steps.length).toBe(0);
    await sim.advance("4 ms");
    expect((await sim.result()).spikeHash).toBe(hash);
    expect(await sim.state("A", "v")).toEqual(v);
    const other = await start({ from: saved });
    await other.advance("4 ms");
    expect((await other.result()).spikeHash).toBe(hash);
    expect(
      Math.min(...((await other.result()).recordings[0]?.spikes?.steps ?? [])),
    ).toBeGreaterThan(30);
  });

  it("releases everything if it is closed during a restore", async () => {
    let open = 0;
    const counted: typeof backend = {
      ...backend,
      async prepare(program, job) {
        const simulation = await backend.prepare(program, job);
        open++;
        const close = async (): Promise<void> => void open--;
        return Object.assign(simulation, { close });
      },
    };
    const sim = await start({ backend: counted });
    const saved = await sim.save();
    const going = sim.restore(saved);
    await sim.close();
    expect(open).toBe(0);
    await going;
  });

  it("continues from a run, with the spikes that the run records", async () => {
    const network = counters({ record: [{ population: "B", variables: ["spikes"] }] });
    const written: Uint8Array[] = [];
    const checkpoint = { every: "1 s", write: (bytes: Uint8Array) => void written.push(bytes) };
    await run(network, { stack, backend, for: "3 ms", checkpoint });
    const sim = await start({ from: written[0] }, network);
    await sim.advance("7 ms");
    expect((await sim.result()).spikeHash).toBe((await run(network, { stack, backend })).spikeHash);
    expect(sim.spikes("B").steps.length).toBeGreaterThan(0);
    expect((await faultOf(() => sim.spikes("A"))).message).toContain("are not recorded in the run");
  });

  it("forks into two independent simulations", async () => {
    const sim = await start();
    await sim.advance("3 ms");
    const fork = await sim.fork();
    await fork.setWeights("A->B", "2 nA");
    expect((await sim.weights("A->B")).values[0]).toBeLessThan(1.9);
    await fork.advance("2 ms");
    expect([sim.time, fork.time]).toEqual([3, 5]);
    await fork.close();
    await sim.advance("2 ms");
    const plain = await start();
    await plain.advance("5 ms");
    expect((await sim.result()).spikeHash).toBe((await plain.result()).spikeHash);
  });

  it("forks without the sink, which receives the same steps again after a restore", async () => {
    const seen: number[] = [];
    const sink = {
      spikes: () => undefined,
      samples: ({ steps }: { readonly steps: Int32Array }) => void seen.push(...steps),
    };
    const sim = await start({ sink });
    await sim.advance("0.2 ms");
    const fork = await sim.fork();
    await fork.advance("0.2 ms");
    expect(seen).toEqual([1, 2]);
    const saved = await sim.save();
    await sim.advance("0.1 ms");
    await sim.restore(saved);
    await sim.advance("0.1 ms");
    expect(seen).toEqual([1, 2, 3, 3]);
  });

  it("keeps its state if the state to restore is refused", async () => {
    const sim = await start();
    await sim.advance("3 ms");
    const saved = await sim.save();
    const flipped = saved.slice();
    flipped[100] = (flipped[100] ?? 0) ^ 1;
    expect((await faultOf(() => sim.restore(flipped))).code).toBe("SL_CHECKPOINT_DAMAGED");
    const other = await start({ seed: 5 });
    expect((await faultOf(() => other.restore(saved))).code).toBe("SL_CHECKPOINT_NETWORK");
    expect(other.time).toBe(0);
    await sim.advance("1 ms");
    expect(sim.time).toBe(4);
  });
});
