import { closeSync, openSync, readSync, statSync } from "node:fs";
import { recogniseFormat } from "@spikeloom/interop/formats";
import {
  type FormatThing,
  type Loss,
  type ProjectionRecord,
  readFormat,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import { exitCodes } from "../exit-codes.ts";
import { withSource } from "../load/with-source.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { modelName } from "../print/model-name.ts";
import { formatCount, formatCounted } from "../print/numbers.ts";
import { printable } from "../print/printable.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack } from "../stack/choose-stack.ts";

/** Detect by its start whether a file is XML or JSON text. */
export function isMarkedText(file: string): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  const start = Buffer.alloc(256);
  const opened = openSync(file, "r");
  try {
    const text = start.subarray(0, readSync(opened, start)).toString();
    return /^\ufeff?\s*[<{]/.test(text);
  } finally {
    closeSync(opened);
  }
}

/** Print the kind of an XML or JSON file, and its contents by name and size. */
export async function inspectThing(
  file: string,
  { json }: { readonly json: boolean },
): Promise<number> {
  const stack = await chooseStack(file);
  const { format, size, thing, losses } = await withSource(file, {}, async (source, around) => {
    const known = await recogniseFormat(source, stack).catch((fault) => {
      throw withoutFrom(fault, file);
    });
    const read = await readFormat(known, source, { stack, ...around });
    return { ...read, format: known.name, size: source.size };
  }).catch((fault: unknown) => {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  });
  const said = { file, format, bytes: size, losses };
  if (json) writeJson({ ...said, ...contentsOf(thing) });
  else process.stdout.write(`${[...headOf(said, thing), ...lossLines(losses)].join("\n")}\n`);
  return exitCodes.fine;
}

/** Suggest a remedy for an unknown format: `inspect` has no `--from`. */
function withoutFrom(fault: unknown, file: string): unknown {
  const coded = asCoded(fault);
  if (coded === undefined || !/^SL_FORMAT_(UNKNOWN|AMBIGUOUS)$/.test(coded.code)) return fault;
  const { code, summary: message, place, expected, got } = coded;
  const next = `Name the format with --from, as in spikeloom check ${file} --from FORMAT.`;
  return new SpikeLoomError(code, { message, place, expected, got, next });
}

interface Said {
  readonly file: string;
  readonly format: string;
  readonly bytes: number;
}

function headOf({ file, format, bytes }: Said, thing: FormatThing): readonly string[] {
  const first = `${printable(file)}  ${format}, ${printBytes(bytes)}`;
  if (thing.holds !== "network") return [`${first}, ${nameOf(thing)}`];
  const { populations, projections } = contentsOf(thing);
  const rows = [...populations.map(populationRow), ...projections.map(projectionRow)];
  const counts = `${formatCounted(populations.length, "population")}, ${formatCounted(projections.length, "projection")}`;
  return [`${first}, ${counts}`, "", ...table([["name", "what", "size"], ...rows])];
}

function nameOf(thing: Exclude<FormatThing, { readonly holds: "network" }>): string {
  return thing.holds === "model" ? `the ${thing.model.kind} ${thing.model.name}` : thing.holds;
}

interface InspectedPopulation {
  readonly name: string;
  readonly model: string;
  readonly size: number;
}

interface InspectedProjection {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly connector: string;
}

interface Contents {
  readonly populations: readonly InspectedPopulation[];
  readonly projections: readonly InspectedProjection[];
}

function contentsOf(thing: FormatThing): Contents {
  if (thing.holds !== "network") return { populations: [], projections: [] };
  const { populations, projections = [] } = thing.network;
  return {
    populations: Object.entries(populations).map(([name, { model, size }]) => ({
      name,
      size,
      model: modelName({ model }),
    })),
    projections: projections.map((projection) => ({
      name: projection.name ?? `${projection.from}->${projection.to}`,
      from: projection.from,
      to: projection.to,
      connector: connectorText(projection),
    })),
  };
}

function connectorText({ connector }: ProjectionRecord): string {
  return "kind" in connector ? String(connector.kind) : "";
}

function populationRow({ name, model, size }: InspectedPopulation): readonly string[] {
  return [printable(name), printable(model), formatCount(size)];
}

function projectionRow({ name, from, to, connector }: InspectedProjection): readonly string[] {
  return [printable(name), printable(`${from} -> ${to}, ${connector}`), ""];
}

function lossLines(losses: readonly Loss[]): readonly string[] {
  if (losses.length === 0) return [];
  return [
    "",
    "not read:",
    ...losses.map(({ place, message }) => printable(`  ${place}: ${message}`)),
  ];
}
