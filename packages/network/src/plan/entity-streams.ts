import { type BulkRandom, type Stream, stream, streamKey } from "@spikeloom/random";

/**
 * Give the random numbers of each entity under a purpose; -1 stands for the whole.
 *
 * Each call starts the entity's sequence anew, so the order of calls does not matter.
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

/** The same, but one stream that moves on: the one given before must not be used any more. */
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
