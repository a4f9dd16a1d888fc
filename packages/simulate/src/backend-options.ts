import {
  type BackendRecord,
  OPTION,
  type OptionNames,
  type OptionValues,
  pluginOptions,
  printReturn,
  type Stack,
} from "@spikeloom/kernel";

/** A backend and its options. */
export interface AskedBackend {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  /** Overrides the network's precision. */
  readonly precision?: "f64" | "f32" | undefined;
  /** Number of threads, chosen by the backend by default. Results do not depend on it. */
  readonly workers?: number | undefined;
  /** Number of partitions of the neurons; one per worker by default. */
  readonly shards?: number | undefined;
  /** Other options declared by the backend. */
  readonly backendOptions?: Readonly<Record<string, OptionValues[string] | undefined>> | undefined;
}

/** Names of these options, for records that contain other options as well. */
export const askedBackendNames: OptionNames<AskedBackend> = {
  stack: true,
  backend: true,
  precision: true,
  workers: true,
  shards: true,
  backendOptions: true,
};

/** Check the options of a backend and add its defaults; unknown options are refused. */
export function optionsOf(
  { backend, workers, shards, backendOptions = {}, ...options }: AskedBackend,
  network: { readonly precision?: "f64" | "f32" | undefined },
): OptionValues {
  const { name, options: declared = {} } = backend;
  // A backend without a choice of workers computes on one.
  const isOne = workers === 1 && !Object.hasOwn(declared, "workers");
  const own = { precision: options.precision, workers: isOne ? undefined : workers, shards };
  const further = Object.entries(backendOptions).filter(([, value]) => value !== undefined);
  refuseTwice(`backend "${name}"`, own, further);
  const given = options.precision ?? network.precision;
  // A backend without a choice of precision computes in f64.
  const isUsual = given === "f64" && !Object.hasOwn(declared, "precision");
  const precision = isUsual ? undefined : given;
  const plugin = { kind: "backend", name, options: declared };
  return pluginOptions(plugin, { ...own, precision, ...Object.fromEntries(further) });
}

/** Refuse an option given both at the top level and among the backend's own options. */
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
      next: "Omit one of them.",
    });
  }
}

/** Precision in which a backend computes with these options. */
export function precisionOf({ precision }: OptionValues): "f64" | "f32" {
  return precision === "f32" ? "f32" : "f64";
}
