import { describe, expect, it } from "vitest";
import {
  type ActivityCounts,
  baselines,
  chips,
  constantsOf,
  countActivity,
  type EnergyModel,
  energyModels,
  estimateEnergy,
  fitChip,
  type Interval,
  loihi1,
  loihi1Energy,
  type MappedCounts,
  type NetworkActivity,
  type NetworkGraph,
  rangeOf,
  spiNNaker1Energy,
  spiNNaker2Energy,
  trueNorth,
  trueNorthEnergy,
  valuesFrom,
  withActivity,
} from "../src/index.ts";
import { layers, population, projection } from "./graphs.ts";

const davies = "doi:10.1109/MM.2018.112130359";

/** 784-256-10 in 25 steps, where a tenth of all inputs and hidden neurons spike in each step. */
const golden: ActivityCounts = {
  steps: 25,
  synapticOperations: 25 * 0.1 * (784 * 256 + 256 * 10),
  updates: 25 * 266,
  spikes: 25 * 0.1 * 256,
};
const mapped: MappedCounts = {
  chips: 1,
  cores: 2,
  packets: 0,
  hops: 0,
  longestPath: 0,
  busiest: { synapticOperations: 0, updates: 0 },
};

/** Energy of an item in a unit, to as many digits as the table of the example has. */
function itemOf(
  model: EnergyModel,
  name: string,
  { unit, digits, end }: { unit: number; digits: number; end: keyof Interval },
): string {
  const { items } = estimateEnergy(model, golden, mapped);
  const energy = items.find((one) => one.name === name)?.energy[end] ?? Number.NaN;
  return (energy / unit).toPrecision(digits);
}

const [uJ, mJ] = [1e6, 1e9];

describe("the energy of two groups on Loihi in SANA-FE 2.2.9", () => {
  const sanafe = "https://github.com/SLAM-Lab/SANA-FE/blob/main/arch/loihi.yaml";
  // Output of tools/python/sanafe_energy.py: each source spikes in every step and reaches each target on one core.
  it.each([
    { sources: 100, targets: 50, steps: 10, links: 2, pJ: 2_070_620 },
    { sources: 200, targets: 64, steps: 25, links: 10, pJ: 12_908_597.6 },
    { sources: 60, targets: 120, steps: 7, links: 6, pJ: 1_963_134 },
    { sources: 30, targets: 3, steps: 40, links: 1, pJ: 445_231.2 },
  ])("is in our range: $sources to $targets neurons in $steps steps", (one) => {
    const { sources, targets, steps, links, pJ } = one;
    const spikes = sources * steps;
    const counts = {
      steps,
      synapticOperations: spikes * targets,
      updates: (sources + targets) * steps,
      spikes,
    };
    const moved = { ...mapped, packets: spikes, hops: spikes * links, longestPath: links };
    const dynamic = (model: EnergyModel, end: keyof Interval): number =>
      estimateEnergy(model, counts, moved)
        .items.filter(({ name }) => !name.startsWith("power"))
        .reduce((sum, { energy }) => sum + energy[end], 0);
    expect(pJ).toBeGreaterThan(dynamic(loihi1Energy, "low"));
    expect(pJ).toBeLessThan(dynamic(loihi1Energy, "high"));
    // With its constants alone, the high end has dense synapses as here. Links along x take 3 pJ instead of the 4.2 pJ of
    // links along y, and SANA-FE does not update targets, at 21.6 pJ, before the first spike reaches them.
    const most = dynamic(valuesFrom(loihi1Energy, sanafe), "high");
    expect(pJ).toBeLessThanOrEqual(most);
    expect(pJ).toBeGreaterThanOrEqual(most - 1.2 * spikes * links - 21.6 * targets - 1e-3);
  });
});

describe("the energy of 784-256-10 in 25 steps", () => {
  it("has the counts of the example", () => {
    expect(golden.synapticOperations).toBe(508_160);
    expect(golden.updates).toBe(6650);
  });

  it.each([
    [valuesFrom(loihi1Energy, davies), "synaptic operations", uJ, "low", "12.0"],
    [valuesFrom(loihi1Energy, davies), "synaptic operations", uJ, "high", "12.0"],
    // An update of an active neuron.
    [valuesFrom(loihi1Energy, davies), "neuron updates", uJ, "high", "0.54"],
    [trueNorthEnergy, "synaptic operations", uJ, "high", "13.2"],
    // 63 mW for 25 ms.
    [trueNorthEnergy, "power of chips", mJ, "low", "1.6"],
    [spiNNaker1Energy, "synaptic operations", mJ, "low", "6.76"],
    [spiNNaker1Energy, "neuron updates", mJ, "low", "0.17"],
    [spiNNaker1Energy, "power of chips", mJ, "low", "8.75"],
    [spiNNaker1Energy, "power of cores", mJ, "low", "1.7"],
    [spiNNaker2Energy, "synaptic operations", mJ, "high", "0.229"],
    [spiNNaker2Energy, "neuron updates", mJ, "high", "0.0146"],
    // At most 250 mW for 25 ms: 6.25 mJ.
    [spiNNaker2Energy, "power of chips", mJ, "low", "0.0"],
    [spiNNaker2Energy, "power of chips", mJ, "high", "6.25"],
  ] as const)("%# is that of the example", (model, name, unit, end, text) => {
    const digits = text === "0.0" ? 2 : text.replace(/^0\.0*/, "").replace(".", "").length;
    expect(itemOf(model, name, { unit, digits, end })).toBe(text);
  });

  it("is that of the example without spikes", () => {
    const counts = { count: 784 * 256 + 256 * 10, reason: "once" };
    const { synapticOperations } = golden;
    const found = new Map(
      baselines({ multiplyAdds: counts, synapticOperations }).map((one) => [one.name, one]),
    );
    const text = (name: string, unit: number): string =>
      ((found.get(name)?.perOperation.high ?? Number.NaN) / unit).toPrecision(3);
    expect(counts.count).toBe(203_264);
    expect(text("SNN FP32, 45 nm", uJ)).toBe("0.457");
    expect(text("SNN INT8, 45 nm", uJ)).toBe("0.0152");
    expect(text("ANN FP32, 45 nm", uJ)).toBe("0.935");
    expect(text("ANN INT8, 45 nm", uJ)).toBe("0.0468");
    expect(text("ANN FP32, CPU", mJ)).toBe("1.75");
    expect(text("ANN FP32, GPU", uJ)).toBe("61.0");
  });
});

