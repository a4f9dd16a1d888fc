import type { NetworkRecord } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import { sha256 } from "./sha256.ts";

/** Content of a network by path; long values are replaced by their hash. */
export type NetworkSummary = Readonly<Record<string, string>>;

/** Maximum number of paths stored individually; deeper values are then stored as a hash. */
const mostPlaces = 2000;
const mostText = 100;

/**
 * Summarise everything that determines a network's results, so that two networks can be compared.
 *
 * The fingerprint shows whether they differ, the summary where.
 */
export function networkSummary(network: NetworkRecord): NetworkSummary {
  const { duration, name, about, cite, ...decisive } = network;
  const plain = JSON.parse(writeNetwork(decisive)) as Readonly<Record<string, unknown>>;
  for (let depth = 8; depth > 1; depth--) {
    const found = placesOf(plain, depth);
    if (Object.keys(found).length <= mostPlaces) return found;
  }
  return placesOf(plain, 1);
}

function placesOf(record: Readonly<Record<string, unknown>>, depth: number): NetworkSummary {
  const places: Record<string, string> = {};
  const walk = (value: unknown, place: string, left: number): void => {
    const isBranch = typeof value === "object" && value !== null && left > 0;
    const text = isBranch ? undefined : JSON.stringify(value);
    if (text !== undefined) {
      const hash = text.length > mostText ? sha256(new TextEncoder().encode(text)) : "";
      places[place] = hash === "" ? text : `sha256 ${hash.slice(0, 16)}`;
      return;
    }
    for (const [key, inner] of Object.entries(value as object)) {
      const step = Array.isArray(value) ? `[${nameIn(inner) ?? key}]` : `.${key}`;
      walk(inner, place === "" ? key : `${place}${step}`, left - 1);
    }
  };
  walk(record, "", depth);
  return places;
}

/** Identifying name of a list entry, if it has one. */
function nameIn(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null || !("name" in entry)) return undefined;
  return typeof entry.name === "string" ? JSON.stringify(entry.name) : undefined;
}

/** First few differences between two networks: each path with both values. */
export function differences(
  now: NetworkSummary,
  before: NetworkSummary,
  most = 5,
): readonly { readonly place: string; readonly now: string; readonly before: string }[] {
  const places = [...new Set([...Object.keys(now), ...Object.keys(before)])];
  return places
    .filter((place) => now[place] !== before[place])
    .slice(0, most)
    .map((place) => ({
      place,
      now: now[place] ?? "nothing",
      before: before[place] ?? "nothing",
    }));
}
