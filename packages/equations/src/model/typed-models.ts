import { isFixed, keepKnown, type SpikeLoomError, textOf, throwAll } from "@spikeloom/kernel";
import type { Reading } from "./reading.ts";
import { checkShape, nameModel } from "./shape.ts";

/** The typed form of a record with its errors; only valid without errors. */
export interface TypedReading<Parsed> {
  readonly parsed: Parsed;
  readonly errors: readonly SpikeLoomError[];
}

/** Checks the models of a kind and returns their typed forms. */
export interface TypedModels<Model, Parsed> {
  /** List all faults of a record. */
  check(record: Model, place?: string): readonly SpikeLoomError[];
  /** Return the typed form of a record; all errors are thrown together. */
  parse(record: Model, place?: string): Parsed;
}

/**
 * Read each valid model once: a run reuses the result of an earlier check.
 *
 * A frozen record is identified by itself, any other by its current content.
 */
export function typedModels<Model extends object, Parsed extends { readonly record: Model }>(
  kind: Reading["kind"],
  read: (record: Model, place: string) => TypedReading<Parsed>,
): TypedModels<Model, Parsed> {
  const fixed = new WeakMap<Model, Parsed>();
  const texts = keepKnown<TypedReading<Parsed> | undefined>(256);
  const find = (
    record: Model,
    place: string,
  ): Partial<TypedReading<Parsed>> & Pick<TypedReading<Parsed>, "errors"> => {
    const known = fixed.get(record);
    if (known !== undefined) return { parsed: known, errors: [] };
    const shape = checkShape(record, { kind, place });
    if (shape.length > 0) return { errors: shape };
    // Records with errors are read again, because the errors name their place.
    let faulty: TypedReading<Parsed> | undefined;
    const found = texts(textOf(record), () => {
      const made = read(record, place);
      if (made.errors.length === 0) return made;
      faulty = made;
      return undefined;
    });
    if (found === undefined) return faulty ?? { errors: [] };
    const { parsed } = found;
    const own = parsed.record === record ? parsed : { ...parsed, record };
    if (isFixed(record)) fixed.set(record, own);
    return { parsed: own, errors: [] };
  };
  return {
    check: (record, place = nameModel(kind, record)) => find(record, place).errors,
    parse(record, place = nameModel(kind, record)) {
      const { parsed, errors } = find(record, place);
      throwAll(errors);
      return parsed as Parsed;
    },
  };
}
