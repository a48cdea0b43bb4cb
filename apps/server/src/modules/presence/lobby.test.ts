import { type LobbyMode, personIdSchema, type ServerEvent, sessionIdSchema } from '@visita/protocol'
import { describe, expect, test } from 'vitest'
import type { Member } from '../../platform/principal.ts'
import { newId } from '../../platform/random.ts'
import type { Connection } from '../../platform/sockets.ts'
import { Lobby } from './lobby.ts'

function aMember(displayName: string, ...roles: Member['roles'][number][]): Member {
  const person = { id: personIdSchema.parse(newId()), displayName }
  const sessionId = sessionIdSchema.parse(newId())
  return { kind: 'member', person, roles, sessionId, byLink: false, provenAt: 0 }
}

const aPage = (member: Member): Connection => ({
  id: newId(),
  member,
  person: member.person,
  isOpen: true,
  send: () => undefined,
  deliver: async () => true,
})

function aLobby(mode: LobbyMode = 'open') {
  const told: { event: ServerEvent; to: readonly string[] }[] = []
  const lobby = new Lobby({
    broadcast: (to, event) => void told.push({ event, to }),
    mode: () => mode,
    onChange: () => undefined,
  })
  const seenBy = (viewer: Member): string[] => lobby.peopleFor(viewer).map(({ displayName }) => displayName)
  return { lobby, told, seenBy }
}

const doctor = aMember('Dr. Johanna Weber', 'doctor')
const patient = aMember('Maria Alves da Silva', 'patient')
const otherPatient = aMember('Jean Tarrou', 'patient')
const guest = aMember('Joseph Grand', 'guest')
const { person } = patient

describe('[A4] a patient whose visit goes on after a restart of the server', () => {
  test('is shown to doctors alone, before and after they have come back', () => {
    const { lobby, told, seenBy } = aLobby()
    lobby.setInVisit({ person, role: 'patient' }, true)
    expect([doctor, otherPatient, guest].map(seenBy)).toEqual([[person.displayName], [], []])
    lobby.enter(aPage(patient))
    lobby.setInVisit({ person, role: 'patient' }, false)
    expect([doctor, otherPatient, guest].map(seenBy)).toEqual([[person.displayName], [], []])
    expect(lobby.findFor(otherPatient, person.id)).toBeNull()
    expect(told.flatMap(({ to }) => to)).not.toContain('patient')
  })

  test('is no doctor who could take a request', () => {
    const { lobby } = aLobby()
    lobby.setInVisit({ person, role: 'patient' }, true)
    lobby.enter(aPage(patient))
    expect(lobby.doctorsHere()).toEqual([])
  })
})

test('[A4] whoever comes as somebody else than before is shown as what they are now', () => {
  const { lobby, told, seenBy } = aLobby()
  lobby.setInVisit({ person, role: 'guest' }, true)
  expect(seenBy(guest)).toEqual([person.displayName])
  lobby.enter(aPage(patient))
  expect([seenBy(guest), seenBy(doctor)]).toEqual([[], [person.displayName]])
  expect(told).toContainEqual({ event: 'person:left', to: ['guest'] })
})

describe('[A4] a person', () => {
  test('is here until the last of their pages has gone', () => {
    const { lobby, seenBy } = aLobby()
    const [first, second] = [aPage(doctor), aPage(doctor)]
    lobby.enter(first)
    lobby.enter(second)
    lobby.leave(aPage(doctor))
    lobby.leave(first)
    expect(seenBy(patient)).toEqual(['Dr. Johanna Weber'])
    lobby.leave(second)
    expect([seenBy(patient), lobby.find(doctor.person.id)]).toEqual([[], null])
  })

  test('stays listed while their line is down in a visit, and cannot be rung', () => {
    const { lobby, seenBy } = aLobby()
    const page = aPage(doctor)
    lobby.enter(page)
    lobby.setInVisit({ person: doctor.person, role: 'doctor' }, true)
    lobby.leave(page)
    expect(seenBy(patient)).toEqual(['Dr. Johanna Weber'])
    expect(lobby.findFor(patient, doctor.person.id)).toBeNull()
    lobby.setInVisit({ person: doctor.person, role: 'doctor' }, false)
    expect(seenBy(patient)).toEqual([])
  })

  test('is shown to nobody where the quick lobby is off', () => {
    const { lobby, seenBy } = aLobby('off')
    lobby.enter(aPage(doctor))
    expect([patient, guest, doctor].map(seenBy)).toEqual([[], [], []])
  })

  test('is told on their other pages that their visit has begun, also where the lobby is off', () => {
    const { lobby, told } = aLobby('off')
    lobby.enter(aPage(doctor))
    lobby.setInVisit({ person: doctor.person, role: 'doctor' }, true)
    expect(told.at(-1)).toEqual({ event: 'person:changed', to: [doctor.person.id] })
  })
})
