import type { Colour, Theme } from "./figure.ts";

export interface ThemeColours {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly palette: readonly string[];
}

/** Colours of each theme; the light palette is Paul Tol's "vibrant", safe for the colour-blind. */
export const themes: { readonly [Name in Theme]: ThemeColours } = {
  light: {
    background: "#ffffff",
    ink: "#222222",
    muted: "#737373",
    palette: ["#0077bb", "#cc3311", "#009988", "#ee7733", "#ee3377", "#33bbee", "#888888"],
  },
  dark: {
    background: "#16181d",
    ink: "#e4e4e4",
    muted: "#9a9da5",
    palette: ["#4fb0ee", "#ff7358", "#35c9b5", "#f8a665", "#f77fae", "#8fdcff", "#b4b7bd"],
  },
};

/** The same palette among a terminal's 256 colours, readable on light and dark ground. */
export const terminalColours: {
  readonly ink: number | undefined;
  readonly muted: number;
  readonly palette: readonly number[];
} = { ink: undefined, muted: 245, palette: [32, 166, 36, 172, 168, 38, 244] };

/** Give the hexadecimal colour of a palette entry or role. */
export function resolveColour(colour: Colour, theme: Theme): string {
  const colours = themes[theme];
  if (typeof colour === "string") return colours[colour];
  return colours.palette[colour % colours.palette.length] ?? colours.ink;
}
