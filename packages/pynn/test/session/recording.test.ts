import { describe, expect, it } from "vitest";
import { all, connect, faultOf, lists, neuronsOf, sourceOf, start } from "./start.ts";

/** A leaky membrane without threshold in reach: v = -65 + 20 i (1 - exp(-t / 20)) mV. */
const leaky = { v_thresh: 1e6 } as const;
const membrane = (current: number, time: number): number =>
  -65 + 20 * current * (1 - Math.exp(-time / 20));

describe("signals", () => {
  it("start with the initial value at time 0 and continue through runs", async () => {
    const session = start();
    const neurons = neuronsOf(
      session,
      "IF_curr_exp",
      { ...leaky, i_offset: Float64Array.of(0.1, 0.2) },
      2,
    );
    session.setInitial(neurons, { v: Float64Array.of(-65, -60) });
    session.record(neurons, "v", all(2));
    await session.run(1);
    await session.run(3.5);
    const { values, start: from, interval, neurons: whose } = session.signal(neurons, "v");
    expect([from, interval, ...whose]).toEqual([0, 0.1, 0, 1]);
    expect(values).toHaveLength(2 * 36);
    expect([...values.subarray(0, 2)]).toEqual([-65, -60]);
    expect(values[2 * 35]).toBeCloseTo(membrane(0.1, 3.5), 10);
    expect(values[2 * 35 + 1]).toBeCloseTo(membrane(0.2, 3.5) + 5 * Math.exp(-3.5 / 20), 10);
    await session.close();
  });

  it("have T / interval + 1 rows", async () => {
    const session = start();
    const neurons = neuronsOf(session, "IF_cond_exp", {}, 3);
    session.record(neurons, "v", all(3), 1);
    session.record(neurons, "gsyn_inh", Uint32Array.of(2), 0.5);
    await session.run(10);
    expect(session.signal(neurons, "v").values).toHaveLength(3 * 11);
    const conductance = session.signal(neurons, "gsyn_inh");
    expect([conductance.values.length, conductance.interval]).toEqual([21, 0.5]);
    await session.close();
  });

  it("keep their last row when they are cleared", async () => {
    const session = start();
    const neuron = neuronsOf(session, "IF_curr_exp", { ...leaky, i_offset: 0.5 });
    session.record(neuron, "v", all(1), 0.5);
    await session.run(5);
    session.clear(neuron);
    const left = session.signal(neuron, "v");
    expect([left.start, left.values.length]).toEqual([5, 1]);
    await session.run(6);
    const { start: from, values } = session.signal(neuron, "v");
    expect([from, values.length]).toEqual([5, 3]);
    expect(values[0]).toBeCloseTo(membrane(0.5, 5), 10);
    expect(values[2]).toBeCloseTo(membrane(0.5, 6), 10);
    await session.close();
  });

  it("of neurons added later are NaN until then, and continue for the others", async () => {
    const session = start();
    const neurons = neuronsOf(session, "IF_curr_exp", { ...leaky, i_offset: 0.5 }, 2);
    session.record(neurons, "v", Uint32Array.of(1), 1);
    await session.run(2);
    session.record(neurons, "v", all(2), 1);
    await session.run(3);
    const { values } = session.signal(neurons, "v");
    expect(values).toHaveLength(2 * 4);
    expect([0, 2, 4].map((k) => values[k])).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    for (const k of [1, 3, 5, 6, 7]) {
      expect(values[k]).toBeCloseTo(membrane(0.5, Math.floor(k / 2)), 10);
    }
    session.record(neurons, "v", Uint32Array.of());
    expect((await faultOf(() => session.signal(neurons, "v"))).code).toBe("SL_SESSION_NAME");
    await session.close();
  });

  it("start in the middle of a run if they are requested there", async () => {
    const session = start();
    const neuron = neuronsOf(session, "IF_curr_exp", { ...leaky, i_offset: 0.5 });
    await session.run(2);
    session.record(neuron, "v", all(1));
    await session.run(2.5);
    const { start: from, values } = session.signal(neuron, "v");
    expect([from, values.length]).toEqual([2, 6]);
    expect(values[0]).toBeCloseTo(membrane(0.5, 2), 10);
    expect(values[5]).toBeCloseTo(membrane(0.5, 2.5), 10);
    await session.close();
  });

  it("have a row for the current time under brian2's rules, too, and none twice", async () => {
    const session = start({ convention: "brian2" });
    const neuron = neuronsOf(session, "IF_curr_exp", { ...leaky, i_offset: 0.5 });
    session.record(neuron, "v", all(1));
    for (const until of [0.1, 0.3, 1]) {
      await session.run(until);
      expect(session.signal(neuron, "v").values).toHaveLength(Math.round(10 * until) + 1);
    }
    session.signal(neuron, "v").values.forEach((v, k) => {
      expect(v).toBeCloseTo(membrane(0.5, k / 10), 10);
    });
    session.clear(neuron);
    await session.run(2);
    expect(session.signal(neuron, "v")).toMatchObject({ start: 1 });
    expect(session.signal(neuron, "v").values).toHaveLength(11);
    await session.close();
  });

  it("contain a model's computed values from the first row on", async () => {
    const session = start();
    const parameters = { v_t_star: -40, lambda0: 0, a_gamma: lists([1, 2, 3]) };
    const neuron = neuronsOf(session, "GIF_cond_exp", parameters);
    session.record(neuron, "v_t", all(1));
    session.record(neuron, "i_eta", all(1));
    await session.run(0.2);
    expect([...session.signal(neuron, "v_t").values]).toEqual([-40, -40, -40]);
    expect([...session.signal(neuron, "i_eta").values]).toEqual([0, 0, 0]);
    await session.close();
  });
});

