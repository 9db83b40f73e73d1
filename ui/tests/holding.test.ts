// @vitest-environment jsdom
// Content that changes while it is read: the part in view stays where it is, also when another above it grew.
import { expect, it } from "vitest";
import { holding } from "../src/lib/holding";

function page(heights: Record<string, number>): HTMLElement {
  const scroller = document.createElement("div");
  document.body.append(scroller);
  scroller.getBoundingClientRect = () => ({ top: 0, bottom: 100 }) as DOMRect;
  for (const id of Object.keys(heights)) {
    const part = document.createElement("p");
    part.id = id;
    part.getBoundingClientRect = () => {
      let top = -scroller.scrollTop;
      for (const one of scroller.children) {
        if (one === part) break;
        top += heights[one.id] ?? 0;
      }
      return { top } as DOMRect;
    };
    scroller.append(part);
  }
  return scroller;
}

it("the line in view keeps its place when what stands above grows", async () => {
  const heights = { a: 100, b: 100, c: 100 };
  const scroller = page(heights);
  scroller.scrollTop = 90;
  await holding(scroller, () => (heights.a = 160));
  expect(scroller.scrollTop).toBe(150);
});

it("the next one does where it went", async () => {
  const heights = { a: 100, b: 30, c: 100 };
  const scroller = page(heights);
  scroller.scrollTop = 90;
  await holding(scroller, () => scroller.children[1]?.remove());
  expect(scroller.scrollTop).toBe(60);
});
