import type { NetworkRecord, PopulationRecord, ProjectionRecord, Value } from "@spikeloom/kernel";
import type { Draw } from "../../../../tools/test/draws.ts";
import { nestTemplates } from "../../src/sonata/templates/nest.ts";
import type { Template, TemplateRow } from "../../src/sonata/templates/template.ts";

/** Draw a network that SONATA can express, in the form that its reader returns. */
export function drawNetwork(draw: Draw): NetworkRecord {
  const names = Object.keys(nestTemplates);
  const populations: Record<string, PopulationRecord> = {};
  const templates = new Map<string, Template | undefined>();
  for (let k = 1 + draw(3); k > 0; k--) {
    const template = nestTemplates[names[draw(names.length)] ?? ""] as Template;
    const name = `${"EIPQ"[k]}_${k}`;
    templates.set(name, template);
    populations[name] = drawPopulation(template, 2 + draw(6), draw);
  }
  const sources = Array.from({ length: 1 + draw(4) }, () =>
    [...new Set(Array.from({ length: draw(5) }, () => draw(900)))]
      .sort((a, b) => a - b)
      .map((step) => step / 10),
  );
  templates.set("input", undefined);
  populations["input"] = { model: "spike-array", size: sources.length, times: sources };
  const projections = Array.from({ length: 1 + draw(4) }, (_, k) =>
    drawProjection(`p${k}`, { populations, templates }, draw),
  );
  const targets = [...templates].flatMap(([name, template]) => (template ? [name] : []));
  const into = targets[draw(targets.length)] ?? "";
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "100 ms",
    seed: 1 + draw(1000),
    populations,
    projections,
    ...(draw(2) === 0 && { stimuli: [drawCurrent(into, draw)] }),
    record: [
      ...targets.map((population) => ({ population, variables: ["spikes"] })),
      ...(draw(2) === 0
        ? [{ population: into, variables: ["v"], neurons: { indices: [1] }, every: "0.5 ms" }]
        : []),
    ],
  };
}

function drawPopulation(template: Template, size: number, draw: Draw): PopulationRecord {
  const parameters: Record<string, Value> = {};
  for (const row of template.parameters) {
    if (draw(2) === 0) parameters[row[1]] = drawValue(row, { size, draw, shift: 1 });
  }
  if (template.share !== undefined && draw(2) === 0) {
    parameters[template.share.row[1]] = `${5 + draw(400) / 16} ms`;
  }
  const initial: Record<string, Value> = {};
  for (const row of template.state) {
    // Our Izhikevich neuron starts u at an expression, which is a value when it is read back.
    if (row[1] === "u" || draw(3) === 0)
      initial[row[1]] = drawValue(row, { size, draw, shift: 0.5 });
  }
  const points = Array.from({ length: size }, () => [draw(100), draw(100) / 8, -draw(9)]);
  return {
    model: template.model,
    size,
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(Object.keys(initial).length > 0 && { initial }),
    ...(draw(2) === 0 && { positions: { layout: "list", points } }),
  };
}

interface ValueDraw {
  readonly size: number;
  readonly draw: Draw;
  /** How far from the template's own value it is at least, so that no model has it by itself. */
  readonly shift: number;
}

/** One value near that of a template, or one for each neuron. */
function drawValue([, , unit, own]: TemplateRow, { size, draw, shift }: ValueDraw): Value {
  const near = (k: number): number => {
    const value = Math.abs(own) * (1 + draw(90) / 1000) + shift * (1 + k / 64) + draw(1000) / 1e6;
    return own < 0 ? -value : value;
  };
  if (draw(2) === 0)
    return { values: Float64Array.from({ length: size }, (_, k) => near(k)), unit };
  return unit === "1" ? near(0) : `${near(0)} ${unit}`;
}

interface Ends {
  readonly populations: Readonly<Record<string, PopulationRecord>>;
  readonly templates: ReadonlyMap<string, Template | undefined>;
}

function drawProjection(name: string, ends: Ends, draw: Draw): ProjectionRecord {
  const names = [...ends.templates.keys()];
  const targets = names.filter((one) => ends.templates.get(one) !== undefined);
  const [from, to] = [names[draw(names.length)] ?? "", targets[draw(targets.length)] ?? ""];
  const [sources, size] = [from, to].map((one) => ends.populations[one]?.size ?? 0);
  const count = 1 + draw(30);
  const pairs = Array.from({ length: count }, () => [draw(sources ?? 0), draw(size ?? 0)]);
  // Runs list connections by target.
  pairs.sort((a, b) => (a[1] ?? 0) - (b[1] ?? 0));
  const weight = (ends.templates.get(to) as Template).weight;
  const which = draw(weight.receptors.length);
  const sign = which === 1 && !weight.isMagnitude ? -1 : 1;
  const value = (unit: string, draw1: () => number): Value => {
    const values = Float64Array.from({ length: count }, (_, k) => draw1() * (1 + k));
    const [first = 0] = values;
    const isOne = values.every((one) => one === first) || draw(2) === 0;
    return isOne ? `${first} ${unit}` : { values, unit };
  };
  return {
    name,
    from,
    to,
    receptor: weight.receptors[which] ?? "",
    connector: { kind: "pairs", pairs: Uint32Array.from(pairs.flat()) },
    weight: value(weight.unit, () => (sign * (1 + draw(1000))) / 7),
    delay: value("ms", () => 1 + draw(3)),
  };
}

function drawCurrent(into: string, draw: Draw): NonNullable<NetworkRecord["stimuli"]>[number] {
  // BMTK's generators act from the third step on.
  const start = 3 + draw(200);
  const times = [start, start + 1 + draw(100), start + 200 + draw(100)];
  const values = draw(2) === 0 ? [100.5, -20, 0] : [100, 0, 0];
  const both = values[1] === 0 ? [0, 1] : [0, 1, 2];
  return {
    kind: "steps",
    into,
    ...(draw(2) === 0 && { neurons: { indices: [0] } }),
    times: both.map((k) => `${(times[k] ?? 0) / 10} ms`),
    values: both.map((k) => `${values[k]} pA`),
  };
}
