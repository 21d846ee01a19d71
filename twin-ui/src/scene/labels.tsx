/** Labels with leader lines: one DOM layer over the canvas, moved without React. */
import { useFrame, useThree } from '@react-three/fiber';
import { type RefObject, useEffect, useRef } from 'react';
import { Vector3 } from 'three';

export interface Label {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Place in the scene that it speaks of. */
  readonly at: readonly [number, number, number];
  /** Where the label stands from there, CSS px. */
  readonly offset: readonly [number, number];
  readonly colour?: string | undefined;
}

/** The layer that labels are drawn in; lies over the canvas, outside of it. */
export function LabelLayer({
  layer,
  labels,
}: {
  readonly layer: RefObject<HTMLDivElement | null>;
  readonly labels: readonly Label[];
}) {
  return (
    <div className="labels" ref={layer} aria-hidden="true">
      <svg className="leaders" aria-hidden="true">
        {labels.map((label) => (
          <g key={label.id}>
            <line className="leader" stroke={label.colour ?? '#5b6670'} />
            <circle className="leader-end" r="3" fill={label.colour ?? '#5b6670'} />
          </g>
        ))}
      </svg>
      {labels.map((label) => (
        <div
          className="label"
          key={label.id}
          style={label.colour ? { borderColor: label.colour } : {}}
        >
          <b>{label.title}</b>
          <span>{label.text}</span>
        </div>
      ))}
    </div>
  );
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Smallest distance of labels from each other and from the edge, CSS px. */
const GAP = 8;

/** Moves the labels of the layer with the camera; belongs inside the canvas. */
export function LabelMover({
  layer,
  labels,
}: {
  readonly layer: RefObject<HTMLDivElement | null>;
  readonly labels: readonly Label[];
}) {
  const { camera, size, invalidate } = useThree();
  const point = useRef(new Vector3());
  // biome-ignore lint/correctness/useExhaustiveDependencies: new labels need new places.
  useEffect(() => invalidate(), [labels, invalidate]);
  useFrame(() => {
    const root = layer.current;
    if (!root) return;
    const boxes = root.querySelectorAll<HTMLElement>('.label');
    const leaders = root.querySelectorAll('.leaders g');
    const taken = obstacles(root);
    labels.forEach((label, i) => {
      const box = boxes[i];
      const leader = leaders[i];
      if (!box || !leader) return;
      const p = point.current.set(...label.at).project(camera);
      const x = ((p.x + 1) / 2) * size.width;
      const y = ((1 - p.y) / 2) * size.height;
      const seen = p.z < 1 && x > 0 && y > 0 && x < size.width && y < size.height;
      box.style.opacity = seen ? '1' : '0';
      (leader as SVGGElement).style.opacity = seen ? '1' : '0';
      if (!seen) return;
      const place = free({ x, y }, label.offset, box, size, taken);
      box.style.transform = `translate(${place.x.toFixed(1)}px, ${place.y.toFixed(1)}px)`;
      draw(leader, x, y, place);
    });
  });
  return null;
}

/** How far and how often a label looks for a free place. */
const STEP_PX = 14;
const TRIES = 40;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w + GAP && b.x < a.x + a.w + GAP && a.y < b.y + b.h + GAP && b.y < a.y + a.h + GAP;

/** Boxes of the page over the canvas that labels keep off. */
function obstacles(root: HTMLElement): Box[] {
  const origin = root.getBoundingClientRect();
  const kept = root.closest('.stage')?.querySelectorAll<HTMLElement>('[data-keep-off]') ?? [];
  return [...kept].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left - origin.left, y: top - origin.top, w: width, h: height };
  });
}

function free(
  from: { x: number; y: number },
  offset: readonly [number, number],
  element: HTMLElement,
  size: { width: number; height: number },
  taken: Box[],
): Box {
  const w = element.offsetWidth;
  const h = element.offsetHeight;
  const within = (value: number, room: number) => Math.min(room - GAP, Math.max(GAP, value));
  const x = within(from.x + offset[0] - w / 2, size.width - w);
  const y = within(from.y + offset[1] - h / 2, size.height - h);
  const box = { x, y, w, h };
  // The wanted place first, then ever further from it, towards the label's own side first.
  for (let k = 0; k <= TRIES; k++) {
    const away = Math.ceil(k / 2) * STEP_PX * (k % 2 ? 1 : -1) * (offset[1] < 0 ? -1 : 1);
    box.y = within(y + away, size.height - h);
    if (!taken.some((other) => overlap(box, other))) break;
  }
  taken.push(box);
  return box;
}

function draw(leader: Element, x: number, y: number, box: Box): void {
  const line = leader.querySelector('line');
  const end = leader.querySelector('circle');
  const nearX = Math.min(box.x + box.w - 6, Math.max(box.x + 6, x));
  const nearY = y > box.y + box.h ? box.y + box.h : y < box.y ? box.y : box.y + box.h / 2;
  for (const [name, value] of [
    ['x1', x],
    ['y1', y],
    ['x2', nearX],
    ['y2', nearY],
  ] as const) {
    line?.setAttribute(name, value.toFixed(1));
  }
  end?.setAttribute('cx', x.toFixed(1));
  end?.setAttribute('cy', y.toFixed(1));
}
