import { type BulkRandom, type Stream, stream, streamKey } from "@spikeloom/random";

/**
 * Create the random streams of each entity for a purpose; -1 is the whole group.
 *
 * Each call restarts the entity's sequence, so the order of calls does not matter.
 */
export function entityStreams(
  seed: number,
  purpose: string,
  bulk?: BulkRandom,
): (entity: number) => Stream {
  const key = streamKey(seed, purpose);
  return (entity) =>
    entity < 0 ? stream(streamKey(seed, `${purpose}/whole`), 0) : stream(key, entity, 0, { bulk });
}

/** Create random streams that reuse one object: a previously returned stream must not be used any more. */
export function movingStream(
  seed: number,
  purpose: string,
  bulk?: BulkRandom,
): (entity: number) => Stream {
  const moving = stream(streamKey(seed, purpose), 0, 0, { bulk });
  return (entity) => {
    moving.seek(entity);
    return moving;
  };
}
