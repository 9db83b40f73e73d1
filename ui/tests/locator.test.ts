// The small map: the place where it is, in its part of the world.
import { describe, expect, it } from "vitest";
import { height, locator, width } from "../src/lib/locator";

const graz = locator(47.067, 15.442, "europe", "AT");

describe("the map of a city", () => {
  it("has north above and east at the right", () => {
    const pitea = locator(65.317, 21.48, "europe", "SE");
    const york = locator(53.958, -1.083, "europe", "GB");
    expect(pitea.y).toBeLessThan(york.y);
    expect(york.y).toBeLessThan(graz.y);
    expect(york.x).toBeLessThan(graz.x);
    expect(graz.x).toBeLessThan(pitea.x);
  });

  it("shows one part of the world in one frame", () => {
    expect(locator(48.208, 16.373, "europe", "AT").land).toBe(graz.land);
    expect(locator(-6.2, 106.8, "asia", "ID").land).not.toBe(graz.land);
  });

  it("sets the country off, and leaves it out where the outlines do not have it", () => {
    expect(graz.country).toMatch(/^M[\d.,LZM-]+$/);
    expect(locator(35.9, 14.5, "europe", "MT").country).toBe("");
    expect(graz.country.length).toBeLessThan(graz.borders.length);
  });

  it("is drawn around a place that lies outside its frame, or in none", () => {
    for (const map of [locator(-33, -60, "europe", "AR"), locator(10, 10, "global", "NG")]) {
      expect(map.x).toBeCloseTo(width / 2);
      expect(map.y).toBeCloseTo(height / 2);
    }
  });

  it("keeps every place inside, wherever it is", () => {
    for (const [latitude, longitude, region] of [
      [37.8, -122.4, "north-america"],
      [-32.95, -60.64, "latin-america"],
      [35.15, 126.85, "asia"],
      [-33.9, 18.4, "africa"],
      [89.9, 0, "europe"],
      [-90, 180, "asia"],
    ] as const) {
      const { x, y, land } = locator(latitude, longitude, region, "XX");
      expect(x > 0 && x < width && y > 0 && y < height, `${latitude} ${longitude}`).toBe(true);
      expect(land).not.toContain("NaN");
    }
  });
});
