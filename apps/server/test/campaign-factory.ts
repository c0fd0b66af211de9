import {
  DEFAULT_MEASURES,
  DEFAULT_WALK_IN_TYPES,
  type PlainDate,
  type PlanState,
} from '@nuandeng/domain'
import { sql } from 'kysely'
import { newId } from '../src/platform/ids.ts'
import type { TestServer } from './harness.ts'

/** What an office writes: two days, one locked and one local field. */
export const CAMPAIGN_CONTENT = {
  name: '情暖中原',
  theme: '你用电，我用心',
  startOn: '2011-10-15' as PlainDate,
  endOn: '2012-10-14' as PlainDate,
  activityDays: ['2011-10-15' as PlainDate, '2012-03-15' as PlainDate],
  walkInTypes: DEFAULT_WALK_IN_TYPES,
  measures: DEFAULT_MEASURES,
  fields: [
    { key: 'slogan', label: '口号', labelEn: 'Slogan', isLocked: true, value: '你用电，我用心' },
    { key: 'focus', label: '重点', labelEn: 'Focus', isLocked: false, value: '' },
  ],
}

type CampaignState = 'draft' | 'published'

/** A campaign of the province unless told otherwise, 2011-10-15 to 2012-10-14, with two walk-in types. */
export async function aCampaign(
  server: TestServer,
  state: CampaignState = 'published',
  unit = server.units.province,
) {
  const campaignId = newId()
  const types = [
    { code: 'W1', name: '走进企业', nameEn: 'Enterprises' },
    { code: 'W2', name: '走进社区', nameEn: 'Communities' },
  ]
  await server.database.transact('system', (db) =>
    db.run(sql`
      insert into campaign (city_code, campaign_id, unit_id, unit_path, name, theme, start_on, end_on, activity_days,
        walk_in_types, measures, fields, state, created_at)
      values (${unit.cityCode}, ${campaignId}, ${unit.unitId}, ${unit.path}::ltree, '情暖中原', '你用电、我用心',
        '2011-10-15', '2012-10-14', '{2011-10-15}', ${JSON.stringify(types)}, '[]', '[]', ${state},
        ${server.clock.now})`),
  )
  return { campaignId, activityDay: '2011-10-15' as PlainDate }
}

/** The plan of the first station for a campaign, with one target. */
export async function aPlan(server: TestServer, campaignId: string, state: PlanState = 'draft') {
  const planId = newId()
  const { station } = server.units
  await server.database.transact('system', (db) =>
    db.run(sql`
      insert into plan (city_code, plan_id, campaign_id, unit_id, unit_path, state, targets)
      values (${station.cityCode}, ${planId}, ${campaignId}, ${station.unitId}, ${station.path}::ltree, ${state},
        '{"customers": 10}')`),
  )
  return planId
}
