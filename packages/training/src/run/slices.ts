import type { UpdatePlaces } from "../machine/pass-machine.ts";
import type { RunParts } from "./run-parts.ts";

/** Elements from which on they are shared out: what others wrote comes from their cache, so that fewer take less time here. */
const sharedElements = 65_536;
const manySlices = 16;
/** Elements that slices begin at multiples of. */
const group = 64;

/** Changes what is trained, a slice after the other; who takes which changes no bit. */
export interface SliceUpdate {
  readonly slices: number;
  /** Sum the gradients of blocks and change the values of a slice; tells whether all that comes of it is finite. */
  take(slice: number, blocks: number): boolean;
}

/** Give where the elements of each slice begin, and the last one ends. */
function sliceBegins(elements: number): readonly number[] {
  const slices = elements < sharedElements ? 1 : manySlices;
  return Array.from({ length: slices + 1 }, (_, k) =>
    k === slices ? elements : group * Math.floor((k * elements) / slices / group),
  );
}

/** Make what changes slices. */
export function sliceUpdate({ plan, memory, machine }: RunParts): SliceUpdate {
  const { trainedElements: pitch, common } = plan;
  const bytes = memory.type === "f64" ? 8 : 4;
  const begins = sliceBegins(pitch);
  // Gradients of blocks but the first are of no use any more.
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
