import {
  type BackendRecord,
  type NetworkRecord,
  OPTION,
  type OptionNames,
  type OptionValues,
  pluginOptions,
  printReturn,
  type Stack,
} from "@spikeloom/kernel";

/** A backend, and what it lets one choose. */
export interface AskedBackend {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  /** Instead of the network's precision. */
  readonly precision?: "f64" | "f32" | undefined;
  /** Threads to run on; the backend chooses where it is not given. Results do not depend on it. */
  readonly workers?: number | undefined;
  /** Parts that neurons are dealt to; one for each worker where it is not given. */
  readonly shards?: number | undefined;
  /** Further options that the backend declares. */
  readonly backendOptions?: Readonly<Record<string, OptionValues[string] | undefined>> | undefined;
}

/** The names of these options, for the records that have them among others. */
export const askedBackendNames: OptionNames<AskedBackend> = {
  stack: true,
  backend: true,
  precision: true,
  workers: true,
  shards: true,
  backendOptions: true,
};

/** Check the options of a backend, and add its defaults; what it does not have is refused. */
export function optionsOf(
  { backend, workers, shards, backendOptions = {}, ...options }: AskedBackend,
  network: Pick<NetworkRecord, "precision">,
): OptionValues {
  const { name, options: declared = {} } = backend;
  const own = { precision: options.precision, workers, shards };
  const further = Object.entries(backendOptions).filter(([, value]) => value !== undefined);
  refuseTwice(`backend "${name}"`, own, further);
  const given = options.precision ?? network.precision;
  // A backend that does not let one choose computes in f64.
  const isUsual = given === "f64" && !Object.hasOwn(declared, "precision");
  const precision = isUsual ? undefined : given;
  const plugin = { kind: "backend", name, options: declared };
  return pluginOptions(plugin, { ...own, precision, ...Object.fromEntries(further) });
}

/** Refuse an option that stands beside the others and among those of the backend as well. */
function refuseTwice(
  place: string,
  own: Readonly<Record<string, unknown>>,
  further: readonly (readonly [name: string, value: unknown])[],
): void {
  for (const [name, value] of further) {
    const before = Object.hasOwn(own, name) ? own[name] : undefined;
    if (before === undefined) continue;
    throw OPTION({
      place,
      message: `"${name}" is given twice.`,
      expected: "each option once",
      got: `${printReturn(before)}, and ${printReturn(value)} among the options of the backend`,
      next: "Leave one of them out.",
    });
  }
}

/** In what a backend computes with these options. */
export function precisionOf({ precision }: OptionValues): "f64" | "f32" {
  return precision === "f32" ? "f32" : "f64";
}
