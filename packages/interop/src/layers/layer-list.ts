import type { LayerRecord } from "@spikeloom/kernel";
import { damaged } from "./damage.ts";
import { type Shape, shapeAfter } from "./shapes.ts";

/** Layers assembled in order, with their output shapes. */
export interface LayerList {
  readonly layers: readonly LayerRecord[];
  /** Add a layer and return its output shape; refuses inconsistent shapes. */
  add(layer: LayerRecord): Shape;
  /** Output shape of a layer by name. */
  shapeOf(name: string): Shape;
}

/** Create an empty list of uniquely named layers. */
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