describe("spikes", () => {
  it("are those of the selected neurons since the last clear", async () => {
    const session = start();
    const source = sourceOf(session, [1, 12], [5, 17], [6, 15]);
    session.record(source, "spikes", Uint32Array.of(0, 2));
    await session.run(10);
    expect(session.spikes(source)).toEqual({
      neurons: Uint32Array.of(0, 2),
      times: Float64Array.of(1, 6),
    });
    session.clear(source);
    await session.run(20);
    expect(session.spikes(source)).toEqual({
      neurons: Uint32Array.of(0, 2),
      times: Float64Array.of(12, 15),
    });
    await session.close();
  });

  // As pyNN.nest with NEST 3.10 (on_grid, off_grid), pyNN.neuron with NEURON 8.2 and pyNN.brian2 with Brian2 2.9
  // record them, and let potentials move with a delay of 1 ms.
  it.each([
    ["nest", false, [0.1, 10.1, 12.4], 1.2],
    ["nest", true, [0.02, 10.02, 12.38], 1.2],
    ["neuron", false, [0.12, 10.02, 12.38], 1.2],
    ["brian2", false, [0, 10, 12.3], 1.2],
    ["brian2", true, [0, 10, 12.3], 1.2],
  ] as const)("of sources off the grid: %s, %s", async (convention, recordGiven, times, moves) => {
    const session = start({ convention, recordGiven });
    // A spike at 0.02 ms would be one at 0 ms in NEURON, which is before the first step.
    const source = sourceOf(session, [convention === "neuron" ? 0.12 : 0.02, 10.02, 12.38]);
    const target = neuronsOf(session, "IF_curr_exp", leaky);
    connect(session, [source, target], { weight: 1, delay: 1 });
    session.record(source, "spikes", all(1));
    session.record(target, "v", all(1));
    await session.run(20);
    expect([...session.spikes(source).times]).toEqual(times);
    const { values } = session.signal(target, "v");
    expect(values.findIndex((v) => v > -65 + 1e-9)).toBe(Math.round(10 * moves));
    await session.close();
  });

  it("of sources follow new times from then on", async () => {
    const session = start();
    const source = sourceOf(session, [12, 15, 18]);
    const target = neuronsOf(session, "IF_curr_exp", leaky);
    connect(session, [source, target], { weight: 1, delay: 1 });
    session.record(source, "spikes", all(1));
    session.record(target, "v", all(1));
    await session.run(20);
    session.setParameters(source, { spike_times: lists([10, 22, 25]) });
    await session.run(30);
    session.setParameters(source, { spike_times: lists([30, 30.02, 39]) });
    await session.run(40);
    expect([...session.spikes(source).times]).toEqual([12, 15, 18, 22, 25, 30.1, 39]);
    const { values } = session.signal(target, "v");
    // dv/dt = -(v + 65) / 20 + i: one exponential of 5 ms after the other.
    const expected = (time: number): number =>
      [12, 15, 18, 22, 25, 30.1, 39].reduce((sum, at) => {
        const since = time - at - 1;
        return since <= 0
          ? sum
          : sum + (Math.exp(-since / 20) - Math.exp(-since / 5)) / (1 / 5 - 1 / 20);
      }, -65);
    expect(values[400]).toBeCloseTo(expected(40), 9);
    await session.close();
  });
});
