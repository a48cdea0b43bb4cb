import { expect, test } from './fixtures.ts'
import { axeFindsNothing, DESKTOP, fitsHands, PHONE } from './inspect.ts'
import { anAdministrator, anInvitation } from './members.ts'
import { aPerson } from './people.ts'

const DOCTOR = 'Doctor Adaeze Okonkwo'

test.use({ serverEnv: { VISITA_LOBBY: 'signed_in' } })

test('[B34] an invitation says who has made it, and admits nobody once it is withdrawn', async ({
  browser,
  server,
}) => {
  const { desk } = await anAdministrator(browser, server)
  const link = await anInvitation(desk, DOCTOR, ['doctor'])
  await anInvitation(desk, 'Johanna Beispiel', ['patient'])
  await desk.press('Invite somebody else')
  const open = desk.page.getByRole('list', { name: 'Open invitations' }).getByRole('listitem')
  await expect(open).toHaveText([
    /Johanna Beispiel.*Patient/s,
    /Doctor Adaeze Okonkwo.*By Ada Administrator/s,
  ])
  for (const viewport of [DESKTOP, PHONE]) {
    await desk.page.setViewportSize(viewport)
    await fitsHands(desk.page, `invite, ${viewport.width} px wide`)
    await axeFindsNothing(desk.page, `invite, ${viewport.width} px wide`)
  }

  const visitor = await aPerson(browser, DOCTOR)
  await visitor.page.goto(link)
  await visitor.reads('Ada Administrator has made this invitation for you.')
  await desk.press(`Withdraw the invitation of ${DOCTOR}`)
  await expect(open).toHaveText([/Johanna Beispiel/])
  await visitor.page.goto('/')
  await visitor.page.goto(link)
  await visitor.readsTitle('This invitation no longer works')
})
