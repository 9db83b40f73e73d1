// WebKitGTK loses its way after a press of the mouse within an opened <details>: Tab stays where it is, forward and
// back, until the focus is given anew. So it is.

/** Gives the focus anew where a press of the mouse within a <details> left it. */
export function regain(event: MouseEvent): void {
  const focused = document.activeElement;
  // A key that presses a button is told as a click, too; it counts no presses.
  if (event.detail === 0 || !(focused instanceof HTMLElement)) return;
  if (focused.closest("details") === null || takesText(focused)) return;
  focused.blur();
  focused.focus({ preventScroll: true });
}

/** Whether there is a caret in it that must stay where it is. */
function takesText(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(element.type);
  return element instanceof HTMLTextAreaElement || element.isContentEditable;
}
