// Hands on a map: dragging, pinching and the wheel, by mouse, pen or touch. Keys are the map's own matter.
import type { Attachment } from "svelte/attachments";
import type { Point } from "./mapview";

/** What the hands do; points are in pixels from the element's corner. */
export interface Hands {
  pan: (dx: number, dy: number) => void;
  zoom: (factor: number, at: Point) => void;
}

/** From how many pixels on a press is a drag. */
const dragging = 4;

/** Lets hands move a map; a press that does not move stays a click. */
export function handsOn({ pan, zoom }: Hands): Attachment<HTMLElement> {
  return (element) => {
    const held = new Map<number, Point>();
    let moved = false;
    let start: Point = { x: 0, y: 0 };
    const at = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };

    function down(event: PointerEvent): void {
      if (event.button !== 0) return;
      if (held.size === 0) [moved, start] = [false, at(event)];
      held.set(event.pointerId, at(event));
    }
    function move(event: PointerEvent): void {
      const before = held.get(event.pointerId);
      if (before === undefined) return;
      const now = at(event);
      if (!moved && held.size === 1 && Math.hypot(now.x - start.x, now.y - start.y) < dragging) return;
      if (!moved) element.setPointerCapture(event.pointerId);
      moved = true;
      held.set(event.pointerId, now);
      const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) {
        pan(now.x - before.x, now.y - before.y);
        return;
      }
      // Two fingers: the middle between them is drawn along, their distance zooms.
      const [was, is] = [before, now].map((one) => Math.hypot(one.x - other.x, one.y - other.y));
      pan((now.x - before.x) / 2, (now.y - before.y) / 2);
      if (was !== undefined && is !== undefined && was > 0 && is > 0) {
        zoom(is / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
      }
    }
    function up(event: PointerEvent): void {
      held.delete(event.pointerId);
    }
    /** A drag that ends over a mark is no press on it. */
    function click(event: MouseEvent): void {
      if (!moved) return;
      moved = false;
      event.stopPropagation();
      event.preventDefault();
    }
    function wheel(event: WheelEvent): void {
      // With Ctrl the wheel is the text's size, and a pinch on a touchpad, which cannot be told apart.
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      zoom(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * lines)) * 0.003), at(event));
    }

    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", up);
    element.addEventListener("click", click, { capture: true });
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointercancel", up);
      element.removeEventListener("click", click, { capture: true });
      element.removeEventListener("wheel", wheel);
    };
  };
}
