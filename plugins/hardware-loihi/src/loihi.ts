import { type BackendRecord, checkOptionNames, type OptionValues } from "@spikeloom/kernel";
import { type Chip, chipBackend } from "@spikeloom/simulate";
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
  },
  derive(program, options, stack) {
    const dialect = dialectOf(options);
    const { notes, ...derived } = emulated(program, dialect, stack);
    return { ...derived, notes: [`dialect: ${dialect.about}`, ...notes] };
  },
  counters: { ...cubaCounters, overflows: "values of more than 24 bits" },
  quiet: "no number left its register",
  variant: "dialect",
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

function dialectOf({ dialect }: OptionValues): LoihiDialect {
  return loihiDialects[dialect as LoihiDialectName];
}
