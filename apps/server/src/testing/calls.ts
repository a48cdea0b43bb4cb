import type { Seat } from '@visita/protocol'
import { aRequest, takeRequest } from './requests.ts'
import { aPage, type Page } from './page.ts'
import type { Browser, TestServer } from './server.ts'

/** Two pages in a room. */
export interface Call {
  caller: Page
  callee: Page
  callerSeat: Seat
  calleeSeat: Seat
  /** Ends the visit where it goes on still, and closes both pages. */
  hangUp: () => Promise<void>
}

/** One person rings another in the lobby, who takes it. */
export async function aRungCall(server: TestServer, from: Browser, to: Browser): Promise<Call> {
  const [caller, callee] = [await aPage(server.url, from), await aPage(server.url, to)]
  await caller.get('ring:start', { callee: to.self.id })
  const { ringId } = await callee.hears('ring:incoming')
  const calleeSeat = await callee.get('ring:accept', { ringId })
  const { seat: callerSeat } = await caller.hears('ring:accepted')
  return callOf({ caller, callee, callerSeat, calleeSeat })
}

/** The doctor, who is the caller, takes the patient's request. */
export async function aRequestedCall(server: TestServer, doctor: Browser, patient: Browser): Promise<Call> {
  const [caller, callee] = [await aPage(server.url, doctor), await aPage(server.url, patient)]
  const pages = { doctor: caller, patient: callee }
  const { doctorSeat, patientSeat } = await takeRequest(await aRequest(patient), pages)
  return callOf({ caller, callee, callerSeat: doctorSeat, calleeSeat: patientSeat })
}

const callOf = (call: Omit<Call, 'hangUp'>): Call => ({
  ...call,
  async hangUp() {
    const [present, seat] = call.caller.socket.connected
      ? [call.caller, call.callerSeat]
      : [call.callee, call.calleeSeat]
    const { roomId, seatToken } = seat
    await present.ask('room:end', { roomId, reason: 'ended', seatToken })
    for (const page of [call.caller, call.callee]) page.socket.disconnect()
  },
})
