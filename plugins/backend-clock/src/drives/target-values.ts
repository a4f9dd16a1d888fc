import type { OwnTargets } from "@spikeloom/code";
import type { Chosen } from "@spikeloom/network";
import { type Part, placeIn } from "../share.ts";

/** Find the targets of a stimulus, or the neurons of a recorder, in a part of their population. */
export function ownTargets(targets: Chosen, part: Part): OwnTargets {
  let count = 0;
  for (let number = 0; number < targets.size; number++) {
    if (placeIn(part, targets.neuron(number)) >= 0) count++;
  }
  // Growing lists would take several times the memory of millions of targets.
  const [numbers, places] = [new Uint32Array(count), new Uint32Array(count)];
  for (let number = 0, k = 0; number < targets.size; number++) {
    const place = placeIn(part, targets.neuron(number));
    if (place < 0) continue;
    numbers[k] = number;
    places[k++] = place;
  }
  return { numbers, places };
}
