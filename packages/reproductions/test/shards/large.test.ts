import { expect, it } from "vitest";
import { publishedNetworks } from "../../src/published-networks.ts";
import { isLarge, shardingsOf, thorough } from "../../src/short-runs.ts";
import { studies } from "../../src/studies.ts";
import { describeShards, shardingsHere } from "./same-spikes.ts";

describeShards(isLarge);

it("every study has a network here", () => {
  const named = new Set(Object.keys(publishedNetworks).map((name) => name.split(" ")[0]));
  expect(named).toEqual(new Set(studies.map(({ reference }) => reference.study)));
});

it("networks that are split in all ways are among them", () => {
  for (const name of thorough) {
    expect(Object.keys(publishedNetworks)).toContain(name);
    expect(shardingsOf(name).length).toBe(8);
  }
});

it("each way of splitting a network is used by at least two of them", () => {
  const [first = ""] = thorough;
  const taken = thorough.flatMap((name) => shardingsHere(name, false));
  for (const way of shardingsOf(first)) {
    expect(taken.filter((one) => one === way).length).toBeGreaterThanOrEqual(2);
  }
});
