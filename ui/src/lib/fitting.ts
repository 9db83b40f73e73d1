// Text as large as its slide allows: the size is tried in steps against what was laid out. Whatever the slide says
// and however large one wants it, nothing runs out of it.
import type { Attachment } from "svelte/attachments";
import { fittingSize } from "./presenting";

/** Keeps `--k` of an element at the largest size at which its content fits, up to what this step allows. */
export function fitted(step: number): Attachment<HTMLElement> {
  return (element) => {
    const fits = (size: number) => {
      element.style.setProperty("--k", String(size));
      // Half a pixel is rounding.
      return (
        element.scrollHeight <= element.clientHeight + 1 && element.scrollWidth <= element.clientWidth + 1
      );
    };
    const fit = () => {
      if (element.clientHeight === 0) return;
      fits(fittingSize(step, fits));
      element.dataset.fitted = element.style.getPropertyValue("--k");
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    // Letters of a font that comes late are wider or narrower.
    void document.fonts.ready.then(fit);
    return () => observer.disconnect();
  };
}
