import { NO_OPERATOR } from "../../errors.ts";
import type { ArrayPlace } from "../../form/routine.ts";

/** A storage buffer; `atomic` is one of i32 to which invocations add concurrently. */
export interface WgslBinding {
  readonly name: string;
  readonly holds: "f32" | "i32" | "atomic";
}

/** Location of an array's elements. */
export interface WgslPlace {
  /** The name of a binding. */
  readonly binding: string;
  /** Offset of the first one, in elements. */
  readonly at: number;
}

/** A location within a function: callers pass the starts of arrays that have no fixed location. */
export interface Place {
  readonly binding: WgslBinding;
  readonly at: number | string;
}

/** Write an element as something that can be loaded, set or added to. */
export function elementText(
  { binding, at }: Place,
  {
    array,
    index,
    beyond,
  }: { readonly array: ArrayPlace; readonly index: string; readonly beyond: number },
): string {
  const { element, counted } = array;
  const fits = binding.holds === "f32" ? element === "f32" : element === "i32";
  if (!fits) throw NO_OPERATOR({ operator: `an element in ${binding.name}`, type: element });
  const number = `bitcast<u32>(${index})`;
  const before = typeof at === "number" ? at + beyond : beyond;
  const parts = [
    ...(typeof at === "string" ? [at] : []),
    counted === "bytes" ? `(${number} >> 2u)` : number,
    ...(before === 0 ? [] : [`${before}u`]),
  ];
  return `${binding.name}[${parts.join(" + ")}]`;
}
