import { clock } from "@spikeloom/backend-clock";
import type { Simulated } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { offGrid } from "../../../tools/test/off-grid.ts";
import type { Reply } from "../src/generated/link.ts";
import type { Chunk } from "../src/generated/simulation.ts";
import {
  advance,
  bytesOf,
  doubles,
  indices,
  load,
  network,
  prepare,
  prepared,
  said,
  size,
  whole,
} from "./learning-network.ts";
import { directly, greeted, type SimulationClient, simulation, simulator } from "./simulated.ts";

/** Everything that can be read, from the link and from the simulation itself. */
async function everything(one: SimulationClient) {
  const state = said(
    await one.ask({ case: "readState", value: { population: "E", variable: "v" } }),
    "values",
  );
  const synapses = said(
    await one.ask({
      case: "readSynapses",
      value: { projection: "learning", variable: "eligibility" },
    }),
    "synapses",
  );
  const spikes = said(await one.ask({ case: "readSpikes", value: { population: "E" } }), "spikes");
  const summary = said(await one.ask({ case: "readSummary", value: {} }), "summary");
  const { neurons, synapses: snapshots } = said(
    await one.ask({ case: "readRecordings", value: {} }),
    "recordings",
  );
  const [recording] = neurons;
  const [set] = snapshots[0]?.sets ?? [];
  return {
    state: [doubles(state.values), state.unit],
    ends: [indices(synapses.sources), indices(synapses.targets), doubles(synapses.delays)],
    eligibility: [doubles(synapses.values), synapses.unit],
    spikes: [indices(spikes.neurons), doubles(spikes.times)],
    summary: [summary.time, summary.step, summary.spikeHash, { ...summary.spikeCounts }],
    counted: [summary.neurons, summary.synapses],
    recorded: [indices(recording?.neurons), doubles(recording?.spikes?.times)],
    samples: [recording?.samples[0]?.unit, doubles(recording?.samples[0]?.values)],
    weights: [doubles(set?.snapshots[0]?.times), doubles(set?.snapshots[0]?.values)],
  };
}

async function everythingOf(sim: Simulated): Promise<Awaited<ReturnType<typeof everything>>> {
  const state = await sim.state("E", "v");
  const synapses = await sim.synapses("learning", "eligibility");
  const spikes = await sim.spikes("E");
  const result = await sim.result();
  const recording = result.recordings[0]!;
  const samples = recording.samples.get("v")!;
  const snapshots = result.synapseRecordings[0]!.sets[0]!.snapshots.get("weight")!;
  return {
    state: [[...state.values], state.unit],
    ends: [[...synapses.sources], [...synapses.targets], [...synapses.delays]],
    eligibility: [[...synapses.values], synapses.unit],
    spikes: [[...spikes.neurons], [...spikes.times]],
    summary: [sim.time, sim.step, result.spikeHash, { ...result.spikeCounts }],
    counted: [result.summary.neurons, result.summary.synapses],
    recorded: [[...recording.neurons], [...recording.spikes!.times]],
    samples: [samples.unit, [...samples.values]],
    weights: [[...snapshots.times], [...snapshots.values]],
  };
}

