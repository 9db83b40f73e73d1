// What of a flat world a map shows: pan, zoom, fit; which marks stand so close that they become one; where names
// have room. Lengths of the world are its own units, lengths of the screen are pixels. Pure.

export interface Point {
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
}
/** A rectangle of the world. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}
/** What is shown: the point of the world in the middle, and how many pixels a unit of it takes. */
export interface View extends Point {
  scale: number;
}

/** As near as one may come, in pixels a unit. */
const nearest = 90;

/** Where a point of the world is on the screen. */
export function onScreen(view: View, size: Size, point: Point): Point {
  return {
    x: size.width / 2 + (point.x - view.x) * view.scale,
    y: size.height / 2 + (point.y - view.y) * view.scale,
  };
}

/** The part of the world that the screen shows. */
export function boxOf(view: View, size: Size): Box {
  const [halfWidth, halfHeight] = [size.width / 2 / view.scale, size.height / 2 / view.scale];
  return { x0: view.x - halfWidth, y0: view.y - halfHeight, x1: view.x + halfWidth, y1: view.y + halfHeight };
}

/** The view that shows all of a rectangle, with a margin in pixels. */
export function fitting(box: Box, size: Size, margin = 0): View {
  const room = (length: number) => Math.max(1, length - 2 * margin);
  const width = Math.max(box.x1 - box.x0, 1e-6);
  const height = Math.max(box.y1 - box.y0, 1e-6);
  const scale = Math.min(room(size.width) / width, room(size.height) / height, nearest);
  return { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2, scale };
}

/** The same view inside its bounds: never smaller than the whole world, never beside it. */
export function bounded(view: View, size: Size, world: Box): View {
  const least = Math.min(size.width / (world.x1 - world.x0), size.height / (world.y1 - world.y0));
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  return {
    scale: clamp(view.scale, least, nearest),
    x: clamp(view.x, world.x0, world.x1),
    y: clamp(view.y, world.y0, world.y1),
  };
}

/** The view after the world was drawn along by so many pixels. */
export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale };
}

/** The view after zooming at a point of the screen, which stays where it is. */
export function zoomedAt(view: View, size: Size, factor: number, at: Point, world: Box): View {
  const { scale } = bounded({ ...view, scale: view.scale * factor }, size, world);
  const [dx, dy] = [at.x - size.width / 2, at.y - size.height / 2];
  return {
    scale,
    x: view.x + dx / view.scale - dx / scale,
    y: view.y + dy / view.scale - dy / scale,
  };
}

/** Something with a place in the world. */
export interface Placed extends Point {
  id: string;
}

/** What is drawn at one place of the screen: one thing, or several that stand too close to be told apart. */
export interface Mark extends Point {
  members: string[];
}

/** The marks of a view: those nearer to each other than `apart` pixels are drawn as one, in the middle between
 * them. Each gathers what is near to it, in order; then what has come too close by that is joined, the nearest
 * first. So the same view always gives the same marks. */
export function marksOf(points: readonly Placed[], view: View, size: Size, apart: number): Mark[] {
  const marks: Mark[] = [];
  for (const point of points) {
    const at = onScreen(view, size, point);
    const near = marks.find((mark) => Math.hypot(mark.x - at.x, mark.y - at.y) < apart);
    const alone = { members: [point.id], ...at };
    if (near === undefined) marks.push(alone);
    else join(near, alone);
  }
  for (;;) {
    const close = closest(marks, apart);
    if (close === null) return marks;
    join(...close);
    marks.splice(marks.indexOf(close[1]), 1);
  }
}

/** Makes the second part of the first. */
function join(one: Mark, other: Mark): void {
  const [own, more] = [one.members.length, other.members.length];
  one.x = (one.x * own + other.x * more) / (own + more);
  one.y = (one.y * own + other.y * more) / (own + more);
  one.members = [...one.members, ...other.members];
}

/** The two that are nearest to each other, if they are too near; of equals the first in order. */
function closest(marks: readonly Mark[], apart: number): [Mark, Mark] | null {
  let found: [Mark, Mark] | null = null;
  let least = apart;
  marks.forEach((one, i) => {
    for (let j = i + 1; j < marks.length; j += 1) {
      const other = marks[j];
      if (other === undefined) continue;
      const distance = Math.hypot(one.x - other.x, one.y - other.y);
      if (distance < least) [found, least] = [[one, other], distance];
    }
  });
  return found;
}

/** The view that opens a group of points: near enough that they are told apart, if they can be. None where they
 * lie at one place. */
export function opening(points: readonly Point[], view: View, size: Size): View | null {
  const [xs, ys] = [points.map((one) => one.x), points.map((one) => one.y)];
  const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
  const next = fitting(box, size, Math.min(size.width, size.height) / 5);
  return next.scale > view.scale * 1.01 ? next : null;
}

/** Whether a point of the screen lies on it. */
export function within({ x, y }: Point, size: Size, margin = 0): boolean {
  return x >= margin && y >= margin && x <= size.width - margin && y <= size.height - margin;
}

/** Where a name stands beside its mark. */
export interface NamePlace extends Point {
  anchor: "start" | "middle" | "end";
}

/** For each mark a place for its name that no other name and no mark takes; none where there is no room. */
export function namePlaces(
  marks: readonly (Point & { width: number })[],
  size: Size,
  height: number,
  gap: number,
): (NamePlace | null)[] {
  const taken: Box[] = marks.map(({ x, y }) => ({ x0: x - gap, y0: y - gap, x1: x + gap, y1: y + gap }));
  return marks.map(({ x, y, width }, own) => {
    const beside = gap + 3;
    const ways: readonly NamePlace[] = [
      { anchor: "start", x: x + beside, y: y + height * 0.34 },
      { anchor: "end", x: x - beside, y: y + height * 0.34 },
      { anchor: "middle", x, y: y - beside - height * 0.1 },
      { anchor: "middle", x, y: y + beside + height * 0.75 },
    ];
    for (const way of ways) {
      const left = way.x - { start: 0, middle: width / 2, end: width }[way.anchor];
      const box = { x0: left, x1: left + width, y0: way.y - height * 0.8, y1: way.y + height * 0.2 };
      const fits = box.x0 >= 2 && box.y0 >= 2 && box.x1 <= size.width - 2 && box.y1 <= size.height - 2;
      if (!fits || taken.some((other, i) => i !== own && overlap(box, other))) continue;
      taken.push(box);
      return way;
    }
    return null;
  });
}

/** Whether two rectangles share room. */
export function overlap(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
