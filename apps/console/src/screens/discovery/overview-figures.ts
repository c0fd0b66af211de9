/** What the overview tells of each city. */
export const OVERVIEW_FIGURES = ['open', 'inHand', 'confirmed'] as const
