import type { FormatThing, NetworkRecord } from "@spikeloom/kernel";
import { readTime, resolveConvention } from "@spikeloom/network";
import { NO_STEPS } from "./errors.ts";

/** How a network goes through time, instead of what it says itself. */
export interface NetworkSteps {
  /** Duration of a step, such as `"0.1 ms"`. */
  readonly dt?: string | undefined;
  /** A step convention by its name. */
  readonly convention?: string | undefined;
}

/** What the two are called where they were given. */
type StepPlaces = Readonly<Record<keyof NetworkSteps, string>>;

const commandPlaces: StepPlaces = { dt: "--dt", convention: "--convention" };

/** Let a network take other steps; refuses a time or a name that is none. */
export function withSteps(
  network: NetworkRecord,
  { dt, convention }: NetworkSteps,
  places: StepPlaces = commandPlaces,
): NetworkRecord {
  if (dt !== undefined) readTime(dt, places.dt);
  if (convention !== undefined) resolveConvention(convention, places.convention);
  return {
    ...network,
    ...(dt !== undefined && { dt }),
    ...(convention !== undefined && { convention }),
  };
}

/** Let what was read take other steps; refuses what is no network, and so takes none. */
export function thingWithSteps(
  thing: FormatThing,
  steps: NetworkSteps & { readonly file: string },
  places: StepPlaces = commandPlaces,
): FormatThing {
  const { dt, convention, file } = steps;
  if (dt === undefined && convention === undefined) return thing;
  if (thing.holds === "network") {
    return { ...thing, network: withSteps(thing.network, { dt, convention }, places) };
  }
  const place = dt === undefined ? places.convention : places.dt;
  throw NO_STEPS({ place, file, holds: thing.holds });
}
