// The part of the world that a slide's map shows: around its places, wide enough that one knows where one is.
import type { PlacePoint } from "./bindings";
import type { Box, Point } from "./mapview";
import type { Piece } from "./worldmap";

/** A drawn map. */
export interface SlideMap {
  box: Box;
  land: Piece[];
  borders: Piece[];
  /** A hundredth of its width: what marks and names are measured in. */
  unit: number;
  points: (Point & { left: boolean })[];
}

/** How many units of the world a map shows at least: about half of Europe. */
const least = 110;
/** How much wider than high a slide's map is, about. */
const shape = 1.9;

/** The rectangle around these points, of the shape of a slide, with room for marks and names. */
export function boxAround(points: readonly Point[], world: Box): Box {
  const xs = points.map((one) => one.x);
  const ys = points.map((one) => one.y);
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)];
  const width = Math.min(Math.max((x1 - x0) * 1.7, (y1 - y0) * 1.5 * shape, least), world.x1 - world.x0);
  const height = Math.min(width / shape, world.y1 - world.y0);
  const middle = (low: number, high: number, size: number, from: number, to: number) =>
    Math.min(Math.max((low + high) / 2 - size / 2, from), to - size);
  const left = middle(x0, x1, width, world.x0, world.x1);
  const top = middle(y0, y1, height, world.y0, world.y1);
  return { x0: left, y0: top, x1: left + width, y1: top + height };
}

/** Draws the map of these places; the outlines are loaded with the first one. */
export async function slideMap(places: readonly PlacePoint[]): Promise<SlideMap> {
  const { fine, placeOf, world } = await import("./worldmap");
  const at = places.map((one) => placeOf(one.latitude ?? 0, one.longitude ?? 0));
  const box = boxAround(at, world);
  const outlines = await fine();
  // The slide may be less wide or less high than the box: what lies just outside is drawn too.
  const spare = (box.x1 - box.x0) / 2;
  const near = (one: Piece) =>
    one.x1 > box.x0 - spare && one.x0 < box.x1 + spare && one.y1 > box.y0 - spare && one.y0 < box.y1 + spare;
  return {
    box,
    land: outlines.land.filter(near),
    borders: outlines.borders.filter(near),
    unit: (box.x1 - box.x0) / 100,
    points: at.map((one) => ({ ...one, left: one.x > (box.x0 + box.x1 * 2) / 3 })),
  };
}
