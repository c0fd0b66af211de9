import { endLiaisonRuleRoute, listLiaisonRulesRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/command.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatList } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'

type Rule = ReplyOf<typeof listLiaisonRulesRoute>['items'][number]

/** Which officers share which customers; the most specific rule decides. */
export function LiaisonRules({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation()
  const { data, error } = useQuery({
    queryKey: ['liaison-rules'],
    queryFn: () => call(listLiaisonRulesRoute, {}),
  })
  const end = useCommand(endLiaisonRuleRoute, { stale: [['liaison-rules'], ['liaison']] })
  return (
    <section className="card">
      <h2>{t('liaison.rules')}</h2>
      {(error ?? end.error) && <Failure error={error ?? end.error} />}
      {data?.items.length === 0 && <p className="soft">{t('liaison.noRules')}</p>}
      {data && data.items.length > 0 && (
        <Scroll label={t('liaison.rules')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('customers.where')}</th>
                <th scope="col">{t('liaison.whom')}</th>
                <th scope="col">{t('liaison.officers')}</th>
                {mayWrite && <th scope="col">{t('app.actions')}</th>}
              </tr>
            </thead>
            <tbody>
              {data.items.map((rule) => (
                <tr key={rule.ruleId}>
                  <th scope="row">{rule.unit.name}</th>
                  <td>
                    <Whom rule={rule} />
                  </td>
                  <td className="words">
                    {formatList(rule.officers.map(({ name }) => name))}
                    {rule.officers.every(({ isIn }) => !isIn) && (
                      <div className="bad small">{t('liaison.ruleEmpty')}</div>
                    )}
                  </td>
                  {mayWrite && (
                    <td>
                      <Popconfirm
                        title={t('liaison.endRuleNote')}
                        okText={t('liaison.endRule')}
                        cancelText={t('app.cancel')}
                        onConfirm={() => end.mutateAsync({ ruleId: rule.ruleId })}
                      >
                        <Button
                          size="small"
                          aria-label={`${t('liaison.endRule')} ${rule.unit.name}`}
                        >
                          {t('liaison.endRule')}
                        </Button>
                      </Popconfirm>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}

function Whom({ rule: { customerClass, useCategory, supplyArea } }: { rule: Rule }) {
  const { t } = useTranslation()
  const parts = [
    customerClass && t(`class.${customerClass}`),
    useCategory && t(`useCategory.${useCategory}`, { defaultValue: useCategory }),
    supplyArea && t(`supplyArea.${supplyArea}`),
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : t('liaison.everybody')
}
