import { listMobileServicesRoute, type ReplyOf } from '@nuandeng/contract'
import { shanghaiDate, shanghaiTime } from '@nuandeng/domain'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { NOBODY } from '../../platform/context.ts'
import { type Html, html } from '../../platform/html.ts'
import type { Deps } from '../../platform/http.ts'
import { Problem } from '../../platform/problems.ts'
import { lookOf, pageHref, publicPage } from '../../platform/public-page.ts'
import { listMobileServices } from './mobile-services.ts'
import { MOBILE_WORDS } from './mobile-words.ts'

type Services = ReplyOf<typeof listMobileServicesRoute>
type Words = (typeof MOBILE_WORDS)['zh']

const PATH = '/mobile'
/** One page on an old phone. */
const SHOWN = 40

const { unitId, from } = listMobileServicesRoute.query.shape
const Choice = z.object({ unitId: unitId.catch(undefined), from: from.catch(undefined) })

/** Service in parks and villages (流动服务安排) as a page: no log-in, no script, system fonts. */
export function serveMobilePage(app: FastifyInstance, deps: Deps) {
  app.get(PATH, async (request, reply) => {
    const look = lookOf(request, reply, PATH)
    const chosen = Choice.parse(request.query)
    const words = MOBILE_WORDS[look.lang ?? 'zh']
    const services = await readServices(deps, chosen)
    const day = chosen.from ?? shanghaiDate(deps.now())
    const body = services
      ? bodyOf(services, day, words)
      : html`<p role="alert">${words.notFound}</p>`
    const page = publicPage(words, look, {
      body,
      isDemo: deps.isDemo,
      hrefOf: (change) => pageHref(PATH, { ...chosen, ...change }),
    })
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
    return reply.code(services ? 200 : 404).send(page.text)
  })
}

/** Undefined where there is no such unit. */
async function readServices(
  deps: Deps,
  chosen: z.output<typeof Choice>,
): Promise<Services | undefined> {
  try {
    return await deps.database.transact('system', (db) =>
      listMobileServices(
        { db, actor: NOBODY, now: deps.now(), vault: deps.vault, announce: () => {} },
        { ...chosen, limit: SHOWN },
      ),
    )
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

function bodyOf({ unit, items, isCut }: Services, day: string, words: Words): Html {
  const units = new Map(items.map((service) => [service.unit.unitId, service.unit.name]))
  units.delete(unit.unitId)
  return html`<form method="get" action="${PATH}"><input type="hidden" name="unitId" value="${unit.unitId}"><label>${words.from} <input type="date" name="from" value="${day}" required></label> <button>${words.show}</button></form>
<h2>${unit.name}</h2>
<p>${unit.kind !== 'province' && html`<a href="${PATH}">${words.up}</a>`} <a href="/board">${words.board}</a></p>
${items.length === 0 ? html`<p>${words.none}</p>` : tableOf({ unit, items }, words)}
${isCut && html`<p class="note">${words.cut}</p>`}
${units.size > 0 && html`<h3>${words.unit}</h3><ul class="units">${[...units].map(([id, name]) => html`<li><a href="${pageHref(PATH, { unitId: id, from: day })}">${name}</a></li>`)}</ul>`}`
}

function tableOf({ unit, items }: Pick<Services, 'unit' | 'items'>, words: Words): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.table(unit.name)}"><table class="plain cards">
<caption>${words.coming}</caption><thead><tr><th scope="col">${words.place}</th><th scope="col">${words.when}</th><th scope="col">${words.offers}</th><th scope="col">${words.team}</th></tr></thead>
<tbody>${items.map((service) => rowOf(service, words))}</tbody></table></div>`
}

function rowOf(service: Services['items'][number], words: Words): Html {
  const { place, placeKind, beginsAt, endsAt, offers, team, unit, accepted, cancelReason } = service
  const begins = shanghaiTime(new Date(beginsAt)).slice(0, 16)
  const ends = shanghaiTime(new Date(endsAt)).slice(11, 16)
  const isCancelled = cancelReason !== null
  return html`<tr><th scope="row">${isCancelled ? html`<s>${place}</s>` : place} <small>${words.places[placeKind]} · ${unit.name}</small></th>
<td>${isCancelled ? html`<s>${begins}–${ends}</s>` : html`${begins}–${ends}`}${isCancelled && html`<br><strong class="bad">${words.cancelled}</strong> ${cancelReason}`}</td>
<td>${offers.map((offer) => words.offer[offer]).join('、')}${accepted > 0 && html`<br><small>${words.accepted(accepted)}</small>`}</td><td>${team}</td></tr>
`
}
