// Pictures on slides, fetched once each; of one that is not here its words are shown instead.
import { api } from "./api";
import type { ImageId } from "./bindings";

const fetched = new Map<ImageId, Promise<string | null>>();

/** An address under which the window shows a picture; none where it is not on this computer. */
export function pictureOf(image: ImageId): Promise<string | null> {
  const known = fetched.get(image);
  if (known !== undefined) return known;
  const asked = api.image(image).catch(() => null);
  fetched.set(image, asked);
  return asked;
}
