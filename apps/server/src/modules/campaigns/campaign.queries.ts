import type { createCampaignRoute, InputOf } from '@nuandeng/contract'
import type { CampaignState, PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** The words of a campaign, as the contract gives them. */
export type CampaignContent = Omit<InputOf<typeof createCampaignRoute>, 'campaignId' | 'unitId'>

/** A campaign (活动) as stored, with the unit that runs it. */
export interface CampaignRow extends CampaignContent {
  campaignId: string
  cityCode: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  state: CampaignState
  copiedFromId: string | null
  createdAt: Date
}

const CAMPAIGN = sql`c.campaign_id, c.city_code, c.unit_id, u.kind as unit_kind, u.name as unit_name,
  c.unit_path::text as unit_path, c.name, c.theme, c.start_on, c.end_on, c.activity_days::text[] as activity_days,
  c.walk_in_types, c.measures, c.fields, c.state, c.copied_from_id, c.created_at`

export function findCampaign(db: Db, campaignId: string) {
  return db.maybe<CampaignRow>(sql`
    select ${CAMPAIGN} from campaign c join unit u using (unit_id) where c.campaign_id = ${campaignId}`)
}

/** Holds a campaign while its state is judged and changed. */
export async function holdCampaign(db: Db, campaignId: string) {
  await db.run(sql`select from campaign where campaign_id = ${campaignId} for update`)
}

/** Newest first; the cursor is the start and id of the last one. Drafts are seen by those who run them. */
export function listCampaigns(
  db: Db,
  filter: {
    search?: string | undefined
    state?: CampaignState | undefined
    year?: number | undefined
    after?: { startOn: string; campaignId: string } | undefined
    limit: number
  },
) {
  const { search = null, state = null, year = null, after, limit } = filter
  const beyond = after
    ? sql`and (c.start_on, c.campaign_id) < (${after.startOn}::date, ${after.campaignId}::uuid)`
    : sql``
  return db.rows<CampaignRow>(sql`
    select ${CAMPAIGN} from campaign c join unit u using (unit_id)
    where (${search}::text is null or strpos(c.name || ' ' || c.theme, ${search}) > 0)
      and (${state}::text is null or c.state = ${state})
      and (${year}::integer is null or ${year} between date_part('year', c.start_on) and date_part('year', c.end_on))
      and (c.state <> 'draft' or c.unit_path <@ app_scope()) ${beyond}
    order by c.start_on desc, c.campaign_id desc limit ${limit + 1}`)
}

export async function insertCampaign(
  db: Db,
  campaign: CampaignContent & {
    campaignId: string
    unit: { unitId: string; path: string; cityCode: string }
    copiedFromId: string | null
    createdAt: Date
  },
) {
  const { unit } = campaign
  await db.run(sql`
    insert into campaign (city_code, campaign_id, unit_id, unit_path, name, theme, start_on, end_on, activity_days,
      walk_in_types, measures, fields, state, copied_from_id, created_at)
    values (${unit.cityCode}, ${campaign.campaignId}, ${unit.unitId}, ${unit.path}::ltree, ${campaign.name},
      ${campaign.theme}, ${campaign.startOn}, ${campaign.endOn}, ${campaign.activityDays}::date[],
      ${JSON.stringify(campaign.walkInTypes)}, ${JSON.stringify(campaign.measures)},
      ${JSON.stringify(campaign.fields)}, 'draft', ${campaign.copiedFromId}, ${campaign.createdAt})`)
}

export async function setCampaign(db: Db, campaignId: string, content: CampaignContent) {
  await db.run(sql`
    update campaign set name = ${content.name}, theme = ${content.theme}, start_on = ${content.startOn},
      end_on = ${content.endOn}, activity_days = ${content.activityDays}::date[],
      walk_in_types = ${JSON.stringify(content.walkInTypes)}, measures = ${JSON.stringify(content.measures)},
      fields = ${JSON.stringify(content.fields)}
    where campaign_id = ${campaignId}`)
}

/** The units below a campaign `c` that get a plan when it is published on a day. */
function unitsBelow(on: PlainDate) {
  return sql`unit u on u.path <@ c.unit_path and u.path <> c.unit_path
    and u.kind in ('city', 'county', 'station')
    and u.valid_from <= greatest(${on}::date, c.start_on) and (u.valid_to is null or u.valid_to > ${on})`
}

/** How far a campaign reaches when it is published on a day. */
export function countReach(db: Db, campaignId: string, on: PlainDate) {
  return db.one<{ cities: number; counties: number; stations: number }>(sql`
    select count(*) filter (where u.kind = 'city') as cities,
           count(*) filter (where u.kind = 'county') as counties,
           count(*) filter (where u.kind = 'station') as stations
    from campaign c join ${unitsBelow(on)}
    where c.campaign_id = ${campaignId}`)
}

export async function setState(db: Db, campaignId: string, state: CampaignState) {
  await db.run(sql`update campaign set state = ${state} where campaign_id = ${campaignId}`)
}

/** Gives every unit below, down to the stations, a plan to file. */
export function insertPlans(db: Db, campaignId: string, on: PlainDate): Promise<number> {
  return db.run(sql`
    insert into plan (city_code, plan_id, campaign_id, unit_id, unit_path, state)
    select u.city_code, gen_random_uuid(), c.campaign_id, u.unit_id, u.path, 'draft'
    from campaign c join ${unitsBelow(on)}
    where c.campaign_id = ${campaignId}`)
}
