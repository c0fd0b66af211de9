import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../shell/Failure.tsx'
import { CompletenessCard } from './CompletenessCard.tsx'
import { customerQuery } from './customer-query.ts'
import { AssuranceCard, ClassCards, IdentityCard, SupplyCard } from './FileCards.tsx'
import { FileTasks } from './FileTasks.tsx'
import { PeopleCard } from './PeopleCard.tsx'
import { Timeline } from './Timeline.tsx'
import type { CustomerFile, Full } from './words.ts'
import './customers.css'

/** The file of one customer (一户一档). */
export function CustomerScreen() {
  const { t } = useTranslation()
  const { customerId } = getRouteApi('/shell/customers/$customerId').useParams()
  const { data: file, error } = useQuery(customerQuery(customerId))
  return (
    <>
      <nav aria-label={t('customers.title')} className="row soft crumbs">
        <Link to="/customers">{t('customers.title')}</Link> ›
      </nav>
      {error && <Failure error={error} />}
      {!file && !error && <Spin aria-label={t('app.loading')} />}
      {file && <File key={customerId} file={file} />}
    </>
  )
}

function File({ file }: { file: CustomerFile }) {
  const { t } = useTranslation()
  const [full, setFull] = useState<Full>()
  return (
    <>
      <div className="row">
        <h1>{full?.name ?? file.name}</h1>
        <span className="soft">{file.accountNo}</span>
        {file.customerClass && <span className="state">{t(`class.${file.customerClass}`)}</span>}
        {file.grade && <span className="state">{t(`grade.${file.grade}`)}</span>}
        {file.status !== 'normal' && (
          <span className="state">{t(`customerStatus.${file.status}`)}</span>
        )}
      </div>
      {file.mergedIntoId && (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={
            <>
              {t('customer.merged')}{' '}
              <Link to="/customers/$customerId" params={{ customerId: file.mergedIntoId }}>
                {t('customer.mergedInto')}
              </Link>
            </>
          }
        />
      )}
      <FileTasks file={file} isFull={full !== undefined} onReveal={setFull} />
      {full && <p className="soft">{t('customer.lookAudited')}</p>}
      <div className="file">
        <div>
          <IdentityCard file={file} full={full} />
          <SupplyCard file={file} />
          <AssuranceCard file={file} />
          <ClassCards file={file} />
        </div>
        <div>
          <CompletenessCard file={file} />
          <PeopleCard file={file} full={full?.people} />
          <Timeline customerId={file.customerId} />
        </div>
      </div>
    </>
  )
}
