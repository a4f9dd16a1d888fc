import {
  type CheckedTables,
  checkTables,
  limitOf,
  type Machine,
  machineOf,
  type NetworkGraph,
  partitionFrom,
  type Route,
  type RouteClaim,
  type RoutingTables,
  spiNNaker1,
} from "@spikeloom/mapping";
import { SPINNAKER_TABLES } from "../errors.ts";
import { firstProcessor } from "./chip-mapping.ts";
import { processors, type RouterEntry, readTableBytes, routerLinks } from "./table-bytes.ts";
import { filesName, filesVersion } from "./write-files.ts";

/** Contents of files by their names. */
export type MappingFiles = ReadonlyMap<string, Uint8Array>;

/** A core as a file states it. */
interface StatedCore {
  readonly place: string;
  readonly population: string;
  readonly from: number;
  readonly until: number;
  readonly stages: number;
  readonly router: number;
  readonly slot: number;
  readonly key: number;
  readonly count: number;
  readonly targets: readonly number[];
}

/**
 * Check files of cores, keys and tables, and walk every key to its targets.
 *
 * Files that are incomplete or contradict each other are refused with `SL_SPINNAKER_TABLES`, and a key that does not reach exactly its
 * targets with `SL_MAPPING_ROUTE`. The walk shares no code with the router. With the graph of the network, as `spinnakerGraph` reads
 * it, the cores and their targets must be those of the network, too.
 */
export function checkMappingFiles(files: MappingFiles, graph?: NetworkGraph): CheckedTables {
  const { machine, cores } = readCores(files);
  const tables = readTables(files, machine);
  if (graph !== undefined) checkNetwork(cores, graph);
  const claims = cores.map(({ place, router, key, count, targets }): RouteClaim => {
    const reached = targets.map((core) => cores[core] as StatedCore);
    return {
      place,
      router,
      base: key,
      count,
      targets: reached.map((one) => ({ router: one.router, core: one.slot })),
    };
  });
  return checkTables(tables, claims);
}

