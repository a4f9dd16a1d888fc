import type { ParameterRecord } from "./model.ts";
import type { Scalar, Value } from "./value.ts";

/** Values for some parameters of a model; the rest keep their defaults. */
export type Overrides<P extends Readonly<Record<string, ParameterRecord>>> = {
  readonly [Name in keyof P]?: Value<Scalar<P[Name]["default"]>>;
};

/** A model record with parameter values; the original record is unchanged. */
export interface Configured<Model> {
  readonly model: Model;
  readonly parameters: Readonly<Record<string, Value>>;
}

/** The call signature that a `define…` function adds to a record. */
export type ModelFunction<P extends Readonly<Record<string, ParameterRecord>>, Model> = (
  overrides?: Overrides<P>,
) => Configured<Model>;

/**
 * Make a record callable with parameter values.
 *
 * The function has all fields of the record, is frozen, and serialises to the record with `JSON.stringify`, so a model remains
 * data.
 */
export function configurable<
  P extends Readonly<Record<string, ParameterRecord>>,
  Model extends object,
>(record: Model): Model & ModelFunction<P, Model> {
  const frozen = deepFreeze(record);
  const call = (overrides: Overrides<P> = {}): Configured<Model> => ({
    model: frozen,
    parameters: overrides as Readonly<Record<string, Value>>,
  });
  const fields = Object.entries(frozen).map(
    ([key, value]) => [key, { value, enumerable: true }] as const,
  );
  Object.defineProperties(call, {
    ...Object.fromEntries(fields),
    toJSON: { value: () => frozen },
  });
  return Object.freeze(call) as unknown as Model & ModelFunction<P, Model>;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
