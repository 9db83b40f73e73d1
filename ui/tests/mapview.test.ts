// The map's window on the flat world: what is held stays where it is, nothing gets lost outside, and marks that
// stand too close become one that opens.
import { describe, expect, it } from "vitest";
import {
  bounded,
  boxOf,
  fitting,
  marksOf,
  namePlaces,
  onScreen,
  opening,
  overlap,
  panned,
  within,
  zoomedAt,
  type View,
} from "../src/lib/mapview";

const size = { width: 600, height: 400 };
const world = { x0: 0, y0: 0, x1: 1000, y1: 450 };
const view: View = { x: 500, y: 120, scale: 6 };

describe("the view", () => {
  it("shows the point it stands at in the middle of the screen", () => {
    expect(onScreen(view, size, view)).toEqual({ x: 300, y: 200 });
  });

  it("of a rectangle shows all of it, and no other would be larger", () => {
    const box = { x0: 400, y0: 50, x1: 560, y1: 140 };
    const shown = boxOf(fitting(box, size, 10), size);
    expect(shown.x0 <= box.x0 && shown.x1 >= box.x1 && shown.y0 <= box.y0 && shown.y1 >= box.y1).toBe(true);
    expect(fitting(box, size, 10).scale).toBeCloseTo(580 / 160);
  });

  it("of a single point is near, but not endlessly", () => {
    const point = { x0: 5, y0: 5, x1: 5, y1: 5 };
    expect(fitting(point, size).scale).toBe(90);
  });

  it("zooms at a point that stays under the finger", () => {
    const at = { x: 120, y: 90 };
    const before = { x: view.x + (at.x - 300) / view.scale, y: view.y + (at.y - 200) / view.scale };
    for (const factor of [1.5, 0.5, 7]) {
      const after = onScreen(zoomedAt(view, size, factor, at, world), size, before);
      expect(after.x).toBeCloseTo(at.x);
      expect(after.y).toBeCloseTo(at.y);
    }
  });

  it("is drawn along by as many pixels as the hand moves", () => {
    const before = onScreen(view, size, { x: 510, y: 130 });
    const after = onScreen(panned(view, 25, -40), size, { x: 510, y: 130 });
    expect(after.x - before.x).toBeCloseTo(25);
    expect(after.y - before.y).toBeCloseTo(-40);
  });

  it("never leaves the world, nor shows it smaller than the screen needs", () => {
    const far = bounded({ x: -5000, y: 9000, scale: 0.001 }, size, world);
    expect([far.x, far.y]).toEqual([0, 450]);
    expect(far.scale).toBeCloseTo(0.6);
    expect(bounded({ ...view, scale: 1e9 }, size, world).scale).toBe(90);
  });
});

describe("the marks", () => {
  const points = [
    { id: "graz", x: 500, y: 120 },
    { id: "vienna", x: 501.5, y: 118 },
    { id: "york", x: 470, y: 100 },
  ];

  it("that stand too close become one, with all its members", () => {
    const marks = marksOf(points, view, size, 24);
    expect(marks.map((mark) => mark.members)).toEqual([["graz", "vienna"], ["york"]]);
    expect(marks[0]?.x).toBeCloseTo(304.5);
  });

  it("lose no city, whatever the view", () => {
    for (const scale of [0.6, 2, 6, 20, 90]) {
      const members = marksOf(points, { ...view, scale }, size, 24).flatMap((mark) => mark.members);
      expect(members.sort(), String(scale)).toEqual(["graz", "vienna", "york"]);
    }
  });

  it("stand apart from each other, also where groups meet", () => {
    const crowd = Array.from({ length: 60 }, (_, i) => ({
      id: String(i),
      x: 470 + ((i * 7) % 61),
      y: 90 + ((i * 5) % 43),
    }));
    for (const scale of [0.6, 1.5, 3]) {
      const marks = marksOf(crowd, { ...view, scale }, size, 24);
      for (const [i, a] of marks.entries()) {
        for (const b of marks.slice(i + 1))
          expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(24);
      }
    }
  });

  it("that are one open into a view that tells them apart", () => {
    const close = points.slice(0, 2);
    const opened = opening(close, view, size);
    expect(opened).not.toBeNull();
    if (opened === null) return;
    expect(marksOf(close, opened, size, 24).length).toBe(2);
    for (const point of close) expect(within(onScreen(opened, size, point), size)).toBe(true);
  });

  it("at one place do not open for ever", () => {
    const same = [
      { x: 1, y: 1 },
      { x: 1, y: 1 },
    ];
    expect(opening(same, { ...view, scale: 90 }, size)).toBeNull();
  });
});

describe("the names", () => {
  const height = 14;
  const gap = 12;
  it("overlap neither each other nor a mark, and are left out where there is no room", () => {
    const marks = Array.from({ length: 40 }, (_, i) => ({
      x: 40 + (i % 8) * 30,
      y: 40 + Math.floor(i / 8) * 26,
      width: 60,
    }));
    const places = namePlaces(marks, size, height, gap);
    expect(places.some((place) => place === null)).toBe(true);
    expect(places.some((place) => place !== null)).toBe(true);
    const boxes = places.flatMap((place) => {
      if (place === null) return [];
      const left = place.x - { start: 0, middle: 30, end: 60 }[place.anchor];
      return [{ x0: left, x1: left + 60, y0: place.y - height * 0.8, y1: place.y + height * 0.2 }];
    });
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
  });

  it("stand inside the screen, on the other side of a mark at its edge", () => {
    const [place] = namePlaces([{ x: 590, y: 200, width: 80 }], size, height, gap);
    expect(place?.anchor).toBe("end");
  });
});
