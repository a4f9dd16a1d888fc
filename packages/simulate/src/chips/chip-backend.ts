import {
  type BackendRecord,
  defineBackend,
  type OptionValues,
  type SavedState,
  SpikeLoomError,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { Chip } from "./chip.ts";

/**
 * Create the emulator of a chip.
 *
 * It derives the program that the chip runs and passes it to the backend `on`, whose results it has to the bit.
 */
export function chipBackend(chip: Chip, on: BackendRecord): BackendRecord {
  const { name, about, provides, variants } = chip;
  // Exact products of integers need doubles.
  const { precision: _, ...options } = on.options ?? {};
  const inner = (given: OptionValues): OptionValues => {
    const own = Object.entries(given).filter(([option]) => !Object.hasOwn(chip.options, option));
    const rest = Object.fromEntries(own);
    return on.options?.["precision"] === undefined ? rest : { ...rest, precision: "f64" };
  };
  // Rows are drawn only for a run.
  const derive = (program: NetworkProgram, given: OptionValues): NetworkProgram =>
    chip.derive(program, given).program;
  return defineBackend({
    name,
    about,
    chip: chip.chip,
    provides: [...provides, ...(on.provides.includes("checkpoint") ? ["checkpoint"] : [])],
    options: { ...options, ...chip.options },
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
    derive: (program: NetworkProgram, given, stack) => chip.derive(program, given, stack).program,
    async prepare(program: NetworkProgram, { options: given, ...job }) {
      const { state, stack, watch } = job;
      const values = Object.fromEntries(variants.map((one) => [one, String(given[one])]));
      if (state !== undefined) checkState(state, chip, values);
      // A modified network has to keep the integers of the one that it continues.
      const search = job.revisable || job.carried !== undefined ? undefined : chip.search;
      const { program: derived, notes } =
        search === undefined
          ? chip.derive(program, given, stack)
          : await search(program, given, { on, options: inner(given), job: { stack, watch } });
      const simulation = await on.prepare(derived, {
        ...job,
        options: inner(given),
        ...(state && { state: { ...state, backend: on.name } }),
      });
      // Loaded when it is chosen: the command lists this backend among others.
      const { chipSimulation } = await import("./chip-simulation.ts");
      return chipSimulation(simulation, {
        chip,
        program: derived,
        notes,
        saved: (own) => ({ ...own, backend: name, header: { ...own.header, ...values } }),
      });
    },
  });
}

/** Refuse a state of another variant: its registers may hold numbers that this one does not know. */
function checkState(
  { header }: SavedState,
  { variants, variantError }: Chip,
  values: Readonly<Record<string, string>>,
): void {
  const variant = variants.find((one) => header[one] !== values[one]);
  if (variant === undefined) return;
  throw variantError({
    place: "state",
    message: `The state was saved with another ${variant} of the chip.`,
    expected: `"${values[variant]}"`,
    got: `"${header[variant]}"`,
    next: `Continue with the ${variant} that saved it.`,
  });
}
