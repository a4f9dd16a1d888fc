import { describe, expect, it } from "vitest";
import { onClock } from "./on-clock.ts";

describe("populations", () => {
  it("have PyNN's defaults, names and sizes", () => {
    const sim = onClock();
    const neurons = sim.Population(4, sim.IF_cond_exp({ tau_m: 10 }));
    const more = sim.Population(2, sim.SpikeSourcePoisson({ rate: [5, 7] }), { label: "noise" });
    expect([neurons.label, neurons.size, neurons.celltype]).toEqual([
      "population0",
      4,
      "IF_cond_exp",
    ]);
    expect([neurons.get("tau_m"), neurons.get("v_thresh"), neurons.get("e_rev_I")]).toEqual([
      10, -50, -70,
    ]);
    expect([...(more.get("rate") as Float64Array)]).toEqual([5, 7]);
    expect([...neurons.allCells, ...more.allCells]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([neurons.conductanceBased, neurons.injectable, more.injectable]).toEqual([
      true,
      true,
      false,
    ]);
    expect([neurons.receptorTypes, more.receptorTypes]).toEqual([["excitatory", "inhibitory"], []]);
    expect(neurons.initialValues["v"]).toBe(-65);
    expect([neurons.findUnits("v"), neurons.findUnits("gsyn_exc")]).toEqual(["mV", "uS"]);
    expect(neurons.describe()).toContain("4 neurons, 1 to 4");
    expect(sim.Population(1, sim.IF_curr_exp(), { label: "noise" }).label).toBe("noise");
  });

  it("accept values as numbers, lists, functions and distributions", () => {
    const sim = onClock({ seed: 5 });
    const neurons = sim.Population(
      3,
      sim.IF_curr_exp({ v_rest: (i) => -65 - i, tau_m: [10, 20, 30] }),
    );
    expect([...(neurons.get("v_rest") as Float64Array)]).toEqual([-65, -66, -67]);
    neurons.set({ cm: sim.RandomDistribution("uniform", { low: 0.5, high: 1 }) });
    const drawn = neurons.get("cm") as Float64Array;
    expect(new Set(drawn).size).toBe(3);
    expect(drawn.every((value) => value >= 0.5 && value < 1)).toBe(true);
    expect(neurons.get("tau_refrac", { simplify: false })).toEqual(new Float64Array(3).fill(0.1));
    const again = onClock({ seed: 5 });
    const same = again.Population(3, again.IF_curr_exp());
    same.set({ cm: again.RandomDistribution("uniform", { low: 0.5, high: 1 }) });
    expect(same.get("cm")).toEqual(drawn);
  });

  it("draw different parameters from different numbers, although PyNN copies the source", () => {
    const sim = onClock();
    const low = sim.RandomDistribution("uniform", { low: 0, high: 1 });
    const neurons = sim.Population(20, sim.IF_curr_exp({ i_offset: low, tau_syn_E: low }));
    expect(neurons.get("i_offset")).not.toEqual(neurons.get("tau_syn_E"));
    const rng = sim.NumpyRNG({ seed: 1 });
    const shared = sim.RandomDistribution("uniform", { low: 0, high: 1 }, rng);
    const others = sim.Population(20, sim.IF_curr_exp({ i_offset: shared, tau_syn_E: shared }));
    expect(others.get("i_offset")).not.toEqual(others.get("tau_syn_E"));
  });

  it("have lists of spike times, one for all neurons or one for each", () => {
    const sim = onClock();
    const all = sim.Population(2, sim.SpikeSourceArray({ spike_times: [1, 2.5] }));
    expect(all.get("spike_times")).toEqual(Float64Array.of(1, 2.5));
    all.set({ spike_times: [[1], [2, 3]] });
    expect(all.get("spike_times")).toEqual([Float64Array.of(1), Float64Array.of(2, 3)]);
    all.set({ spike_times: (i) => sim.Sequence([i + 1, i + 2]) });
    expect(all.at(1).spike_times).toEqual(Float64Array.of(2, 3));
    expect(() => all.set({ spike_times: [3, 1] })).toThrow(
      /SL_PYNN_VALUE at .*spike_times\[0\].*3, then 1/,
    );
    expect(() => all.set({ spike_times: (i) => [i, 0] })).toThrow(/spike_times\[1\].*1, then 0/);
    expect(() => sim.SpikeSourceArray({ spike_times: [3, 1] })).toThrow(/SL_PYNN_VALUE/);
  });

  it("are placed on a grid if their size is that of a grid", () => {
    const sim = onClock();
    const grid = sim.Population([2, 3], sim.IF_curr_exp());
    expect([grid.size, grid.structure.name]).toEqual([6, "Grid2D"]);
    expect(grid.at(4).position).toEqual([1, 1, 0]);
    expect(grid.nearest([0.9, 2.2, 0]).index).toBe(5);
    expect(sim.Population([2, 2, 3], sim.IF_curr_exp()).at(11).position).toEqual([1, 1, 2]);
    expect(
      () => sim.Population(10, sim.IF_curr_exp(), { structure: sim.Grid2D() }).positions,
    ).toThrow(/SL_PYNN_STRUCTURE at Grid2D: 10 neurons/);
    grid.setPositions([[0, 1, 2, 3, 4, 5], new Float64Array(6), new Float64Array(6)]);
    expect(grid.nearest([3.4, 0, 0]).index).toBe(3);
  });

  it("accept point neurons of parts, and the stack's own models", () => {
    const sim = onClock();
    const composed = sim.Population(
      2,
      sim.PointNeuron(sim.AdExp({ tau_m: 10 }), {
        AMPA: sim.AlphaPSR({ tau_syn: 1, e_syn: 0 }),
        GABAA: sim.AlphaPSR({ tau_syn: 2, e_syn: -70 }),
      }),
    );
    expect(composed.receptorTypes).toEqual(["AMPA", "GABAA"]);
    composed.set({ "GABAA.e_syn": -75 });
    expect([composed.get("GABAA.e_syn"), composed.get("tau_m")]).toEqual([-75, 10]);
    const native = sim.nativeCellType("lif-curr-exp");
    expect(sim.Population(2, native({ tau_m: 15 })).get("tau_m")).toBe(15);
    expect(() => native({ taum: 1 })).toThrow(/SL_PYNN_NAME at lif-curr-exp.*"taum"/);
    expect(() => sim.nativeCellType("lif-cur-exp")).toThrow(/lif-curr-exp/);
    expect(() =>
      sim.PointNeuron(sim.LIF(), { a: sim.AlphaPSR(), b: sim.CurrExpPostSynapticResponse() }),
    ).toThrow(/SL_PYNN_VALUE at PointNeuron/);
  });

  it("are refused with the reason if they are invalid", () => {
    const sim = onClock();
    const neurons = sim.Population(3, sim.IF_curr_exp());
    // @ts-expect-error: the compiler knows the parameters of a cell type.
    expect(() => neurons.set({ tau_mem: 10 })).toThrow(
      /SL_PYNN_NAME at population0 .*"tau_mem".*one of v_rest/,
    );
    expect(() => neurons.set({ tau_m: [1, 2] })).toThrow(
      /SL_PYNN_VALUE at population0.tau_m.*3, got 2/,
    );
    expect(() => neurons.set({ tau_m: () => Number.NaN })).toThrow(/SL_PYNN_VALUE/);
    expect(() => sim.Population(0, sim.IF_curr_exp())).toThrow(/SL_PYNN_SELECTION/);
    // @ts-expect-error: and its state variables.
    expect(() => neurons.initialize({ w: 1 })).toThrow(/state variable "w"/);
  });
});

describe("views", () => {
  it("are slices, indices and masks of groups", () => {
    const sim = onClock();
    const neurons = sim.Population(10, sim.IF_curr_exp());
    expect([...neurons.slice(2, 8, 3).allCells]).toEqual([3, 6]);
    expect([...neurons.slice(-3).allCells]).toEqual([8, 9, 10]);
    const chosen = neurons.select([7, 1, 1, 4]);
    expect([...chosen.allCells]).toEqual([2, 5, 8]);
    const mask = Array.from({ length: 10 }, (_, k) => k % 5 === 0);
    expect([...sim.PopulationView(neurons, mask, "fifths").allCells]).toEqual([1, 6]);
    const inner = chosen.slice(1);
    expect([...inner.allCells]).toEqual([5, 8]);
    expect(inner.grandparent).toBe(neurons);
    expect([...inner.indexInGrandparent([1])]).toEqual([7]);
    expect(inner.idToIndex(8)).toBe(1);
    expect(() => neurons.at(10)).toThrow(/SL_PYNN_SELECTION/);
    expect(() => neurons.slice(5, 5)).toThrow(/The selection is empty/);
    expect(() => neurons.select([true])).toThrow(/one boolean per neuron/);
  });

  it("resolve once their state is set, and reject if it could not be", async () => {
    const sim = onClock();
    const neurons = sim.Population(2, sim.IF_curr_exp({ tau_m: 1e9 }));
    neurons.record("v");
    await sim.run(0.5);
    await neurons.initialize({ v: -60 });
    await neurons.at(1).setInitialValue("v", -61);
    await sim.run(0.1);
    const [v] = neurons.getData().segments[0]?.filter({ name: "v" }) ?? [];
    expect([0, 1].map((k) => Math.round(v?.column(k).at(-1) ?? 0))).toEqual([-60, -61]);
    const late = neurons.initialize({ v: Number.POSITIVE_INFINITY });
    await expect(late).rejects.toThrow(/finite/);
    await sim.end();
  });

  it("set and return the values of their neurons", () => {
    const sim = onClock();
    const neurons = sim.Population(4, sim.IF_curr_exp());
    neurons.slice(0, 2).set({ tau_m: 10 });
    expect([...(neurons.get("tau_m") as Float64Array)]).toEqual([10, 10, 20, 20]);
    expect(neurons.slice(2).get("tau_m")).toBe(20);
    neurons.at(-1).tau_m = 5;
    expect(neurons.at(3).tau_m).toBe(5);
    expect(neurons.at(3).getParameters()["v_thresh"]).toBe(-50);
    neurons.select([0, 3]).initialize({ v: [-60, -61] });
    expect([0, 1, 3].map((k) => neurons.at(k).getInitialValue("v"))).toEqual([-60, -65, -61]);
  });

  it("are sampled at random, the same each time", () => {
    const [one, other] = [onClock({ seed: 3 }), onClock({ seed: 3 })].map((sim) => {
      const sample = sim.Population(100, sim.IF_curr_exp()).sample(10);
      return [...sample.allCells];
    });
    expect(one).toEqual(other);
    expect(new Set(one).size).toBe(10);
  });
});

describe("assemblies", () => {
  it("combine populations, with each neuron once", () => {
    const sim = onClock();
    const a = sim.Population(3, sim.IF_curr_exp());
    const b = sim.Population(2, sim.EIF_cond_exp_isfa_ista(), { label: "B" });
    const both = a.plus(b);
    expect([...both.allCells]).toEqual([1, 2, 3, 4, 5]);
    expect(both.get("cm", { simplify: false })).toEqual(Float64Array.of(1, 1, 1, 0.281, 0.281));
    both.set({ tau_refrac: 3 });
    expect(both.get("tau_refrac")).toBe(3);
    expect(both.slice(2, 4).get("cm")).toEqual(Float64Array.of(1, 0.281));
    expect(sim.Assembly([a, a.slice(0, 2), b]).size).toBe(5);
    expect(both.conductanceBased).toBeUndefined();
    expect(both.receptorTypes).toEqual(["excitatory", "inhibitory"]);
    // @ts-expect-error: only one of the two has it.
    expect(() => both.get("delta_T")).toThrow(/SL_PYNN_NAME/);
    expect(Array.from(both, ({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  });
});
