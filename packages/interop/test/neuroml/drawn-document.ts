import type { Draw } from "../../../../tools/test/draws.ts";
import { cellTables } from "../../src/neuroml/cells/tables.ts";
import type { Row } from "../../src/neuroml/rows.ts";
import { synapseTables } from "../../src/neuroml/synapses/tables.ts";

/** Units of NeuroML for those of rows, with others of the same dimension. */
const units: Readonly<Record<string, readonly string[]>> = {
  "1": [""],
  mV: ["mV", " V"],
  ms: ["ms", "s"],
  nS: ["nS", "uS", "pS"],
  pF: ["pF", "nF"],
  pA: ["pA", "nA"],
  nA: ["pA", "nA"],
  "nS/mV": ["nS_per_mV", "S_per_V"],
  "1/ms": ["per_ms", "per_s"],
  "mS/cm^2": ["mS_per_cm2", "S_per_m2"],
  "uA/cm^2": ["uA_per_cm2", "A_per_m2"],
  "uF/cm^2": ["uF_per_cm2", "F_per_m2"],
};

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}

function attributes(draw: Draw, rows: readonly Row[]): string {
  return rows
    .map(([name, , unit, , plain]) => {
      const number = `${1 + draw(99)}${pick(draw, ["", ".25", "e-3"])}`;
      return `${name}="${number}${plain === undefined ? pick(draw, units[unit] ?? [""]) : ""}"`;
    })
    .join(" ");
}

const inputs = [
  '<pulseGenerator id="pulse" delay="1ms" duration="0.02s" amplitude="0.3nA"/>',
  '<sineGenerator id="sine" phase="0.5" delay="1.5ms" duration="20ms" amplitude="30pA" period="7ms"/>',
  '<rampGenerator id="ramp" delay="1ms" duration="20ms" startAmplitude="2pA" finishAmplitude="30pA" baselineAmplitude="1pA"/>',
  '<poissonFiringSynapse id="random" averageRate="12.5Hz" synapse="s0" spikeTarget="./s0"/>',
  '<transientPoissonFiringSynapse id="transient" delay="3ms" duration="8ms" averageRate="0.5per_ms" synapse="s0" spikeTarget="./s0"/>',
];

/** Draw a network of NeuroML that can be written again. */
export function drawnDocument(draw: Draw): string {
  const tables = [...cellTables.values()];
  const synapses = Array.from({ length: 1 + draw(3) }, (_, k) => {
    const { element, rows } = pick(draw, [...synapseTables.values()]);
    return `<${element} id="s${k}" ${attributes(draw, rows)}/>`;
  });
  const chosen = Array.from({ length: 1 + draw(4) }, () => pick(draw, tables));
  const components = chosen.map(
    ({ element, rows }, k) => `<${element} id="cell_${k}" ${attributes(draw, rows)}/>`,
  );
  const sizes = chosen.map(() => 1 + draw(5));
  const populations = chosen.map((_, k) => population(draw, k, sizes[k] as number));
  const targets = chosen.flatMap(({ attached }, k) => (attached === "nA" ? [k] : []));
  const projections = targets.map((to) => projection(draw, { to, sizes, count: synapses.length }));
  const lists = targets.map((to) => inputList(draw, to, sizes[to] as number));
  return `<neuroml id="d">${synapses.join("")}${components.join("")}${inputs.join("")}
    <spikeArray id="array"><spike id="0" time="3ms"/><spike id="1" time="0.0045s"/></spikeArray>
    <spikeGenerator id="regular" period="4ms"/><spikeGeneratorPoisson id="poisson" averageRate="20Hz"/>
    <network id="net"><population id="source" component="${pick(draw, ["array", "regular", "poisson"])}" size="3"/>
    ${populations.join("")}${projections.join("")}${lists.join("")}</network></neuroml>`;
}

function population(draw: Draw, k: number, size: number): string {
  if (draw(2) === 0) return `<population id="p${k}" component="cell_${k}" size="${size}"/>`;
  const instances = Array.from(
    { length: size },
    (_, id) =>
      `<instance id="${id}"><location x="${draw(100)}" y="-1.5" z="${draw(9)}"/></instance>`,
  );
  return `<population id="p${k}" component="cell_${k}" type="populationList" size="${size}">${instances.join("")}</population>`;
}

function projection(
  draw: Draw,
  {
    to,
    sizes,
    count,
  }: { readonly to: number; readonly sizes: readonly number[]; readonly count: number },
): string {
  const connections = Array.from({ length: 1 + draw(4) }, (_, id) => {
    const ends = `preCellId="../source[${draw(3)}]" postCellId="../p${to}/${draw(sizes[to] as number)}/c"`;
    if (draw(3) === 0) return `<connection id="${id}" ${ends}/>`;
    return `<connectionWD id="${id}" ${ends} weight="${1 + draw(5)}" delay="${draw(9)}.5ms"/>`;
  });
  return `<projection id="to${to}" presynapticPopulation="source" postsynapticPopulation="p${to}" synapse="s${draw(count)}">${connections.join("")}</projection>`;
}

function inputList(draw: Draw, to: number, size: number): string {
  const input = pick(draw, ["pulse", "sine", "ramp", "random", "transient"]);
  const entries = Array.from({ length: size }, (_, id) =>
    draw(2) === 0
      ? `<input id="${id}" target="../p${to}[${id}]" destination="synapses"/>`
      : `<inputW id="${id}" target="../p${to}[${id}]" destination="synapses" weight="2.5"/>`,
  );
  return `<inputList id="in${to}" component="${input}" population="p${to}">${entries.join("")}</inputList>`;
}
