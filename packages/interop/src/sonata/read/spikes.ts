import type { ByteSource } from "@spikeloom/kernel";
import { smallFile } from "./config.ts";
import { type ColumnFile, openColumns, plainNumbers, refuse } from "./hdf5-columns.ts";

/** Spikes in a file: times in ms and numbers of nodes, by population; undefined where none is named. */
export type SpikeLists = ReadonlyMap<string | undefined, SpikeList>;

/** Spikes of one population. */
export interface SpikeList {
  readonly times: ArrayLike<number>;
  readonly nodes: ArrayLike<number>;
}

/** Read spikes from HDF5, of the present layout or the one before it, or from a table. */
export async function readSpikes(source: ByteSource, isTable: boolean): Promise<SpikeLists> {
  if (isTable) return spikeTable(new TextDecoder().decode(await smallFile(source)), source.name);
  const file = await openColumns(source);
  const names = file.names("spikes");
  if (names.length === 0) throw refuse(`${file.name}: /spikes`, "populations", "none");
  const isOld = file.column("spikes/timestamps") !== undefined;
  if (isOld) return new Map([[undefined, spikeList(file, "spikes", "gids")]]);
  return new Map(names.map((name) => [name, spikeList(file, `spikes/${name}`, "node_ids")]));
}

const unitsInMs: Readonly<Record<string, number>> = {
  ms: 1,
  milliseconds: 1,
  millisecond: 1,
  s: 1000,
  seconds: 1000,
};

function spikeList(file: ColumnFile, group: string, nodes: string): SpikeList {
  const place = `${file.name}: /${group}`;
  const [times, ids] = [file.column(`${group}/timestamps`), file.column(`${group}/${nodes}`)];
  if (times === undefined || ids === undefined) {
    throw refuse(place, `timestamps and ${nodes}`, "not both");
  }
  if (times.length !== ids.length) {
    throw refuse(place, `as many timestamps as ${nodes}`, `${times.length} and ${ids.length}`);
  }
  const unit = times.attribute("units") ?? "ms";
  const scale = Object.hasOwn(unitsInMs, String(unit)) ? unitsInMs[String(unit)] : undefined;
  if (scale === undefined) throw refuse(times.place, "units of ms or s", String(unit).slice(0, 40));
  file.hold(16 * times.length, group);
  const values = plainNumbers(times.numbers(0, times.length));
  return {
    times: scale === 1 ? values : Float64Array.from(values, (time) => time * scale),
    nodes: plainNumbers(ids.numbers(0, ids.length)),
  };
}

/** Columns timestamps, node_ids and population; or a number of a node with its times, apart by commas. */
function spikeTable(text: string, place: string): SpikeLists {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const columns = head.trim().split(/[\s,]+/);
  const at = (names: readonly string[]): number => columns.findIndex((one) => names.includes(one));
  const [time, node, population] = [
    at(["timestamps"]),
    at(["node_ids", "node_id"]),
    at(["population", "populations"]),
  ];
  const lists = new Map<string | undefined, { times: number[]; nodes: number[] }>();
  const add = (name: string | undefined, id: unknown, ...times: readonly unknown[]): void => {
    const list = lists.get(name) ?? { times: [], nodes: [] };
    lists.set(name, list);
    for (const one of times) {
      list.times.push(Number(one));
      list.nodes.push(Number(id));
    }
  };
  lines.forEach((line, k) => {
    const where = `${place}: line ${k + 2}`;
    if (time >= 0 && node >= 0) {
      const values = line.trim().split(/[\s,]+/);
      if (values.length !== columns.length)
        throw refuse(where, `${columns.length} columns`, line.slice(0, 60));
      add(population < 0 ? undefined : values[population], values[node], values[time]);
      return;
    }
    const [id, times = ""] = line.trim().split(/\s+/, 2);
    add(undefined, id, ...times.split(",").filter((one) => one !== ""));
  });
  for (const { times, nodes } of lists.values()) {
    if ([...times, ...nodes].every((value) => Number.isFinite(value))) continue;
    throw refuse(place, "times in ms and numbers of nodes", "others");
  }
  return lists;
}
