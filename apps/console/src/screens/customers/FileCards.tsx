import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../shell/format.ts'
import { FilePairs } from './FilePairs.tsx'
import { type CustomerFile, useFileWords } from './words.ts'

/** Who and where a customer is; name and address of a person masked until somebody says what for. */
export function IdentityCard({
  file,
  full,
}: {
  file: CustomerFile
  full: { name: string; address: string | null } | undefined
}) {
  const { t } = useTranslation()
  const { name, address } = full ?? file
  return (
    <section className="card">
      <h2>{t('customer.identity')}</h2>
      <FilePairs
        missing={file.missing}
        pairs={[
          ['accountNo', file.accountNo],
          ['name', name],
          ['address', address],
          [
            'unit',
            <Link key="unit" to="/unit" search={{ unitId: file.unit.unitId }}>
              {file.unit.name}
            </Link>,
          ],
          ['transformerArea', file.transformerArea],
          ['customerClass', file.customerClass && t(`class.${file.customerClass}`)],
          [
            'tags',
            file.tags.length > 0 && (
              <span className="tags">
                {file.tags.map((tag) => (
                  <Tag key={tag}>{tag}</Tag>
                ))}
              </span>
            ),
          ],
          ['status', t(`customerStatus.${file.status}`)],
          ['remark', file.remark],
        ]}
      />
    </section>
  )
}

/** How a customer is supplied. */
export function SupplyCard({ file }: { file: CustomerFile }) {
  const { t } = useTranslation()
  const { amount, list, yesNo } = useFileWords()
  const { supply } = file.details
  const { place } = file
  const business = [
    ['supply.creditCode', supply?.creditCode],
    [
      'supply.sources',
      list(
        supply?.sources?.map((source) => [source.name, source.voltage].filter(Boolean).join(' ')),
      ),
    ],
    ['supply.substation', supply?.substation],
    ['supply.line', supply?.line],
    ['supply.switchOver', supply?.switchOver],
    ['supply.runKva', amount(supply?.runKva, 'kVA')],
  ] as const
  return (
    <section className="card">
      <h2>{t('customer.supply')}</h2>
      <FilePairs
        missing={file.missing}
        pairs={[
          ['useCategory', file.useCategory && t(`useCategory.${file.useCategory}`)],
          ['voltage', file.voltage],
          ['capacityKva', amount(file.capacityKva, 'kVA')],
          [
            'supplyArea',
            file.supplyArea
              ? t(`supplyArea.${file.supplyArea}`)
              : t('customer.strictest', { area: t(`supplyArea.${file.effectiveSupplyArea}`) }),
          ],
          ['connectedOn', file.connectedOn && formatDay(file.connectedOn)],
          ['isTemporary', yesNo(file.isTemporary ?? undefined)],
          ['place', place && `${place.longitude}, ${place.latitude} (${place.datum})`],
          ...(isBusiness(file) || supply ? business : []),
        ]}
      />
    </section>
  )
}

function isBusiness({ customerClass }: CustomerFile) {
  return customerClass === 'A' || customerClass === 'B'
}

/** What carries an important customer through an outage, and who decided how important it is. */
export function AssuranceCard({ file }: { file: CustomerFile }) {
  const { t } = useTranslation()
  const { amount } = useFileWords()
  const { supply } = file.details
  if (!isBusiness(file) && !file.grade && !supply) return null
  const own = supply?.ownSupply
  return (
    <section className="card">
      <h2>{t('customer.assurance')}</h2>
      <FilePairs
        missing={file.missing}
        pairs={[
          [
            'grade',
            file.grade && (
              <>
                {t(`grade.${file.grade}`)}
                {!file.isGradeDecided && (
                  <span className="soft"> · {t('customer.gradeProposed')}</span>
                )}
              </>
            ),
          ],
          ['gradeDecidedBy', file.gradeDecidedBy],
          ['gradeDecidedOn', file.gradeDecidedOn && formatDay(file.gradeDecidedOn)],
          ['supply.securityLoadKw', amount(supply?.securityLoadKw, 'kW')],
          [
            'supply.ownSupply',
            own &&
              [
                amount(own.kw, 'kW'),
                own.startMinutes !== undefined &&
                  t('customer.startMinutes', { minutes: own.startMinutes }),
              ]
                .filter(Boolean)
                .join(' · '),
          ],
          ['supply.otherMeasures', supply?.otherMeasures],
        ]}
      />
    </section>
  )
}

/** What only one class has: a key customer's plans, a farm's wells, a home's wiring. */
export function ClassCards({ file }: { file: CustomerFile }) {
  const { t } = useTranslation()
  const { amount, yesNo, list, months } = useFileWords()
  const { plan, irrigation, home } = file.details
  const { customerClass } = file
  const expansion = plan?.expansion
  const blocks = [
    {
      name: 'plan',
      isShown: customerClass === 'B' || plan,
      pairs: [
        ['plan.production', plan?.production],
        [
          'plan.expansion',
          expansion &&
            [
              amount(expansion.kva, 'kVA'),
              expansion.wantedOn && formatDay(expansion.wantedOn),
              expansion.note,
            ]
              .filter(Boolean)
              .join(' · '),
        ],
      ],
    },
    {
      name: 'irrigation',
      isShown: customerClass === 'C1' || irrigation,
      pairs: [
        ['irrigation.wells', amount(irrigation?.wells, t('customer.wellUnit'))],
        ['irrigation.pumpsKw', amount(irrigation?.pumpsKw, 'kW')],
        ['irrigation.season', months(irrigation?.season)],
        ['irrigation.temporarySupply', yesNo(irrigation?.temporarySupply)],
      ],
    },
    {
      name: 'home',
      isShown: customerClass === 'C2' || home,
      pairs: [
        ['home.phases', home?.phases && t(`customer.phases${home.phases}`)],
        ['home.hasBreaker', yesNo(home?.hasBreaker)],
        ['home.wiringHazards', list(home?.wiringHazards)],
        ['home.lamps', amount(home?.lamps, t('customer.lampUnit'))],
        ['home.appliances', list(home?.appliances)],
      ],
    },
  ] as const
  return blocks
    .filter(({ isShown }) => isShown)
    .map(({ name, pairs }) => (
      <section className="card" key={name}>
        <h2>{t(`customer.${name}`)}</h2>
        <FilePairs missing={file.missing} pairs={pairs} />
      </section>
    ))
}
