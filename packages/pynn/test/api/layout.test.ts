import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Group } from "../../src/api/groups/group.ts";
import type { AnalogSignal, Block, SpikeTrain } from "../../src/api/recording/neo.ts";
import { onClock } from "./on-clock.ts";

interface Fixture {
  readonly groups: readonly (readonly [label: string, ids: readonly number[]])[];
  readonly projections: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly blocks: readonly {
    readonly what: string;
    readonly annotations: Readonly<Record<string, unknown>>;
  }[];
  readonly draws: readonly (readonly number[])[];
}

// Made by PyNN 0.13 (fixtures/write_layout.py).
const fixture = JSON.parse(
  readFileSync(new URL("fixtures/layout.json", import.meta.url), "utf8"),
) as Fixture;

const round = (value: number): number => Number(value.toFixed(6));
const numbers = (values: ArrayLike<number>): readonly number[] => Array.from(values, round);

function train({ annotations, tStart, tStop }: SpikeTrain): readonly unknown[] {
  const { source_population, source_index, channel_id } = annotations;
  return [source_population, source_index, channel_id, tStart, tStop];
}

function signal(one: AnalogSignal): object {
  return {
    name: one.name,
    units: one.units,
    shape: one.shape,
    times: numbers([one.tStart, one.tStop, one.samplingPeriod]),
    source_population: one.annotations.source_population,
    channel_ids: numbers(one.annotations.channel_ids),
    channel_index: numbers(one.arrayAnnotations.channel_index),
  };
}

/** PyNN's annotations, except those of "MERGE CONFLICT". */
function annotationsLike(expected: Readonly<Record<string, unknown>>, { annotations }: Block) {
  return Object.fromEntries(Object.keys(expected).map((name) => [name, annotations[name]]));
}

function layout(what: string, block: Block): object {
  const expected = fixture.blocks.find((one) => one.what === what)?.annotations ?? {};
  return {
    what,
    name: block.name,
    annotations: annotationsLike(expected, block),
    segments: block.segments.map(({ name, annotations, spiketrains, analogsignals }) => ({
      name,
      annotations,
      spiketrains: spiketrains.map(train),
      // PyNN uses the order of a Python set.
      analogsignals: [...analogsignals].sort((a, b) => (a.name < b.name ? -1 : 1)).map(signal),
    })),
  };
}