describe("a simulation over the link", () => {
  it("equals `simulate`, whatever is set during the run", async () => {
    const one = await greeted();
    expect(said(await one.ask(load), "loaded")).toMatchObject({
      populations: [
        { name: "inputs", size: 4 },
        { name: "E", size },
      ],
      projections: ["learning"],
      duration: "50 ms",
    });
    expect(said(await one.ask({ case: "check", value: {} }), "checked").errors).toEqual([]);
    await one.ask(prepare);
    const sim = await directly(whole, 7);
    const potentials = Float64Array.from({ length: size }, (_, k) => -60 - k / 7);
    const numbers = { values: bytesOf(potentials), unit: "mV" };
    await one.ask(advance(200));
    const setting = { case: "numbers", value: numbers } as const;
    await one.ask({
      case: "setState",
      value: { population: "E", variable: "v", value: { value: setting } },
    });
    const current = { case: "quantity", value: "0.3 nA" } as const;
    await one.ask({ case: "setInput", value: { population: "E", value: { value: current } } });
    const neurons = bytesOf(Uint32Array.of(0, 2, 2));
    await one.ask({ case: "sendSpikes", value: { population: "inputs", neurons } });
    const by = { case: "duration", value: "10 ms" } as const;
    expect(await one.ask({ case: "advance", value: { by } })).toMatchObject({
      case: "reached",
      value: { time: 30, interrupted: false },
    });
    const reward = { projection: "learning", modulator: "reward", value: "2" };
    await one.ask({ case: "setModulator", value: reward });
    await one.ask({ case: "trigger", value: { projection: "learning", event: "reward" } });
    const each = Array.from({ length: 12 }, (_, k) => `${100 + k} pA`);
    const weights = { case: "quantities", value: { each } } as const;
    await one.ask({
      case: "setSynapses",
      value: { projection: "learning", variable: "weight", value: { value: weights } },
    });
    await one.ask(advance(150));
    await sim.advance("20 ms");
    await sim.setState("E", "v", { values: potentials, unit: "mV" });
    await sim.setInput("E", "0.3 nA");
    await sim.sendSpikes("inputs", [0, 2, 2]);
    await sim.advance("10 ms");
    await sim.setModulator("learning", "reward", 2);
    await sim.trigger("learning", "reward");
    await sim.setWeights("learning", each);
    await sim.advance("15 ms");
    const direct = await everythingOf(sim);
    expect((direct.spikes[0] as readonly number[]).length).toBeGreaterThan(20);
    expect(await everything(one)).toEqual(direct);
  });

  it("sends spikes off the grid at their exact times", async () => {
    const backend = offGrid(clock());
    const one = await greeted(undefined, simulator(new Map(), backend));
    await one.ask(load);
    await one.ask(prepare);
    await one.ask(advance(500));
    const sim = await directly(whole, 7, backend);
    await sim.advance("50 ms");
    const direct = await everythingOf(sim);
    const [, times] = direct.spikes;
    const isOff = (times ?? []).filter((time) => time !== Math.round(time * 10) / 10);
    expect(isOff.length).toBeGreaterThan(20);
    expect(await everything(one)).toEqual(direct);
  });

  it("returns to a checkpoint, and continues from it in another session", async () => {
    const one = await prepared();
    await one.ask(advance(123));
    const { checkpoint } = said(await one.ask({ case: "save", value: {} }), "saved");
    await one.ask(advance(300));
    const there = said(await one.ask({ case: "readSummary", value: {} }), "summary");
    await one.ask({ case: "restore", value: { checkpoint } });
    await one.ask(advance(300));
    const again = said(await one.ask({ case: "readSummary", value: {} }), "summary");
    const other = await greeted();
    await other.ask(load);
    const from = { ...prepare.value, from: checkpoint };
    expect(await other.ask({ case: "prepare", value: from })).toMatchObject({
      value: { step: 123 },
    });
    await other.ask(advance(300));
    const third = said(await other.ask({ case: "readSummary", value: {} }), "summary");
    for (const found of [again, third]) {
      expect([found.step, found.spikeHash]).toEqual([423, there.spikeHash]);
    }
  });

  it("continues with a changed network", async () => {
    const one = await greeted();
    await one.ask(load);
    const options = { ...prepare.value.options, revisable: true };
    await one.ask({ case: "prepare", value: { options } });
    await one.ask(advance(100));
    const changed = { ...network, record: [] };
    const json = { case: "json", value: JSON.stringify(changed) } as const;
    await one.ask({ case: "load", value: { ...load.value, network: json } });
    expect(await one.ask({ case: "revise", value: {} })).toMatchObject({ value: { step: 100 } });
    expect(said(await one.ask(advance(10)), "reached").time).toBe(11);
  });
});

describe("a stream", () => {
  const stream = (ahead: number) =>
    ({ case: "stream", value: { spikes: ["E"], samples: true, ahead } }) as const;

  it("sends recordings as they arrive, and changes nothing", async () => {
    const one = await prepared();
    await one.ask(stream(1000));
    one.send(simulation(advance(3000)));
    const chunks: Chunk[] = [];
    let result = await one.next();
    for (; result.case === "chunk"; result = await one.next()) chunks.push(result.value);
    expect(said(result, "reached").time).toBe(300);
    expect(chunks.length).toBeGreaterThan(2);
    const sim = await directly(whole, 7);
    await sim.advance("300 ms");
    const direct = await everythingOf(sim);
    const spikes = chunks.flatMap((chunk) => chunk.spikes);
    expect(spikes.flatMap((one) => doubles(one.spikes?.times))).toEqual(direct.spikes[1]);
    expect(spikes.flatMap((one) => indices(one.spikes?.neurons))).toEqual(direct.spikes[0]);
    const samples = chunks.flatMap((chunk) => chunk.samples);
    expect(samples.flatMap((one) => doubles(one.values))).toEqual(direct.samples[1]);
    expect(indices(samples[0]?.neurons)).toEqual([0, 3, 6, 9]);
    expect({ ...(await everything(one)), spikes: [] }).toEqual({ ...direct, spikes: [] });
  });

  it("waits for its client, and resumes once it has processed the data", async () => {
    const one = await prepared();
    await one.ask(stream(2));
    // Nothing can be processed that was not sent.
    one.input.write(one.message({ id: 0, call: { case: "taken", value: { chunks: 4e9 } } }));
    one.send(simulation(advance(2000)));
    expect((await one.next()).case).toBe("chunk");
    expect((await one.next()).case).toBe("chunk");
    // A third would have arrived by now.
    const third = one.next();
    const waited = await Promise.race([third, new Promise((go) => setTimeout(go, 200, "waits"))]);
    expect(waited).toBe("waits");
    let result: Reply["result"] = { case: "chunk", value: {} as Chunk };
    for (let taken = 2; result.case === "chunk"; taken++) {
      one.input.write(one.message({ id: 0, call: { case: "taken", value: { chunks: taken } } }));
      result = taken === 2 ? await third : await one.next();
    }
    expect(said(result, "reached").time).toBe(200);
  });

  it("ends with an interrupt while it waits, and with its client", async () => {
    const one = await prepared();
    await one.ask(stream(1));
    one.send(simulation(advance(1e9)));
    await one.next();
    one.send({ case: "interrupt", value: {} });
    expect(said(await one.next(), "reached").interrupted).toBe(true);
    expect((await one.next()).case).toBe("done");
    one.send(simulation(advance(1e9)));
    const began = performance.now();
    one.input.end();
    expect(await one.ended).toBe("closed");
    // The run would take hours.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
