import { clock } from "@spikeloom/backend-clock";
import type { NetworkRecord } from "@spikeloom/kernel";
import { checkNetwork, readNetwork, writeNetwork } from "@spikeloom/network";
import { simulate } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import type { PynnSession } from "../../src/index.ts";
import { all, connect, lists, neuronsOf, sourceOf, stack, start } from "./start.ts";

/** Run the captured network separately, once written and read back, and return a population's spikes. */
async function spikesAlone(session: PynnSession, population: string, until: number) {
  const network = session.network().network as NetworkRecord;
  expect(checkNetwork(network, { stack })).toEqual([]);
  const file = readNetwork(writeNetwork(network), { stack, place: "captured.json" });
  const sim = await simulate(file, { stack, backend: clock(), workers: 1 });
  await sim.advance(`${until} ms`);
  const { times, neurons } = sim.spikes(population);
  await sim.close();
  return { times, neurons };
}

describe("the network of a session", () => {
  it("yields the results of the session when it runs separately", async () => {
    const session = start({ seed: 9 });
    const type = {
      kind: "point-neuron",
      neuron: "AdExp",
      receptors: { AMPA: "AlphaPSR", GABAA: "AlphaPSR" },
    } as const;
    const size = 20;
    const each = Float64Array.from({ length: size }, (_, k) => 0.4 + 0.02 * k);
    const positions = Float64Array.from({ length: 3 * size }, (_, k) => k);
    const target = session.addPopulation({
      label: "Schicht 2/3: Zellen",
      size,
      cell: type,
      positions,
      initial: { v: -68 },
      parameters: { i_offset: each, "AMPA.tau_syn": 2 },
    });
    const noise = neuronsOf(session, "SpikeSourcePoisson", { rate: 50 }, size);
    const pairs = Array.from(
      { length: size * size },
      (_, k) => [k % size, (k / size) | 0] as const,
    );
    const weight = Float64Array.from(pairs, (_, k) => 1e-3 + 1e-5 * k);
    const delay = Float64Array.from(pairs, (_, k) => 0.5 + (k % 7) / 10);
    connect(session, [noise, target], { weight, delay }, { receptor: "AMPA", pairs });
    const synapse = { kind: "standard", name: "TsodyksMarkramSynapse" } as const;
    const attributes = { weight: 0.004, delay: 1, tau_rec: 150 };
    connect(session, [target, target], attributes, { receptor: "GABAA", pairs, synapse });
    const stepped = session.addCurrent({
      kind: "StepCurrentSource",
      parameters: { times: lists([10, 40]), amplitudes: lists([0.3, -0.1]) },
    });
    session.inject(stepped, target, Uint32Array.of(2, 3, 5));
    session.record(target, "spikes", all(size));
    session.record(target, "v", Uint32Array.of(1), 0.5);
    await session.run(200);
    const { network, losses } = session.network();
    expect(losses).toEqual([]);
    const record = network as NetworkRecord;
    expect(record.duration).toBe("200 ms");
    expect(session.network(300).network).toMatchObject({ duration: "300 ms" });
    const [name = ""] = Object.keys(record.populations);
    expect(name).toBe("Schicht 2_3_ Zellen");
    expect(record.populations[name]?.positions).toMatchObject({ layout: "list" });
    expect(record.record?.map(({ variables }) => variables)).toEqual([["spikes"], ["v"]]);
    const own = session.spikes(target);
    expect(own.times.length).toBeGreaterThan(50);
    expect(await spikesAlone(session, name, 200)).toEqual(own);
    await session.close();
  });

  it("contains all given times of sources, whatever the time of the session", async () => {
    const session = start();
    const source = sourceOf(session, [1, 2, 30], [5]);
    session.record(source, "spikes", all(2));
    await session.run(10);
    const before = session.spikes(source);
    expect(before.times).toEqual(Float64Array.of(1, 2, 5));
    expect(await spikesAlone(session, "SpikeSourceArray", 10)).toEqual(before);
    await session.close();
  });

  it("gives each part a unique name, and reports losses", async () => {
    const session = start();
    const first = neuronsOf(session, "IF_curr_exp");
    const second = neuronsOf(session, "IF_curr_exp");
    connect(session, [first, second], { weight: 1 }, { label: "x" });
    connect(session, [first, second], { weight: 1 }, { label: "x" });
    const noise = session.addCurrent({ kind: "NoisyCurrentSource", parameters: {} });
    const direct = session.addCurrent({ kind: "DCSource", parameters: {} });
    for (const current of [noise, direct]) session.inject(current, first, all(1));
    await session.run(1);
    session.setCurrent(direct, { amplitude: 2 });
    const { network, losses } = session.network();
    const { populations, projections = [], stimuli = [] } = network as NetworkRecord;
    expect(Object.keys(populations)).toEqual(["IF_curr_exp", "IF_curr_exp-2"]);
    expect(projections.map(({ name }) => name)).toEqual(["x", "x-2"]);
    expect(stimuli.map(({ kind }) => kind)).toEqual(["noise", "steps"]);
    expect(losses).toHaveLength(2);
    expect(losses.join()).toMatch(/changed.*other numbers|other numbers.*changed/s);
    await session.close();
  });
});
