import type { Colour, Shade, Theme } from "./figure.ts";

/** Colours of the palette before they repeat. */
export const COLOURS = 7;

export interface ThemeColours {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly palette: readonly string[];
  /** From the least to the most conspicuous, in even steps. */
  readonly scale: readonly string[];
}

/**
 * Colours of each theme: Paul Tol's palette "vibrant" and scale "YlOrBr", both safe for the colour-blind.
 *
 * The scale lacks its ends, which are too close to the backgrounds.
 */
export const themes: { readonly [Name in Exclude<Theme, "auto">]: ThemeColours } = {
  light: {
    background: "#ffffff",
    ink: "#222222",
    muted: "#737373",
    palette: ["#0077bb", "#cc3311", "#009988", "#ee7733", "#ee3377", "#33bbee", "#888888"],
    scale: ["#fee391", "#fec44f", "#fb9a29", "#ec7014", "#cc4c02", "#993404", "#662506"],
  },
  dark: {
    background: "#16181d",
    ink: "#e4e4e4",
    muted: "#9a9da5",
    palette: ["#4fb0ee", "#ff7358", "#35c9b5", "#f8a665", "#f77fae", "#8fdcff", "#b4b7bd"],
    scale: ["#662506", "#993404", "#cc4c02", "#ec7014", "#fb9a29", "#fec44f", "#fee391"],
  },
};

/** Return the colours of a theme; `auto` uses the light ones and a style that darkens them. */
export function coloursOf(theme: Theme): ThemeColours {
  return themes[theme === "auto" ? "light" : theme];
}

/** The palette in a terminal's 256 colours, readable on light and dark backgrounds. */
const terminalColours: {
  readonly ink: number | undefined;
  readonly muted: number;
  readonly palette: readonly number[];
  readonly scale: readonly number[];
} = {
  ink: undefined,
  muted: 245,
  palette: [32, 166, 36, 172, 168, 38, 244],
  scale: [222, 220, 214, 208, 166, 130, 94],
};

/** Return the hexadecimal colour of a palette entry, role or shade. */
export function resolveColour(colour: Colour, theme: Theme): string {
  const colours = coloursOf(theme);
  if (typeof colour === "object") return shadeOf(colours.scale, colour);
  if (typeof colour === "string") return colours[colour];
  return colours.palette[colour % colours.palette.length] ?? colours.ink;
}

/** Return the terminal colour of a palette entry, role or shade. */
export function terminalColour(colour: Colour): number | undefined {
  const { palette, scale } = terminalColours;
  if (typeof colour === "object") return scale[Math.round(placeOn(scale, colour))];
  if (typeof colour === "string") return terminalColours[colour];
  return palette[colour % palette.length];
}

function shadeOf(scale: readonly string[], colour: Shade): string {
  const place = placeOn(scale, colour);
  const below = Math.min(Math.floor(place), scale.length - 2);
  const share = place - below;
  const [low, high] = [channels(scale[below]), channels(scale[below + 1])];
  const mixed = low.map((value, k) => Math.round(value + share * ((high[k] ?? 0) - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function placeOn(scale: readonly unknown[], { shade }: Shade): number {
  return Math.min(1, Math.max(0, shade)) * (scale.length - 1);
}

function channels(text = "#000000"): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
}
