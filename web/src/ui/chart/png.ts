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

/** A copy that stands for itself: colours and typefaces written out, since the page's styles do not go along. */
function standalone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const sources = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, at) => {
    const source = sources[at];
    if (!source) return;
    const style = getComputedStyle(source);
    const kept = PROPERTIES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';');
    element.setAttribute('style', kept);
  });
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

/** The chart as a picture for a slide: name, sentence, legend and drawing on the scheme's own paper. */
export async function pngOf(svg: SVGSVGElement, name: string, summary: string, legend: string[]): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--pl-ink').trim();
  const font = getComputedStyle(document.body).fontFamily;
  const image = await imageOf(standalone(svg, width, height));
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw pictures.');
  context.font = `13px ${font}`;
  const lines = [
    ...wrapped(context, summary, width),
    ...(legend.length > 1 ? wrapped(context, legend.join('   '), width) : []),
  ];
  const head = 30 + lines.length * 19 + 8;
  canvas.width = (width + 2 * MARGIN) * SCALE;
  canvas.height = (height + head + 2 * MARGIN) * SCALE;
  context.scale(SCALE, SCALE);
  context.fillStyle = style.getPropertyValue('--pl-surface').trim();
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  context.font = `600 17px ${font}`;
  context.fillText(name, MARGIN, MARGIN + 16);
  context.font = `13px ${font}`;
  lines.forEach((text, at) => context.fillText(text, MARGIN, MARGIN + 40 + at * 19));
  context.drawImage(image, MARGIN, MARGIN + head, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png'),
  );
}
