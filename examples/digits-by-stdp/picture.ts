import { toPng, type toSvg } from "spikeloom";

type Figure = Parameters<typeof toSvg>[0];
type Mark = Figure["panels"][number]["marks"][number];

const shades = 12;
/** Pixels between the fields of two neurons. */
const gap = 2;

/** Draw what each neuron has learnt: its weights from all pixels; large weights are dark. */
export async function fields(
  weights: Float64Array,
  { neurons, side }: { readonly neurons: number; readonly side: number },
): Promise<Uint8Array> {
  const columns = Math.ceil(Math.sqrt(neurons));
  const rows = Math.ceil(neurons / columns);
  const most = weights.reduce((one, other) => Math.max(one, other), 0);
  const places = Array.from({ length: shades }, (): [x: number, y: number][] => []);
  weights.forEach((weight, k) => {
    const [neuron, pixel] = [k % neurons, Math.floor(k / neurons)];
    const x = (neuron % columns) * (side + gap) + (pixel % side);
    const y = Math.floor(neuron / columns) * (side + gap) + Math.floor(pixel / side);
    places[Math.min(shades - 1, Math.floor((shades * weight) / most))]?.push([x, y]);
  });
  const height = rows * (side + gap);
  const marks = places.map((at, shade): Mark => {
    const left = Float64Array.from(at, ([x]) => x);
    const low = Float64Array.from(at, ([, y]) => height - y - 1);
    return {
      kind: "blocks",
      left,
      low,
      seamless: true,
      colour: { shade: shade / (shades - 1) },
      right: left.map((x) => x + 1),
      high: low.map((y) => y + 1),
    };
  });
  const axis = (label: string, until: number) =>
    ({ kind: "number", label, unit: "", from: 0, until }) as const;
  return toPng({
    width: 640,
    theme: "light",
    panels: [
      {
        title: "What each neuron has learnt",
        remark: "weights from the pixels of an image, dark where they are great",
        x: axis("pixels", columns * (side + gap)),
        y: axis("pixels", height),
        marks,
        legend: [],
        height: 560,
        sharesX: false,
      },
    ],
  });
}
