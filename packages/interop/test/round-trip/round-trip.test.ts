import { type Loss, type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { changed } from "./changes.ts";
import { differences, judge } from "./differences.ts";
import { type Portrait, portraitOf } from "./portrait.ts";
import { roundTrip } from "./round-trip.ts";
import { withinReach } from "./within-reach.ts";

/** Losses about other contents of a file than its network. */
const ofFiles: Readonly<Record<string, readonly string[]>> = {
  // Where outputs go.
  sonata: ["setting"],
  // Remaining synapses of an omitted projection.
  neuroml: ["unused"],
  // Which nodes became connections.
  nir: ["layers"],
};

/** Formats that replace our neurons by their own, with other variables and the same behaviour. */
const translated: Readonly<Record<string, readonly string[]>> = {
  nir: ["other"],
  neuroml: ["other"],
};

/** Test whether each projection connects something: an empty one is not part of a file. */
function isFull(portrait: Portrait, { projections = [] }: NetworkRecord): boolean {
  return projections.every((_, k) => portrait.has(`projections[${k}].connector`));
}

describe.each(Object.keys(withinReach))("networks in %s", (name) => {
  const format = stack.get("format", name);
  const drawn = async (which: number) => {
    const draw = newDraw(drawSeed, which);
    const network = await withinReach[name]?.(draw, stack);
    if (network === undefined) throw new Error(name);
    return { draw, network };
  };
  const isOfNetwork = ({ code }: Loss): boolean => ofFiles[name]?.includes(code) !== true;

  it(`within reach are restored (seed ${drawSeed})`, async () => {
    for (let which = 0; which < draws({ ci: 5, long: 3000 }); which++) {
      const about = `draw ${which}`;
      const { network } = await drawn(which);
      const back = await roundTrip(format, network, { stack });
      expect(back.written, about).toEqual([]);
      expect(back.read.filter(isOfNetwork), about).toEqual([]);
      const [before, after] = [portraitOf(network, stack), portraitOf(back.network, stack)];
      expect(differences(before, after), about).toEqual([]);
    }
  });

  it(`beyond reach lose only what losses name (seed ${drawSeed})`, async () => {
    let withLosses = 0;
    const count = draws({ ci: 18, long: 20_000 });
    for (let which = 0; which < count; which++) {
      const { draw, network: whole } = await drawn(which);
      const change = changed(whole, stack, draw);
      if (change === undefined) continue;
      const { network } = change;
      const about = `draw ${which}, ${change.about}`;
      const before = portraitOf(network, stack);
      if (!isFull(before, network)) continue;
      const back = await roundTrip(format, network, { stack }).catch((fault: unknown) => {
        if (fault instanceof SpikeLoomError) return fault;
        throw new Error(about, { cause: fault });
      });
      if (back instanceof SpikeLoomError) {
        // The refused part is the changed one.
        const made = differences(portraitOf(whole, stack), before);
        expect(
          made.some((place) => place.startsWith(back.place ?? "?")),
          `${about}: ${back}`,
        ).toBe(true);
        withLosses++;
        continue;
      }
      const losses = [...back.written, ...back.read.filter(isOfNetwork)];
      const after = portraitOf(back.network, stack);
      expect({ about, ...judge(before, after, losses, translated[name]) }).toEqual({
        about,
        unreported: [],
        idle: [],
      });
      if (losses.length > 0) withLosses++;
    }
    // Most changes are beyond all formats except our own, which can express everything.
    if (name === "spikeloom-network") expect(withLosses).toBe(0);
    else expect(withLosses).toBeGreaterThan(count / 4);
  });
});
