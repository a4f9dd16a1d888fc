import { describe, expect, it } from "vitest";
import type { CellType, PynnSession } from "../../src/index.ts";
import { all, connect, faultOf, lists, neuronsOf, sourceOf, start } from "./start.ts";

const leaky = { v_thresh: 1e6 } as const;
const spikes = Array.from({ length: 400 }, (_, k) => 5 + 5 * k);

/** How much a synaptic variable of the first neuron jumps at each delivery, 1 ms after the spikes. */
function jumps(
  session: PynnSession,
  [population, variable]: readonly [number, string],
  { times, tau }: { readonly times: readonly number[]; readonly tau: number },
): number[] {
  const { values, neurons } = session.signal(population, variable);
  const at = (time: number): number => values[Math.round(10 * time) * neurons.length] as number;
  return times.map((time) => at(time + 1) - at(time + 0.9) * Math.exp(-0.1 / tau));
}

async function delivered(name: string, attributes: Readonly<Record<string, number>>) {
  const session = start();
  const target = neuronsOf(session, "IF_cond_exp", { ...leaky, tau_syn_E: 0.5 });
  const synapse = { kind: "standard", name } as const;
  connect(session, [sourceOf(session, spikes), target], { delay: 1, ...attributes }, { synapse });
  session.record(target, "gsyn_exc", all(1));
  await session.run(2010);
  const found = jumps(session, [target, "gsyn_exc"], { times: spikes, tau: 0.5 });
  await session.close();
  return found;
}

describe("synapse types", () => {
  it.each([
    [0, 0],
    [0.5, 1],
    [1, 1],
  ])("SimpleStochasticSynapse passes on the share %f", async (p, weight) => {
    const found = await delivered("SimpleStochasticSynapse", { weight: 0.01, p });
    const passed = found.filter((one) => Math.abs(one - 0.01) < 1e-9).length;
    const lost = found.filter((one) => Math.abs(one) < 1e-9).length;
    expect(passed + lost).toBe(400);
    // Four standard deviations.
    expect(Math.abs(passed - 400 * p)).toBeLessThanOrEqual(
      4 * Math.sqrt(400 * p * (1 - p)) * weight,
    );
  });

  it.each([3, 12])("MultiQuantalSynapse releases up to %i quanta", async (n) => {
    const given = { weight: 0.01, U: 0.5, n, tau_rec: 1, tau_facil: 0 };
    const found = await delivered("MultiQuantalSynapse", given);
    const quanta = found.map((one) => Math.round(one / 0.01));
    found.forEach((one, k) => {
      expect(one).toBeCloseTo(0.01 * (quanta[k] as number), 9);
    });
    expect(Math.max(...quanta)).toBeLessThanOrEqual(n);
    // Sites recover within 5 ms but for exp(-5) of them: the mean is n U up to that.
    const mean = quanta.reduce((sum, one) => sum + one, 0) / 400;
    expect(Math.abs(mean - n / 2)).toBeLessThan(4 * Math.sqrt(n / 4 / 400) + 0.01 * n);
  });

  it("StochasticTsodyksMarkramSynapse delivers all or nothing, with the mean of its theory", async () => {
    const given = { weight: 0.01, U: 0.5, tau_rec: 10, tau_facil: 0 };
    const found = await delivered("StochasticTsodyksMarkramSynapse", given);
    const released = found.filter((one) => Math.abs(one - 0.01) < 1e-9).length;
    expect(released + found.filter((one) => Math.abs(one) < 1e-9).length).toBe(400);
    // A site is full with the stationary probability x = (1 - r) / (1 - (1 - U) r), r = exp(-5 / 10).
    const r = Math.exp(-0.5);
    const share = (0.5 * (1 - r)) / (1 - 0.5 * r);
    expect(Math.abs(released / 400 - share)).toBeLessThan(
      4 * Math.sqrt((share * (1 - share)) / 400),
    );
  });

  it("TsodyksMarkramSynapse depresses according to its equations, with one U per connection", async () => {
    const session = start();
    const [source, target] = [
      sourceOf(session, [10, 30, 50]),
      neuronsOf(session, "IF_curr_exp", { ...leaky, tau_syn_E: Float64Array.of(2, 4) }, 2),
    ];
    const pairs = [
      [0, 1],
      [0, 0],
    ] as const;
    const attributes = { weight: 1, delay: 1, U: Float64Array.of(0.2, 0.6), tau_rec: 100 };
    const synapse = { kind: "standard", name: "TsodyksMarkramSynapse" } as const;
    connect(session, [source, target], attributes, { pairs, synapse });
    session.record(target, "isyn_exc", Uint32Array.of(0));
    session.record(target, "v", all(2));
    await session.run(60);
    const where = { times: [10, 30, 50], tau: 2 };
    const found = jumps(session, [target, "isyn_exc"], where);
    // y decays with 2 ms into z, z with 100 ms into available resources.
    let [y, z] = [0, 0];
    for (const jump of found) {
      const used = 0.6 * (1 - y - z);
      expect(jump).toBeCloseTo(used, 9);
      y += used;
      const [fast, slow] = [Math.exp(-20 / 2), Math.exp(-20 / 100)];
      z = z * slow + y * (100 / (100 - 2)) * (slow - fast);
      y *= fast;
    }
    await session.close();
  });

  it("ElectricalSynapse couples both ends", async () => {
    const session = start();
    const pair = neuronsOf(
      session,
      "IF_curr_exp",
      { ...leaky, i_offset: Float64Array.of(0.5, 0) },
      2,
    );
    const synapse = { kind: "standard", name: "ElectricalSynapse" } as const;
    const coupling = connect(session, [pair, pair], { weight: 0.02 }, { pairs: [[0, 1]], synapse });
    session.record(pair, "v", all(2));
    await session.run(400);
    const [first, second] = session.signal(pair, "v").values.slice(-2) as unknown as [
      number,
      number,
    ];
    // At the end, g_l (v + 65) = i - g (v - other) in both, with g_l = 0.05 uS.
    const [sum, difference] = [0.5 / 0.05, 0.5 / (0.05 + 2 * 0.02)];
    expect(first).toBeCloseTo(-65 + (sum + difference) / 2, 6);
    expect(second).toBeCloseTo(-65 + (sum - difference) / 2, 6);
    session.setConnections(coupling, { weight: 0 });
    await session.run(800);
    expect(session.signal(pair, "v").values.at(-1)).toBeCloseTo(-65, 6);
    expect(await session.connections(coupling, "weight")).toEqual(Float64Array.of(0));
    await session.close();
  });

  it("Vogels2011Rule depresses an unpaired spike by 2 eta rho tau and adds eta for a coincidence", async () => {
    const session = start();
    const target = neuronsOf(session, "IF_cond_exp", { tau_refrac: 1, tau_syn_E: 0.5 });
    const teacher = sourceOf(session, [200]);
    connect(session, [teacher, target], { weight: 5, delay: 0.1 });
    const synapse = {
      kind: "stdp",
      timing: "Vogels2011Rule",
      weight: "AdditiveWeightDependence",
      dendriticDelayFraction: 0,
    } as const;
    const attributes = { weight: 0.01, delay: 0.1, eta: 0.001, rho: 5, tau: 20, w_max: 1 };
    const more = { synapse, receptor: "inhibitory" };
    const plastic = connect(session, [sourceOf(session, [10, 190]), target], attributes, more);
    session.record(target, "spikes", all(1));
    await session.run(100);
    const alpha = 2 * 0.005 * 20;
    expect((await session.connections(plastic, "weight"))[0]).toBeCloseTo(0.01 - 0.001 * alpha, 12);
    await session.run(300);
    expect(session.spikes(target).times).toHaveLength(1);
    const [fired = Number.NaN] = session.spikes(target).times;
    const trace = Math.exp(-(fired - 190.1) / 20) + Math.exp(-(fired - 10.1) / 20);
    const expected = 0.01 - 2 * 0.001 * alpha + 0.001 * trace;
    expect((await session.connections(plastic, "weight"))[0]).toBeCloseTo(expected, 9);
    await session.close();
  });
});

