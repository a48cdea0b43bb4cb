import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import app from '../locales/en/app.json'
import errors from '../locales/en/errors.json'
import identify from '../locales/en/identify.json'
import lobby from '../locales/en/lobby.json'
import media from '../locales/en/media.json'
import welcome from '../locales/en/welcome.json'

const texts = createInstance()

/** Loads the texts of the first pages; a feature that is loaded later adds its own with `addTexts`. */
export async function startTexts(): Promise<void> {
  await texts.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: { en: { app, welcome, identify, lobby, media, errors } },
    // React escapes; escaping twice would show entities in names.
    interpolation: { escapeValue: false },
  })
}

export function addTexts(namespace: string, bundle: Record<string, unknown>): void {
  texts.addResourceBundle('en', namespace, bundle, true, false)
}

/** A text outside a page, for what goes into the record under a name. */
export const textFor = (key: string, values: Record<string, unknown>): string => texts.t(key, values)
