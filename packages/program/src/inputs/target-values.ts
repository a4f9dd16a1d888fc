import { hostFunctions } from "@spikeloom/equations/functions";
import type { Value } from "@spikeloom/kernel";
import { type Chosen, resolveValue } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";

/** Context for resolving a value of a stimulus. */
export interface TargetRequest {
  readonly place: string;
  /** Purpose of the random numbers: `stimulus/2/weight`. */
  readonly purpose: string;
  readonly targets: Chosen;
  /** Number of neurons in the whole population. */
  readonly size: number;
  readonly unit: string;
  readonly seed: number;
  /** Compute drawn or computed values for this many targets only, the first ones. */
  readonly first?: number | undefined;
}

/** Compute a value of a stimulus: one number, or one per target. */
export function targetValues(value: Value, request: TargetRequest): number | Float64Array {
  const { place, purpose, targets, size, unit, seed } = request;
  const key = streamKey(seed, purpose);
  // A formula refers to neurons by their index within the population, as the formula of a current does.
  const isFormula = typeof value === "object" && "formula" in value;
  const isDrawn = typeof value === "object" && "draw" in value;
  const count = Math.min(targets.size, isFormula ? (request.first ?? targets.size) : targets.size);
  const resolved = resolveValue(value, {
    size: isFormula ? size : targets.size,
    ...(isFormula && { first: lastOf(targets, count) + 1 }),
    ...(isDrawn && { first: request.first }),
    unit,
    place,
    stream: (neuron) => stream(key, neuron),
    functions: hostFunctions,
  });
  if (!isFormula || typeof resolved === "number") return resolved;
  return Float64Array.from({ length: count }, (_, k) => resolved[targets.neuron(k)] as number);
}

/** Return the last neuron of the population among this many targets. */
function lastOf({ neuron }: Chosen, count: number): number {
  let last = -1;
  for (let k = 0; k < count; k++) last = Math.max(last, neuron(k));
  return last;
}
