import { PERSON_ROLES } from '@nuandeng/domain'
import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'

const MOST = 20

/** The people of a customer: each with what it is to them. */
export function PeopleFields() {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('customer.people')}</h2>
      <p className="soft">{t('customer.peopleHint')}</p>
      <Form.List name="people">
        {(people, { add, remove }) => (
          <>
            {people.map(({ key, name }) => {
              const which = t('customer.personNumber', { number: name + 1 })
              return (
                <fieldset key={key} className="line person-line">
                  <legend>{which}</legend>
                  <Form.Item
                    name={[name, 'role']}
                    label={t('customer.personRole')}
                    rules={[{ required: true, message: t('fault.required') }]}
                  >
                    <Select
                      options={PERSON_ROLES.map((value) => ({
                        value,
                        label: t(`personRole.${value}`),
                      }))}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'name']} label={t('customer.personName')}>
                    <Input maxLength={60} autoComplete="off" />
                  </Form.Item>
                  <Form.Item
                    name={[name, 'phone']}
                    label={t('customerField.phone')}
                    rules={[{ pattern: /^\+?[0-9][0-9-]{2,19}$/, message: t('people.phoneWrong') }]}
                  >
                    <Input type="tel" maxLength={20} autoComplete="off" />
                  </Form.Item>
                  <Form.Item
                    noStyle
                    shouldUpdate={(before, after) =>
                      before.people?.[name]?.role !== after.people?.[name]?.role
                    }
                  >
                    {({ getFieldValue }) =>
                      getFieldValue(['people', name, 'role']) === 'duty-electrician' && (
                        <>
                          <Form.Item name={[name, 'licenceNo']} label={t('customer.licenceNo')}>
                            <Input maxLength={40} autoComplete="off" />
                          </Form.Item>
                          <Form.Item
                            name={[name, 'licenceExpiresOn']}
                            label={t('customer.licenceExpiresOn')}
                          >
                            <Input type="date" />
                          </Form.Item>
                        </>
                      )
                    }
                  </Form.Item>
                  <Button
                    type="text"
                    aria-label={t('campaign.remove', { name: which })}
                    onClick={() => remove(name)}
                  >
                    ×
                  </Button>
                </fieldset>
              )
            })}
            <Button
              type="dashed"
              disabled={people.length >= MOST}
              onClick={() => add({ role: 'contact' })}
            >
              ＋ {t('customer.addPerson')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}
