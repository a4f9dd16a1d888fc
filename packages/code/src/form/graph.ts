import { VALUE_TYPES } from "../errors.ts";
import { type Operator, resultType } from "./operators.ts";
import type { ValueType } from "./types.ts";

/** A location that holds a value of one type and can change. */
export interface Variable {
  readonly name: string;
  readonly type: ValueType;
}

/**
 * A value that can be computed.
 *
 * A number, the content of a variable at the time of use, or an operator applied to values.
 */
export type Value =
  | {
      readonly kind: "constant";
      readonly type: ValueType;
      readonly value: number | bigint | boolean;
    }
  | { readonly kind: "variable"; readonly type: ValueType; readonly variable: Variable }
  | {
      readonly kind: "operator";
      readonly type: ValueType;
      readonly operator: Operator;
      readonly inputs: readonly Value[];
    };

/** Creates values; equal ones are the same object, so that each is computed once. */
export interface Graph {
  constant(type: ValueType, value: number | bigint | boolean): Value;
  /** The content of a variable when the statement that needs it runs. */
  get(variable: Variable): Value;
  apply(operator: Operator, ...inputs: readonly Value[]): Value;
}

/** Start a graph. */
export function graph(): Graph {
  const constants = new Map<string, Value>();
  const variables = new Map<Variable, Value>();
  const numbers = new Map<Value, number>();
  const applied = new Map<string, Value>();
  const numbered = <Made extends Value>(value: Made): Made => {
    numbers.set(value, numbers.size);
    return value;
  };
  return {
    constant(type, value) {
      const key = `${type} ${Object.is(value, -0) ? "-0" : value}`;
      const known = constants.get(key);
      if (known !== undefined) return known;
      const made = numbered({ kind: "constant", type, value } as const);
      constants.set(key, made);
      return made;
    },
    get(variable) {
      const known = variables.get(variable);
      if (known !== undefined) return known;
      const made = numbered({ kind: "variable", type: variable.type, variable } as const);
      variables.set(variable, made);
      return made;
    },
    apply(operator, ...inputs) {
      let key: string = operator;
      for (const input of inputs) key += ` ${numbers.get(input)}`;
      const known = applied.get(key);
      if (known !== undefined) return known;
      const types = inputs.map(({ type }) => type);
      const type = resultType(operator, types);
      if (type === undefined) throw VALUE_TYPES({ operator, types });
      const made = numbered({ kind: "operator", type, operator, inputs } as const);
      applied.set(key, made);
      return made;
    },
  };
}
