// A small map of a part of the world with one place in it. Pure, and heavy by its outlines: to be imported when
// a map is shown and not before.
import { geoAzimuthalEqualArea, geoPath } from "d3-geo";
import codes from "i18n-iso-countries/codes.json";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import outlines from "world-atlas/countries-110m.json";

/** The size of the drawing, in its own units. */
export const width = 320;
export const height = 200;

/** Outlines as paths of an SVG, and the place in it. */
export interface Locator {
  land: string;
  borders: string;
  /** The country the place lies in; empty where the outlines are too coarse to have it. */
  country: string;
  x: number;
  y: number;
}

/** What a map shows: around which point, and how many degrees of the globe above and below it. */
interface Frame {
  centre: [longitude: number, latitude: number];
  reach: number;
}
const frames: Readonly<Record<string, Frame>> = {
  europe: { centre: [11, 52], reach: 17 },
  asia: { centre: [103, 22], reach: 36 },
  "north-america": { centre: [-98, 43], reach: 27 },
  "latin-america": { centre: [-66, -17], reach: 40 },
  africa: { centre: [18, 2], reach: 38 },
};
const radians = Math.PI / 180;

const atlas = outlines as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const { countries, land } = atlas.objects;

/** The map of a region with a place; of the place's surroundings where the region has no map or does not hold it. */
export function locator(latitude: number, longitude: number, region: string, country: string): Locator {
  const around: Frame = { centre: [longitude, latitude], reach: 18 };
  const own = frames[region];
  const whole = own === undefined ? null : drawn(own, latitude, longitude, country);
  return whole !== null && inside(whole) ? whole : drawn(around, latitude, longitude, country);
}

/** Whether the place lies in the drawing, with room for its mark. */
function inside({ x, y }: Locator): boolean {
  return x > 8 && x < width - 8 && y > 8 && y < height - 8;
}

function drawn({ centre, reach }: Frame, latitude: number, longitude: number, country: string): Locator {
  const projection = geoAzimuthalEqualArea()
    .rotate([-centre[0], -centre[1]])
    .translate([width / 2, height / 2])
    .scale(height / 2 / (2 * Math.sin((reach * radians) / 2)))
    .clipExtent([
      [-2, -2],
      [width + 2, height + 2],
    ]);
  const path = geoPath(projection).digits(1);
  const number = codes.find(([two]) => two === country)?.[2];
  const own = countries.geometries.find((one) => number !== undefined && one.id === number);
  const [x, y] = projection([longitude, latitude]) ?? [width / 2, height / 2];
  return {
    land: path(feature(atlas, land)) ?? "",
    borders: path(mesh(atlas, countries, (a, b) => a !== b)) ?? "",
    country: own === undefined ? "" : (path(feature(atlas, own)) ?? ""),
    x,
    y,
  };
}
