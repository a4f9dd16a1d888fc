import type { PlasticityRecord, SpikeLoomError, SynapseRecord } from "@spikeloom/kernel";
import { type Dimension, dimensionless, sameDimension } from "@spikeloom/units";
import { type Reading, startReading } from "./reading.ts";
import type { TypedReading } from "./typed-models.ts";
import { readUnit } from "./units.ts";

// A weight of any dimension is checked as if it had one that nothing else has: luminous intensity. If the equations
// are consistent, they are so for every dimension, because the weight was only ever added to itself.
const anyDimension: Dimension = [0, 0, 0, 0, 0, 0, 1];

/** Result of reading a record with its weight assumed to have a given dimension. */
export interface Attempted<Parsed> {
  readonly parsed: Parsed;
  readonly reading: Reading;
}

/** A record read with the dimension of its weight. */
interface WeightedResult<Parsed> {
  readonly parsed: Parsed;
  readonly errors: readonly SpikeLoomError[];
  /** Undefined if any dimension will do. */
  readonly weightDimension: Dimension | undefined;
}

/** Read a record with the dimension of its weight: the declared one, or one that fits. */
export function readWeighted<
  Record extends PlasticityRecord | SynapseRecord,
  Parsed extends { readonly weightDimension: Dimension | undefined },
>(
  record: Record,
  place: string,
  readWith: (reading: Reading, record: Record, weight: Dimension | undefined) => Attempted<Parsed>,
): TypedReading<Parsed> {
  const start = (): Reading => startReading(record.kind, { name: record.name, place });
  if (record.weightUnit === undefined) {
    const found = findWeight((weight) => readWith(start(), record, weight));
    const { parsed, errors, weightDimension } = found;
    return { parsed: { ...parsed, weightDimension }, errors };
  }
  const reading = start();
  const weightDimension = readUnit(reading, record.weightUnit, "weightUnit");
  const { parsed } = readWith(reading, record, weightDimension);
  return { parsed, errors: reading.errors.all() };
}

/**
 * Read a record whose weight has no stated unit: try any dimension, then those of the parameters.
 *
 * If none fits, the errors are those of the dimension that leaves fewest.
 */
function findWeight<Parsed>(
  read: (weight: Dimension) => Attempted<Parsed>,
): WeightedResult<Parsed> {
  const first = read(anyDimension);
  if (first.reading.errors.count === 0) {
    return { parsed: first.parsed, errors: [], weightDimension: undefined };
  }
  let best: WeightedResult<Parsed> | undefined;
  for (const weightDimension of candidates(first.reading)) {
    const { parsed, reading } = read(weightDimension);
    const errors = reading.errors.all();
    if (best === undefined || errors.length < best.errors.length) {
      best = { parsed, errors, weightDimension };
    }
    if (errors.length === 0) break;
  }
  return (
    best ?? { parsed: first.parsed, errors: first.reading.errors.all(), weightDimension: undefined }
  );
}

function candidates(reading: Reading): readonly Dimension[] {
  const found: Dimension[] = [dimensionless];
  for (const { role, dimension } of reading.names.values()) {
    if (role !== "parameter" || dimension === undefined) continue;
    if (!found.some((known) => sameDimension(known, dimension))) found.push(dimension);
    // More than a few dimensions say nothing about that of the weight.
    if (found.length > 8) break;
  }
  return found;
}
