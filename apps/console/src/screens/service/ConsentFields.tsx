import {
  addMonths,
  CONSENT_CHANNELS,
  CONSENT_GIVERS,
  CONSENT_MONTHS,
  type ConsentChannel,
  type ConsentGiver,
  type ConsentText,
  needsWitness,
  type PlainDate,
} from '@nuandeng/domain'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { todayInChina } from '../../shell/format.ts'

/** A consent as its form holds it; the names are those by which the server tells of a fault. */
export interface ConsentValues {
  'consent.channel': ConsentChannel
  'consent.givenBy': ConsentGiver
  'consent.givenOn': PlainDate
  'consent.witness'?: string
  expiresOn: PlainDate
}

/** A new consent: given today, kept as long as one may be. */
export function useNewConsent(): Partial<ConsentValues> {
  const today = todayInChina() as PlainDate
  return {
    'consent.givenBy': 'self',
    'consent.givenOn': today,
    expiresOn: addMonths(today, CONSENT_MONTHS),
  }
}

type TextOn = (on: PlainDate) => ConsentText | undefined

/** The consent as it is sent, with the version of the text that was in force when it was given. */
export function consentOf(values: Omit<ConsentValues, 'expiresOn'>, textOn: TextOn) {
  const { 'consent.channel': channel, 'consent.givenBy': givenBy } = values
  const { 'consent.givenOn': givenOn, 'consent.witness': witness } = values
  const textVersion = textOn(givenOn)?.version ?? ''
  return { textVersion, channel, givenBy, givenOn, ...(witness ? { witness } : {}) }
}

/** What was read out, how it was agreed to, and before whom. */
export function ConsentFields({ textOn }: { textOn: TextOn }) {
  const { t } = useTranslation()
  const givenOn = Form.useWatch<PlainDate | undefined>('consent.givenOn')
  const channel = Form.useWatch<ConsentChannel | undefined>('consent.channel')
  const text = givenOn ? textOn(givenOn) : undefined
  const required = [{ required: true }]
  return (
    <>
      <blockquote className="consent">
        <strong>{t('care.textToRead', { version: text?.version ?? '—' })}</strong>
        <p lang="zh-CN">{text?.text ?? t('care.noText')}</p>
      </blockquote>
      <Form.Item name="consent.channel" label={t('care.channel')} rules={required}>
        <Select
          options={CONSENT_CHANNELS.map((value) => ({
            value,
            label: t(`consentChannel.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="consent.givenBy" label={t('care.givenBy')} rules={required}>
        <Select
          options={CONSENT_GIVERS.map((value) => ({ value, label: t(`consentGiver.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="consent.witness"
        label={t('care.witness')}
        extra={t('care.witnessHint')}
        rules={[{ required: channel !== undefined && needsWitness(channel) }]}
      >
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="consent.givenOn" label={t('care.givenOn')} rules={required}>
        <Input type="date" />
      </Form.Item>
    </>
  )
}

/** For how long something is kept on a consent. */
export function ExpiryField() {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="expiresOn"
      label={t('care.expiresOn')}
      extra={t('care.expiresHint', { months: CONSENT_MONTHS })}
      rules={[{ required: true }]}
    >
      <Input type="date" />
    </Form.Item>
  )
}
