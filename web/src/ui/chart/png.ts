const PROPERTIES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
];
const SCALE = 2;
const MARGIN = 24;

/** A copy with colours and typefaces written out, since the page's styles do not go along. */
function withStyles<E extends Element>(original: E): E {
  const copy = original.cloneNode(true) as E;
  const sources = original.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, at) => {
    const source = sources[at];
    if (!source) return;
    const style = getComputedStyle(source);
    const kept = PROPERTIES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';');
    element.setAttribute('style', kept);
  });
  return copy;
}

/** A drawing that stands for itself, with the patterns it may paint with. */
function standalone(svg: SVGSVGElement, width: number, height: number, patterns?: Element | null): string {
  const copy = withStyles(svg);
  if (patterns) copy.prepend(withStyles(patterns));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}

async function imageOf(source: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Breaks a sentence into lines of a width. */
function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current ? `${current} ${word}` : word;
    if (current && context.measureText(longer).width > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return current ? [...lines, current] : lines;
}

/** Writes a text and gives its width. */
function written(context: CanvasRenderingContext2D, text: string, x: number, y: number): number {
  context.fillText(text, x, y);
  return context.measureText(text).width;
}

/** The chart as a picture for a slide: name, sentence, drawing and legend on the scheme's own paper. */
export async function pngOf(plot: Element, name: string, summary: string): Promise<Blob> {
  const svg = plot.querySelector<SVGSVGElement>('svg[data-chart]');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!svg || !context) throw new Error('This browser cannot draw pictures.');
  const { width, height } = svg.getBoundingClientRect();
  const style = getComputedStyle(document.documentElement);
  const font = getComputedStyle(document.body).fontFamily;
  const patterns = svg.querySelector('defs');
  const image = await imageOf(standalone(svg, width, height));
  const legend = await Promise.all(
    [...plot.querySelectorAll('li')].map(async (entry) => {
      const swatch = entry.querySelector('svg');
      return {
        label: entry.textContent ?? '',
        swatch: swatch && (await imageOf(standalone(swatch, 22, 12, patterns))),
      };
    }),
  );
  context.font = `13px ${font}`;
  const lines = wrapped(context, summary, width);
  const head = 38 + lines.length * 19;
  canvas.width = (width + 2 * MARGIN) * SCALE;
  canvas.height = (height + head + (legend.length > 0 ? 26 : 0) + 2 * MARGIN) * SCALE;
  context.scale(SCALE, SCALE);
  context.fillStyle = style.getPropertyValue('--pl-surface').trim();
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = style.getPropertyValue('--pl-ink').trim();
  context.font = `600 17px ${font}`;
  context.fillText(name, MARGIN, MARGIN + 16);
  context.font = `13px ${font}`;
  lines.forEach((text, at) => context.fillText(text, MARGIN, MARGIN + 40 + at * 19));
  context.drawImage(image, MARGIN, MARGIN + head, width, height);
  const below = MARGIN + head + height + 20;
  let x = MARGIN;
  for (const { label, swatch } of legend) {
    if (swatch) context.drawImage(swatch, x, below - 11, 22, 12);
    x += 28 + written(context, label, x + 28, below) + 20;
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png'),
  );
}
