import type { CustomerPerson } from '@nuandeng/contract'
import type { CustomerClass, PlainDate } from '@nuandeng/domain'
import { EMPTY_CONTENT, type NewFile } from '../modules/customers/index.ts'
import type { Seeded } from './seeded.ts'

type Content = NewFile['content']

/** An invented customer: what its file says, and who belongs to it. */
export interface InventedFile {
  content: Content
  people: CustomerPerson[]
}

const FAMILY_NAMES = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗']
const VILLAGES = [...'东西南北前后上下'].flatMap((side) => [`${side}庄`, `${side}街`, `${side}坡`])
const IMPORTANT = [
  '示例煤矿',
  '示例化工厂',
  '示例医院',
  '示例铁路牵引站',
  '示例钢铁厂',
  '示例自来水厂',
]
const KEY = ['示例纺织厂', '示例食品公司', '示例面粉厂', '示例电子厂', '示例机械厂', '示例产业园']
const HAZARDS = ['导线老化', '私拉乱接', '闸刀无漏保', '灯头破损', '插排过载', '接头虚接']
const APPLIANCES = ['电灯', '电视机', '电冰箱', '洗衣机', '电热毯', '空调', '电饭锅']
const LINES = ['示01线', '示02线', '示03线', '示04线']
/** Of 100 files so many lack a field that may be missing. */
const GAPS = 0.18

/** Writes the files of invented customers; every name says that it is an example, no number rings anywhere. */
export class FileWriter {
  readonly #random: Seeded
  #written = 0

  constructor(random: Seeded) {
    this.#random = random
  }

  write(customerClass: CustomerClass, town: string): InventedFile {
    this.#written++
    switch (customerClass) {
      case 'A':
        return this.#important(town)
      case 'B':
        return this.#key(town)
      case 'C1':
        return this.#farm(town)
      case 'C2':
        return this.#home(town)
    }
  }

  #important(town: string): InventedFile {
    const grade = this.#random.pick(['first', 'second', 'second', 'temporary'] as const)
    const isDecided = this.#happens(0.7)
    const kva = 315 * (2 + this.#random.below(40))
    const content: Content = {
      ...this.#business(this.#random.pick(IMPORTANT), town, kva),
      customerClass: 'A',
      grade,
      gradeDecidedBy: isDecided ? '示例市电力主管部门' : null,
      gradeDecidedOn: isDecided ? ('2011-03-01' as PlainDate) : null,
      details: {
        supply: {
          line: this.#random.pick(LINES),
          sources: LINES.slice(0, 2).map((name) => ({ name, voltage: '10kV' as const })),
          switchOver: '手动切换',
          ...(this.#happens(1 - GAPS)
            ? { ownSupply: { kw: Math.round(kva / 8), startMinutes: 1 + this.#random.below(10) } }
            : {}),
          ...(this.#happens(1 - GAPS) ? { securityLoadKw: Math.round(kva / 10) } : {}),
        },
      },
    }
    const licenceExpiresOn = this.#random.pick(['2031-05-31', '2012-02-29']) as PlainDate
    const electrician = {
      role: 'duty-electrician',
      licenceNo: 'SL-0000',
      licenceExpiresOn,
    } as const
    return {
      content,
      people: [
        this.#person('contact'),
        ...(this.#happens(1 - GAPS) ? [{ ...this.#person('contact'), ...electrician }] : []),
      ],
    }
  }

  #key(town: string): InventedFile {
    const expansion = { kva: 400, note: '计划新增一条生产线' }
    const content: Content = {
      ...this.#business(this.#random.pick(KEY), town, 100 + this.#random.below(2000)),
      customerClass: 'B',
      details: {
        plan: {
          ...(this.#happens(1 - GAPS) ? { production: '三班生产，检修安排在每月下旬' } : {}),
          ...(this.#happens(0.3) ? { expansion } : {}),
        },
      },
    }
    const people = [this.#person('contact')]
    if (this.#happens(1 - GAPS)) people.push(this.#person('decision-maker'))
    return { content, people }
  }

  #business(kind: string, town: string, kva: number): Content {
    const place = {
      longitude: 113 + this.#random.below(2000) / 1000,
      latitude: 33 + this.#random.below(2500) / 1000,
      datum: 'WGS-84' as const,
    }
    return {
      ...EMPTY_CONTENT,
      name: `${town}${kind}${this.#number()}`,
      address: `${town}示例路${this.#door()}号`,
      useCategory: this.#random.pick(['100', '400', '403']),
      voltage: '10kV',
      capacityKva: kva,
      supplyArea: this.#random.pick(['urban', 'rural']),
      place: this.#happens(1 - GAPS) ? place : null,
    }
  }

  #farm(town: string): InventedFile {
    const village = this.#random.pick(VILLAGES)
    const content: Content = {
      ...EMPTY_CONTENT,
      name: `${town}${village}示例机井组${this.#number()}`,
      address: `${town}${village}示例村`,
      customerClass: 'C1',
      useCategory: '301',
      voltage: '380V',
      supplyArea: this.#random.pick(['rural', 'rural', 'remote']),
      transformerArea: `${village}示例台区`,
      details: {
        irrigation: {
          ...(this.#happens(1 - GAPS) ? { wells: 1 + this.#random.below(12) } : {}),
          ...(this.#happens(1 - GAPS) ? { season: [3, 4, 6, 9] } : {}),
        },
      },
    }
    const people = this.#happens(1 - GAPS) ? [this.#person('village-electrician')] : []
    return { content, people }
  }

  #home(town: string): InventedFile {
    const village = this.#random.pick(VILLAGES)
    const isUrban = this.#happens(0.4)
    const hazards = this.#happens(0.08) ? [this.#random.pick(HAZARDS)] : []
    const content: Content = {
      ...EMPTY_CONTENT,
      name: this.#name(),
      address: `${town}${village}${this.#door()}号`,
      customerClass: 'C2',
      tags: this.#happens(0.1) ? ['上门服务'] : [],
      useCategory: isUrban ? '202' : '201',
      voltage: '220V',
      supplyArea: this.#happens(1 - GAPS) ? (isUrban ? 'urban' : 'rural') : null,
      transformerArea: this.#happens(1 - GAPS) ? `${village}示例台区` : null,
      details: {
        home: {
          phases: 1,
          ...(this.#happens(1 - GAPS) ? { hasBreaker: this.#happens(0.8) } : {}),
          ...(hazards.length > 0 ? { wiringHazards: hazards } : {}),
          lamps: 2 + this.#random.below(8),
          appliances: APPLIANCES.slice(0, 1 + this.#random.below(APPLIANCES.length)),
        },
      },
    }
    const people = this.#happens(1 - GAPS)
      ? [{ ...this.#person('contact'), name: content.name }]
      : []
    return { content, people }
  }

  /** Nobody: a name that says it is an example, and a number that no telephone has. */
  #person(role: CustomerPerson['role']): CustomerPerson {
    return { role, name: this.#name(), phone: `00000${String(this.#written).padStart(6, '0')}` }
  }

  #name(): string {
    return `${this.#random.pick(FAMILY_NAMES)}示例${this.#number()}`
  }

  /** Of the file: no two have one name but those that are written down twice. */
  #number(): string {
    return String(this.#written).padStart(4, '0')
  }

  #door(): number {
    return 1 + this.#random.below(180)
  }

  #happens(share: number): boolean {
    return this.#random.next() < share
  }
}
