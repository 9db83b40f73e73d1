// @vitest-environment jsdom
// Fingers, pens and the wheel on a map. The mouse is in the tests of the real window, whose driver has no fingers.
import { beforeEach, describe, expect, it } from "vitest";
import { handsOn } from "../src/lib/gestures";

/** A map with nothing on it but a mark, and what hands did to it. */
function map() {
  const element = document.createElement("div");
  const mark = element.appendChild(document.createElement("button"));
  document.body.append(element);
  // jsdom lays nothing out and captures nothing; where the pointer goes is told by each event.
  element.setPointerCapture = () => undefined;
  const done: { pan: [number, number]; zoom: number; at: [number, number]; pressed: number } = {
    pan: [0, 0],
    zoom: 1,
    at: [0, 0],
    pressed: 0,
  };
  mark.addEventListener("click", () => (done.pressed += 1));
  handsOn({
    pan: (dx, dy) => (done.pan = [done.pan[0] + dx, done.pan[1] + dy]),
    zoom: (factor, at) => ([done.zoom, done.at] = [done.zoom * factor, [at.x, at.y]]),
  })(element);
  const finger = (pointerId: number, pointerType = "touch") => {
    const tell = (type: string, clientX: number, clientY: number) =>
      mark.dispatchEvent(
        new PointerEvent(type, { pointerId, pointerType, clientX, clientY, button: 0, bubbles: true }),
      );
    return {
      down: (x: number, y: number) => tell("pointerdown", x, y),
      move: (x: number, y: number) => tell("pointermove", x, y),
      up: (x: number, y: number) => tell("pointerup", x, y),
      cancel: (x: number, y: number) => tell("pointercancel", x, y),
    };
  };
  return { element, mark, done, finger };
}

beforeEach(() => {
  document.body.replaceChildren();
});

describe("hands on a map", () => {
  it("one finger draws it along", () => {
    const { done, finger } = map();
    const one = finger(7);
    one.down(100, 100);
    one.move(120, 110);
    one.move(130, 90);
    one.up(130, 90);
    one.move(300, 300);
    expect(done.pan, "as far as the finger went, and no further once it is lifted").toEqual([30, -10]);
    expect(done.zoom, "it is no nearer").toBe(1);
  });

  it("two fingers that part bring it nearer, around the middle between them", () => {
    const { done, finger } = map();
    const [left, right] = [finger(7), finger(8)];
    left.down(100, 100);
    right.down(200, 100);
    left.move(50, 100);
    right.move(250, 100);
    expect(done.zoom, "twice as far apart, twice as near").toBeCloseTo(2);
    expect(done.at, "around their middle").toEqual([150, 100]);
    expect(done.pan, "which stays where it is").toEqual([0, 0]);
    left.up(50, 100);
    right.move(260, 120);
    expect(done.pan, "the finger that stays draws it along").toEqual([10, 20]);
    expect(done.zoom, "and zooms no more").toBeCloseTo(2);
  });

  it("two fingers that meet in a point divide by nothing", () => {
    const { done, finger } = map();
    const [left, right] = [finger(7), finger(8)];
    left.down(100, 100);
    right.down(110, 100);
    left.move(110, 100);
    left.move(100, 100);
    expect(Number.isFinite(done.zoom) && done.zoom > 0, `a size it can have: ${done.zoom}`).toBe(true);
  });

  it("a tap that trembles is a press on a mark, a drag that ends over one is none", () => {
    const { mark, done, finger } = map();
    const one = finger(7);
    one.down(100, 100);
    one.move(102, 101);
    one.up(102, 101);
    mark.click();
    expect(done.pressed, "the tap").toBe(1);
    expect(done.pan, "moved nothing").toEqual([0, 0]);
    one.down(100, 100);
    one.move(140, 100);
    one.up(140, 100);
    mark.click();
    expect(done.pressed, "the drag pressed nothing").toBe(1);
    mark.click();
    expect(done.pressed, "the next press counts").toBe(2);
  });

  it("a touch that the system takes over leaves no finger behind", () => {
    const { done, finger } = map();
    finger(7).down(100, 100);
    finger(7).cancel(100, 100);
    const next = finger(8);
    next.down(200, 200);
    next.move(220, 200);
    expect(done.pan, "the next one draws alone").toEqual([20, 0]);
    expect(done.zoom, "nothing is pinched").toBe(1);
  });

  it("the wheel brings it nearer where it points, and the page stays", () => {
    const { element, done } = map();
    const event = new WheelEvent("wheel", { deltaY: -100, clientX: 40, clientY: 60, cancelable: true });
    element.dispatchEvent(event);
    expect(done.zoom, "nearer").toBeGreaterThan(1);
    expect(done.at, "there").toEqual([40, 60]);
    expect(event.defaultPrevented, "nothing scrolls").toBe(true);
  });
});
