import { type BackendRecord, checkOptionNames } from "@spikeloom/kernel";
import { type Chip, chipBackend } from "@spikeloom/simulate";
import type { SpinnakerRounding } from "./arithmetic.ts";
import { emulated } from "./emulated.ts";
import { SPINNAKER_NEURON, SPINNAKER_RECORD, SPINNAKER_STATE } from "./errors.ts";
import { lifCounters } from "./lif.ts";

/** Configuration of the emulator. */
export interface SpinnakerOptions {
  /** Backend that runs the derived program, in doubles: the clock in WebAssembly or JavaScript, or the reference. */
  readonly on: BackendRecord;
}

const roundings: Readonly<Record<SpinnakerRounding, string>> = {
  nearest: "products of s16.15 are rounded to nearest, as by sPyNNaker 7",
  floor: "products of s16.15 are rounded down, as by the compiler's own multiplication",
};

const chip: Chip = {
  name: "spinnaker",
  chip: "spinnaker-1",
  about: "Emulator of SpiNNaker 1, in its fixed-point numbers.",
  provides: ["delays", "sources", "random-sources", "explicit-step", "integer-state"],
  options: {
    rounding: {
      about: "rounding of products of s16.15 numbers",
      type: "text",
      choices: Object.keys(roundings),
      default: "nearest",
    },
  },
  derive(program, options, stack) {
    const rounding = options["rounding"] as SpinnakerRounding;
    const { notes, ...derived } = emulated(program, rounding, stack);
    return { ...derived, notes: [`rounding: ${roundings[rounding]}`, ...notes] };
  },
  counters: lifCounters,
  quiet: "no number left its word",
  variants: ["rounding"],
  neuronError: SPINNAKER_NEURON,
  recordError: SPINNAKER_RECORD,
  variantError: SPINNAKER_STATE,
};

/**
 * Create the emulator of SpiNNaker 1.
 *
 * It derives the program that the chip runs and passes it to another backend, whose results it has to the bit.
 */
export function spinnaker(chosen: SpinnakerOptions): BackendRecord {
  checkOptionNames(chosen, { on: true }, "spinnaker");
  return chipBackend(chip, chosen.on);
}
