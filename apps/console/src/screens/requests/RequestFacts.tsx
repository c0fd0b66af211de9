import { revealRequestContactRoute, unsealReporterRoute } from '@nuandeng/contract'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import type { RequestFile } from './RequestScreen.tsx'
import { useTitles } from './words.ts'

/** What was asked, by whom, and where it stands. */
export function RequestFacts({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { nameOf } = useTitles()
  const { accountNo } = file
  const pairs: [string, ReactNode][] = [
    ['content', file.content],
    [
      'accountNo',
      accountNo && (
        <Link to="/requests" search={{ find: accountNo }}>
          {accountNo}
        </Link>
      ),
    ],
    ['address', file.address],
    ['area', file.area && t(`supplyArea.${file.area}`)],
    ['grade', file.grade && t(`requestGrade.${file.grade}`)],
    ['accused', file.accusedUnit],
    ['unit', file.unit.name],
    ['owner', file.owner?.name ?? t('request.noOwner')],
    ['channel', t(`requestChannel.${file.channel}`)],
    ['mobilePlace', file.mobilePlace],
    ['acceptedAt', formatMoment(file.acceptedAt)],
    ['acceptedBy', `${file.acceptedBy} · ${file.acceptedUnit}`],
    ['doneAt', file.doneAt && formatMoment(file.doneAt)],
    ['satisfaction', file.satisfaction && t(`satisfaction.${file.satisfaction}`)],
    ['edition', file.editionTitle ? nameOf(file.editionTitle) : t('request.noEdition')],
  ]
  return (
    <section className="card" aria-labelledby="request-facts">
      <h2 id="request-facts">{t('request.facts')}</h2>
      <dl className="pairs">
        {pairs.map(([name, value]) =>
          value ? (
            <div key={name} className="of-pairs">
              <dt>{t(`request.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
        <div className="of-pairs">
          <dt>{t('request.contact')}</dt>
          <dd>
            <ContactOf file={file} />
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Masked until somebody says what for; a sealed reporter needs a permission of its own. */
function ContactOf({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const id = useId()
  const refusalOf = useRefusal()
  const [purpose, setPurpose] = useState('')
  const { requestId, isConfidential, isAnonymous, contact, unit } = file
  const route = isConfidential ? unsealReporterRoute : revealRequestContactRoute
  const label = t(isConfidential ? 'request.unseal' : 'request.reveal')
  const reason = refusalOf(isConfidential ? 'request.unseal' : 'request.reveal', unit.path)
  const reveal = useMutation({ mutationFn: () => call(route, { requestId, purpose }) })
  if (isAnonymous) return <>{t('request.anonymous')}</>
  if (!contact && !isConfidential) return <span className="soft">{t('request.noContact')}</span>
  const shown = reveal.data ?? contact
  return (
    <>
      <div>
        {shown ? [shown.name, shown.phone].filter(Boolean).join(' · ') : t('request.sealed')}
      </div>
      {!reveal.data && !reason && (
        <form
          className="row reveal"
          onSubmit={(event) => {
            event.preventDefault()
            reveal.mutate()
          }}
        >
          <label htmlFor={id} className="small">
            {t('request.purpose')}
          </label>
          <Input
            id={id}
            size="small"
            required
            maxLength={200}
            value={purpose}
            onChange={({ target }) => setPurpose(target.value)}
          />
          <Button size="small" htmlType="submit" loading={reveal.isPending}>
            {label}
          </Button>
        </form>
      )}
      {reason && <p className="why">{t('refusal.of', { what: label, reason })}</p>}
      {reveal.error && <Failure error={reveal.error} />}
    </>
  )
}
