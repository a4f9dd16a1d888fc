import type { Loss } from "@spikeloom/kernel";
import type { Portrait } from "./portrait.ts";

/** Compare a network with its restored version; returns the places in the first that differ. */
export function differences(before: Portrait, after: Portrait): readonly string[] {
  const found = new Set<string>();
  const pairs = pairedProjections(before, after);
  for (const [place, value] of before) {
    if (isListed(place)) continue;
    if (!isSame(value, after.get(movedPlace(place, pairs)))) found.add(place);
  }
  const back = new Map([...pairs].map(([first, second]) => [second, first]));
  for (const place of after.keys()) {
    if (isListed(place) || isSilent(after, place)) continue;
    const moved = movedPlace(place, back);
    if (!before.has(moved)) found.add(moved);
  }
  for (const place of unlisted(before, after)) found.add(place);
  return [...found];
}

/** Test whether this belongs to a source that never spikes, as in a graph with a node without input. */
function isSilent(portrait: Portrait, place: string): boolean {
  const projection = /^projections\[\d+\]/.exec(place)?.[0];
  const own =
    projection === undefined
      ? /^populations\.[^.]+/.exec(place)?.[0]
      : `populations.${portrait.get(`${projection}.from`)}`;
  const { source } = (portrait.get(`${own}.model`) ?? {}) as { source?: { process?: string } };
  return source?.process === "times" && !portrait.has(`${own}.times`);
}

