import { bytesSource, SpikeLoomError } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { readNeuroml } from "../../src/neuroml/read-neuroml.ts";
import { channelDocument } from "./channel-document.ts";
import { drawnChannels } from "./drawn-channels.ts";
import { drawnDocument } from "./drawn-document.ts";

/** Codes of a document's losses, or of the error that refuses it, with all messages about `name`. */
async function said(text: string, name: string): Promise<readonly string[]> {
  try {
    const { losses } = await readNeuroml(bytesSource("net.nml", Buffer.from(text)));
    return losses.filter(({ message }) => message.includes(name)).map(({ code }) => code);
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return [fault.code];
    throw fault;
  }
}

/** Insert a child into the element that starts with a match. */
function within(text: string, [tag, name]: RegExpExecArray, index: number, child: string): string {
  const isEmpty = tag.endsWith("/>");
  const open = isEmpty ? `${tag.slice(0, -2)}>` : tag;
  const put = open + child + (isEmpty ? `</${name}>` : "");
  return text.slice(0, index) + put + text.slice(index + tag.length);
}

it("reports an unknown child, in whatever element it is", async () => {
  const count = draws({ ci: 60, long: 5000 });
  for (let k = 0; k < count; k++) {
    const draw = newDraw(drawSeed, k);
    const documents = [() => channelDocument, () => drawnDocument(draw), () => drawnChannels(draw)];
    const text = documents[draw(3)]?.() ?? "";
    const tags = [...text.matchAll(/<([A-Za-z]\w*)[^<>]*>/g)] as RegExpExecArray[];
    const found = tags[draw(tags.length)] as RegExpExecArray;
    const about = `a child of ${found[1]} in document ${k} of seed ${drawSeed}`;
    const before = await said(text, found[1] ?? "");
    // An unused component is reported as a whole.
    const isUnused = before.includes("unused");
    const strange = await said(within(text, found, found.index, '<strange size="1"/>'), "strange");
    expect(strange.length > 0 || isUnused, about).toBe(true);
  }
});

it("reports a second child of which an element has only one", async () => {
  const child = '<spikeThresh value="10mV"/>';
  const text = channelDocument.replace("<spikeThresh", `${child}<spikeThresh`);
  expect(await said(text, "spikeThresh")).toEqual(["unread"]);
});
