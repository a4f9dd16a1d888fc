import { type BackendRecord, checkOptionNames, type OptionValues } from "@spikeloom/kernel";
import { type Chip, chipBackend } from "@spikeloom/simulate";
import { type TrueNorthDialectName, trueNorthDialects } from "./dialects.ts";
import { type ChipRequest, emulated } from "./emulated.ts";
import { TRUENORTH_DIALECT, TRUENORTH_NEURON } from "./errors.ts";
import { overflowCounter } from "./neuron.ts";

/** Configuration of the emulator. */
export interface TrueNorthOptions {
  /** Backend that runs the derived program: the clock in WebAssembly or JavaScript, or the reference. */
  readonly on: BackendRecord;
}

const chip: Chip = {
  name: "truenorth",
  chip: "truenorth",
  about: "Emulator of the neuromorphic chip TrueNorth and of RANC, in their integers.",
  provides: [
    "delays",
    "zero-delay",
    "sources",
    "random-sources",
    "explicit-step",
    "integer-state",
    "noise",
    // Of the models of synapses, only that of the chip.
    "synapse-models",
    "synapse-reads",
  ],
  options: {
    dialect: {
      about: "chip or public model whose arithmetic is followed",
      type: "text",
      choices: Object.keys(trueNorthDialects),
      default: "truenorth",
    },
    axons: { about: "axons of a core", type: "integer", default: 256, least: 1 },
    neurons: { about: "neurons of a core", type: "integer", default: 256, least: 1 },
  },
  derive(program, options, stack) {
    const request = requestOf(options);
    const { notes, ...derived } = emulated(program, { ...request, stack });
    return { ...derived, notes: [`dialect: ${request.dialect.about}`, ...notes] };
  },
  counters: { [overflowCounter]: "potentials that left their register" },
  quiet: "no potential left its register",
  variants: ["dialect"],
  neuronError: TRUENORTH_NEURON,
  recordError: TRUENORTH_NEURON,
  variantError: TRUENORTH_DIALECT,
};

/**
 * Create the emulator of TrueNorth.
 *
 * It derives the program that the chip runs and passes it to another backend, whose results it has to the bit.
 */
export function truenorth(chosen: TrueNorthOptions): BackendRecord {
  checkOptionNames(chosen, { on: true }, "truenorth");
  return chipBackend(chip, chosen.on);
}

function requestOf({ dialect, axons, neurons }: OptionValues): ChipRequest {
  return {
    dialect: trueNorthDialects[dialect as TrueNorthDialectName],
    axons: axons as number,
    neurons: neurons as number,
  };
}
