import {
  type ChipFit,
  constantsOf,
  type EnergyConstant,
  type SourcedValue,
} from "@spikeloom/mapping";
import { formatCount, formatShare, formatShareRange } from "../print/numbers.ts";
import type { Accuracy, MeasuredAccuracy } from "./accuracy.ts";
import type { Emulation, NetworkFit } from "./fit.ts";
import { formatDuration, formatEnergy, oneValue } from "./ranges.ts";

/** A line of the comparison: a name, and a text for each column. */
export type FitRow = readonly [name: string, ...texts: readonly string[]];

type Column = NetworkFit["chips"][number];
type Fitting = Column & { readonly fits: true };

const none = "-";

const fitting: readonly (readonly [string, (one: Fitting, run: NetworkFit) => string])[] = [
  ["binding resource", ({ binding }) => `${binding.resource}, ${formatShare(binding.most)}`],
  ["cores (at least)", ({ cores, bound }) => `${formatCount(cores)} (${formatCount(bound.cores)})`],
  ["chips", ({ chips }) => formatCount(chips)],
  ["boards", ({ boards }) => `${formatCount(boards.count)} ${boards.name}`],
  ["packets × links", ({ hops }) => `${rounded(hops)} per run`],
  ["longest path", ({ mapping }) => `${formatCount(mapping.load.longest)} links`],
  ["time per step", ({ energy }) => (energy.stepTime ? formatDuration(energy.stepTime) : none)],
  ["time of the run", ({ energy }) => (energy.runTime ? formatDuration(energy.runTime) : none)],
  ["energy, synaptic operations alone", ({ energy }) => formatEnergy(energy.perOperation)],
  ["energy, all counts", ({ energy }) => formatEnergy(energy.byCounts)],
  [
    "energy, mapped, with static power",
    ({ energy }) => (energy.byMapping ? formatEnergy(energy.byMapping) : none),
  ],
];

/** Compare the chips: one column each. */
export function chipRows(run: NetworkFit): readonly FitRow[] {
  const { chips } = run;
  const line = (name: string, text: (one: Column) => string): FitRow => [name, ...chips.map(text)];
  return [
    line("", ({ chip }) => chip.name),
    line("fits", verdictOf),
    ...fitting.map(([name, text]) =>
      line(name, (one) => (one.fits ? text(one as Fitting, run) : none)),
    ),
    line("emulated by", ({ emulations }) => joined(emulations, ({ backend }) => backend)),
    line("  spikes there (here)", ({ emulations }) =>
      joined(emulations, (one) =>
        "error" in one
          ? one.error.code
          : `${formatCount(one.spikes)} (${formatCount(one.expected)})`,
      ),
    ),
    line("  SPIKE-distance, 0 to 1", ({ emulations }) =>
      joined(emulations, (one) =>
        "error" in one
          ? none
          : `${one.distance.toFixed(3)} (at most ${one.greatest.distance.toFixed(3)})`,
      ),
    ),
    ...(run.accuracy === undefined
      ? []
      : [line("accuracy there, 95 % CI", ({ chip }) => accuracyText(chip.name, run.accuracy))]),
  ];
}

/** Accuracy on the emulators of a chip. */
function accuracyText(chip: string, accuracy: MeasuredAccuracy | undefined): string {
  const own = accuracy?.emulated.filter((one) => one.chip === chip) ?? [];
  if (own.length === 0) return none;
  return own.map((one) => ("error" in one ? one.error.code : shareText(one))).join(", ");
}

/** An accuracy with its interval and its number of samples. */
function shareText({ right, of, low, high }: Accuracy): string {
  return `${formatShare(right / of)} (${formatShareRange([low, high])})`;
}

/** Why emulators have no accuracy. */
export function accuracyRefusals({ accuracy }: NetworkFit): readonly string[] {
  return (accuracy?.emulated ?? []).flatMap((one) =>
    "error" in one ? [`${one.chip}, backend ${one.backend}: ${one.error.message}`] : [],
  );
}

/** Whether a network fits, and how sure that is. */
export function verdictOf(one: ChipFit): string {
  if (!one.fits) return `no: ${one.error.code}`;
  return one.chip.limits.some(({ status }) => status === "optimistic")
    ? "yes, if optimistic limits hold"
    : "yes";
}

