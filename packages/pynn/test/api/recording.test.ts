import { describe, expect, it } from "vitest";
import type { Simulation } from "../../src/api/simulation.ts";
import { onClock, textFiles } from "./on-clock.ts";

const driven = (sim: Simulation, label: string, n = 4) =>
  sim.Population(n, sim.IF_cond_exp({ i_offset: 1, tau_refrac: 2 }), { label });

describe("recorded data", () => {
  it("have the layout of Neo's, with PyNN's annotations", async () => {
    const sim = onClock();
    const neurons = driven(sim, "A");
    neurons.record(["spikes", "v"]);
    neurons.slice(1, 3).record("gsyn_inh");
    neurons.annotate({ area: "V1" });
    await sim.run(40);
    const block = neurons.getData();
    expect(block.name).toBe("A");
    expect(block.annotations).toEqual({
      size: 4,
      first_index: 0,
      last_index: 4,
      first_id: 1,
      last_id: 4,
      label: "A",
      simulator: "SpikeLoom",
      dt: 0.1,
      mpi_processes: 1,
      area: "V1",
    });
    const [segment] = block.segments;
    expect([block.segments.length, segment?.name]).toEqual([1, "segment000"]);
    expect(segment?.spiketrains.map(({ annotations }) => annotations)).toEqual(
      [0, 1, 2, 3].map((k) => ({ source_population: "A", source_index: k, channel_id: k + 1 })),
    );
    expect(segment?.spiketrains[0]?.times.length).toBeGreaterThan(0);
    expect(segment?.analogsignals.map(({ name, units, shape }) => [name, units, shape])).toEqual([
      ["v", "mV", [401, 4]],
      ["gsyn_inh", "uS", [401, 2]],
    ]);
    const [, inh] = segment?.analogsignals ?? [];
    expect([...(inh?.arrayAnnotations.channel_index ?? [])]).toEqual([1, 2]);
    expect([inh?.tStart, inh?.samplingPeriod, Number(inh?.tStop.toFixed(9))]).toEqual([
      0, 0.1, 40.1,
    ]);
    expect(inh?.times()[1]).toBe(0.1);
  });

  it("of a view are those of its neurons, and variables can be selected", async () => {
    const sim = onClock();
    const neurons = driven(sim, "A");
    neurons.record(["spikes", "v", "gsyn_exc"]);
    await sim.run(5);
    const [segment] = neurons.slice(2).getData("v").segments;
    expect(segment?.spiketrains).toEqual([]);
    expect(segment?.analogsignals.map(({ name, shape }) => [name, shape])).toEqual([
      ["v", [51, 2]],
    ]);
    expect([...(segment?.analogsignals[0]?.annotations.channel_ids ?? [])]).toEqual([3, 4]);
  });

  it("of an assembly are combined if possible", async () => {
    const sim = onClock();
    const [a, b] = [driven(sim, "A"), driven(sim, "B", 3)];
    a.record("v");
    b.record(["v", "gsyn_exc"]);
    await sim.run(2);
    const all = a.plus(b);
    const [segment] = all.getData().segments;
    const [v, exc] = segment?.analogsignals ?? [];
    expect([v?.shape, v?.annotations.source_population]).toEqual([[21, 7], "A;B"]);
    expect([...(v?.arrayAnnotations.channel_index ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...(exc?.arrayAnnotations.channel_index ?? [])]).toEqual([4, 5, 6]);
    // Twice the same: PyNN's indices of earlier segments move with each call.
    expect(all.getData().segments[0]?.analogsignals[1]?.arrayAnnotations).toEqual(
      exc?.arrayAnnotations,
    );
  });

  it("have one segment for each run, which starts at 0 ms", async () => {
    const sim = onClock();
    const neurons = driven(sim, "A", 1);
    neurons.record(["v", "spikes"]);
    await sim.run(30);
    await sim.reset({ annotations: { i_offset: 1 } });
    neurons.set({ i_offset: 2 });
    await sim.run(30);
    const { segments } = neurons.getData();
    expect(segments.map(({ name, annotations }) => [name, annotations])).toEqual([
      ["segment000", { i_offset: 1 }],
      ["segment001", {}],
    ]);
    const counts = segments.map(({ spiketrains }) => spiketrains[0]?.times.length as number);
    expect(counts[1]).toBeGreaterThan(counts[0] as number);
    expect(segments.map(({ analogsignals }) => analogsignals[0]?.shape[0])).toEqual([301, 301]);
    const v = (k: number) => neurons.getData().segments[k]?.analogsignals[0]?.values;
    expect(v(0)).not.toEqual(v(1));
    await sim.reset();
    neurons.set({ i_offset: 1 });
    await sim.run(30);
    const again = neurons.getData().segments;
    expect(again[2]?.analogsignals[0]?.values).toEqual(again[0]?.analogsignals[0]?.values);
  });

  it("start with the last value after they are cleared", async () => {
    const sim = onClock();
    const neurons = driven(sim, "A", 1);
    neurons.record(["v", "spikes"]);
    await sim.run(10);
    const first = neurons.getData("all", { clear: true });
    await sim.run(30);
    const [segment] = neurons.getData().segments;
    const [v] = segment?.analogsignals ?? [];
    expect([v?.tStart, v?.shape[0], segment?.spiketrains[0]?.tStart]).toEqual([10, 301, 10]);
    expect(v?.values[0]).toBe(first.segments[0]?.analogsignals[0]?.values.at(-1));
  });

  it("are sampled at multiples of the step", async () => {
    const sim = onClock();
    const neurons = driven(sim, "A", 1);
    neurons.record("v", { samplingInterval: 0.5 });
    await sim.run(10);
    const [v] = neurons.getData().segments[0]?.analogsignals ?? [];
    expect([v?.shape[0], v?.samplingPeriod]).toEqual([21, 0.5]);
    expect(() => neurons.record("v", { samplingInterval: 0.25 })).toThrow(/a multiple of 0.1 ms/);
    expect(() => neurons.record("v", { samplingInterval: 1 })).toThrow(
      /SL_PYNN_RECORDING.*0.5 ms, got 1 ms/,
    );
    expect(() => neurons.record("w" as "v")).toThrow(/SL_PYNN_RECORDING.*spikes, v, gsyn_exc/);
    expect([neurons.canRecord("v"), neurons.canRecord("w")]).toEqual([true, false]);
    neurons.record(null);
    expect(neurons.getData().segments[0]?.analogsignals).toEqual([]);
  });

  it("remain readable after the end, and can be written", async () => {
    const files = textFiles();
    const sim = onClock({ files });
    const neurons = driven(sim, "A", 2);
    neurons.record(["v", "spikes"]);
    await sim.run(30);
    const counts = neurons.getSpikeCounts();
    const before = neurons.getData().segments[0]?.spiketrains[0]?.times;
    await sim.end();
    expect(neurons.getData().segments[0]?.spiketrains[0]?.times).toEqual(before);
    expect(neurons.getSpikeCounts()).toEqual(counts);
    expect(neurons.meanSpikeCount()).toBe(counts.get(1));
    neurons.writeData("data.json", "spikes");
    const written = JSON.parse(files.read("data.json")) as {
      segments: { spiketrains: { times: number[] }[] }[];
    };
    expect(written.segments[0]?.spiketrains[1]?.times).toEqual([...(before ?? [])]);
    neurons.savePositions("positions.txt");
    expect(files.read("positions.txt")).toBe("1\t0\t0\t0\n2\t1\t0\t0\n");
    await expect(sim.run(1)).rejects.toThrow(/SL_PYNN_ENDED/);
    expect(() => neurons.set({ tau_m: 1 })).toThrow(/SL_PYNN_ENDED/);
    expect(() => sim.Population(1, sim.IF_curr_exp())).toThrow(/SL_PYNN_ENDED/);
  });
});
