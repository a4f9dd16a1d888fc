import { NOT_DERIVED } from "../errors.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";

/** Replace the named projections by their parts; a part must not have the name of another projection. */
export function divideProjections(
  program: NetworkProgram,
  names: ReadonlySet<string>,
  divide: (projection: ProjectionProgram) => readonly ProjectionProgram[],
): readonly ProjectionProgram[] {
  const known = new Set(program.projections.map(({ name }) => name));
  return program.projections.flatMap((one) => {
    if (!names.has(one.name)) return [one];
    const divided = divide(one);
    const taken = divided.find(({ name }) => known.has(name));
    if (taken === undefined) return divided;
    throw NOT_DERIVED({
      message: `The program has a projection "${taken.name}" already.`,
      next: "Rename it, or divide a projection once.",
    });
  });
}