/** Stimuli and recorders have no names: they are compared as sets. */
function isListed(place: string): boolean {
  return /^(?:stimuli|record|recordSynapses)\[/.test(place);
}

function unlisted(before: Portrait, after: Portrait): readonly string[] {
  const left = [...after].filter(([place]) => isListed(place));
  const gone: string[] = [];
  const own = [...before].filter(([place]) => isListed(place));
  for (const [k, [place, value]] of own.entries()) {
    // A repeated recorder is equivalent to a single one.
    if (own.slice(0, k).some(([, earlier]) => isSame(earlier, value))) continue;
    const kind = place.replace(/\[.*/, "");
    const at = left.findIndex(([other, one]) => other.startsWith(`${kind}[`) && isSame(value, one));
    if (at < 0) gone.push(place);
    else left.splice(at, 1);
  }
  // Additional recordings, such as the spikes of all neurons in some formats, are not a loss.
  const more = left.filter(([place]) => {
    const kind = place.replace(/\[.*/, "");
    return kind !== "record" && !gone.some((one) => one.startsWith(`${kind}[`));
  });
  return [...gone, ...more.map(([place]) => place.replace(/\[.*/, ""))];
}

/** Match restored projections: by name and ends, or else by ends and receptor. */
function pairedProjections(before: Portrait, after: Portrait): ReadonlyMap<string, string> {
  const keys = [
    ["name", "from", "to"],
    ["from", "to", "receptor"],
    ["from", "to"],
  ];
  const pairs = new Map<string, string>();
  const [firsts, seconds] = [before, after].map((portrait) =>
    [...portrait.keys()].filter((place) => /^projections\[\d+\]\.name$/.test(place)),
  ) as [string[], string[]];
  const taken = new Set<string>();
  for (const some of keys) {
    for (const first of firsts.map((place) => place.slice(0, -".name".length))) {
      if (pairs.has(first)) continue;
      const second = seconds
        .map((place) => place.slice(0, -".name".length))
        .find(
          (one) =>
            !taken.has(one) &&
            some.every((key) => before.get(`${first}.${key}`) === after.get(`${one}.${key}`)),
        );
      if (second === undefined) continue;
      taken.add(second);
      pairs.set(first, second);
    }
  }
  return pairs;
}

function movedPlace(place: string, pairs: ReadonlyMap<string, string>): string {
  const [whole, own] = /^(projections\[\d+\])\./.exec(place) ?? [];
  if (whole === undefined || own === undefined) return place;
  return `${pairs.get(own) ?? "none"}${place.slice(own.length)}`;
}

/** The same but for the last bits, which a unit of another size moves. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") {
    return Object.is(a, b) || Math.abs(a - b) <= 4e-15 * Math.max(Math.abs(a), Math.abs(b));
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [first, second] = [a, b] as Record<string, unknown>[];
  const keys = new Set([...Object.keys(first ?? {}), ...Object.keys(second ?? {})]);
  return [...keys].every((key) => {
    const pair = [first?.[key], second?.[key]] as const;
    return key === "samples" ? isClose(...pair) : isSame(...pair);
  });
}

/** The same, except for the error of a sine at its zeros. */
function isClose(a: unknown, b: unknown): boolean {
  const [first, second] = [a, b].map((one) => [one].flat(2) as number[]);
  const largest = Math.max(...(first ?? []).map(Math.abs));
  return (
    first?.length === second?.length &&
    first?.every((value, k) => Math.abs(value - (second?.[k] ?? Number.NaN)) <= 1e-12 * largest) ===
      true
  );
}

/** Differences without a loss, and losses without a difference. */
export interface Judgement {
  readonly unreported: readonly string[];
  readonly idle: readonly string[];
}

/**
 * Compare losses with differences: each has to name the other.
 *
 * Translated populations are restored as a neuron of the format; other tests compare their spikes.
 */
export function judge(
  before: Portrait,
  after: Portrait,
  losses: readonly Loss[],
  translated: readonly string[] = [],
): Judgement {
  const found = differences(before, after);
  const places = losses.map(({ place }) => place);
  const gone = places.flatMap((place) => /^populations\.[^.]+/.exec(place)?.[0] ?? []);
  const lost = gone.filter(
    (place) => found.includes(`${place}.size`) || places.includes(`${place}.model`),
  );
  const unreached = receptorsOf(before, found);
  // Parts of a population that was split, and the projections that only they have, are new: other tests show by spikes
  // that they do the same.
  const split = losses.filter(({ code }) => code === "split").map(({ place }) => place);
  const isPart = (one: string) =>
    split.some((population) => one.startsWith(`${population}_`) || one.startsWith("none."));
  return {
    unreported: found.filter(
      (one) =>
        !places.some((place) => meets(place, one)) &&
        !isPart(one) &&
        !lost.some((population) => belongs(before, one, population)) &&
        !translated.some((name) => isOfNeuron(name, one)) &&
        !unreached.some((receptor) => receptor.test(one)) &&
        // Where a variable starts may follow from a parameter.
        !places.some((place) => isOfParameters(place, one)) &&
        // Times are on another grid if the step is lost.
        !(places.includes("dt") && /\.(times|delay)$/.test(one)),
    ),
    idle: places.filter((place) => !found.some((one) => meets(place, one))),
  };
}

/** Say whether one of two places is the other, or inside of it. */
export function meets(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long === short || long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
}

/** Test whether a place belongs to the neuron model of a population, rather than to its size or input. */
function isOfNeuron(population: string, place: string): boolean {
  return ["model", "parameters", "initial"].some((part) =>
    meets(`populations.${population}.${part}`, place),
  );
}

function isOfParameters(place: string, other: string): boolean {
  const [, own] = /^(populations\.[^.]+)\.parameters\./.exec(place) ?? [];
  return own !== undefined && other.startsWith(`${own}.initial.`);
}

/** Test whether something exists for an omitted population. */
function belongs(before: Portrait, place: string, population: string): boolean {
  if (meets(place, population)) return true;
  const name = population.slice("populations.".length);
  const own = /^projections\[\d+\]/.exec(place)?.[0];
  if (own !== undefined) {
    return [before.get(`${own}.from`), before.get(`${own}.to`)].includes(name);
  }
  const { into, population: of } = (before.get(place) ?? {}) as Record<string, unknown>;
  return [into, of].includes(name);
}

/**
 * Places of receptors that nothing reaches any more by their name: some formats name a receptor only in connections.
 */
function receptorsOf(before: Portrait, found: readonly string[]): readonly RegExp[] {
  const places = [...before.keys()];
  const reached = places.flatMap((place) => {
    const [, own] = /^(projections\[\d+\])\.connector$/.exec(place) ?? [];
    const isLeft =
      own !== undefined && ![place, `${own}.receptor`].some((one) => found.includes(one));
    return isLeft ? [`${before.get(`${own}.to`)} ${before.get(`${own}.receptor`)}`] : [];
  });
  return places.flatMap((place) => {
    const [, population] = /^populations\.([^.]+)\.model$/.exec(place) ?? [];
    if (population === undefined) return [];
    const { receptors = {} } = before.get(place) as { receptors?: object };
    return Object.keys(receptors)
      .filter((receptor) => !reached.includes(`${population} ${receptor}`))
      .map(
        (receptor) =>
          new RegExp(
            `^populations\\.${population}\\.(model|(parameters|initial)\\..*_${receptor})$`,
          ),
      );
  });
}
