import type { SpikeLoomError } from "@spikeloom/kernel";
import { SHARING, show } from "../errors.ts";

/** The most parts that a network can be cut into. */
export const mostShards = 4096;

/** List what is wrong with numbers of workers and shards. */
export function sharingFaults({
  workers,
  shards,
}: {
  readonly workers?: number | undefined;
  readonly shards?: number | undefined;
}): readonly SpikeLoomError[] {
  const wrong = Object.entries({ workers, shards }).filter(
    ([, count]) => count !== undefined && !(Number.isSafeInteger(count) && count >= 1),
  );
  if (wrong.length > 0) {
    return wrong.map(([place, count]) => {
      const message = `The number of ${place} is no count.`;
      return SHARING({ place, message, expected: "a whole number, at least 1", got: show(count) });
    });
  }
  const many = Object.entries({ workers, shards }).filter(([, count = 0]) => count > mostShards);
  if (many.length > 0) {
    return many.map(([place, count]) => {
      const message = `There are more ${place} than a network can be cut into.`;
      const next = `Ask for at most ${mostShards}, or for none: the number is then chosen.`;
      return SHARING({ place, message, expected: `at most ${mostShards}`, got: show(count), next });
    });
  }
  if (workers === undefined || shards === undefined || shards >= workers) return [];
  const message = "Each worker needs a shard of its own at least.";
  const next = "Give more shards, or fewer workers.";
  const expected = `at least ${workers} shards`;
  return [SHARING({ place: "shards", message, expected, got: String(shards), next })];
}
