/** What can be open beside the picture; one at a time, so that the picture stays visible. */
export type PanelName = 'chat' | 'files' | 'devices'
