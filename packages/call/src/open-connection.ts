import { CHANNELS, type ChannelName, type IceServer } from '@visita/protocol'

/** A connection with the channels of a call. Both sides open the same ones, so neither has to know of the other. */
export interface OpenConnection {
  connection: RTCPeerConnection
  channels: Readonly<Record<ChannelName, RTCDataChannel>>
}

export type ConnectionMaker = (configuration: RTCConfiguration) => RTCPeerConnection

export const configurationOf = (iceServers: readonly IceServer[]): RTCConfiguration => ({
  iceServers: [...iceServers],
  bundlePolicy: 'max-bundle',
})

/** Whoever opens it closes the connection, and the channels with it. */
export function openConnection(
  iceServers: readonly IceServer[],
  create: ConnectionMaker = newConnection,
): OpenConnection {
  const connection = create(configurationOf(iceServers))
  const channelOf = (name: ChannelName): RTCDataChannel =>
    connection.createDataChannel(name, { negotiated: true, ...CHANNELS[name] })
  return {
    connection,
    channels: {
      control: channelOf('control'),
      chat: channelOf('chat'),
      files: channelOf('files'),
      bulk: channelOf('bulk'),
      board: channelOf('board'),
      pointer: channelOf('pointer'),
    },
  }
}

const newConnection: ConnectionMaker = (configuration) => new RTCPeerConnection(configuration)
