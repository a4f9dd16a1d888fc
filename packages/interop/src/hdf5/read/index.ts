export { Hdf5Damage } from "./damage.ts";
export { type NumberBlock, numbersOf } from "./numbers.ts";
export { type Hdf5File, type Hdf5Object, openHdf5 } from "./open-file.ts";
export type { RandomBytes } from "./random-bytes.ts";
