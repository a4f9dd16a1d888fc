import {
  type BackendRecord,
  checkOptionNames,
  defineBackend,
  type OptionValues,
  SpikeLoomError,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type LoihiDialect, type LoihiDialectName, loihiDialects } from "./dialects.ts";
import { emulated } from "./emulated.ts";

/** Configuration of the emulator. */
export interface LoihiOptions {
  /** Backend that runs the derived program, in doubles: the clock in WebAssembly or JavaScript, or the reference. */
  readonly on: BackendRecord;
}

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
    name: "loihi",
    about: "Emulator of the neuromorphic chip Loihi 1, in its integers.",
    provides,
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
      const simulation = await on.prepare(derived, { ...job, options: inner(given) });
      // Loaded when it is chosen: the command lists this backend among others.
      const { chipSimulation } = await import("./chip-simulation.ts");
      return chipSimulation(simulation, derived, [`dialect: ${dialect.about}`, ...notes]);
    },
  });
}

function dialectOf({ dialect }: OptionValues): LoihiDialect {
  return loihiDialects[dialect as LoihiDialectName];
}
