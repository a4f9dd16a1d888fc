import { headLine } from "../print/fit.ts";
import type { NetworkFit } from "./fit.ts";
import {
  accuracyRefusals,
  assumptionsOf,
  baselineRows,
  chipRows,
  constantRows,
  emulatorRefusals,
  type FitRow,
  refusals,
  valueText,
} from "./rows.ts";

/** Pictures of a page, as SVG. */
export interface FitPictures {
  readonly energy: string;
  readonly pareto?: string | undefined;
}

const inPage = (svg: string): string => svg.replace(/^<\?xml[^>]*>\s*/, "");

/** Write a fit as one HTML page without scripts, with its pictures as SVG. */
export function fitHtml(run: NetworkFit, title: string, { energy, pareto }: FitPictures): string {
  const population = run.populations.map(
    ({ name, size, rate, isGiven }): FitRow => [
      name,
      String(size),
      `${Number(rate.toPrecision(3))}${isGiven ? " (given)" : ""}`,
    ],
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(`${title}: fit`)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; } .wide { overflow-x: auto; }
th, td { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
thead th { border-bottom: 2px solid #888; } td { font-variant-numeric: tabular-nums; }
li { margin: .2rem 0; } svg { max-width: 100%; height: auto; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(headLine(run))}</p>
<div class="wide">${tableOf(chipRows(run))}</div>
${listOf("Does not fit", refusals(run))}${listOf("Not emulated", emulatorRefusals(run))}${listOf("No accuracy", accuracyRefusals(run))}
<h2>Energy of the run</h2>
${inPage(energy)}
${pareto === undefined ? "" : `<h2>Cores, energy and what is kept</h2>\n${inPage(pareto)}\n`}
<h2>Without spikes (ANN), and the additions of the spikes (SNN)</h2>
${tableOf(baselineRows(run))}
<h2>Populations</h2>
${tableOf([["population", "neurons", "spikes/s per neuron"], ...population])}
${listOf("Assumptions", assumptionsOf(run))}
<h2>Constants</h2>
<dl>
${constantRows(run)
  .map(
    ({ of, constant }) =>
      `<dt>${escaped(`${of}: ${constant.about}`)}</dt>\n${constant.values
        .map((value) => `<dd>${linked(valueText(value, constant.unit))}</dd>`)
        .join("\n")}`,
  )
  .join("\n")}
</dl>
</body>
</html>
`;
}

function tableOf([head, ...rows]: readonly FitRow[]): string {
  const line = (texts: readonly string[], tag: "th" | "td"): string =>
    `<tr>${texts
      .map((text, k) => {
        const name = k === 0 ? "th" : tag;
        return `<${name}>${escaped(text.trim())}</${name}>`;
      })
      .join("")}</tr>`;
  return `<table>
<thead>${line(head ?? [""], "th")}</thead>
<tbody>
${rows.map((row) => line(row, "td")).join("\n")}
</tbody>
</table>`;
}

function listOf(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<h2>${escaped(title)}</h2>
<ul>
${lines.map((line) => `<li>${escaped(line)}</li>`).join("\n")}
</ul>
`;
}

/** Make the source at the end of a text a link. */
function linked(text: string): string {
  return escaped(text).replace(/(doi:|https:\/\/)\S+$/, (source) => {
    const address = source.replace(/^doi:/, "https://doi.org/");
    return `<a href="${address}">${source}</a>`;
  });
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (one) => entities[one] ?? one);
}
