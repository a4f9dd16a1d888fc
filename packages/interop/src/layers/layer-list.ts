import type { LayerRecord } from "@spikeloom/kernel";
import { damaged } from "./damage.ts";
import { type Shape, shapeAfter } from "./shapes.ts";

/** Layers that are put together one after the other, with what shape comes out of each. */
export interface LayerList {
  readonly layers: readonly LayerRecord[];
  /** Add a layer; gives the shape of what comes out, and refuses what does not fit together. */
  add(layer: LayerRecord): Shape;
  /** The shape of what comes out of a layer by its name. */
  shapeOf(name: string): Shape;
}

/** Begin a list of layers, each of a name of its own. */
export function layerList(): LayerList {
  const layers: LayerRecord[] = [];
  const shapes = new Map<string, Shape>();
  const shapeOf = (name: string): Shape => shapes.get(name) ?? [];
  return {
    layers,
    shapeOf,
    add(layer) {
      if (shapes.has(layer.name)) damaged(layer.name, "two layers have this name");
      const shape = shapeAfter(layer, layer.from.map(shapeOf));
      layers.push(layer);
      shapes.set(layer.name, shape);
      return shape;
    },
  };
}
