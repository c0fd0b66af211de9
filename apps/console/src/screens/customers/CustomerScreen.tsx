import type { Permission } from '@nuandeng/domain'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayAt, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { CareCard } from '../service/CareCard.tsx'
import { CustomerAssurance } from '../service/CustomerAssurance.tsx'
import { CustomerNeeds } from '../service/CustomerNeeds.tsx'
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
  const me = useMe()
  const [full, setFull] = useState<Full>()
  const { path } = file.unit
  const maySee = (permission: Permission) => mayAt(me, permission, path)
  const isKey = file.customerClass === 'A' || file.customerClass === 'B' || file.grade !== null
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
          {isKey && maySee('assurance.read') && (
            <CustomerAssurance customerId={file.customerId} path={path} />
          )}
        </div>
        <div>
          <CompletenessCard file={file} />
          <PeopleCard file={file} full={full?.people} />
          {maySee('care.read') && <CareCard customerId={file.customerId} path={path} />}
          {maySee('need.read') && <CustomerNeeds customerId={file.customerId} path={path} />}
          <Timeline customerId={file.customerId} />
        </div>
      </div>
    </>
  )
}