describe("cell types", () => {
  const parts = (receptors: Readonly<Record<string, string>>, neuron = "LIF"): CellType => ({
    kind: "point-neuron",
    neuron,
    receptors,
  });

  it("a point neuron of two conductances is IF_cond_exp", async () => {
    const session = start();
    const type = parts({ AMPA: "CondExpPostSynapticResponse", GABAA: "ExpPSR" });
    const parameters = { i_offset: 0.7, tau_refrac: 2, "GABAA.e_syn": -70 };
    const point = session.addPopulation({
      label: "p",
      size: 1,
      cell: type,
      parameters,
      initial: {},
    });
    const plain = neuronsOf(session, "IF_cond_exp", { i_offset: 0.7, tau_refrac: 2 });
    const [exc, inh] = [sourceOf(session, [5, 10, 40]), sourceOf(session, [20, 30])];
    const of = (receptor: string) => ({ receptor });
    connect(session, [exc, point], { weight: 0.01, delay: 1 }, of("AMPA"));
    connect(session, [inh, point], { weight: 0.02, delay: 1 }, of("GABAA"));
    connect(session, [exc, plain], { weight: 0.01, delay: 1 }, of("excitatory"));
    connect(session, [inh, plain], { weight: 0.02, delay: 1 }, of("inhibitory"));
    for (const one of [point, plain]) session.record(one, "v", all(1));
    session.record(point, "GABAA.gsyn", all(1));
    session.record(plain, "gsyn_inh", all(1));
    await session.run(60);
    expect(session.signal(point, "v").values).toEqual(session.signal(plain, "v").values);
    expect(session.signal(point, "GABAA.gsyn").values).toEqual(
      session.signal(plain, "gsyn_inh").values,
    );
    await session.close();
  });

  it("an AdExp with alpha responses is EIF_cond_alpha_isfa_ista", async () => {
    const session = start();
    const type = parts({ E: "AlphaPSR", I: "CondAlphaPostSynapticResponse" }, "AdExp");
    const parameters = { i_offset: 0.6, "I.e_syn": -80 };
    const point = session.addPopulation({
      label: "p",
      size: 1,
      cell: type,
      parameters,
      initial: {},
    });
    const plain = neuronsOf(session, "EIF_cond_alpha_isfa_ista", { i_offset: 0.6 });
    const source = sourceOf(session, [5, 10, 40]);
    connect(session, [source, point], { weight: 0.01, delay: 1 }, { receptor: "E" });
    connect(session, [source, plain], { weight: 0.01, delay: 1 });
    for (const one of [point, plain]) session.record(one, "w", all(1));
    await session.run(60);
    expect(session.signal(point, "w").values).toEqual(session.signal(plain, "w").values);
    await session.close();
  });

  it("GIF_cond_exp has as many terms as its lists, neuron by neuron", async () => {
    const session = start();
    const parameters = {
      i_offset: 1,
      lambda0: 1e3,
      tau_eta: lists([5], [5, 50]),
      a_eta: lists([0.2], [0.2, 0.1]),
      tau_gamma: lists([10], [10]),
      a_gamma: lists([3], [3]),
    };
    const neurons = neuronsOf(session, "GIF_cond_exp", parameters, 2);
    session.record(neurons, "spikes", all(2));
    session.record(neurons, "i_eta", all(2));
    await session.run(60);
    const { times, neurons: whose } = session.spikes(neurons);
    const { values } = session.signal(neurons, "i_eta");
    const tail = (neuron: number, since: number): number =>
      0.2 * Math.exp(-since / 5) + (neuron === 1 ? 0.1 * Math.exp(-since / 50) : 0);
    for (const neuron of [0, 1]) {
      const first = times[whose.indexOf(neuron)] as number;
      // The current is held for one step after it is recorded.
      const row = Math.round(10 * first) + 11;
      expect(values[2 * row + neuron]).toBeCloseTo(tail(neuron, 1), 9);
    }
    await session.close();
  });

  it("SpikeSourceInhGamma changes its distribution at the times of its lists", async () => {
    const session = start();
    const parameters = {
      a: lists([4, 1]),
      b: lists([0.0025, 0.1]),
      tbins: lists([0, 1000]),
    };
    const sources = neuronsOf(session, "SpikeSourceInhGamma", parameters, 200);
    session.record(sources, "spikes", all(200));
    await session.run(2000);
    const { times } = session.spikes(sources);
    const early = times.filter((time) => time <= 1000).length;
    // Intervals of mean 10 ms with a coefficient of variation of 1/2, then of 100 ms: 20000 and 2000 spikes.
    expect(Math.abs(early - 20_000 + 75)).toBeLessThan(4 * Math.sqrt(20_000 / 4) + 75);
    expect(Math.abs(times.length - early - 2000)).toBeLessThan(4 * Math.sqrt(2000) + 40);
    await session.close();
  });

  it("models of the stack keep their own names and units", async () => {
    const session = start();
    const type = { kind: "native", model: "lif-curr-exp" } as const;
    const parameters = {
      c_m: 1000,
      tau_m: 20,
      v_rest: -65,
      v_reset: -65,
      v_threshold: 1e6,
      i_offset: 0.5,
    };
    const neuron = session.addPopulation({
      label: "n",
      size: 1,
      cell: type,
      parameters,
      initial: { v: -60 },
    });
    session.record(neuron, "v", all(1));
    session.record(neuron, "i_syn", all(1));
    await session.run(20);
    expect(session.signal(neuron, "v").values.at(-1)).toBeCloseTo(-55 - 5 * Math.exp(-1), 9);
    expect(session.signal(neuron, "i_syn").values).toEqual(new Float64Array(201));
    const wrong = { kind: "native", model: "lif-curr-expo" } as const;
    const request = { label: "x", size: 1, cell: wrong, parameters: {}, initial: {} };
    expect((await faultOf(() => session.addPopulation(request))).message).toContain("lif-curr-exp");
    await session.close();
  });

  it("synapses and rules of the stack keep their own names and units", async () => {
    const session = start();
    const target = neuronsOf(session, "IF_curr_exp", leaky);
    const source = sourceOf(session, [10, 30]);
    const synapse = { kind: "native", synapse: "tsodyks-markram" } as const;
    const attributes = { weight: 1, delay: 1, u_0: 0.5, tau_rec: 1e9, tau_facil: 0 };
    const projection = connect(session, [source, target], attributes, { synapse });
    await session.run(35);
    expect((await session.connections(projection, "x"))[0]).toBeCloseTo(0.25, 6);
    await session.close();
  });
});
