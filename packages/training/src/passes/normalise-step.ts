import type { Builder, Value } from "@spikeloom/code";
import type { NormalPlace, PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { Pass } from "./pass.ts";

/** A step of a population, of all examples of a group. */
export interface NormalisedStep {
  readonly pass: Pass;
  readonly population: TrainedPopulation;
  readonly step: Value;
  readonly given: Readonly<Record<string, Value>>;
}

/** Normalise what comes into a step, where anything is. */
export function normaliseStep(b: Builder, at: NormalisedStep): void {
  const { pass, population, step, given } = at;
  const { normalised, name } = population;
  const place = pass.placeOf(name);
  const { normal } = place;
  if (normalised === undefined || normal === undefined) return;
  const values = pass.array(`rows of ${name}`, pass.plan.type, place.rows);
  const [means, variances, inverses] = statistics(pass, name, normal);
  b.call(
    pass.routines.normaliseRows,
    [pass.learns, values, means, variances, inverses],
    [
      ...[firstRow(b, place, { slot: normalised.slot, step }), rowStride(b, pass, place)],
      ...[given["examples"] as Value, ...shapeOf(b, at), b.f64(normalised.epsilon)],
    ],
  );
}

/** Take the slopes of a step back through what was normalised, where anything was. */
export function normaliseBack(b: Builder, at: NormalisedStep): void {
  const { pass, population, step, given } = at;
  const { normalised, name } = population;
  const place = pass.placeOf(name);
  const { normal, slopeElements } = place;
  if (normalised === undefined || normal === undefined) return;
  const { slot } = normalised;
  const values = pass.array(`rows of ${name}`, pass.plan.type, place.rows);
  const slopes = pass.array(`slopes of ${name}`, pass.plan.type, place.slopes);
  const [, , inverses] = statistics(pass, name, normal);
  const from = b.apply("mul", step, b.i32(slopeElements));
  b.call(
    pass.routines.normaliseSlopes,
    [slopes, values, inverses],
    [
      b.apply("add", from, b.i32(placeIn(place.inflows, slot))),
      b.i32(pass.program.steps * slopeElements),
      ...[given["examples"] as Value, ...shapeOf(b, at)],
      ...[firstRow(b, place, { slot, step }), rowStride(b, pass, place)],
    ],
  );
}

function statistics(pass: Pass, name: string, { means, variances, inverses }: NormalPlace) {
  return [
    pass.array(`means of ${name}`, "f64", means),
    pass.array(`variances of ${name}`, "f64", variances),
    pass.array(`inverses of ${name}`, "f64", inverses),
  ] as const;
}

/** Channels, places of each, and where the statistics of the step begin. */
function shapeOf(b: Builder, { population, step }: NormalisedStep): readonly Value[] {
  const { normalised, size } = population;
  const channels = normalised?.channels ?? size;
  const at = b.keep("statistics", b.apply("mul", step, b.i32(channels)));
  return [b.i32(channels), b.i32(size / channels), at];
}

function firstRow(
  b: Builder,
  { rowElements, slots }: PopulationPlace,
  { slot, step }: { readonly slot: string; readonly step: Value },
): Value {
  return b.apply("add", b.apply("mul", step, b.i32(rowElements)), b.i32(placeIn(slots, slot)));
}

function rowStride(b: Builder, { program }: Pass, { rowElements }: PopulationPlace): Value {
  return b.i32((program.steps + 1) * rowElements);
}
