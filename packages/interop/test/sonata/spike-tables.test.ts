import { bytesSource } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { readSpikes } from "../../src/sonata/read/spikes.ts";

async function table(text: string): Promise<readonly (readonly [unknown, number[], number[]])[]> {
  const lists = await readSpikes(bytesSource("spikes.csv", new TextEncoder().encode(text)), true);
  return [...lists].map(([name, { times, nodes }]) => [name, Array.from(times), Array.from(nodes)]);
}

describe("a table of spikes", () => {
  it("of nodes and times preserves all of them, whatever comes in between", async () => {
    expect(await table("gid spike-times\n0 1.0, 2.0, 3.0\n4 5,6\n")).toEqual([
      [undefined, [1, 2, 3, 5, 6], [0, 0, 0, 4, 4]],
    ]);
  });

  it("of nodes with their times may have no head", async () => {
    expect(await table("0 1.0,2.0\n1 3.0\n")).toEqual([[undefined, [1, 2, 3], [0, 0, 1]]]);
  });

  it("of one node may have a great many times", async () => {
    const times = Array.from({ length: 200_000 }, (_, k) => k);
    const [list] = await table(`gid spike-times\n7 ${times.join(",")}\n`);
    expect(list?.[1]).toHaveLength(200_000);
  });

  it.each(["timestamps,node_ids\n,1\n", "timestamps,node_ids\n5,\n", "timestamps node_ids\n5\n"])(
    "refuses a field that is empty: %j",
    async (text) => {
      await expect(table(text)).rejects.toThrow("SL_SONATA_DATA");
    },
  );
});
