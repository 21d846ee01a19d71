/** How much the picture may cost: `?quality=ci|standard|high`. */

export interface Quality {
  readonly tier: 'ci' | 'standard' | 'high';
  readonly dpr: number;
  readonly shadows: boolean;
  /** Segments of a full turn of a turned part. */
  readonly segments: number;
  /** Shortest time between two pictures of moving machines, ms. */
  readonly frame_ms: number;
  /** Whether corners are darkened by a pass over the picture. */
  readonly occlusion: boolean;
}

const TIERS: Record<Quality['tier'], Omit<Quality, 'tier'>> = {
  ci: { dpr: 1, shadows: false, segments: 24, frame_ms: 1_000, occlusion: false },
  standard: { dpr: 1.5, shadows: true, segments: 96, frame_ms: 16, occlusion: false },
  high: { dpr: 2, shadows: true, segments: 128, frame_ms: 16, occlusion: true },
};

/** The tier that an address asks for; `standard` where it asks for none. */
export function qualityOf(search: string): Quality {
  const asked = new URLSearchParams(search).get('quality');
  const tier = asked === 'ci' || asked === 'high' ? asked : 'standard';
  return { tier, ...TIERS[tier] };
}

/** The tier of this page, fixed when it loads. */
export const quality: Quality = qualityOf(typeof location === 'undefined' ? '' : location.search);

export const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
