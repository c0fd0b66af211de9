import { type ReplyOf, verifyChainRoute } from '@nuandeng/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure, useReason } from '../../shell/Failure.tsx'
import { formatAge, formatMoment, formatNumber } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import type { Chain, useChains } from './use-chains.ts'

type Verdict = ReplyOf<typeof verifyChainRoute>

/** The chains (哈希链), one a city: how much is sealed, how old the unsealed tail is, and whether they are whole. */
export function Chains({ chains }: { chains: ReturnType<typeof useChains> }) {
  const { t } = useTranslation()
  if (chains.error) return <Failure error={chains.error} />
  if (!chains.data) return <Spin aria-label={t('app.loading')} />
  const sealed = chains.data.reduce((sum, { sealedEvents }) => sum + sealedEvents, 0)
  const tail = chains.data.reduce((sum, { tailEvents }) => sum + tailEvents, 0)
  const oldest = Math.max(0, ...chains.data.map(({ tailAgeSeconds }) => tailAgeSeconds ?? 0))
  return (
    <details className="card">
      <summary>
        <h2>{t('audit.chains')}</h2>
        <span>
          {t('audit.chainsInShort', {
            cities: formatNumber(chains.data.length),
            sealed: formatNumber(sealed),
            tail: formatNumber(tail),
          })}
          {tail > 0 && ` · ${t('audit.oldest', { age: formatAge(oldest) })}`}
        </span>
      </summary>
      <p className="soft">{t('audit.chainsNote')}</p>
      <div className="scroll">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('audit.city')}</th>
              <th scope="col" className="number">
                {t('audit.sealedEvents')}
              </th>
              <th scope="col" className="number wide-only">
                {t('audit.blocks')}
              </th>
              <th scope="col" className="wide-only">
                {t('audit.head')}
              </th>
              <th scope="col">{t('audit.tail')}</th>
              <th scope="col">{t('audit.verify')}</th>
            </tr>
          </thead>
          <tbody>
            {chains.data.map((chain) => (
              <ChainRow key={chain.cityCode} chain={chain} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function ChainRow({ chain }: { chain: Chain }) {
  const { t } = useTranslation()
  const reason = useReason()
  const refusal = useRefusal()('audit.verify')
  const { cityCode, cityName, head, sealedAt, tailEvents, tailAgeSeconds } = chain
  const verify = useMutation({ mutationFn: () => call(verifyChainRoute, { cityCode }) })
  return (
    <tr>
      <th scope="row">{cityName}</th>
      <td className="number">{formatNumber(chain.sealedEvents)}</td>
      <td className="number wide-only">{formatNumber(chain.blocks)}</td>
      <td className="wide-only">
        {head ? <code title={head}>{head.slice(0, 12)}…</code> : '—'}
        {sealedAt && <div className="soft small">{formatMoment(sealedAt)}</div>}
      </td>
      <td>
        {tailEvents === 0
          ? t('audit.noTail')
          : t('audit.tailOf', {
              number: formatNumber(tailEvents),
              age: formatAge(tailAgeSeconds ?? 0),
            })}
      </td>
      <td>
        <Button
          size="small"
          loading={verify.isPending}
          disabled={refusal !== undefined}
          onClick={() => verify.mutate()}
          aria-label={`${t('audit.verify')} ${cityName}`}
        >
          {t('audit.verify')}
        </Button>
        <div aria-live="polite">
          {verify.data && <Result verdict={verify.data} />}
          {verify.error && <p className="bad">{reason(verify.error)}</p>}
        </div>
      </td>
    </tr>
  )
}

function Result({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation()
  const { result, findings, findingsTotal, events, blocks, tailEvents } = verdict
  const unlisted = findingsTotal - findings.length
  return (
    <>
      {result === 'whole' ? (
        <p className="mark good">
          {t('audit.whole', { events: formatNumber(events), blocks: formatNumber(blocks) })}
        </p>
      ) : (
        <p className="mark bad">{t('audit.broken', { number: formatNumber(findingsTotal) })}</p>
      )}
      {tailEvents > 0 && (
        <p className="why">{t('audit.notHeld', { number: formatNumber(tailEvents) })}</p>
      )}
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.table} ${finding.rowId} ${finding.fault}`}>
            {t(`chainFault.${finding.fault}`)} ·{' '}
            <code>
              {finding.table} {finding.rowId}
            </code>
            <div className="soft small">{finding.reason}</div>
          </li>
        ))}
      </ul>
      {unlisted > 0 && <p className="why">{t('audit.more', { number: formatNumber(unlisted) })}</p>}
    </>
  )
}
