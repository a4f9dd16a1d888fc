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

/** A configured model that can be called again to change further parameters. */
export interface Variant<P extends Readonly<Record<string, ParameterRecord>>, Model>
  extends Configured<Model> {
  /** Return another variant; values given here replace those given before. */
  (overrides?: Overrides<P>): Variant<P, Model>;
}

/** The call signature that a `define…` function adds to a record. */
export type ModelFunction<P extends Readonly<Record<string, ParameterRecord>>, Model> = (
  overrides?: Overrides<P>,
) => Variant<P, Model>;

/**
 * Make a record callable with parameter values.
 *
 * The function has all fields of the record, is frozen, and serialises to the record with `JSON.stringify`, so a model remains
 * data. The same holds for the variants that it returns.
 */
export function configurable<
  P extends Readonly<Record<string, ParameterRecord>>,
  Model extends object,
>(record: Model): Model & ModelFunction<P, Model> {
  const frozen = deepFreeze(record);
  const vary = (parameters: Overrides<P>): Variant<P, Model> => {
    const call = (overrides: Overrides<P> = {}) => vary({ ...parameters, ...overrides });
    const fields = { model: frozen, parameters: Object.freeze(parameters) };
    return callableData(call, fields) as unknown as Variant<P, Model>;
  };
  const call = (overrides: Overrides<P> = {}) => vary({ ...overrides });
  return callableData(call, frozen) as Model & ModelFunction<P, Model>;
}

/** Add the fields of a record to a function, which serialises to the record. */
function callableData<Call extends object, Data extends object>(
  call: Call,
  record: Data,
): Call & Data {
  for (const [key, value] of Object.entries(record)) {
    Object.defineProperty(call, key, { value, enumerable: true });
  }
  Object.defineProperty(call, "toJSON", { value: () => record });
  return Object.freeze(call) as Call & Data;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null && !Object.isFrozen(inner)) deepFreeze(inner);
  }
  return Object.freeze(value);
}
