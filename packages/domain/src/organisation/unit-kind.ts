/** Levels of the organisation (单位层级), top down. */
export const UNIT_KINDS = ['province', 'city', 'county', 'station', 'team'] as const
/** 省公司, 市公司, 县级供电企业, 供电所, 班组/服务队. */
export type UnitKind = (typeof UNIT_KINDS)[number]

/**
 * Whether a unit of `child` kind may stand directly under one of `parent` kind. A team (班组) may
 * stand under any level: 郑州 has teams directly below the city company.
 */
export function mayStandUnder(child: UnitKind, parent: UnitKind): boolean {
  if (child === 'team') return parent !== 'team'
  return UNIT_KINDS.indexOf(child) === UNIT_KINDS.indexOf(parent) + 1
}
