/**
 * Functions by name; truth values are passed and returned as 1 and 0.
 *
 * `power`, `modulo` and `floor_divide` are the operators.
 */
export type FunctionTable = Readonly<Record<string, (...args: readonly number[]) => number>>;
