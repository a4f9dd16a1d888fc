import {
  type BackendRecord,
  checkOptionNames,
  defineBackend,
  type OptionValues,
  type SavedState,
  SpikeLoomError,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type TrueNorthDialect, type TrueNorthDialectName, trueNorthDialects } from "./dialects.ts";
import { type ChipRequest, emulated } from "./emulated.ts";
import { TRUENORTH_DIALECT } from "./errors.ts";

/** Configuration of the emulator. */
export interface TrueNorthOptions {
  /** Backend that runs the derived program: the clock in WebAssembly or JavaScript, or the reference. */
  readonly on: BackendRecord;
}

const name = "truenorth";

/** Capabilities of the chip; a backend that lacks one cannot emulate it. */
const provides = [
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
] as const;

/**
 * Create the emulator of TrueNorth.
 *
 * It derives the program that the chip runs and passes it to another backend, whose results it has to the bit.
 */
export function truenorth(chosen: TrueNorthOptions): BackendRecord {
  checkOptionNames(chosen, { on: true }, "truenorth");
  const { on } = chosen;
  const { precision: _, ...options } = on.options ?? {};
  const inner = (given: OptionValues): OptionValues => {
    const { dialect: __, axons: ___, neurons: ____, ...rest } = given;
    return on.options?.["precision"] === undefined ? rest : { ...rest, precision: "f64" };
  };
  // Rows are drawn only for a run.
  const derive = (program: NetworkProgram, given: OptionValues): NetworkProgram =>
    emulated(program, requestOf(given)).program;
  return defineBackend({
    name,
    about: "Emulator of the neuromorphic chip TrueNorth and of RANC, in their integers.",
    provides: [...provides, ...(on.provides.includes("checkpoint") ? ["checkpoint"] : [])],
    options: {
      ...options,
      dialect: {
        about: "chip or public model whose arithmetic is followed",
        type: "text",
        choices: Object.keys(trueNorthDialects),
        default: "truenorth",
      },
      axons: { about: "axons of a core", type: "integer", default: 256, least: 1 },
      neurons: { about: "neurons of a core", type: "integer", default: 256, least: 1 },
    },
    check(program: NetworkProgram, given, asked) {
      try {
        return on.check(derive(program, given), inner(given), asked);
      } catch (fault) {
        if (!(fault instanceof SpikeLoomError)) throw fault;
        return [fault, ...fault.others];
      }
    },
    estimate: (program: NetworkProgram, given, wanted) =>
      on.estimate(derive(program, given), inner(given), wanted),
    async prepare(program: NetworkProgram, { options: given, ...job }) {
      const request = requestOf(given);
      const { dialect } = request;
      const { state } = job;
      if (state !== undefined) checkState(state, dialect);
      const chip = emulated(program, { ...request, stack: job.stack });
      const simulation = await on.prepare(chip.program, {
        ...job,
        options: inner(given),
        ...(state && { state: { ...state, backend: on.name } }),
      });
      // Loaded when it is chosen: the command lists this backend among others.
      const { chipSimulation } = await import("./chip-simulation.ts");
      return chipSimulation(simulation, {
        counted: dialect.potentialBits === undefined ? [] : chip.neurons,
        notes: [`dialect: ${dialect.about}`, ...chip.notes],
        saved: (own) => ({
          ...own,
          backend: name,
          header: { ...own.header, dialect: dialect.name },
        }),
      });
    },
  });
}

function requestOf({ dialect, axons, neurons }: OptionValues): ChipRequest {
  return {
    dialect: trueNorthDialects[dialect as TrueNorthDialectName],
    axons: axons as number,
    neurons: neurons as number,
  };
}

/** Refuse a state of another dialect: its registers may hold numbers that this one does not know. */
function checkState({ header }: SavedState, { name: dialect }: TrueNorthDialect): void {
  if (header["dialect"] === dialect) return;
  throw TRUENORTH_DIALECT({
    place: "state",
    message: "The state was saved in another dialect of the chip.",
    expected: `"${dialect}"`,
    got: `"${header["dialect"]}"`,
    next: "Continue with the dialect that saved it.",
  });
}
