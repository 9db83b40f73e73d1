// The flat world that the map of the cities moves over: land and borders as pieces of an SVG path, coarse for the
// whole, fine for a continent. Pure, and heavy by its outlines: to be imported when a map is shown and not before.
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarseOutlines from "world-atlas/countries-110m.json";
import type { Box, Point } from "./mapview";

/** A part of the outlines, with the room it takes: what is out of view need not be drawn. */
export interface Piece extends Box {
  path: string;
}
export interface Outlines {
  land: Piece[];
  borders: Piece[];
}
type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

/** How many units the world is wide. */
const across = 1000;
// Turned a little, so that Europe stands upright in the middle and the seam runs through the Bering Strait.
const projection = geoNaturalEarth1().rotate([-11, 0]).precision(0.05).fitWidth(across, { type: "Sphere" });
const path = geoPath(projection).digits(2);

/** Where a place lies in the flat world. */
export function placeOf(latitude: number, longitude: number): Point {
  const [x, y] = projection([longitude, latitude]) ?? [0, 0];
  return { x, y };
}

/** The world without the far south, where there are no cities. */
export const world: Box = { x0: 0, y0: placeOf(84, 11).y, x1: across, y1: placeOf(-58, 11).y };
/** Europe, where most of the city cases lie. */
export const europe: Box = {
  x0: placeOf(45, -11).x,
  y0: placeOf(66.5, 11).y,
  x1: placeOf(45, 31).x,
  y1: placeOf(36, 11).y,
};

/** The outlines for the whole world. */
export function coarse(): Outlines {
  return piecesOf(coarseOutlines as unknown as Atlas);
}

/** The outlines for a nearer look, loaded when they are first needed. */
export async function fine(): Promise<Outlines> {
  // As text: six times the coarse ones, and nothing but coordinates.
  const { default: text } = await import("world-atlas/countries-50m.json?raw");
  return piecesOf(JSON.parse(text) as Atlas);
}

function piecesOf(atlas: Atlas): Outlines {
  const { countries, land } = atlas.objects;
  const collection = feature(atlas, land);
  const polygons = collection.features.flatMap(({ geometry }) => {
    if (geometry.type === "Polygon") return [geometry.coordinates];
    return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  });
  const lines = mesh(atlas, countries, (a, b) => a !== b).coordinates;
  return {
    land: polygons.flatMap((coordinates) => piece({ type: "Polygon", coordinates })),
    borders: lines.flatMap((coordinates) => piece({ type: "LineString", coordinates })),
  };
}

function piece(shape: GeoJSON.Polygon | GeoJSON.LineString): Piece[] {
  const drawn = path(shape);
  if (drawn === null) return [];
  const [[x0, y0], [x1, y1]] = path.bounds(shape);
  // The far south is not part of this world.
  if (y0 > world.y1) return [];
  return [{ path: drawn, x0, y0, x1, y1 }];
}
