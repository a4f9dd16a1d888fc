import type { Builder, Value } from "@spikeloom/code";
import type { NormalPlace, PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { Normalised } from "../program/with-gain.ts";
import { activeOf, type Pass } from "./pass.ts";
import type { All } from "./sum-given.ts";

/** What of a population is normalised, and where. */
interface Normal {
  readonly pass: Pass;
  readonly name: string;
  readonly place: PopulationPlace;
  readonly normal: NormalPlace;
  readonly normalised: Normalised;
  /** Examples, steps, places of a channel and channels. */
  readonly shape: readonly Value[];
}

/** Normalise what comes into all steps of a population, where anything is. */
export function normaliseSums(b: Builder, all: All): void {
  const found = normalOf(b, all);
  if (found === undefined) return;
  const { pass, name, place, normalised, shape } = found;
  const values = pass.array(`rows of ${name}`, pass.plan.type, place.rows);
  b.call(
    pass.routines.normaliseRows,
    [pass.learns, values, ...arraysOf(found, ["means", "variances", "inverses"])],
    [...rowsOf(b, found), ...shape, b.f64(normalised.epsilon)],
  );
}

/** Take the slopes of all steps back through what was normalised, where anything was. */
export function normaliseBack(b: Builder, all: All): void {
  const found = normalOf(b, all);
  if (found === undefined) return;
  const { pass, name, place, shape } = found;
  const values = pass.array(`rows of ${name}`, pass.plan.type, place.rows);
  const slopes = pass.array(`slopes of ${name}`, pass.plan.type, place.slopes);
  b.call(
    pass.routines.normaliseSlopes,
    [slopes, values, ...arraysOf(found, ["sums", "along", "inverses"])],
    [...slopesOf(b, found), ...shape, ...rowsOf(b, found)],
  );
}

function normalOf(b: Builder, { pass, population, given }: All): Normal | undefined {
  const { normalised, name, size } = population;
  const place = pass.placeOf(name);
  const { normal } = place;
  if (normalised === undefined || normal === undefined) return undefined;
  const { channels } = normalised;
  const { from, until } = activeOf(pass, name);
  const numbers = [until - from, size / channels, channels].map((one) => b.i32(one));
  const shape = [given["examples"] as Value, ...numbers];
  return { pass, name, place, normal, normalised, shape };
}

function arraysOf({ pass, name, normal }: Normal, which: readonly (keyof NormalPlace)[]) {
  return which.map((one) => pass.array(`${one} of ${name}`, "f64", normal[one]));
}

/** The element where the first sums begin, and elements from a step to the next, and from an example to the next. */
function rowsOf(b: Builder, { pass, name, place, normalised }: Normal): readonly Value[] {
  const { rowElements, slots } = place;
  const first = activeOf(pass, name).from * rowElements + placeIn(slots, normalised.slot);
  return [first, rowElements, (pass.program.steps + 1) * rowElements].map((one) => b.i32(one));
}

/** The same of slopes. */
function slopesOf(b: Builder, { pass, name, place, normalised }: Normal): readonly Value[] {
  const { slopeElements, inflows } = place;
  const first = activeOf(pass, name).from * slopeElements + placeIn(inflows, normalised.slot);
  return [first, slopeElements, pass.program.steps * slopeElements].map((one) => b.i32(one));
}
