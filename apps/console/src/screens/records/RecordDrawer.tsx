import { getFieldRecordRoute, type ReplyOf, revealContactRoute } from '@nuandeng/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer, Form, Input, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { useDay, walkInTypeName } from '../activity-day/current-day.ts'

/** One record in full, with what corrects it; the contact stays masked until somebody says what for. */
export function RecordDrawer({
  recordId,
  onClose,
  onOpen,
}: {
  recordId: string | undefined
  onClose: () => void
  onOpen: (recordId: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Drawer
      open={recordId !== undefined}
      onClose={onClose}
      title={t('records.detail')}
      size={520}
      destroyOnHidden
    >
      {recordId && <Detail key={recordId} recordId={recordId} onOpen={onOpen} />}
    </Drawer>
  )
}

function Detail({ recordId, onOpen }: { recordId: string; onOpen: (recordId: string) => void }) {
  const { t, i18n } = useTranslation()
  const { current } = useDay({})
  const { data, error } = useQuery({
    queryKey: ['record', recordId],
    queryFn: () => call(getFieldRecordRoute, { recordId }),
  })
  if (error) return <Failure error={error} />
  if (!data) return <Spin aria-label={t('app.loading')} />
  const pairs: [string, string | null][] = [
    [t('records.kind'), t(`kind.${data.kind}`)],
    [t('day.unit'), data.unit.name],
    [t('records.occurredAt'), formatMoment(data.occurredAt)],
    [t('records.receivedAt'), formatMoment(data.receivedAt)],
    [
      t('day.walkInType'),
      data.walkInType && walkInTypeName(current?.walkInTypes ?? [], data.walkInType, i18n.language),
    ],
    [t('day.customerClass'), data.customerClass && t(`class.${data.customerClass}`)],
    [t('records.subject'), data.subject],
    [t('records.quantity'), formatNumber(data.quantity)],
    [t('records.content'), data.text],
    [t('records.remark'), data.remark],
    [t('records.device'), data.deviceId],
    [t('records.recordedBy'), data.recordedBy],
    [t('records.state'), data.isCounted ? t('records.counted') : t('records.notCounted')],
  ]
  return (
    <>
      <dl className="pairs">
        {pairs
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <CustomerLink record={data} />
      {data.contactMasked && <Contact recordId={recordId} masked={data.contactMasked} />}
      {data.chain.length > 1 && (
        <section>
          <h2>{t('records.chain')}</h2>
          <ol>
            {data.chain.map((link) => (
              <li key={link.recordId}>
                <Button
                  type="link"
                  disabled={link.recordId === recordId}
                  onClick={() => onOpen(link.recordId)}
                >
                  {t(`kind.${link.kind}`)} {formatNumber(link.quantity)} ·{' '}
                  {formatMoment(link.receivedAt)}
                </Button>
                {!link.isCounted && <span className="soft"> {t('records.notCounted')}</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  )
}

/** To the file of the customer that the record names, for those who may read files. */
function CustomerLink({
  record: { kind, subject },
}: {
  record: Pick<ReplyOf<typeof getFieldRecordRoute>, 'kind' | 'subject'>
}) {
  const { t } = useTranslation()
  const me = useMe()
  const isOfCustomer = kind === 'visit' || kind === 'transaction' || kind === 'opinion'
  if (!isOfCustomer || !subject || !may(me, 'customer.read')) return null
  return (
    <p>
      <Link to="/customers" search={{ search: subject }}>
        {t('nav.customers')}
      </Link>
    </p>
  )
}

function Contact({
  recordId,
  masked,
}: {
  recordId: string
  masked: { name: string; phone: string | null }
}) {
  const { t } = useTranslation()
  const me = useMe()
  const reveal = useMutation({
    mutationFn: ({ purpose }: { purpose: string }) =>
      call(revealContactRoute, { recordId, purpose }),
  })
  const shown = reveal.data ?? masked
  return (
    <section>
      <h2>{t('records.contact')}</h2>
      <p>
        {shown.name} {shown.phone}
      </p>
      {may(me, 'record.reveal') ? (
        !reveal.data && (
          <Form layout="vertical" onFinish={(input) => reveal.mutate(input)} requiredMark={false}>
            <Form.Item name="purpose" label={t('records.purpose')} rules={[{ required: true }]}>
              <Input maxLength={200} />
            </Form.Item>
            <Button htmlType="submit" loading={reveal.isPending}>
              {t('records.reveal')}
            </Button>
          </Form>
        )
      ) : (
        <p className="soft">
          {t('records.reveal')}: {t('app.noPermission')}
        </p>
      )}
      {reveal.error && <Failure error={reveal.error} />}
    </section>
  )
}
