import type { SpikeLoomError } from "@spikeloom/kernel";
import type { Baseline, EnergyConstant, EnergyEstimate, Interval } from "@spikeloom/mapping";
import type { EmulatedAccuracy } from "./accuracy.ts";
import type { Emulation, NetworkFit } from "./fit.ts";
import { assumptionsOf, constantRows, verdictOf } from "./rows.ts";

/** A fit as a record for JSON: each quantity has a unit, or a range with one. */
export function fitRecord(run: NetworkFit): object {
  const { network, backend, seed, populations, synapses, counts } = run;
  const { chips, baselines, duration, dt, accuracy } = run;
  return {
    name: network.name,
    run: {
      backend,
      seed,
      duration: { value: duration, unit: "ms" },
      dt: { value: dt, unit: "ms" },
      ...counts,
      synapses,
    },
    populations: populations.map(({ name, size, isInput, rate, isGiven }) => {
      return { name, size, isInput, rate: { value: rate, unit: "spikes/s per neuron", isGiven } };
    }),
    chips: chips.map((one) => chipRecord(one)),
    ...(accuracy && {
      accuracy: { float: accuracy.float, emulated: accuracy.emulated.map(accuracyRecord) },
    }),
    baselines: baselines.map(baselineRecord),
    assumptions: assumptionsOf(run),
    constants: constantRows(run).map(({ of, constant }) => ({ of, ...constant })),
  };
}

function chipRecord(one: NetworkFit["chips"][number]): object {
  const { chip, emulations } = one;
  const common = { chip: chip.name, fits: one.fits, verdict: verdictOf(one) };
  const emulated = emulations.map(emulationRecord);
  if (!one.fits) {
    return { ...common, error: refusalOf(one.error), emulations: emulated };
  }
  const { binding, bound, cores, boards, hops, energy, mapping } = one;
  return {
    ...common,
    binding,
    use: mapping.partition.use.map(({ resource, limit, binds, mean, most }) => {
      const { value, cite, status } = limit;
      return { resource, limit: value, cite, status, binds, mean, most };
    }),
    cores: { value: cores, atLeast: bound.cores, becauseOf: bound.resource },
    chips: one.chips,
    boards,
    hops: { value: hops, unit: "packets × links per run", assumption: "mean rates" },
    longestPath: { value: mapping.load.longest, unit: "links" },
    ...(energy.stepTime && { stepTime: within(energy.stepTime, "ns") }),
    ...(energy.runTime && { runTime: within(energy.runTime, "ns") }),
    energy: energyRecord(energy),
    emulations: emulated,
  };
}

function energyRecord({ perOperation, byCounts, byMapping, items }: EnergyEstimate): object {
  return {
    perOperation: within(perOperation, "pJ"),
    byCounts: within(byCounts, "pJ"),
    ...(byMapping && { byMapping: within(byMapping, "pJ") }),
    items: items.map(({ name, count, energy, constant }) => ({
      name,
      count,
      of: constant.unit === "mW" ? "chips or cores" : "operations",
      energy: within(energy, "pJ"),
      constant: constant.about,
    })),
  };
}

function baselineRecord(one: Baseline): object {
  const { name, counted, operations, perOperation, byCounts, limits } = one;
  return {
    name,
    counted,
    operations,
    perOperation: within(perOperation, "pJ"),
    ...(byCounts && { byCounts: within(byCounts, "pJ") }),
    limits,
  };
}

function accuracyRecord(one: EmulatedAccuracy): object {
  if (!("error" in one)) return one;
  const { backend, chip, error } = one;
  return { backend, chip, error: refusalOf(error) };
}

function refusalOf({ code, place, expected, got, summary, next }: SpikeLoomError): object {
  return { code, place, message: summary, expected, got, next };
}

function emulationRecord(one: Emulation): object {
  if (!("error" in one)) return one;
  return { backend: one.backend, error: refusalOf(one.error) };
}

function within({ low, high }: Interval, unit: EnergyConstant["unit"]): object {
  return { low, high, unit };
}
