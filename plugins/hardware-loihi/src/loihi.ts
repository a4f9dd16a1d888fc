import { type BackendRecord, checkOptionNames, type OptionValues } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type Chip, type ChipProgram, chipBackend } from "@spikeloom/simulate";
import { type Calibration, calibrationNote } from "./calibration-note.ts";
import { cubaCounters } from "./cuba.ts";
import { type LoihiDialect, type LoihiDialectName, loihiDialects } from "./dialects.ts";
import { emulated } from "./emulated.ts";
import { LOIHI_DIALECT, LOIHI_NEURON, LOIHI_RECORD } from "./errors.ts";

/** Configuration of the emulator. */
export interface LoihiOptions {
  /** Backend that runs the derived program, in doubles: the clock in WebAssembly or JavaScript, or the reference. */
  readonly on: BackendRecord;
}

const chip: Chip = {
  name: "loihi",
  chip: "loihi-1",
  about: "Emulator of the neuromorphic chips Loihi 1 and 2, in their integers.",
  provides: [
    "delays",
    "zero-delay",
    "sources",
    "random-sources",
    "explicit-step",
    "integer-state",
    // Of the models of synapses, only that of the chip, and of rules, those of its learning engine.
    "synapse-models",
    "synapse-reads",
    "synapse-events",
    "plasticity",
    "per-synapse-state",
    // Noise of the chip and stochastic rounding; neurons with noise in physical units are refused.
    "noise",
    "modulators",
    "synapse-recorders",
  ],
  options: {
    dialect: {
      about: "public model of the chip whose arithmetic is followed",
      type: "text",
      choices: Object.keys(loihiDialects),
      default: "nengo-loihi",
    },
    calibration: {
      about:
        "steps of the network for which the integers of populations in physical units are searched",
      type: "integer",
      default: 100,
      least: 0,
    },
  },
  derive: (program, options, stack) => derived(program, options, { stack, calibrations: [] }),
  async search(program, options, search) {
    const { stack } = search.job;
    const steps = stepsOf(program, options);
    if (steps === 0) return derived(program, options, { stack, calibrations: [] });
    const { calibrate } = await import("./calibration.ts");
    const dialect = dialectOf(options);
    const calibrations = await calibrate({ ...search, program, dialect, steps });
    return derived(program, options, { stack, calibrations });
  },
  counters: { ...cubaCounters, overflows: "values of more than 24 bits" },
  quiet: "no number left its register",
  variants: ["dialect", "calibration"],
  neuronError: LOIHI_NEURON,
  recordError: LOIHI_RECORD,
  variantError: LOIHI_DIALECT,
};

/**
 * Create the emulator of Loihi 1, and of neurons of Loihi 2 in the dialect `lava`.
 *
 * It derives the program that a chip runs and passes it to another backend, whose results it has to the bit.
 */
export function loihi(chosen: LoihiOptions): BackendRecord {
  checkOptionNames(chosen, { on: true }, "loihi");
  return chipBackend(chip, chosen.on);
}

/** Derive the program of the chip with the integers that a search has found. */
function derived(
  program: NetworkProgram,
  options: OptionValues,
  {
    stack,
    calibrations,
  }: {
    readonly stack: Parameters<Chip["derive"]>[2];
    readonly calibrations: readonly Calibration[];
  },
): ChipProgram {
  const dialect = dialectOf(options);
  const chosen = new Map(calibrations.map(({ population, chosen }) => [population, chosen]));
  const { notes, ...others } = emulated(program, dialect, stack, chosen);
  const own = [`dialect: ${dialect.about}`, ...calibrations.map(calibrationNote)];
  return { ...others, notes: [...own, ...notes] };
}

/** Steps of a calibration: those of the network, at most; none where code acts on the network. */
function stepsOf({ duration, dt, open }: NetworkProgram, { calibration }: OptionValues): number {
  if (open) return 0;
  const all = duration === undefined ? Number.POSITIVE_INFINITY : Math.floor(duration / dt + 0.5);
  return Math.min(calibration as number, all);
}

function dialectOf({ dialect }: OptionValues): LoihiDialect {
  return loihiDialects[dialect as LoihiDialectName];
}
