import { readFileSync } from "node:fs";
import { type ByteSource, bytesSource, SpikeLoomError } from "@spikeloom/kernel";
import { expect, it, vi } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { readLems } from "../../src/lems/index.ts";

vi.setConfig({ testTimeout: 1_200_000 });

const file = (name: string): string =>
  readFileSync(new URL(`../../../cli/test/lems/${name}`, import.meta.url), "utf8");
const whole = file("LEMS_pair.xml");
const units = new TextEncoder().encode(file("types/units.xml"));

const beside = async (name: string): Promise<ByteSource> => bytesSource(name, units);

const pieces = whole.match(/<[^>]*>|"[^"]*"/g) ?? [];

type Change = (text: string, draw: Draw) => string;
const changes: readonly Change[] = [
  // A letter.
  (text, draw) => {
    const at = draw(text.length);
    return text.slice(0, at) + String.fromCharCode(32 + draw(96)) + text.slice(at + 1);
  },
  // A tag or a value in the place of another, or once more.
  (text, draw) =>
    text.replace(pieces[draw(pieces.length)] ?? "", pieces[draw(pieces.length)] ?? ""),
  (text, draw) => {
    const piece = pieces[draw(pieces.length)] ?? "";
    return text.replace(piece, piece + piece);
  },
  // An attribute less.
  (text, draw) => {
    const at = draw(text.length);
    return text.slice(0, at) + text.slice(at).replace(/ \w+="[^"]*"/, "");
  },
  // Cut short.
  (text, draw) => (draw(8) === 0 ? text.slice(0, draw(text.length)) : text),
  // A number that is too large, or none.
  (text, draw) => {
    const at = draw(text.length);
    const value = ["1e9", "-1", "NaN", "1e400", "0", "this", "../both"][draw(7)] ?? "";
    return text.slice(0, at) + text.slice(at).replace(/"[^"]*"/, `"${value}"`);
  },
];

it("gives a network or an error with a code, whatever was changed", async () => {
  const seed = drawSeed;
  const draw = newDraw(seed, 1);
  for (let left = draws({ ci: 300, long: 100_000 }); left > 0; left--) {
    let text = whole;
    for (let k = 1 + draw(4); k > 0; k--)
      text = changes[draw(changes.length)]?.(text, draw) ?? text;
    try {
      await readLems(bytesSource("LEMS_pair.xml", new TextEncoder().encode(text)), { beside });
    } catch (fault) {
      if (!(fault instanceof SpikeLoomError))
        throw new Error(`seed ${seed}:\n${text}`, { cause: fault });
    }
  }
  expect(pieces.length).toBeGreaterThan(50);
});

const head = `<Lems><Target component="s"/><Dimension name="time" t="1"/>
<Unit symbol="s" dimension="time" power="0"/><Unit symbol="ms" dimension="time" power="-3"/>
<ComponentType name="Simulation"><Parameter name="length" dimension="time"/><Parameter name="step" dimension="time"/>
<ComponentReference name="target" type="Component"/></ComponentType>`;
const simulation = '<Simulation id="s" length="2ms" step="1ms" target="a"/></Lems>';

/** A component whose values each name the one before twice. */
function chained(
  element: "DerivedParameter" | "DerivedVariable",
  start: string,
  rate: string,
): string {
  const of = Array.from({ length: 40 }, (_, k) => {
    const before = k === 0 ? "p" : `d${k}`;
    return `<${element} name="d${k + 1}" dimension="none" value="${before} + ${before}*2"/>`;
  }).join("");
  const [outer, inner] = element === "DerivedParameter" ? [of, ""] : ["", of];
  return `${head}<ComponentType name="c"><Constant name="S" dimension="time" value="1 s"/>
<Parameter name="p" dimension="none"/>${outer}<Exposure name="x" dimension="none"/>
<Dynamics><StateVariable name="x" exposure="x" dimension="none"/>${inner}
<OnStart><StateAssignment variable="x" value="${start}"/></OnStart>
<TimeDerivative variable="x" value="(${rate})/S"/></Dynamics></ComponentType>
<c id="a" p="0.1"/>${simulation}`;
}

const crowd = `${head}<ComponentType name="c"/>
<ComponentType name="P"><ComponentReference name="of" type="c"/><Parameter name="n" dimension="none"/>
<Structure><MultiInstantiate number="n" component="of"/></Structure></ComponentType>
<c id="one"/><P id="a" of="one" n="10000000"/>${simulation}`;

it.each([
  [
    "derived parameters that each name the one before twice",
    chained("DerivedParameter", "d40", "-x"),
  ],
  ["derived variables that do so, at the start", chained("DerivedVariable", "d40", "-x")],
  ["derived variables that do so, in a rate", chained("DerivedVariable", "0", "d40")],
  ["ten million instances", crowd],
])("refuses %s before they are written out", async (_, text) => {
  const source = bytesSource("hostile.xml", new TextEncoder().encode(text));
  await expect(readLems(source, { beside })).rejects.toThrow("SL_LEMS_SHAPE");
});
