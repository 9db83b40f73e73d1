// Sources beside their text: each stands level with its paragraph, or right under the one before it when
// that one is taller. So a long source never tears a gap into the text.
import type { Attachment } from "svelte/attachments";

const between = 8;

/** The tops of notes that want to stand at `wishes` and may not overlap. */
export function stacked(wishes: readonly { top: number; height: number }[]): number[] {
  let free = 0;
  return wishes.map(({ top, height }) => {
    const at = Math.max(top, free);
    free = at + height + between;
    return at;
  });
}

function place(text: HTMLElement): void {
  const notes = [...text.querySelectorAll<HTMLElement>("[data-beside]")];
  const absolute = notes[0] !== undefined && getComputedStyle(notes[0]).position === "absolute";
  if (!absolute) {
    for (const note of notes) note.style.removeProperty("top");
    text.style.removeProperty("min-height");
    return;
  }
  const wishes = notes.map((note) => ({
    top: (note.previousElementSibling as HTMLElement | null)?.offsetTop ?? 0,
    height: note.offsetHeight,
  }));
  const tops = stacked(wishes);
  notes.forEach((note, i) => (note.style.top = `${tops[i] ?? 0}px`));
  const last = wishes.at(-1);
  text.style.minHeight = last === undefined ? "" : `${(tops.at(-1) ?? 0) + last.height}px`;
}

/** Keeps the notes inside this element beside their text, whatever its width and the size of its letters. */
export const besideTheirText: Attachment<HTMLElement> = (text) => {
  place(text);
  // In the next frame: moving notes inside the callback would be a size change within a size change.
  let frame = 0;
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => place(text));
  });
  for (const child of text.children) observer.observe(child);
  observer.observe(text);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
};
