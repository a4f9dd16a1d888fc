import type { Colour, Figure } from "./figure.ts";
import { resolveColour, themes } from "./theme.ts";

/** Class of pictures with a dark style, as the rules of a picture apply to the whole page. */
export const darkening = "spikeloom-auto";

/** Write the style that turns a light picture dark on a dark page. */
export function darkStyle(figure: Figure): string {
  const pairs = new Map([[themes.light.background, themes.dark.background]]);
  for (const colour of coloursIn(figure)) {
    pairs.set(resolveColour(colour, "light"), resolveColour(colour, "dark"));
  }
  const rules = [...pairs].flatMap(([light, dark]) =>
    ["fill", "stroke"].map((part) => `.${darkening} [${part}="${light}"]{${part}:${dark}}`),
  );
  return `<style>@media(prefers-color-scheme:dark){${rules.join("")}}</style>\n`;
}

function coloursIn({ panels }: Figure): readonly Colour[] {
  const own = panels.flatMap(({ marks, legend, y, colourBar }) => [
    ...marks.map(({ colour }) => colour),
    ...legend.map(({ colour }) => colour),
    ...(y.kind === "bands" ? y.bands.map(({ colour }) => colour) : []),
    ...(colourBar?.colours ?? []),
  ]);
  return ["ink", "muted", ...own];
}
