import { describe, expect, it } from "vitest";
import { all, faultOf, lists, neuronsOf, start } from "./start.ts";

const leaky = { v_thresh: 1e6 } as const;

/** Response of a leaky membrane to a current that holds for each step of 0.1 ms: dv/dt = -(v + 65) / 20 + i. */
function membrane(trace: Float64Array): Float64Array {
  const decay = Math.exp(-0.1 / 20);
  const v = new Float64Array(trace.length).fill(-65);
  for (let k = 1; k < v.length; k++) {
    v[k] = -65 + ((v[k - 1] as number) + 65) * decay + 20 * (trace[k - 1] as number) * (1 - decay);
  }
  return v;
}

function distance(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, one, k) => Math.max(most, Math.abs(one - (b[k] as number))), 0);
}

async function driven(kind: string, parameters: Parameters<typeof neuronsOf>[2], until = 50) {
  const session = start();
  const neuron = neuronsOf(session, "IF_curr_exp", leaky);
  const current = session.addCurrent({ kind, parameters: parameters ?? {} });
  session.inject(current, neuron, all(1));
  session.record(neuron, "v", all(1));
  await session.run(until);
  const [trace, { values }] = [session.currentTrace(current), session.signal(neuron, "v")];
  await session.close();
  return { trace, values };
}

describe("a current drives the step that starts with its sample", () => {
  it.each([
    ["DCSource", { amplitude: 0.5, start: 25, stop: 40 }],
    ["ACSource", { amplitude: 0.5, offset: 0.1, start: 10, stop: 45, frequency: 100, phase: 30 }],
    ["StepCurrentSource", { times: lists([5, 5.04, 20.06]), amplitudes: lists([0.1, 0.3, -0.2]) }],
    ["NoisyCurrentSource", { mean: 0.2, stdev: 0.5, start: 3, stop: 47, dt: 0.5 }],
  ] as const)("%s", async (kind, parameters) => {
    const { trace, values } = await driven(kind, parameters);
    expect(trace).toHaveLength(501);
    expect(distance(values, membrane(trace))).toBeLessThan(1e-9);
  });
});

it("DC is on from start to before stop, and zero elsewhere", async () => {
  const { trace, values } = await driven("DCSource", { amplitude: 0.5, start: 25, stop: 40 });
  expect(trace.findIndex((one) => one !== 0)).toBe(250);
  expect(trace.findLastIndex((one) => one !== 0)).toBe(399);
  expect(values.findIndex((v) => Math.abs(v + 65) > 1e-9)).toBe(251);
});

it("steps equal DC to the last bit", async () => {
  const direct = await driven("DCSource", { amplitude: 0.3, start: 5, stop: 30 });
  const stepped = await driven("StepCurrentSource", {
    times: lists([5, 30]),
    amplitudes: lists([0.3, 0]),
  });
  expect(stepped.values).toEqual(direct.values);
});

it("times of steps are rounded to the grid, and the last one in a step counts", async () => {
  const { trace } = await driven("StepCurrentSource", {
    times: lists([0.41, 0.6, 0.86, 1.02, 1.04]),
    amplitudes: lists([0.1, 0.2, 0.3, 0.4, 0.5]),
  });
  expect([3, 4, 5, 6, 8, 9, 10, 11].map((k) => trace[k])).toEqual([
    ...[0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.5, 0.5],
  ]);
});

it("the phase of AC counts from its start", async () => {
  const given = { amplitude: 2, offset: 0.5, start: 12, frequency: 40, phase: 90 };
  const { trace } = await driven("ACSource", given);
  expect(trace[119]).toBe(0);
  expect(trace[120]).toBeCloseTo(2.5, 12);
  expect(trace[120 + 125]).toBeCloseTo(0.5 - 2, 12);
});

it("noise has its moments, is held for its dt, and is the same each time", async () => {
  const given = { mean: 0.5, stdev: 0.2, dt: 0.2 };
  const { trace } = await driven("NoisyCurrentSource", given, 2000);
  const samples = trace.filter((_, k) => k % 2 === 0);
  for (let k = 0; k < 20; k += 2) expect(trace[k + 1]).toBe(trace[k]);
  const mean = samples.reduce((sum, one) => sum + one, 0) / samples.length;
  const variance = samples.reduce((sum, one) => sum + (one - mean) ** 2, 0) / samples.length;
  // Ten thousand samples: four standard errors.
  expect(Math.abs(mean - 0.5)).toBeLessThan((4 * 0.2) / 100);
  expect(Math.abs(variance / 0.04 - 1)).toBeLessThan(4 * Math.sqrt(2 / 10_000));
  expect((await driven("NoisyCurrentSource", given, 20)).trace).toEqual(trace.slice(0, 201));
});

