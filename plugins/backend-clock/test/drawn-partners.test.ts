import { expect, it } from "vitest";
import { drawnPartners } from "../src/synapses/drawn-partners.ts";

const rowOf = (length: number, first: number): Uint32Array =>
  Uint32Array.from({ length }, (_, k) => first + k);

it("returns rows in order, including empty ones, as they were stored", () => {
  const drawn = drawnPartners()();
  const rows = Array.from({ length: 200 }, (_, k) => rowOf((k * 7) % 90, k));
  for (const row of rows) {
    const given = row.slice();
    drawn.keep(given);
    // The reader of a row may modify it.
    given.fill(99);
  }
  for (const row of rows) expect(drawn.take()).toEqual(row);
  expect(drawn.take()).toBeUndefined();
  expect(drawn.take()).toBeUndefined();
});

it("stores the first rows of all projections together, and none after one that does not fit", () => {
  const room = drawnPartners();
  const [first, second] = [room(), room()];
  const large = 300_000;
  first.keep(rowOf(large, 0));
  // 2 MiB are 524,288 indices.
  second.keep(rowOf(200_000, 1));
  second.keep(rowOf(large, 2));
  second.keep(rowOf(3, 3));
  expect(first.take()).toHaveLength(large);
  expect(second.take()).toHaveLength(200_000);
  expect(second.take()).toBeUndefined();
});
