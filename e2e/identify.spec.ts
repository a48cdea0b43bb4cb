import { expect, test } from './fixtures.ts'
import { aPerson } from './people.ts'

const REFUSED = [
  { what: 'too short', name: 'Too short', says: 'Please write at least 10 characters' },
  { what: 'too short after trimming', name: '   Too short   ', says: 'Please write at least 10 characters' },
  { what: 'too long', name: 'n'.repeat(65), says: 'Please shorten your name to 64 characters.' },
  {
    what: 'with a control character',
    name: 'Johanna\u0007Beispiel',
    says: 'a character that cannot be shown',
  },
  { what: 'that turns the direction', name: 'Johanna \u202eleipsieB', says: 'changes the reading direction' },
  {
    what: 'with an invisible character',
    name: 'Johanna\u2060Beispiel',
    says: 'a character that cannot be seen',
  },
]

test('[A3] a name that cannot be one is refused with its own message, and a better one goes on', async ({
  browser,
}) => {
  const person = await aPerson(browser, 'Johanna Beispiel')
  await person.page.goto('/')
  const field = person.page.getByRole('textbox', { name: 'Your name' })
  for (const { what, name, says } of REFUSED) {
    await test.step(what, async () => {
      await field.fill(name)
      await person.press('Continue')
      await expect(field).toHaveAccessibleDescription(new RegExp(says))
      await expect(field).toBeVisible()
    })
  }
  await field.fill(person.name)
  await person.press('Continue')
  await person.readsTitle('Your camera and microphone')
})

test('[A3] ten letters of any script are a name, and everybody here sees it', async ({ browser }) => {
  const doctor = await aPerson(browser, '王小明医生王小明医生')
  const patient = await aPerson(browser, '  João   da Conceição  ')
  for (const person of [doctor, patient]) {
    await person.identifies()
    await person.turnsOnDevices()
  }
  await expect(patient.rowOf(doctor)).toContainText('Available')
  await expect(doctor.rowOf({ name: 'João da Conceição' })).toContainText('Available')
})
