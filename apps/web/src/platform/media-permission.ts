/** Whether the person has allowed camera and microphone before, so that no question will come up. */
export async function mayUseMedia(): Promise<boolean> {
  const names = ['camera', 'microphone'] as const
  try {
    // Firefox knows neither name and throws; there the explanation comes first each time.
    const answers = await Promise.all(names.map((name) => navigator.permissions.query({ name })))
    return answers.every(({ state }) => state === 'granted')
  } catch {
    return false
  }
}
