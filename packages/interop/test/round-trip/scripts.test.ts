import { type Loss, type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { drawNetwork } from "../sonata/draw-networks.ts";
import { changed } from "./changes.ts";
import { differences, meets } from "./differences.ts";
import { portraitOf } from "./portrait.ts";
import { filesOf } from "./round-trip.ts";

interface Script {
  /** The script and its arrays; undefined if the network is refused. */
  readonly text: string | undefined;
  /** What it loses, or why it is refused. */
  readonly lossPlaces: readonly string[];
}

async function scriptOf(name: string, network: NetworkRecord): Promise<Script> {
  try {
    const { files, losses } = await filesOf(stack.get("format", name), network, { stack });
    const texts = Object.entries(files).map(([path, bytes]) => [
      path,
      Buffer.from(bytes).toString("latin1"),
    ]);
    return { text: JSON.stringify(texts), lossPlaces: losses.map((loss: Loss) => loss.place) };
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    const all = [fault, ...(fault.others ?? [])];
    // A code of another part means that something was not checked before.
    const strays = all.filter(({ code }) => !code.startsWith("SL_EXPORT_"));
    return {
      text: undefined,
      lossPlaces: all.map(({ place = "?" }) => place),
      ...(strays.length > 0 && { lossPlaces: strays.map(String) }),
    };
  }
}

/** Settings that a script omits if nothing is random, and no distance matters. */
const idle: ReadonlySet<string> = new Set(["seed", "trial", "space"]);

describe.each(["nest", "brian2", "pynn"])("scripts of %s", (name) => {
  it(`express the change, or report that they do not (seed ${drawSeed})`, async () => {
    let said = 0;
    const count = draws({ ci: 18, long: 10_000 });
    for (let which = 0; which < count; which++) {
      const draw = newDraw(drawSeed, which);
      const whole = drawNetwork(draw);
      const before = await scriptOf(name, whole);
      const change = changed(whole, stack, draw);
      if (before.text === undefined || change === undefined) continue;
      const made = differences(portraitOf(whole, stack), portraitOf(change.network, stack));
      if (made.length === 0 || made.every((place) => idle.has(place))) continue;
      const after = await scriptOf(name, change.network);
      const about = `draw ${which}, ${change.about}: ${made.slice(0, 3)}`;
      const places = [...made, ...made.flatMap((one) => /^(.*)\.size$/.exec(one)?.[1] ?? [])];
      // New messages are about the changed part.
      const more = after.lossPlaces.filter((place) => !before.lossPlaces.includes(place));
      expect({
        about,
        stray: more.filter((place) => !places.some((one) => meets(one, place))),
      }).toEqual({ about, stray: [] });
      const isReported = after.lossPlaces.some((place) => places.some((one) => meets(one, place)));
      expect(after.text !== before.text || isReported, about).toBe(true);
      said++;
    }
    expect(said).toBeGreaterThan(count / 8);
  });
});
