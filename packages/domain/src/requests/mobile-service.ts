/** Where service goes to (移动服务地点). */
export const MOBILE_PLACES = ['park', 'village', 'community'] as const
export type MobilePlace = (typeof MOBILE_PLACES)[number]

/** What is offered there (服务内容). */
export const MOBILE_OFFERS = [
  'new-supply',
  'enquiry',
  'service',
  'payment',
  'safety-check',
  'opinion',
] as const
export type MobileOffer = (typeof MOBILE_OFFERS)[number]
