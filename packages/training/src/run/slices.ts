import type { UpdatePlaces } from "../machine/pass-machine.ts";
import type { RunParts } from "./run-parts.ts";

/** Minimum number of elements for sharing the work: data written by other threads must be fetched from their cache. */
const sharedElements = 65_536;
const manySlices = 16;
/** Alignment of slices in elements. */
const group = 64;

/** Updates trained values by slices; the assignment of slices to threads does not affect the results. */
export interface SliceUpdate {
  readonly slices: number;
  /** Sum the gradients of blocks and update the values of a slice; returns whether all results are finite. */
  take(slice: number, blocks: number): boolean;
}

/** Return the boundaries of the slices. */
function sliceBegins(elements: number): readonly number[] {
  const slices = elements < sharedElements ? 1 : manySlices;
  return Array.from({ length: slices + 1 }, (_, k) =>
    k === slices ? elements : group * Math.floor((k * elements) / slices / group),
  );
}

/** Create the update by slices. */
export function sliceUpdate({ plan, memory, machine }: RunParts): SliceUpdate {
  const { trainedElements: pitch, common } = plan;
  const bytes = memory.type === "f64" ? 8 : 4;
  const begins = sliceBegins(pitch);
  // Gradients of blocks other than the first are no longer needed.
  const aside = plan.gradients + pitch * bytes;
  const places = begins.slice(1).map((end, k): UpdatePlaces => {
    const first = begins[k] as number;
    const from = (address: number): number => address + bytes * first;
    return {
      values: from(plan.values),
      gradients: from(plan.gradients),
      kept: from(plan.kept),
      aside: from(aside),
      common,
      count: end - first,
      pitch,
    };
  });
  return {
    slices: places.length,
    take: (slice, blocks) => machine.update(places[slice] as UpdatePlaces, blocks),
  };
}