describe("energy models", () => {
  it("exist for each chip, and state the source of each value", () => {
    expect(energyModels.map(({ chip }) => chip)).toEqual(chips.map(({ name }) => name));
    for (const model of energyModels) {
      for (const { values, about } of constantsOf(model)) {
        expect(values.length).toBeGreaterThan(0);
        expect(about).not.toBe("");
        for (const { value, cite } of values) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(cite).toMatch(/^(doi:10\.\d+\/|https:\/\/)/);
        }
      }
    }
  });

  it("begin at 0 where a source gives only a bound", () => {
    expect(rangeOf({ unit: "mW", about: "", values: [] }).high).toBe(0);
    const power = spiNNaker2Energy.chipPower;
    expect(power && rangeOf(power)).toEqual({ low: 0, high: 250 });
  });

  it("count idle power once: values that include it are quoted per operation alone", () => {
    const { perOperation, byCounts } = estimateEnergy(trueNorthEnergy, golden, mapped);
    expect(perOperation.low).toBeCloseTo((508_160 * 1000) / 46, 3);
    expect(perOperation.high).toBeCloseTo(508_160 * 26, 6);
    expect(byCounts).toEqual({ low: 508_160 * 26, high: 508_160 * 26 });
  });
});

describe("activity", () => {
  const graph: NetworkGraph = {
    populations: [population("a", 3, true), population("b", 2)],
    projections: [
      projection(0, 1, {
        kind: "rows",
        // Neuron 0 has both sources 0 and 2, neuron 1 has source 2 twice.
        offsets: Float64Array.of(0, 2, 4),
        sources: Uint32Array.of(0, 2, 2, 2),
      }),
      projection(1, 1, { kind: "all" }),
    ],
  };
  const activity: NetworkActivity = {
    steps: 20,
    dt: 0.5,
    spikes: [Float64Array.of(5, 100, 7), Float64Array.of(1, 3)],
  };

  it("counts each spike at each synapse of its own neuron", () => {
    // Neuron 1 of a has no synapses; 5 + 7 + 2 * 7 by rows, and (1 + 3) * 2.
    expect(countActivity(graph, activity)).toEqual({
      steps: 20,
      synapticOperations: 26 + 8,
      updates: 40,
      spikes: 4,
    });
  });

  it("sets the rates of the graph", () => {
    const rates = withActivity(graph, activity).populations.map(({ rate }) => rate);
    expect(rates).toEqual([112 / 3 / 10, 4 / 2 / 10]);
  });

  it("is refused if it belongs to another network", () => {
    const wrong = { ...activity, spikes: [Float64Array.of(5, 100), Float64Array.of(1, 3)] };
    expect(() => countActivity(graph, wrong)).toThrow("SL_MAPPING_GRAPH");
    expect(() => withActivity(graph, { ...activity, steps: 0 })).toThrow("SL_MAPPING_GRAPH");
    const negative = { ...activity, spikes: [Float64Array.of(5, -1, 1), Float64Array.of(1, 3)] };
    expect(() => countActivity(graph, negative)).toThrow("SL_MAPPING_GRAPH");
  });
});

describe("a fit", () => {
  const sizes = [784, 256, 10];
  const activity: NetworkActivity = {
    steps: 25,
    dt: 1,
    spikes: sizes.map((size) => new Float64Array(size).fill(2.5)),
  };

  it("reports cores, chips, boards, hops, time and energy", () => {
    const fit = fitChip(layers(sizes), loihi1, { activity });
    if (!fit.fits) throw fit.error;
    expect(fit.cores).toBe(2);
    expect(fit.binding.resource).toBe("synapse-bits");
    expect([fit.chips, fit.boards]).toEqual([1, { name: "Kapoho Bay", count: 1 }]);
    const { energy } = fit;
    expect(energy.perOperation.low).toBeCloseTo(508_160 * 23.6, 3);
    // Each depth contains the one before.
    expect(energy.byCounts.low).toBeGreaterThan(energy.perOperation.low);
    expect(energy.byMapping?.low).toBeGreaterThan(energy.byCounts.low);
    // The busiest core has at least half of all operations, of 3.1 ns or more.
    expect(energy.stepTime?.low).toBeGreaterThan((508_160 / 25 / 2) * 3.1);
    expect(energy.runTime?.high).toBeCloseTo(25 * (energy.stepTime?.high ?? 0), 6);
    const sum = energy.items.reduce((total, one) => total + one.energy.high, 0);
    expect(energy.byMapping?.high).toBeCloseTo(sum, 3);
  });

  it("says what a network exceeds", () => {
    const fit = fitChip(layers(sizes), trueNorth, { activity });
    if (fit.fits) throw new Error("784 sources do not fit 256 axons.");
    expect(fit.error.code).toBe("SL_CHIP_FAN_IN");
    expect(fit.error.got).toBe("784");
  });
});