it("new steps leave the current unchanged until their first time", async () => {
  const session = start();
  const neuron = neuronsOf(session, "IF_curr_exp", leaky);
  const step = (...times: number[]) => ({
    times: lists(times),
    amplitudes: lists(times.map((_, k) => (k + 1) / 10)),
  });
  const current = session.addCurrent({ kind: "StepCurrentSource", parameters: step(1, 4) });
  session.inject(current, neuron, all(1));
  await session.run(5);
  session.setCurrent(current, step(2, 7, 8, 9));
  session.setCurrent(current, step(7, 8));
  await session.run(10);
  const trace = session.currentTrace(current);
  const seen = [0, 10, 39, 40, 50, 69, 70, 80, 100].map((k) => trace[k]);
  expect(seen).toEqual([0, 0.1, 0.1, 0.2, 0.2, 0.2, 0.1, 0.2, 0.2]);
  await session.reset();
  await session.run(5);
  // The current from before the change is zero.
  expect(session.currentTrace(current)).toEqual(new Float64Array(51));
  await session.close();
});

it.each([
  ["nest", true],
  ["neuron", false],
  ["brian2", false],
] as const)(
  "noise into many neurons is that of %s, and different in each trial",
  async (...one) => {
    const [convention, differs] = one;
    const session = start({ convention });
    const neurons = neuronsOf(session, "IF_curr_exp", leaky, 3);
    const other = neuronsOf(session, "IF_curr_exp", leaky);
    const current = session.addCurrent({
      kind: "NoisyCurrentSource",
      parameters: { mean: 0.1, stdev: 0.5, start: 1 },
    });
    session.inject(current, neurons, Uint32Array.of(0, 2));
    session.inject(current, other, all(1));
    session.record(neurons, "v", all(3));
    session.record(other, "v", all(1));
    const last = async () => {
      await session.run(20);
      const { values } = session.signal(neurons, "v");
      const [first, still, second] = values.slice(-3);
      return [first, second, session.signal(other, "v").values.at(-1), still];
    };
    const before = await last();
    expect(new Set(before.slice(0, 3)).size).toBe(differs ? 3 : 1);
    expect(before[3]).toBe(-65);
    const trace = session.currentTrace(current).slice(10, 200);
    const mean = trace.reduce((sum, value) => sum + value, 0) / trace.length;
    const variance = trace.reduce((sum, value) => sum + (value - mean) ** 2, 0) / trace.length;
    // 190 samples: four standard errors of a variance, which a mean over three neurons makes a third.
    const expected = 0.25 / (differs ? 3 : 1);
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / 190));
    await session.reset();
    const after = await last();
    expect(after[0]).not.toBe(before[0]);
    expect(session.currentTrace(current).slice(10, 200)).not.toEqual(trace);
    await session.close();
  },
);

it("currents add up, neuron by neuron, and continue with new parameters", async () => {
  const session = start();
  const neurons = neuronsOf(session, "IF_curr_exp", leaky, 3);
  const first = session.addCurrent({ kind: "DCSource", parameters: { amplitude: 0.1 } });
  const second = session.addCurrent({ kind: "DCSource", parameters: { amplitude: 0.3, start: 4 } });
  session.inject(first, neurons, Uint32Array.of(0, 1));
  session.inject(second, neurons, Uint32Array.of(1, 2));
  session.record(neurons, "v", all(3));
  await session.run(10);
  session.setCurrent(first, { amplitude: -0.2, stop: 15 });
  await session.run(20);
  const traces = [session.currentTrace(first), session.currentTrace(second)] as const;
  expect([0, 99, 100, 149, 150, 200].map((k) => traces[0][k])).toEqual([
    0.1, 0.1, -0.2, -0.2, 0, 0,
  ]);
  const sums = [traces[0], traces[0].map((one, k) => one + (traces[1][k] as number)), traces[1]];
  const { values } = session.signal(neurons, "v");
  sums.forEach((sum, neuron) => {
    const own = values.filter((_, k) => k % 3 === neuron);
    expect(distance(own, membrane(sum))).toBeLessThan(1e-9);
  });
  await session.reset();
  await session.run(1);
  expect(session.currentTrace(first)).toEqual(new Float64Array(11).fill(-0.2));
  await session.close();
});

it("refuses times that do not ascend, invalid sources, and neurons without a membrane", async () => {
  const session = start();
  const source = neuronsOf(session, "SpikeSourcePoisson");
  const add = (kind: string, parameters: Parameters<typeof neuronsOf>[2]) =>
    faultOf(() => session.addCurrent({ kind, parameters: parameters ?? {} }));
  const steps = (...times: number[]) =>
    add("StepCurrentSource", { times: lists(times), amplitudes: lists(times) });
  expect((await steps(1, 1)).code).toBe("SL_SESSION_VALUE");
  expect((await steps(-1, 1)).code).toBe("SL_SESSION_VALUE");
  expect((await add("DCSource", { amplitudes: 1 })).code).toBe("SL_SESSION_NAME");
  expect((await add("PCSource", {})).expected).toContain("DCSource");
  const current = session.addCurrent({ kind: "DCSource", parameters: {} });
  expect((await faultOf(() => session.inject(current, source, all(1)))).code).toBe(
    "SL_SESSION_VALUE",
  );
});
