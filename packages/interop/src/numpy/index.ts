export { LayersDamage } from "../layers/damage.ts";
export { readArrays } from "./read.ts";
export { readArray } from "./read-array.ts";
