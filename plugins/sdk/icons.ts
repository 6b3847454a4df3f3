/** An icon as the console draws them all: 24 × 24, in outline. `shapes` are SVG elements. */
export const outline = (color: string, shapes: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${color}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</svg>`
