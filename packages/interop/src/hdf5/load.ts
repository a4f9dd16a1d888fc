import type { Dataset, File, Group } from "h5wasm/node";

/** What is used of h5wasm. */
export interface Hdf5 {
  readonly File: typeof File;
  readonly Group: typeof Group;
  readonly Dataset: typeof Dataset;
}

let loading: Promise<Hdf5> | undefined;

/** Load the HDF5 library, once; it takes about a tenth of a second. */
export function loadHdf5(): Promise<Hdf5> {
  loading ??= load();
  return loading;
}

/**
 * Start loading the HDF5 library without waiting.
 *
 * So it is there when a result is written.
 */
export function prepareHdf5(): void {
  // A failure shows where the library is used.
  loadHdf5().catch(() => undefined);
}

async function load(): Promise<Hdf5> {
  const library = await import("h5wasm/node");
  const module = await library.ready;
  // Otherwise faults are printed on standard error and the call returns as if nothing had happened.
  module.activate_throwing_error_handler();
  return library;
}
