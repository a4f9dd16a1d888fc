import { bytesSource, createStack, readFormat, SpikeLoomError, thingOf } from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { expect, it, vi } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { type Draw, drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { peakKibibytes } from "../../../../tools/test/peak-memory.cjs";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { neuromlFormat } from "../../src/formats/neuroml-format.ts";
import { channelDocument } from "./channel-document.ts";
import { drawnDocument } from "./drawn-document.ts";

vi.setConfig({ testTimeout: 1_200_000 });

const stack = createStack({ plugins: [defaultStack] });

/** Select a random match of a pattern in a text. */
function part(text: string, pattern: RegExp, draw: Draw): RegExpExecArray | undefined {
  const all = [...text.matchAll(pattern)] as RegExpExecArray[];
  return all[draw(Math.max(1, all.length))];
}

function replaced(text: string, found: RegExpExecArray | undefined, by: string): string {
  if (found === undefined) return text;
  return text.slice(0, found.index) + by + text.slice(found.index + found[0].length);
}

const values = /"[^"]*"/g;
const tags = /<\/?[A-Za-z]+/g;
const elements = /<[A-Za-z]+ [^>]*\/>/g;
const odd = ['"-1"', '"1e999"', '"0"', '""', '"NaN"', '"../p[9999999999]"', '"999999999"', '"s0"'];

type Change = (text: string, draw: Draw) => string;

const changes: readonly Change[] = [
  // A value in the place of another, or an odd one.
  (text, draw) => replaced(text, part(text, values, draw), part(text, values, draw)?.[0] ?? ""),
  (text, draw) => replaced(text, part(text, values, draw), odd[draw(odd.length)] as string),
  // A name of an element in the place of another.
  (text, draw) => replaced(text, part(text, tags, draw), part(text, tags, draw)?.[0] ?? ""),
  // An element gone, or twice, or elsewhere.
  (text, draw) => replaced(text, part(text, elements, draw), ""),
  (text, draw) => replaced(text, part(text, elements, draw), part(text, elements, draw)?.[0] ?? ""),
  // An attribute gone.
  (text, draw) => replaced(text, part(text, / [A-Za-z]+="[^"]*"/g, draw), ""),
  // A character, a cut.
  (text, draw) => {
    const at = draw(text.length);
    return text.slice(0, at) + String.fromCharCode(draw(256)) + text.slice(at + 1);
  },
  (text, draw) => (draw(4) === 0 ? text.slice(0, draw(text.length)) : text),
];

async function outcome(text: string, about: string): Promise<string> {
  const start = processorTime();
  try {
    const { thing } = await readFormat(neuromlFormat, bytesSource("a.nml", Buffer.from(text)), {
      stack,
    });
    const errors = checkNetwork(thingOf(thing, "network").network, { stack });
    return errors.length === 0 ? "read" : "refused by the network";
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw new Error(about, { cause: fault });
    // What the reader did not foresee has this code.
    expect(fault.code, `${about}: ${fault.message}`).not.toBe("SL_PLUGIN_FAILED");
    return fault.code;
  } finally {
    expect(processorTime() - start, about).toBeLessThan(5000);
  }
}

it("reads unchanged files", async () => {
  expect(await outcome(channelDocument, "the document")).toBe("read");
});

it("changed files give a network or a coded error", async () => {
  const count = draws({ ci: 300, long: 100_000 });
  const outcomes = new Map<string, number>();
  for (let k = 0; k < count; k++) {
    const draw = newDraw(drawSeed, k);
    let text = draw(2) === 0 ? channelDocument : drawnDocument(draw);
    for (let left = 1 + draw(3); left > 0; left--) {
      text = changes[draw(changes.length)]?.(text, draw) ?? text;
    }
    const found = await outcome(text, `document ${k} of seed ${drawSeed}`);
    outcomes.set(found, (outcomes.get(found) ?? 0) + 1);
  }
  // Neither are all valid, nor do all fail at the first element.
  expect(outcomes.get("read") ?? 0).toBeGreaterThan(count / 20);
  expect(outcomes.size).toBeGreaterThan(4);
});

it("a billion laughs, entities of other files and deep nesting are refused", async () => {
  const head = '<!DOCTYPE n [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
  expect(await outcome(`${head}<neuroml>&b;</neuroml>`, "entity")).toBe("SL_XML_LIMIT");
  const deep = `<neuroml>${"<network>".repeat(1000)}`;
  expect(await outcome(deep, "deep")).toBe("SL_XML_LIMIT");
});

it("a population of any size takes no memory before it runs", async () => {
  const large = channelDocument.replace('size="2"', 'size="2000000000"');
  const before = peakKibibytes();
  expect(await outcome(large, "large")).toBe("read");
  const clamped = large.replace('target="p/5/c" input="clamp"', 'target="q[1]" input="clamp"');
  expect(await outcome(clamped, "clamped")).toBe("SL_NML_UNSUPPORTED");
  // A list of two thousand million numbers has 16 GB.
  expect(peakKibibytes() - before).toBeLessThan(2 ** 18);
});
