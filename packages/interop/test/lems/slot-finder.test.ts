import { expect, it } from "vitest";
import { slotFinder } from "../../src/lems/slot-finder.ts";

it("assigns each instance the slots of its attachments in order", () => {
  const links = [0, 0, 1].map((index) => ({ index, link: { index } as never }));
  const attached = { component: {} as never, set: "synapses", links };
  const slot = (nth: number) => ({ attached, nth, node: {} as never, presence: undefined });
  const slots = [slot(0), slot(1)];
  const find = slotFinder({ slots });
  expect(links.map(({ link, index }) => find(link, index)?.nth)).toEqual([0, 1, 0]);
  expect(find({} as never, 0)).toBeUndefined();
  // Instances of another population count by themselves.
  expect(slotFinder({ slots })(links[0]?.link as never, 0)?.nth).toBe(0);
});
