import { useState } from 'react'

/** What can be open beside the picture; one at a time, so that the picture stays visible. */
export type PanelName = 'chat' | 'files' | 'devices' | 'safety' | 'invite' | 'line'

export interface RoomLayout {
  panel: PanelName | null
  boardOpen: boolean
  togglePanel: (name: PanelName) => void
  closePanel: () => void
  openBoard: () => void
  toggleBoard: () => void
}

/* As in Room.module.css: below this width board and panel do not fit beside each other. */
const isNarrow = (): boolean => matchMedia('(max-width: 999px)').matches

/** What is open in the room. On a phone opening the board closes the panel, and the other way round. */
export function useRoomLayout(): RoomLayout {
  const [panel, setPanel] = useState<PanelName | null>(null)
  const [boardOpen, setBoardOpen] = useState(false)
  const openBoard = (): void => {
    setBoardOpen(true)
    if (isNarrow()) setPanel(null)
  }
  return {
    panel,
    boardOpen,
    togglePanel: (name) => {
      setPanel(panel === name ? null : name)
      if (panel !== name && isNarrow()) setBoardOpen(false)
    },
    closePanel: () => setPanel(null),
    openBoard,
    toggleBoard: () => (boardOpen ? setBoardOpen(false) : openBoard()),
  }
}