function joined(all: readonly Emulation[], text: (one: Emulation) => string): string {
  return all.length === 0 ? none : all.map(text).join(", ");
}

/** Compare with the same layers without spikes. */
export function baselineRows({ baselines }: NetworkFit): readonly FitRow[] {
  return [
    ["", "operations per run", "energy of operations", "with weights from memory"],
    ...baselines.map(
      ({ name, operations, perOperation, byCounts }): FitRow => [
        name,
        rounded(operations),
        formatEnergy(perOperation),
        byCounts === undefined ? none : formatEnergy(byCounts),
      ],
    ),
  ];
}

/** A constant with the values that make its range. */
export interface ConstantRow {
  readonly of: string;
  readonly constant: EnergyConstant;
}

/** List all constants of the comparison, each once. */
export function constantRows({ chips, baselines }: NetworkFit): readonly ConstantRow[] {
  const own = chips.flatMap(({ energyModel, chip }) =>
    constantsOf(energyModel).map((constant) => ({ of: chip.name, constant })),
  );
  const shared = new Set(baselines.flatMap(({ constants }) => constants));
  return [...own, ...[...shared].map((constant) => ({ of: "45 nm, CPU, GPU", constant }))];
}

/** A value with its source, as text. */
export function valueText({ value, about, status, cite }: SourcedValue, unit: string): string {
  const most = status === "bound" ? "at most " : "";
  return `${most}${Number(value.toPrecision(4))} ${unit}, ${status}: ${about}; ${cite}`;
}

/** Why networks do not fit, and what would help. */
export function refusals({ chips }: NetworkFit): readonly string[] {
  return chips.flatMap((one) => {
    if (one.fits) return [];
    const { code, place, expected, got, summary, next } = one.error;
    return [
      `${one.chip.name}: ${code} at ${place}: ${summary} Expected ${expected}, got ${got}. ${next}`,
    ];
  });
}

/** Why emulators refused the network. */
export function emulatorRefusals({ chips }: NetworkFit): readonly string[] {
  return chips.flatMap(({ chip, emulations }) =>
    emulations.flatMap((one) =>
      "error" in one ? [`${chip.name}, backend ${one.backend}: ${one.error.message}`] : [],
    ),
  );
}

/** What holds for all numbers of the comparison. */
export function assumptionsOf(run: NetworkFit): readonly string[] {
  const { backend, seed, chips, multiplyAdds, populations, accuracy } = run;
  const given = populations.filter(({ isGiven }) => isGiven).map(({ name }) => name);
  return [
    `Operations are counted from the spikes of backend ${backend}, seed ${seed}: each spike once for each synapse of its ` +
      "neuron. Stimuli other than sources of spikes are left out.",
    ...(accuracy === undefined
      ? []
      : [
          `Accuracy: ${formatCount(accuracy.float.of)} test samples of the training; in floating point ${shareText(accuracy.float)}. Intervals are ` +
            "Wilson's, at 95 %; differences between chips on the same samples are surer than they look.",
        ]),
    ...(given.length === 0 ? [] : [`Rates of ${given.join(", ")} are given, not computed.`]),
    "Cores, packets and links are those of one mapping, whose routes have been checked; packets take the mean rate of a " +
      "population. In brackets: a number of cores that no mapping is below.",
    "A step of the network is a step or a tick of the chip.",
    "Ranges span all values of a constant; bounds begin at 0. Values that include idle power count only in the first " +
      "energy of a chip.",
    `${oneValue} One published value: its error is unknown.`,
    ...chips.map(({ chip, energyModel }) => `${chip.name}: ${energyModel.limits}`),
    `Without spikes: ${multiplyAdds.reason}; 45 nm: arithmetic, then with a weight read from 8 KiB of SRAM up to DRAM for ` +
      "each operation. INT8 on CPU and GPU: from a quarter of FP32 to FP32, an assumption.",
  ];
}

function rounded(value: number): string {
  return value >= 1000 ? formatCount(value) : String(Number(value.toPrecision(3)));
}
