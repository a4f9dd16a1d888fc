import { createStack, writeFormat } from "@spikeloom/kernel";
import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { expect, it } from "vitest";
import { formats } from "../src/formats/index.ts";
import { parquetPieces } from "../src/parquet/parquet-pieces.ts";
import { result } from "./sample-result.ts";

const stack = createStack({ plugins: formats });

async function whole(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Uint8Array.from(Buffer.concat(parts)).buffer;
}

async function tablesOf(one: typeof result): Promise<ReadonlyMap<string, ArrayBuffer>> {
  const format = stack.get("format", "parquet", "test");
  const { files } = await writeFormat(format, { holds: "result", result: one }, { stack });
  const tables = new Map<string, ArrayBuffer>();
  for await (const { name, pieces } of files) tables.set(name, await whole(pieces));
  return tables;
}

const rowsOf = async (file: ArrayBuffer | undefined) =>
  await parquetReadObjects({ file: file ?? new ArrayBuffer(0) });

it("writes each spike and sample of a result, with units in the names of columns", async () => {
  const tables = await tablesOf(result);
  const [first] = result.recordings;
  const spikes = await rowsOf(tables.get("spikes.parquet"));
  const all = result.recordings.flatMap(({ population, spikes }) =>
    Array.from(spikes?.times ?? [], (time_ms, k) => {
      return { time_ms, population, neuron: spikes?.neurons[k] };
    }),
  );
  expect(spikes).toEqual(all);
  const samples = await rowsOf(tables.get("samples-E.parquet"));
  const v = first?.samples.get("v");
  const i = first?.samples.get("i_syn");
  expect(samples).toEqual(
    Array.from(v?.values ?? [], (v_mV, k) => {
      const columns = v?.neurons.length ?? 1;
      const at = { time_ms: v?.times[Math.floor(k / columns)], population: "E" };
      return { ...at, neuron: v?.neurons[k % columns], v_mV, i_syn_nA: i?.values[k] };
    }),
  );
  const names = [...tables.keys()].filter((name) => name.startsWith("synapses-"));
  const kept = result.synapseRecordings.flatMap(({ sets }) =>
    sets.flatMap(({ snapshots }) => [...snapshots.values()]),
  );
  const counts = await Promise.all(
    names.map(async (name) => {
      const rows = await rowsOf(tables.get(name));
      return (
        Object.keys(rows[0] ?? {}).filter((key) => /^(weight_nA|c)/.test(key)).length * rows.length
      );
    }),
  );
  expect(names[0]).toBe("synapses-a_b.parquet");
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(
    kept.reduce((sum, { values }) => sum + values.length, 0),
  );
});

it("writes a table without rows if nothing fired", async () => {
  const silent = { ...result, recordings: [], synapseRecordings: [] };
  const tables = await tablesOf(silent);
  expect([...tables.keys()]).toEqual(["spikes.parquet"]);
  const file = tables.get("spikes.parquet") ?? new ArrayBuffer(0);
  expect(await rowsOf(file)).toEqual([]);
  const { children } = parquetSchema(parquetMetadata(file));
  expect(children.map(({ element }) => element.name)).toEqual(["time_ms", "population", "neuron"]);
});

it("holds only the rows of one group", async () => {
  let held = 0;
  const groups = (function* () {
    for (let group = 0; group < 5; group++) {
      held = group;
      yield [Float64Array.from({ length: 1000 }, (_, k) => group * 1000 + Math.sqrt(k))];
    }
  })();
  const sizes: number[] = [];
  const parts: Uint8Array[] = [];
  for await (const piece of parquetPieces([{ name: "x", type: "DOUBLE" }], groups)) {
    // A piece arrives before the next rows are requested.
    expect(held).toBe(Math.min(4, sizes.length));
    sizes.push(piece.length);
    parts.push(piece);
  }
  expect(sizes).toHaveLength(6);
  expect(Math.max(...sizes)).toBeLessThan(12_000);
  const rows = await rowsOf(Uint8Array.from(Buffer.concat(parts)).buffer);
  expect(rows).toHaveLength(5000);
  expect(rows[4999]?.["x"]).toBe(4000 + Math.sqrt(999));
});
