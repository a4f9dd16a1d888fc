import { clock } from "@spikeloom/backend-clock";
import type { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { type Column, createSession, type PynnSession } from "../../src/index.ts";
import { all, connect, faultOf, lists, neuronsOf, sourceOf, stack, start } from "./start.ts";

const leaky = { v_thresh: 1e6 } as const;

/** The value of a recorded variable of the first neuron at a time. */
function at(session: PynnSession, population: number, time: number, variable = "v"): number {
  const { values, neurons, start: from } = session.signal(population, variable);
  return values[Math.round((time - from) * 10) * neurons.length] as number;
}

describe("changes between runs take effect in the next step", () => {
  it("parameters, of some neurons and of all", async () => {
    const session = start();
    const neurons = neuronsOf(session, "IF_curr_exp", { ...leaky, i_offset: 0.5 }, 2);
    session.record(neurons, "v", all(2));
    await session.run(10);
    session.setParameters(neurons, { i_offset: 0 }, Uint32Array.of(0));
    await session.run(20);
    session.setParameters(neurons, { tau_m: 10 });
    await session.run(25);
    const reached = 10 * (1 - Math.exp(-10 / 20));
    expect(at(session, neurons, 10)).toBeCloseTo(-65 + reached, 9);
    expect(at(session, neurons, 20)).toBeCloseTo(-65 + reached * Math.exp(-0.5), 9);
    expect(at(session, neurons, 25)).toBeCloseTo(-65 + reached * Math.exp(-0.5 - 0.5), 9);
    const { values } = session.signal(neurons, "v");
    // With half the time constant and the same capacitance, the second one reaches half the potential.
    const before = 10 * (1 - Math.exp(-1));
    expect(values[2 * 250 + 1]).toBeCloseTo(-65 + 5 + (before - 5) * Math.exp(-0.5), 9);
    await session.close();
  });

  it("state, of some neurons and of all", async () => {
    const session = start();
    const neurons = neuronsOf(session, "IF_cond_exp", leaky, 2);
    session.record(neurons, "v", all(2));
    await session.run(10);
    session.setInitial(neurons, { v: -55 }, Uint32Array.of(1));
    session.setInitial(neurons, { gsyn_exc: 0.02 });
    await session.run(10.1);
    const { values } = session.signal(neurons, "v");
    expect(values[2 * 101 + 1]).toBeCloseTo(-55, 0);
    expect(values[2 * 101]).toBeGreaterThan(-65 + 0.1);
    // PyNN's backends start there after a reset.
    await session.reset();
    await session.run(1);
    expect([...session.signal(neurons, "v").values.subarray(0, 2)]).toEqual([-65, -55]);
    await session.close();
  });

  it("weights and delays of static connections, while spikes in transit keep theirs", async () => {
    const session = start();
    const source = sourceOf(session, [1, 11, 21]);
    const target = neuronsOf(session, "IF_cond_exp", leaky);
    const projection = connect(session, [source, target], { weight: 0.01, delay: 2 });
    session.record(target, "gsyn_exc", all(1));
    const jump = (time: number): number =>
      at(session, target, time, "gsyn_exc") -
      at(session, target, time - 0.1, "gsyn_exc") * Math.exp(-0.1 / 5);
    await session.run(2);
    session.setConnections(projection, { weight: 0.04 });
    await session.run(12);
    session.setConnections(projection, { delay: 5 });
    await session.run(30);
    expect(await session.connections(projection, "weight")).toEqual(Float64Array.of(0.04));
    expect(await session.connections(projection, "delay")).toEqual(Float64Array.of(5));
    expect(jump(3)).toBeCloseTo(0.01, 9);
    expect(jump(13)).toBeCloseTo(0.04, 9);
    expect(jump(26)).toBeCloseTo(0.04, 9);
    await session.close();
  });

  // As in pyNN.nest, pyNN.neuron and pyNN.brian2.
  it.each([
    ["nest", [1, 1.1, 1.2, 1.3, 2.1], 2],
    ["neuron", [1.04, 1.05, 1.15, 1.26, 2.149], 2.04],
    ["brian2", [1, 1.1, 1.2, 1.3, 2.1], 2],
  ] as const)(
    "delays are rounded to those of the simulator: %s",
    async (convention, delays, set) => {
      const session = start({ convention });
      const ends = [sourceOf(session, [1]), neuronsOf(session, "IF_cond_exp")] as const;
      const pairs = Array.from({ length: 5 }, () => [0, 0] as const);
      const given = Float64Array.of(1.04, 1.05, 1.15, 1.26, 2.149);
      const projection = connect(session, ends, { weight: 0.01, delay: given }, { pairs });
      expect([...(await session.connections(projection, "delay"))]).toEqual(delays);
      session.setConnections(projection, { delay: 2.04 });
      expect([...(await session.connections(projection, "delay"))]).toEqual(Array(5).fill(set));
      session.setConnections(projection, { delay: 0.04 });
      if (convention !== "nest") return;
      const fault = await faultOf(() => session.run(1));
      expect(fault.got).toBe("0.04 ms");
    },
  );

  it("new populations, projections and recordings", async () => {
    const session = start();
    const first = neuronsOf(session, "IF_curr_exp", { ...leaky, i_offset: 0.5 });
    session.record(first, "v", all(1));
    await session.run(5);
    const source = sourceOf(session, [2, 8]);
    const second = neuronsOf(session, "IF_curr_exp", leaky);
    connect(session, [source, second], { weight: 1, delay: 1 });
    session.record(second, "v", all(1));
    session.record(source, "spikes", all(1));
    await session.run(20);
    expect(session.spikes(source).times).toEqual(Float64Array.of(8));
    const { start: from, values } = session.signal(second, "v");
    expect([from, values.length]).toEqual([5, 151]);
    expect(values.findIndex((v) => v > -65 + 1e-9)).toBe(91 - 50);
    expect(at(session, first, 20)).toBeCloseTo(-65 + 10 * (1 - Math.exp(-1)), 9);
    await session.close();
  });

  it("rates of sources", async () => {
    const session = start();
    const sources = neuronsOf(session, "SpikeSourcePoisson", { rate: 100 }, 200);
    session.record(sources, "spikes", all(200));
    await session.run(1000);
    session.setParameters(sources, { rate: 20 });
    await session.run(2000);
    const { times } = session.spikes(sources);
    const early = times.filter((time) => time <= 1000).length;
    // Means of 20000 and 4000: four standard deviations.
    expect(Math.abs(early - 20_000)).toBeLessThan(4 * Math.sqrt(20_000));
    expect(Math.abs(times.length - early - 4000)).toBeLessThan(4 * Math.sqrt(4000));
    await session.close();
  });
});

describe("plastic weights", () => {
  const stdp = {
    kind: "stdp",
    timing: "SpikePairRule",
    weight: "AdditiveWeightDependence",
    dendriticDelayFraction: 1,
  } as const;
  const pairs = [
    [2, 0],
    [0, 1],
    [1, 0],
    [2, 1],
    [0, 0],
  ] as const;

  function learning(session: PynnSession, weight: Column): { readonly plastic: number } {
    const pre = sourceOf(session, [5, 25, 45, 65], [10, 30, 50, 70], [15, 35, 55, 75]);
    const post = neuronsOf(session, "IF_curr_exp", { tau_refrac: 1 }, 2);
    const teacher = sourceOf(session, [7, 27, 47, 67]);
    connect(session, [teacher, post], { weight: 100, delay: 0.1 });
    const plastic = connect(
      session,
      [pre, post],
      { weight, delay: 1, w_max: 0.01 },
      { synapse: stdp, pairs },
    );
    return { plastic };
  }

  it("are read and set in the order of creation", async () => {
    const session = start();
    const given = Float64Array.of(0.001, 0.002, 0.003, 0.004, 0.005);
    const { plastic } = learning(session, given);
    expect(await session.connections(plastic, "weight")).toEqual(given);
    await session.run(4);
    (await session.connections(plastic, "weight")).forEach((weight, k) => {
      expect(weight).toBeCloseTo(given[k] as number, 15);
    });
    await session.run(40);
    const learned = await session.connections(plastic, "weight");
    // Only the first target fires; its sources have learned, those of the second have not.
    expect([1, 3].map((k) => learned[k])).toEqual([0.002, 0.004]);
    expect(learned[4]).toBeGreaterThan(0.005);
    expect(learned[0]).not.toBe(0.001);
    const other = Float64Array.of(0.005, 0.004, 0.003, 0.002, 0.001);
    session.setConnections(plastic, { weight: other });
    (await session.connections(plastic, "weight")).forEach((weight, k) => {
      expect(weight).toBeCloseTo(other[k] as number, 15);
    });
    await session.close();
  });

  it("stay learned when something else is changed, and are reset to the given ones", async () => {
    const session = start();
    const { plastic } = learning(session, 0.005);
    await session.run(40);
    const learned = await session.connections(plastic, "weight");
    neuronsOf(session, "IF_curr_exp");
    await session.run(40.1);
    expect(await session.connections(plastic, "weight")).toEqual(learned);
    await session.reset();
    expect(await session.connections(plastic, "weight")).toEqual(new Float64Array(5).fill(0.005));
    await session.run(40);
    expect(await session.connections(plastic, "weight")).toEqual(learned);
    await session.close();
  });

  it("accept new parameters of the rule during a run", async () => {
    const session = start();
    const { plastic } = learning(session, 0.005);
    await session.run(40);
    const learned = await session.connections(plastic, "weight");
    session.setConnections(plastic, { A_plus: 0, A_minus: 0 });
    await session.run(80);
    expect(await session.connections(plastic, "weight")).toEqual(learned);
    expect(await session.connections(plastic, "A_plus")).toEqual(new Float64Array(5));
    await session.close();
  });
});

it("refuses calls while it runs, after its end, and unknown names", async () => {
  const session = start();
  const neuron = neuronsOf(session, "IF_curr_exp");
  const running = session.run(100);
  expect((await faultOf(() => session.spikes(neuron))).code).toBe("SL_SESSION_TURN");
  await running;
  const faults = [
    () => session.setParameters(neuron, { tau: 1 }),
    () => session.setParameters(7, {}),
    () => session.record(neuron, "gsyn_exc", all(1)),
    () => neuronsOf(session, "IF_curr_gamma"),
  ];
  for (const fault of faults) expect((await faultOf(fault)).code).toBe("SL_SESSION_NAME");
  const values = [
    () => session.setParameters(neuron, { tau_m: lists([1]) }),
    () => session.setParameters(neuron, { tau_m: Float64Array.of(1, 2) }),
    () => session.setParameters(neuron, { tau_m: Number.NaN }),
    () => session.record(neuron, "v", Uint32Array.of(1)),
    () => session.record(neuron, "v", all(1), 0.25),
    () => session.run(99),
    () => start({ timestep: 0.1, minDelay: 0.05 }),
    () => connect(session, [neuron, neuron], {}, { pairs: [[0, 1]] }),
  ];
  for (const fault of values) expect((await faultOf(fault)).code).toBe("SL_SESSION_VALUE");
  await session.close();
  expect((await faultOf(() => session.run(200))).code).toBe("SL_SESSION_TURN");
});

it("ends early on a signal and continues from there", async () => {
  const session = start();
  const neuron = neuronsOf(session, "IF_curr_exp", { i_offset: 1 });
  session.record(neuron, "spikes", all(1));
  const stop = new AbortController();
  const times: number[] = [];
  await session.run(100_000, {
    signal: stop.signal,
    onProgress(time) {
      times.push(time);
      if (time > 10) stop.abort();
    },
  });
  expect(session.time).toBe(times.at(-1));
  expect(session.time).toBeLessThan(100_000);
  const reached = session.time;
  await session.run(reached + 30);
  const { times: spikes } = session.spikes(neuron);
  const whole = start();
  const same = neuronsOf(whole, "IF_curr_exp", { i_offset: 1 });
  whole.record(same, "spikes", all(1));
  await whole.run(reached + 30);
  expect(spikes).toEqual(whole.spikes(same).times);
});

it("reports a failed run, and continues after a reset", async () => {
  const session = start();
  const source = neuronsOf(session, "SpikeSourcePoisson", { rate: 1e9, start: 5 });
  session.record(source, "spikes", all(1));
  expect((await faultOf(() => session.run(20))).code).toBe("SL_SPIKES_PER_STEP");
  expect((await faultOf(() => session.run(30))).code).toBe("SL_SESSION_TURN");
  await session.reset();
  session.setParameters(source, { rate: 100 });
  await session.run(100);
  expect(session.spikes(source).times.length).toBeGreaterThan(0);
  await session.close();
});

it("can be corrected if it could not be built", async () => {
  const session = start();
  // As in NEST the first spike is after one step.
  const source = sourceOf(session, [0, 5]);
  session.record(source, "spikes", all(1));
  expect((await faultOf(() => session.run(20))).code).toBe("SL_SPIKE_TIME");
  session.setParameters(source, { spike_times: lists([0.1, 5]) });
  await session.run(20);
  expect(session.spikes(source).times).toEqual(Float64Array.of(0.1, 5));
  await session.close();
});

/** A session of one neuron, with its number of open simulations. */
function counted(): { readonly session: PynnSession; readonly open: () => number } {
  const backend = clock();
  let open = 0;
  const session = createSession(
    { timestep: 0.1, workers: 1 },
    {
      stack,
      backend: {
        ...backend,
        async prepare(program, job) {
          const simulation = await backend.prepare(program, job);
          open++;
          const close = async (): Promise<void> => {
            open--;
            await simulation.close();
          };
          return Object.defineProperties({ close } as typeof simulation, {
            ...Object.getOwnPropertyDescriptors(simulation),
            close: { value: close },
          });
        },
      },
    },
  );
  neuronsOf(session, "IF_curr_exp");
  return { session, open: () => open };
}

it("stays closed if it is closed while it is being built", async () => {
  const { session, open } = counted();
  const run = faultOf(() => session.run(10));
  await session.close();
  expect((await run).code).toBe("SL_SESSION_TURN");
  expect(open()).toBe(0);
  expect((await faultOf(() => session.run(20))).code).toBe("SL_SESSION_TURN");
});

it("is closed after earlier calls, once for all callers", async () => {
  const { session, open } = counted();
  await session.run(1);
  const set = session.setInitial(0, { v: -60 });
  const first = session.close();
  expect((await faultOf(() => session.setInitial(0, { v: -61 }))).code).toBe("SL_SESSION_TURN");
  await session.close();
  expect(open()).toBe(0);
  await Promise.all([set, first]);
});

it("runs to the end if it is closed during a run", async () => {
  const { session, open } = counted();
  await session.run(1);
  let closing: Promise<void> | undefined;
  await session.run(2000, {
    onProgress: () => {
      closing ??= session.close();
    },
  });
  await closing;
  expect([session.time, open()]).toEqual([2000, 0]);
});

it("refuses a reset while it runs", async () => {
  const { session, open } = counted();
  let fault: Promise<SpikeLoomError> | undefined;
  await session.run(20_000, {
    onProgress: () => {
      fault ??= faultOf(() => session.reset());
    },
  });
  expect((await fault)?.message).toContain("reset was called while the session runs");
  expect(session.time).toBe(20_000);
  await session.close();
  expect(open()).toBe(0);
});

it("lets a changed rule act on future spikes, not on earlier ones", async () => {
  const weights = await Promise.all(
    [false, true].map(async (isRead) => {
      const session = start();
      const source = sourceOf(session, [10, 100]);
      const drive = sourceOf(session, [15, 20, 25]);
      const target = neuronsOf(session, "IF_curr_exp", { tau_refrac: 3, tau_syn_E: 0.5 });
      connect(session, [drive, target], { weight: 60, delay: 0.1 });
      const attributes = { weight: 0.1, delay: 1, A_plus: 0.01, A_minus: 0 };
      const parts = { timing: "SpikePairRule", weight: "AdditiveWeightDependence" };
      const synapse = { kind: "stdp", ...parts, dendriticDelayFraction: 1 } as const;
      const plastic = connect(session, [source, target], attributes, { synapse });
      await session.run(50);
      if (isRead) await session.connections(plastic, "weight");
      session.setConnections(plastic, { A_plus: 0 });
      await session.run(140);
      const [weight = 0] = await session.connections(plastic, "weight");
      await session.close();
      return weight;
    }),
  );
  expect(weights[0]).toBeGreaterThan(0.115);
  expect(weights[0]).toBe(weights[1]);
});
