import type { ByteSource } from "@spikeloom/kernel";
import { smallFile } from "./config.ts";
import { type ColumnFile, openColumns, plainNumbers, refuse } from "./hdf5-columns.ts";

/** Spikes of a file: times in ms and node ids, by population; undefined if none is named. */
export type SpikeLists = ReadonlyMap<string | undefined, SpikeList>;

/** Spikes of one population. */
export interface SpikeList {
  readonly times: ArrayLike<number>;
  readonly nodes: ArrayLike<number>;
}

/** Read spikes from HDF5, in the present or the previous layout, or from a table. */
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

/** Columns timestamps, node_ids and population; or a node id followed by its times, separated by commas. */
function spikeTable(text: string, place: string): SpikeLists {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== "");
  const columns = (lines[first] ?? "").trim().split(/\s*,\s*|\s+/);
  const at = (names: readonly string[]): number => columns.findIndex((one) => names.includes(one));
  const [time, node] = [at(["timestamps"]), at(["node_ids", "node_id"])];
  const population = at(["population", "populations"]);
  const isTable = time >= 0 && node >= 0;
  // Tables of node ids and times may have a header, which is not a number.
  const isHeadless = !isTable && columns.every((one) => Number.isFinite(numberIn(one)));
  const lists = new Map<string | undefined, { times: number[]; nodes: number[] }>();
  for (const [k, line] of lines.entries()) {
    if (line.trim() === "" || (k === first && !isHeadless)) continue;
    const where = `${place}: line ${k + 1}`;
    const values = isTable ? line.trim().split(/\s*,\s*|\s+/) : line.trim().split(/[\s,]+/);
    if (isTable && values.length !== columns.length)
      throw refuse(where, `${columns.length} columns`, line.slice(0, 60));
    const name = isTable && population >= 0 ? values[population] : undefined;
    const list = lists.get(name) ?? { times: [], nodes: [] };
    lists.set(name, list);
    const id = numberIn(values[isTable ? node : 0]);
    for (const one of isTable ? [values[time]] : values.slice(1)) {
      const spike = numberIn(one);
      if (!Number.isFinite(spike) || !Number.isFinite(id))
        throw refuse(where, "times in ms and node ids", line.slice(0, 60));
      list.times.push(spike);
      list.nodes.push(id);
    }
  }
  return lists;
}

/** Parse a number; an empty text is invalid, although JavaScript converts it to zero. */
export function numberIn(text: string | undefined): number {
  return text === undefined || text === "" ? Number.NaN : Number(text);
}
