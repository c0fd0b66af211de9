import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Html, html } from './html.ts'
import { PUBLIC_STYLE } from './public-style.ts'

const COOKIES = { large: 'nuandeng_large', lang: 'nuandeng_lang' }

/** Whatever cannot be understood is as if it had not been said: a page for everybody has no error in it. */
const Look = z.object({
  large: z.enum(['0', '1']).optional().catch(undefined),
  lang: z.enum(['zh', 'en']).optional().catch(undefined),
})
export type Look = z.output<typeof Look>

/** What every page says around its content. */
export interface PageWords {
  lang: string
  title: string
  intro: string
  skip: string
  demo: string
  demoNote: string
  show: string
  large: string
  normal: string
  other: string
}

/** Size of type and language: as chosen now, or before on this device; kept for the pages below this path. */
export function lookOf(request: FastifyRequest, reply: FastifyReply, path: string): Look {
  const chosen = Look.parse(request.query)
  const { cookies } = request
  const before = Look.parse({ large: cookies[COOKIES.large], lang: cookies[COOKIES.lang] })
  const options = { path, sameSite: 'lax', maxAge: 31_536_000, httpOnly: true } as const
  if (chosen.large) reply.setCookie(COOKIES.large, chosen.large, options)
  if (chosen.lang) reply.setCookie(COOKIES.lang, chosen.lang, options)
  return { large: chosen.large ?? before.large, lang: chosen.lang ?? before.lang }
}

/** The address of a page with what was chosen; nothing stands for what was not. */
export function pageHref(path: string, chosen: Record<string, string | undefined>): string {
  const given = Object.entries(chosen).filter((entry): entry is [string, string] => !!entry[1])
  return `${path}?${new URLSearchParams(given)}`
}

/** A page for everybody (ADR 15): no script, system fonts, large type by a link. */
export function publicPage(
  words: PageWords,
  look: Look,
  page: { body: Html; isDemo: boolean; hrefOf: (change: Look) => string },
): Html {
  const isLarge = look.large === '1'
  const other = look.lang === 'en' ? 'zh' : 'en'
  return html`<!doctype html>
<html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${words.title}</title><style>${PUBLIC_STYLE}</style></head>
<body${isLarge && html` class="large"`}><a class="skip" href="#main">${words.skip}</a>
${page.isDemo && html`<aside aria-label="${words.demo}"><strong>${words.demo}</strong> · ${words.demoNote}</aside>`}
<header><h1>${words.title}</h1><p>${words.intro}</p><nav aria-label="${words.show}"><a href="${page.hrefOf({ large: isLarge ? '0' : '1' })}">${isLarge ? words.normal : words.large}</a> <a href="${page.hrefOf({ lang: other })}" lang="${other}">${words.other}</a></nav></header>
<main id="main">${page.body}</main></body></html>`
}
