import type { Builder, Value } from "@spikeloom/code";
import type { NormalPlace, PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { Normalised } from "../program/with-gain.ts";
import { activeOf, type Pass } from "./pass.ts";
import type { All } from "./sum-given.ts";

/** The normalised quantity of a population, with its locations. */
interface Normal {
  readonly pass: Pass;
  readonly name: string;
  readonly place: PopulationPlace;
  readonly normal: NormalPlace;
  readonly normalised: Normalised;
  /** Numbers of samples, steps, positions per channel, and channels. */
  readonly shape: readonly Value[];
}

/** Normalise the inputs of a population in all steps, if any are normalised. */
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

/** Propagate the slopes of all steps back through the normalisation, if there is one. */
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

/** The element at which the first sums start, and the elements between steps and between samples. */
function rowsOf(b: Builder, { pass, name, place, normalised }: Normal): readonly Value[] {
  const { rowElements, slots } = place;
  const first = activeOf(pass, name).from * rowElements + placeIn(slots, normalised.slot);
  return [first, rowElements, (pass.program.steps + 1) * rowElements].map((one) => b.i32(one));
}

/** The same for slopes. */
function slopesOf(b: Builder, { pass, name, place, normalised }: Normal): readonly Value[] {
  const { slopeElements, inflows } = place;
  const first = activeOf(pass, name).from * slopeElements + placeIn(inflows, normalised.slot);
  return [first, slopeElements, pass.program.steps * slopeElements].map((one) => b.i32(one));
}
