import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1440, height: 900 }
export const NARROWEST = { width: 320, height: 640 }

/** Nothing that is serious or critical; the drawing library's own parts aside. `rules`: those alone. */
export async function axeFindsNothing(page: Page, where: string, rules?: string[]): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude('.excalidraw')
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = grave.map(({ id, nodes }) => ({ id, where, nodes: nodes.map(({ html }) => html) }))
  expect.soft(found).toEqual([])
}

/** It does not scroll sideways, and everything to press is 48 px high. */
export async function fitsHands(page: Page, where: string): Promise<void> {
  const sideways = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
  expect.soft({ where, sideways }).toEqual({ where, sideways: 0 })
  expect.soft({ where, low: await lowTargets(page) }).toEqual({ where, low: [] })
}

/** All that is looked for on a page: its size on every screen, and axe by day and by night. Leaves it on a phone. */
export async function inspect({ page }: { page: Page }, where: string): Promise<void> {
  for (const viewport of [DESKTOP, NARROWEST, PHONE]) {
    await page.setViewportSize(viewport)
    const here = `${where}, ${viewport.width} px wide`
    await fitsHands(page, here)
    if (viewport !== NARROWEST) await axeFindsNothing(page, here)
  }
  // Colours are all that the dark changes.
  await page.emulateMedia({ colorScheme: 'dark' })
  await axeFindsNothing(page, `${where}, in the dark`, ['color-contrast'])
  await page.emulateMedia({ colorScheme: 'light' })
}

const WORK = ['Mute', 'Stop camera', 'Board', 'Chat', 'Files', 'End visit']

/** During a visit what one talks and works with can be pressed without scrolling: nothing hides or covers it. */
export async function controlsAreInView(page: Page, where: string): Promise<void> {
  const bar = page.getByRole('navigation', { name: 'Controls of the visit' })
  if (!(await bar.isVisible())) return
  for (const word of WORK) {
    const button = bar.getByRole('button', { name: new RegExp(`^${word}`) })
    await expect.soft(button, `${word}, ${where}`).toBeInViewport({ ratio: 1 })
    const onTop = await button.evaluate((control) => {
      const { left, top, width, height } = control.getBoundingClientRect()
      return control.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })
    expect.soft({ word, where, onTop }).toEqual({ word, where, onTop: true })
  }
}

/** What is to be pressed and is lower than 48 px, things inside the drawing library aside. */
function lowTargets(page: Page): Promise<{ name: string; height: number }[]> {
  return page.evaluate(() =>
    Array.from(
      document.querySelectorAll('button, a[href], summary, select, textarea, input:not([type=file])'),
    )
      .filter((target) => target.closest('.excalidraw') === null && target.checkVisibility())
      .map((target) => ({
        name: target.textContent?.trim() ?? '',
        // A box to tick is as high as the words that tick it too.
        height: Math.round((target.closest('label') ?? target).getBoundingClientRect().height),
      }))
      .filter(({ height }) => height < 48),
  )
}
