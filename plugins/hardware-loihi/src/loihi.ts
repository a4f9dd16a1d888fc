import {
  type BackendRecord,
  checkOptionNames,
  defineBackend,
  type OptionValues,
  type SavedState,
  SpikeLoomError,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type LoihiDialect, type LoihiDialectName, loihiDialects } from "./dialects.ts";
import { emulated } from "./emulated.ts";
import { LOIHI_DIALECT } from "./errors.ts";

/** Configuration of the emulator. */
export interface LoihiOptions {
  /** Backend that runs the derived program, in doubles: the clock in WebAssembly or JavaScript, or the reference. */
  readonly on: BackendRecord;
}

const name = "loihi";

/** Capabilities of the chip; a backend that lacks one cannot emulate it. */
const provides = [
  "delays",
  "zero-delay",
  "sources",
  "random-sources",
  "explicit-step",
  "integer-state",
  // Of the models of synapses, only that of the chip.
  "synapse-models",
] as const;

/**
 * Create the emulator of Loihi 1.
 *
 * It derives the program that the chip runs and passes it to another backend, whose results it has to the bit.
 */
export function loihi(chosen: LoihiOptions): BackendRecord {
  checkOptionNames(chosen, { on: true }, "loihi");
  const { on } = chosen;
  // Products of 36 bits need doubles.
  const { precision: _, ...options } = on.options ?? {};
  const inner = (given: OptionValues): OptionValues => {
    const { dialect: __, ...rest } = given;
    return on.options?.["precision"] === undefined ? rest : { ...rest, precision: "f64" };
  };
  // Rows are drawn only for a run.
  const derive = (program: NetworkProgram, given: OptionValues): NetworkProgram =>
    emulated(program, dialectOf(given)).program;
  return defineBackend({
    name,
    about: "Emulator of the neuromorphic chip Loihi 1, in its integers.",
    chip: "loihi-1",
    provides: [...provides, ...(on.provides.includes("checkpoint") ? ["checkpoint"] : [])],
    options: {
      ...options,
      dialect: {
        about: "public model of the chip whose arithmetic is followed",
        type: "text",
        choices: Object.keys(loihiDialects),
        default: "nengo-loihi",
      },
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
      const dialect = dialectOf(given);
      const { program: derived, notes } = emulated(program, dialect, job.stack);
      const { state } = job;
      if (state !== undefined) checkState(state, dialect);
      const simulation = await on.prepare(derived, {
        ...job,
        options: inner(given),
        ...(state && { state: { ...state, backend: on.name } }),
      });
      // Loaded when it is chosen: the command lists this backend among others.
      const { chipSimulation } = await import("./chip-simulation.ts");
      return chipSimulation(simulation, {
        program: derived,
        notes: [`dialect: ${dialect.about}`, ...notes],
        saved: (own) => ({
          ...own,
          backend: name,
          header: { ...own.header, dialect: dialect.name },
        }),
      });
    },
  });
}

function dialectOf({ dialect }: OptionValues): LoihiDialect {
  return loihiDialects[dialect as LoihiDialectName];
}

/** Refuse a state of another dialect: its registers may hold numbers that this one does not know. */
function checkState({ header }: SavedState, { name: dialect }: LoihiDialect): void {
  if (header["dialect"] === dialect) return;
  throw LOIHI_DIALECT({
    place: "state",
    message: "The state was saved in another dialect of the chip.",
    expected: `"${dialect}"`,
    got: `"${header["dialect"]}"`,
    next: "Continue with the dialect that saved it.",
  });
}