describe("the layout of PyNN's results", () => {
  it("has the same numbers, labels, segments, times and annotations", async () => {
    const sim = onClock({ timestep: 0.1, minDelay: 0.1 });
    const a = sim.Population(4, sim.IF_cond_exp({ i_offset: 0.6 }), { label: "A" });
    const b = sim.Population(3, sim.IF_cond_exp({ i_offset: 0.7 }));
    const c = sim.Population(2, sim.IF_curr_exp({ i_offset: 0.9 }), { label: "A" });
    const given = { spike_times: [5, 15] };
    const source = sim.Population(2, sim.SpikeSourceArray(given), { label: "in" });
    const [middle, ends] = [a.slice(1, 3), a.select([3, 0])];
    const [both, named, mixed] = [
      a.plus(b),
      sim.Assembly([a, c], "mine"),
      sim.Assembly([middle, b]),
    ];
    const groups: readonly Group[] = [
      ...[a, b, c, source, middle, ends],
      ...[middle.slice(0, 1), both, named, mixed, a.plus(c)],
    ];
    expect(groups.map(({ label, allCells }) => [label, [...allCells]])).toEqual(fixture.groups);
    const synapseType = sim.StaticSynapse({ weight: 0.001, delay: 1 });
    const projections = [0, 1].map(() =>
      sim.Projection(source, a, sim.AllToAllConnector(), { synapseType }),
    );
    expect(projections.map(({ label }) => label)).toEqual(fixture.projections);
    a.annotate({ colour: "red" });
    middle.annotate({ part: "middle" });
    expect([a.annotations, middle.annotations]).toEqual([{ colour: "red" }, { part: "middle" }]);
    a.record(["gsyn_exc", "v"]);
    a.slice(0, 2).record("spikes");
    b.record(["spikes", "v"]);
    c.record("v");

    const seen: object[] = [];
    const look = (what: string, group: Pick<Group, "getData">, variables?: "v" | "spikes") =>
      seen.push(layout(what, group.getData(variables ?? "all")));
    await sim.run(30);
    const late = sim.Population(2, sim.IF_cond_exp({ i_offset: 0.6 }), { label: "late" });
    late.record(["v", "spikes"]);
    const all = { A: a, middle, ends, both, mixed };
    for (const [what, group] of Object.entries(all)) look(what, group);
    look("A: v", a, "v");
    look("named: v", named, "v");
    expect(Object.fromEntries(both.getSpikeCounts())).toEqual(fixture.counts);
    await sim.run(10);
    look("late", late);
    await sim.reset();
    look("A after a reset", a);
    await sim.run(20);
    for (const [what, group] of Object.entries({ A: a, middle, mixed }))
      look(`${what} in the second run`, group);
    a.getData("all", { clear: true });
    await sim.run(5);
    look("A cleared", a);
    await sim.reset({ annotations: { trial: 3 } });
    await sim.reset();
    await sim.run(5);
    look("population1 in the fourth segment", b, "spikes");
    look("in", source);
    expect(seen).toEqual(fixture.blocks);
  });

  it("draws when PyNN does: initial values from the source, parameters from a copy, positions last", () => {
    const sim = onClock({ compat: "pynn" });
    const drawn = sim.RandomDistribution("uniform", [-70, -60], sim.NumpyRNG({ seed: 3 }));
    const draws: (readonly number[])[] = [];
    const note = (values: unknown) => draws.push(numbers(values as Float64Array));
    const first = sim.Population(3, sim.IF_cond_exp({ v_rest: drawn }), {
      initialValues: { v: drawn },
    });
    note(first.get("v_rest"));
    sim.Population(3, sim.IF_cond_exp(), { initialValues: { v: drawn } });
    const third = sim.Population(3, sim.IF_cond_exp({ v_rest: drawn }));
    note(third.get("v_rest"));
    third.initialize({ v: drawn });
    note(drawn.next(3));
    third.set({ v_rest: drawn });
    note(third.get("v_rest"));
    note(drawn.next(3));
    const both = first.plus(sim.Population(4, sim.IF_cond_exp()));
    both.set({ v_rest: drawn });
    note(both.get("v_rest"));
    both.initialize({ v: drawn });
    note(drawn.next(3));
    const other = sim.NumpyRNG({ seed: 5 });
    const structure = sim.RandomStructure(sim.Cuboid(1, 1, 1), { rng: other });
    const scattered = sim.Population(2, sim.IF_cond_exp(), { structure });
    note(other.next(2));
    note(scattered.positions.flatMap((axis) => [...axis]));
    note(other.next(2));
    expect(draws).toEqual(fixture.draws);
  });

  it("starts random numbers at the state of the Python backend", async () => {
    const counts = [{}, { seed: 42 }, { seed: 43 }].map(async (options) => {
      const sim = onClock(options);
      const noise = sim.Population(50, sim.SpikeSourcePoisson({ rate: 100 }));
      noise.record("spikes");
      await sim.run(100);
      return [...noise.getSpikeCounts().values()];
    });
    const [standard, same, other] = await Promise.all(counts);
    expect(standard).toEqual(same);
    expect(standard).not.toEqual(other);
  });
});

it("writes positions that were set, and draws those of a structure when it needs them", () => {
  const sim = onClock();
  const line = sim.Population(2, sim.IF_curr_exp());
  line.setPositions([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const { network } = sim.network() as {
    network: { populations: Readonly<Record<string, { positions?: { points: unknown } }>> };
  };
  expect(network.populations["population0"]?.positions?.points).toEqual([
    [1, 3, 5],
    [2, 4, 6],
  ]);
});
