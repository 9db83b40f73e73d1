// The flat world: every city case has its place in it, north above, and the outlines cover where cities are.
import { describe, expect, it } from "vitest";
import { coarse, europe, fine, placeOf, world } from "../src/lib/worldmap";

const inside = ({ x, y }: { x: number; y: number }, box: typeof world) =>
  x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;

describe("the flat world", () => {
  it("has north above and east at the right", () => {
    const [graz, york, pitea] = [placeOf(47.07, 15.44), placeOf(53.96, -1.08), placeOf(65.32, 21.48)];
    expect(pitea.y).toBeLessThan(york.y);
    expect(york.x).toBeLessThan(graz.x);
  });

  it("holds every inhabited place, and Europe the European ones", () => {
    const away = [
      [35.15, 126.85],
      [-6.2, 106.85],
      [-32.95, -60.64],
      [44.05, -123.09],
      [-54.8, -68.3],
    ] as const;
    for (const [latitude, longitude] of away) {
      expect(inside(placeOf(latitude, longitude), world), `${latitude}`).toBe(true);
      expect(inside(placeOf(latitude, longitude), europe), `${latitude}`).toBe(false);
    }
    for (const [latitude, longitude] of [
      [41.39, 2.17],
      [65.32, 21.48],
      [47.07, 15.44],
      [60.39, 5.32],
    ] as const) {
      expect(inside(placeOf(latitude, longitude), europe), `${latitude}`).toBe(true);
    }
  });

  it("is drawn in pieces that lie where they say", async () => {
    const [first, second] = [coarse(), await fine()];
    for (const { land, borders } of [first, second]) {
      expect(land.length).toBeGreaterThan(100);
      expect(borders.length).toBeGreaterThan(100);
      for (const piece of [...land, ...borders]) {
        expect(piece.path).not.toContain("NaN");
        expect(piece.x1).toBeGreaterThanOrEqual(piece.x0);
      }
    }
    expect(second.land.length).toBeGreaterThan(first.land.length * 3);
  });
});
