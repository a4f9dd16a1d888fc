import type { NeuronRecord } from "@spikeloom/kernel";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import type { PynnParameter } from "./cells.ts";

/** Allowed values of a parameter, in the caller's unit. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** Whether the ends are excluded. */
  readonly exclusive?: boolean;
}

type Row = Pick<PynnParameter, "to" | "above"> & { readonly unit: string };

/** Read the bounds of a parameter from its model, or its own if it is derived. */
export function boundsOf({ to, unit, above }: Row, model: NeuronRecord): Bounds | undefined {
  if (to === undefined) return above === undefined ? undefined : { min: above, exclusive: true };
  const parameter = model.parameters[typeof to === "string" ? to : (to[0] ?? "")];
  if (parameter?.min === undefined && parameter?.max === undefined) return undefined;
  const one = toInternal({ value: 1, unit: parseUnit(unit) });
  const inUnit = (quantity: string | number): number => toInternal(parseQuantity(quantity)) / one;
  return {
    ...(parameter.min !== undefined && { min: inUnit(parameter.min) }),
    ...(parameter.max !== undefined && { max: inUnit(parameter.max) }),
    ...(parameter.exclusive === true && { exclusive: true }),
  };
}