function refuse(place: string, expected: string, got: unknown): never {
  throw SPINNAKER_TABLES({
    place,
    message: "The files of a mapping are incomplete or contradict each other.",
    expected,
    got: String(got),
    next: "Write all files again: spikeloom convert NETWORK --to spinnaker-tables.",
  });
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(files: MappingFiles, name: string): unknown {
  const bytes = files.get(name);
  if (bytes === undefined) return refuse(name, "a file", "none");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (fault) {
    return refuse(name, "complete JSON", fault instanceof Error ? fault.message : fault);
  }
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  return refuse(place, "an object", JSON.stringify(value));
}

function listOf(value: unknown, place: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(place, "a list", JSON.stringify(value));
}

/** Read a whole number from 0 to below a limit. */
function whole(fields: Fields, name: string, at: { place: string; below: number }): number {
  const { place, below } = at;
  const value = fields[name];
  const isWhole = typeof value === "number" && Number.isSafeInteger(value);
  if (isWhole && value >= 0 && value < below) return value;
  return refuse(`${place}.${name}`, `a whole number from 0, below ${below}`, JSON.stringify(value));
}

/** Words have 32 bits. */
const words = 2 ** 32;
/** Most chips of a machine: a million cores. */
const mostChips = 65_536;

function readCores(files: MappingFiles): {
  readonly machine: Machine;
  readonly cores: readonly StatedCore[];
} {
  const file = "mapping.json";
  const head = fieldsOf(parsed(files, file), file);
  if (head["format"] !== filesName || head["version"] !== filesVersion) {
    const got = `${JSON.stringify(head["format"])}, ${JSON.stringify(head["version"])}`;
    refuse(file, `the format "${filesName}", version ${filesVersion}`, got);
  }
  const chips = whole(head, "chips", { place: file, below: mostChips + 1 });
  if (chips === 0) refuse(`${file}.chips`, "at least 1", 0);
  const machine = machineOf(spiNNaker1, { chips });
  const all = listOf(head["cores"], `${file}.cores`);
  const taken = new Map<string, string>();
  const cores = all.map((one, k) => {
    const place = `${file}.cores[${k}]`;
    const core = readCore(fieldsOf(one, place), { place, machine, cores: all.length });
    const own = `${core.router}:${core.slot}`;
    const other = taken.get(own);
    if (other !== undefined) refuse(place, "a processor of its own", `that of ${other}`);
    taken.set(own, place);
    return core;
  });
  return { machine, cores };
}

function readCore(
  fields: Fields,
  { place, machine, cores }: { place: string; machine: Machine; cores: number },
): StatedCore {
  const number = (name: string, below: number): number => whole(fields, name, { place, below });
  const { population } = fields;
  if (typeof population !== "string") {
    return refuse(`${place}.population`, "a name", JSON.stringify(population));
  }
  const [x, y] = [number("x", machine.columns), number("y", machine.rows)];
  const router = y * machine.columns + x;
  const most = machine.cores[router] as number;
  const p = number("p", firstProcessor + most);
  if (p < firstProcessor) refuse(`${place}.p`, `a processor from ${firstProcessor}`, p);
  const [from, until] = [number("from", words), number("until", words)];
  if (until <= from) refuse(`${place}.until`, `a neuron after ${from}`, until);
  const stages = fields["delayStages"] === undefined ? 0 : number("delayStages", 9);
  const targets = listOf(fields["targets"], `${place}.targets`).map((target, k, list) => {
    const core = whole({ target }, "target", { place: `${place}.targets[${k}]`, below: cores });
    if (list.indexOf(target) !== k) refuse(`${place}.targets[${k}]`, "each core once", core);
    return core;
  });
  const base = {
    place,
    population,
    from,
    until,
    stages,
    router,
    slot: p - firstProcessor,
    targets,
  };
  if (targets.length === 0 && fields["key"] === undefined) return { ...base, key: 0, count: 0 };
  const [key, mask, count] = [number("key", words), number("mask", words), number("keys", words)];
  const wanted = (until - from) * Math.max(stages, 1);
  if (count !== wanted) refuse(`${place}.keys`, `${wanted}: one for each neuron and stage`, count);
  const isCovered = ((key ^ (key + count - 1)) & mask) === 0 && (key & ~mask) === 0;
  if (!isCovered) refuse(`${place}.mask`, `a mask that all ${count} keys from ${key} share`, mask);
  return { ...base, key, count };
}

function readTables(files: MappingFiles, machine: Machine): RoutingTables {
  const file = "routing_tables.json";
  const most = limitOf(spiNNaker1, "table-entries") ?? 0;
  const known = new Set<string>();
  const routes: Route[] = [];
  const tables = listOf(parsed(files, file), file).map((one, t) => {
    const place = `${file}[${t}]`;
    const fields = fieldsOf(one, place);
    const x = whole(fields, "x", { place, below: machine.columns });
    const y = whole(fields, "y", { place, below: machine.rows });
    const router = y * machine.columns + x;
    if (machine.cores[router] === 0) refuse(place, "a chip of the machine", `${x}, ${y}`);
    const name = `tables/${x}-${y}.bin`;
    if (known.has(name)) refuse(place, "one table for each chip", `a second one for ${x}, ${y}`);
    known.add(name);
    const list = listOf(fields["entries"], `${place}.entries`);
    if (list.length > most) refuse(`${place}.entries`, `at most ${most} entries`, list.length);
    const entries = list.map((entry, e) => readEntry(entry, `${place}.entries[${e}]`));
    compareBytes(files, name, entries);
    return {
      router,
      entries: entries.map(({ key, mask, route }) => ({
        key,
        mask,
        route: routes.push(routeOf(route)) - 1,
        arrival: -1,
      })),
    };
  });
  for (const name of files.keys()) {
    if (!name.startsWith("tables/") || known.has(name)) continue;
    refuse(name, `a table in ${file}`, "none for this chip");
  }
  return { machine, routes, tables };
}

function readEntry(value: unknown, place: string): RouterEntry {
  const fields = fieldsOf(value, place);
  const number = (name: string, below: number): number => whole(fields, name, { place, below });
  const [key, mask] = [number("key", words), number("mask", words)];
  if ((key & ~mask) !== 0) refuse(`${place}.key`, "no bits that the mask ignores", key);
  const route = number("spinnaker_route", 2 ** (routerLinks + processors));
  if (route === 0) refuse(`${place}.spinnaker_route`, "a link or a processor", route);
  const monitors = 2 ** (routerLinks + firstProcessor) - 2 ** routerLinks;
  if ((route & monitors) !== 0) {
    refuse(`${place}.spinnaker_route`, `processors from ${firstProcessor}`, route);
  }
  return { key, mask, route };
}

function compareBytes(files: MappingFiles, name: string, entries: readonly RouterEntry[]): void {
  const read = readTableBytes(files.get(name) ?? refuse(name, "a file", "none"));
  if (!("entries" in read)) {
    refuse(name, read.expected, read.got);
    return;
  }
  if (read.entries.length !== entries.length) {
    refuse(name, `${entries.length} entries, as in JSON`, read.entries.length);
  }
  for (const [k, entry] of entries.entries()) {
    for (const field of ["key", "mask", "route"] as const) {
      const got = read.entries[k]?.[field];
      if (got !== entry[field])
        refuse(name, `${field} ${entry[field]} in entry ${k}, as in JSON`, got);
    }
  }
}

/** Read the links and cores of a route's word. */
function routeOf(word: number): Route {
  const cores = Array.from({ length: processors - firstProcessor }, (_, core) => core);
  return {
    links: word & (2 ** routerLinks - 1),
    cores: cores.filter((core) => (word >>> (routerLinks + firstProcessor + core)) & 1),
  };
}

/** Check that cores hold the populations of a network, and that their targets are those of its synapses. */
function checkNetwork(cores: readonly StatedCore[], graph: NetworkGraph): void {
  const indexOf = ({ population, stages, place }: StatedCore): number => {
    const name = stages > 0 ? `${population}, delay extension` : population;
    const found = graph.populations.findIndex((one) => one.name === name);
    return found < 0 ? refuse(`${place}.population`, "a population of the network", name) : found;
  };
  const parts = cores.map((one, core) => {
    return { population: indexOf(one), from: one.from, until: one.until, core };
  });
  const partition = partitionFrom(graph, spiNNaker1, parts);
  for (const { part, targets } of partition.flows) {
    const { core } = partition.parts[part] as { readonly core: number };
    const { place, targets: stated } = cores[core] as StatedCore;
    const wanted = Array.from(targets).join(", ");
    const got = stated.toSorted((a, b) => a - b).join(", ");
    if (wanted !== got) refuse(`${place}.targets`, `the cores ${wanted}`, got);
  }
}
